// The grid of indicators: outcome of all, women and men, words, and what is to be reached.
"use strict";

(async () => {
  const table = document.getElementById("rutnat");
  if (!table) return;
  const data = JSON.parse(document.getElementById("rutnat-data").textContent);
  const user = Number(table.closest("[data-user]").dataset.user);
  const { make } = Delaret.troubles;
  const heads = Object.fromEntries([...table.tHead.rows[0].cells].map((cell) => [cell.id.slice(2), cell.cellIndex]));
  const bar = Delaret.bar.start(document.getElementById("spar-rad"));
  const drawTrouble = Delaret.troubles.start(() => sheet);
  const save = `${data.address}spara/`;
  const isNumber = (value) => typeof value === "number";

  // What follows from the values ----------------------------------------------------

  const milli = (row, column) => {
    const slot = row.slots[column];
    return slot && slot.kind === "amount" ? sheet.now(slot) : null;
  };

  const missing = (row, value, target) => {
    if (row.direction === "högre") return target - value;
    if (row.direction === "lägre") return value - target;
    const upper = milli(row, "upper");
    return Math.max(target - value, value - (isNumber(upper) ? upper : target));
  };

  const status = (row) => {
    const [value, target] = [milli(row, "total"), milli(row, "target")];
    if (!isNumber(value) || !isNumber(target)) return data.words.unknown;
    const left = missing(row, value, target);
    if (left <= 0) return data.words.yes;
    return left * 1000 <= Math.abs(target) * data.near ? data.words.nearly : data.words.no;
  };

  const gap = (row) => {
    const [women, men] = [milli(row, "women"), milli(row, "men")];
    return isNumber(women) && isNumber(men) ? women - men : null;
  };

  const outside = (row) => {
    const [total, women, men] = ["total", "women", "men"].map((column) => milli(row, column));
    if (![total, women, men].every(isNumber)) return "";
    if (!row.share && total === women + men) return "";
    const [low, high] = [women, men].sort((a, b) => a - b);
    if (low <= total && total <= high) return "";
    return `Totalen ligger utanför kvinnors och mäns värden, ${row.measure.shown(low)} till ${row.measure.shown(high)}`;
  };

  const note = (td, kind, text) => {
    let span = td.querySelector(`[data-note="${kind}"]`);
    if (!text) { span?.remove(); return; }
    if (!span) {
      span = make("span", "", { "data-note": kind });
      td.append(span);
    }
    if (span.textContent !== text) span.textContent = text;
  };

  const drawRow = (row) => {
    row.tr.cells[heads.gap].textContent = row.measure.shown(gap(row), { plus: true });
    row.tr.cells[heads.status].textContent = status(row);
    note(row.tr.cells[heads.notes], "mark", outside(row));
  };

  const refresh = (slots) => rows.filter((row) => Object.values(row.slots).some((slot) => slots.includes(slot))).forEach(drawRow);

  const WORST = ["conflict", "fault", "locked", "draft", "unsaved", "saving", "saved"];
  const mark = (cell, trouble) => {
    drawTrouble(cell, trouble);
    const tr = cell.element.closest("tr");
    const states = [...tr.querySelectorAll("[data-state]")].map((each) => each.dataset.state);
    const worst = WORST.find((state) => states.includes(state));
    note(tr.cells[heads.notes], "state", worst ? Delaret.sheet.WORDS[worst] : "");
  };

  // Rows and cells ------------------------------------------------------------------

  const measures = new Map();
  const sheet = Delaret.sheet.create({ measure: (slot) => measures.get(slot.row), editable: data.writable, refresh, mark, say: bar.say });

  const rows = data.rows.map((row, place) => {
    const tr = document.getElementById(`r${place}`);
    const measure = Delaret.quantities.measure(row.decimals, { signed: true, percent: row.percent, share: row.share });
    measures.set(row.key, measure);
    const label = `${data.sections[row.section].label}, ${row.label}`;
    const slots = {};
    for (const { column, field, kind, value, draft } of row.cells) {
      const slot = sheet.slot({ save, row: row.key, field, kind, value, draft, editable: row.editable, label });
      sheet.cell(tr.querySelector(`[data-column="${column}"]`), { slot });
      slots[column] = slot;
    }
    return { ...row, tr, measure, slots };
  });

  // Figures that are no inputs are copied as they are shown.
  const plain = (td) => {
    const text = td.innerText.trim().replace(/\s+/g, " ");
    return /^[+\u2212]?[\d\u202f ]+(,\d+)?$/.test(text) ? text.replace(/[\u202f +]/g, "").replace("\u2212", "-") : text.replace(/^\u2013$/, "");
  };

  const ranges = Delaret.ranges.start({ table, sheet, say: bar.say, plain });
  const editing = Delaret.editing.start({ table, sheet, say: bar.say, ranges });
  Delaret.paste.start({ table, sheet, user, say: bar.say, modeOf: editing.modeOf });

  const { shelf, keep } = await Delaret.store.open(user);
  sheet.attach(Delaret.courier.start({ shelf, keep, user, tell: bar.tell, answered: sheet.answered }));
  Delaret.phone.start({ table, editing, rows: [...table.querySelectorAll("tbody tr:not(.group, .told)")] });
  editing.restoreDrafts();
  document.documentElement.dataset.grid = "ready";
})();
