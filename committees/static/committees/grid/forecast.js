// The grid of a unit's forecast: rows, deviations that follow, sums while one types.
"use strict";

(async () => {
  const table = document.getElementById("rutnat");
  if (!table) return;
  const data = JSON.parse(document.getElementById("rutnat-data").textContent);
  const user = Number(table.closest("[data-user]").dataset.user);
  const { shown } = Delaret.amounts;
  const unit = () => data.unit;
  const measure = Delaret.amounts.measure(data.unit);
  const heads = Object.fromEntries([...table.tHead.rows[0].cells].map((cell) => [cell.id.slice(2), cell.cellIndex]));
  const bar = Delaret.bar.start(document.getElementById("spar-rad"));
  const drawTrouble = Delaret.troubles.start(() => sheet);

  // What follows from the values ----------------------------------------------------

  const sum = (values) => {
    const found = values.filter((value) => value !== null && value !== undefined);
    return found.length ? found.reduce((a, b) => a + b, 0) : null;
  };
  const less = (a, b) => (a === null && b === null ? null : (a || 0) - (b || 0));
  const change = (now, before) => (now === null || before === null ? null : now - before);

  const difference = (td, ore) => {
    td.textContent = shown(ore, unit(), { plus: true });
    td.className = ore > 0 ? "surplus" : ore < 0 ? "deficit" : "";
  };

  const drawSums = (tr, some) => {
    const forecast = sum(some.map((row) => sheet.now(row.slot)));
    const budget = sum(some.map((row) => row.budget));
    const before = sum(some.map((row) => row.before));
    const deviation = forecast === null ? null : less(forecast, budget);
    tr.cells[heads.forecast].textContent = shown(forecast === null ? null : -forecast, unit());
    difference(tr.cells[heads.deviation], deviation);
    tr.cells[heads.change].textContent = shown(change(forecast, before), unit(), { plus: true });
  };

  const share = (some) => {
    const size = (side) => Math.abs(sum(some.filter((row) => row.sign === side).map((row) => row.budget)) || 0);
    return Math.max(size(1), size(-1));
  };

  // A draft is read by nobody else: it explains nothing.
  const said = (comment) => comment.value && sheet.stateOf(comment) !== "draft";

  // The server decides what must have a comment; this says so while one types.
  const asks = (all, comment) => {
    const { ore, percent } = data.threshold;
    const some = all.filter((row) => !row.lock);
    const size = Math.abs(sum(some.map((row) => less(sheet.now(row.slot), row.budget))) || 0);
    if (said(comment) || all.some((row) => said(row.comment))) return false;
    return size > ore && size * 100 > share(some) * percent;
  };

  const note = (td, kind, text) => {
    let span = td.querySelector(`[data-note="${kind}"]`);
    if (!text) { span?.remove(); return; }
    if (!span) {
      span = Delaret.troubles.make("span", "", { "data-note": kind });
      td.append(span);
    }
    if (span.textContent !== text) span.textContent = text;
  };

  // The range is said; where it comes from is one click away.
  const remark = (td, reason) => {
    const before = td.querySelector('[data-note="mark"]');
    if (!reason) { before?.remove(); return; }
    if (before) return;
    const [first, ...rest] = reason.split(", ");
    const details = Delaret.troubles.make("details", "", { "data-note": "mark" });
    details.append(Delaret.troubles.make("summary", first), rest.join(", "));
    td.append(details);
  };

  const drawSection = (number) => {
    const some = rows.filter((row) => row.section === number);
    const { tr, comment } = sections[number];
    drawSums(tr, some);
    note(tr.cells[heads.notes], "asked", asks(some, comment) ? "Kommentar krävs" : "");
  };

  const drawRow = (row) => {
    const value = sheet.now(row.slot);
    const notes = row.tr.cells[heads.notes];
    row.tr.cells[heads.change].textContent = shown(change(value, row.before), unit(), { plus: true });
    row.tr.classList.toggle("inherited", Boolean(row.slot.untouched));
    if (!row.slot.untouched) note(notes, "until", "");
    const [low, high, reason] = row.expected || [];
    const outside = row.expected && value !== null && (value < low || value > high);
    remark(notes, outside ? reason : "");
    const booked = row.figures[4];
    const beneath = value !== null && booked !== null && row.sign * value < row.sign * booked && row.sign * booked > 0;
    note(notes, "credit", value !== null && row.sign * value < 0 ? "Kreditering/rättelse" : "");
    note(notes, "beneath", !row.slot.untouched && beneath ? "Mindre än redan bokfört" : "");
  };

  const refresh = (slots) => {
    const some = rows.filter((row) => slots.includes(row.slot) || slots.includes(row.comment));
    const numbers = new Set(some.map((row) => row.section));
    sections.forEach((section, number) => { if (slots.includes(section.comment)) numbers.add(number); });
    some.forEach(drawRow);
    numbers.forEach(drawSection);
    if (some.length) drawSums(document.getElementById("summa"), rows);
    menu?.count();
  };

  const WORST = ["conflict", "fault", "locked", "draft", "unsaved", "saving", "saved"];
  const mark = (cell, trouble) => {
    drawTrouble(cell, trouble);
    const tr = cell.element.closest("tr");
    const states = [...tr.querySelectorAll("[data-state]")].map((each) => each.dataset.state);
    const worst = WORST.find((state) => states.includes(state));
    note(tr.cells[heads.notes], "state", worst ? Delaret.sheet.WORDS[worst] : "");
  };

  // Rows and cells ------------------------------------------------------------------

  let menu = null;
  const sheet = Delaret.sheet.create({ measure: () => measure, editable: data.writable, refresh, mark, say: bar.say });

  const sections = data.sections.map((section, number) => {
    const tr = document.getElementById(`s${number}t`);
    const comment = sheet.slot({ save: `${section.address}spara/`, row: section.key, field: "activity-comment", kind: "text", value: section.comment, draft: section.draft, editable: !section.lock, label: section.label });
    sheet.cell(tr.querySelector("textarea"), { slot: comment });
    return { tr, comment };
  });

  const rows = data.rows.map((row, place) => {
    const tr = document.getElementById(`r${place}`);
    const section = data.sections[row.section];
    const shared = { save: `${section.address}spara/`, row: row.key, editable: !row.lock, label: `${section.label}, ${row.label}` };
    const slot = sheet.slot({ ...shared, field: "forecast", kind: "amount", value: row.forecast, untouched: row.untouched });
    const comment = sheet.slot({ ...shared, field: "comment", kind: "text", value: row.comment, draft: row.draft });
    const budget = row.figures[2];
    const [forecast, deviation, words] = tr.querySelectorAll("input.cell, textarea.cell");
    sheet.cell(forecast, { slot, read: (ore) => row.sign * ore, write: (ore) => row.sign * ore });
    sheet.cell(deviation, { slot, view: "deviation", plus: true, read: (ore) => ore - (budget || 0), write: (ore) => (budget || 0) + ore });
    sheet.cell(words, { slot: comment });
    return { ...row, tr, slot, comment, budget };
  });

  // Copied figures are exact, with the sign they are shown with.
  const plain = (td) => {
    const row = rows.find((each) => each.tr === td.closest("tr"));
    const place = td.cellIndex;
    const exact = (ore, sign) => Delaret.amounts.exact(ore === null ? null : sign * ore, unit());
    const money = heads["last-year"];
    if (row && place >= money && place < heads["deviation-part"]) return exact(row.figures[place - money], row.sign);
    if (row && place === heads["deviation-part"]) return exact(less(row.figures[4], row.figures[3]), 1);
    if (row && place === heads.before) return exact(row.before, row.sign);
    if (row && place === heads.change) return exact(change(sheet.now(row.slot), row.before), 1);
    if (row && place === heads.proposal) return exact(menu.chosen(row)?.[1] ?? null, row.sign);
    const text = td.innerText.trim().replace(/\s+/g, " ");
    return /^[+\u2212]?[\d\u202f]+(,\d+)?$/.test(text) ? text.replace(/[\u202f+]/g, "").replace("\u2212", "-") : text.replace(/^\u2013$/, "");
  };

  const ranges = Delaret.ranges.start({ table, sheet, say: bar.say, plain });
  const editing = Delaret.editing.start({ table, sheet, say: bar.say, ranges });
  Delaret.paste.start({ table, sheet, user, say: bar.say, modeOf: editing.modeOf });

  const { shelf, keep } = await Delaret.store.open(user);
  sheet.attach(Delaret.courier.start({ shelf, keep, user, tell: bar.tell, answered: sheet.answered }));
  menu = Delaret.proposals.start({ rows, sections: data.sections, methods: data.methods, sheet, say: bar.say });
  Delaret.phone.start({ table, editing, rows: [...table.querySelectorAll("tbody tr:not(.group, .told)")] });
  for (const link of table.querySelectorAll("a.stop")) { link.dataset.column = "name"; link.tabIndex = -1; }
  editing.restoreDrafts();

  // A step is taken when everything typed is saved.
  for (const form of document.querySelectorAll("form[data-step]"))
    form.addEventListener("submit", (event) => {
      editing.commit();
      if (!sheet.courierOf().waiting()) return;
      event.preventDefault();
      bar.say("Sparar först.");
      sheet.courierOf().whenSaved(() => form.requestSubmit(event.submitter));
    });
  document.documentElement.dataset.grid = "ready";
})();
