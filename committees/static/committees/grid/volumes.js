// The grid of a unit's volumes: months of series, what they come to, the year ahead.
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
  const capital = (text) => text[0].toUpperCase() + text.slice(1);

  // What follows from the values ----------------------------------------------------

  const values = (row) => row.slots.map((slot) => sheet.now(slot));
  const isNumber = (value) => value !== null && value !== undefined;

  // Thousandths as a fraction: a sum, the mean of months with values, or the last.
  const soFar = (row) => {
    const known = values(row).slice(0, data.month).filter(isNumber).map(BigInt);
    if (!known.length) return null;
    const sum = known.reduce((a, b) => a + b, 0n);
    if (row.rule === "genomsnitt") return { n: sum, d: BigInt(known.length) };
    return { n: row.rule === "senaste" ? known.at(-1) : sum, d: 1n };
  };

  const deviation = (row) => {
    const forecast = sheet.now(row.forecast);
    if (!isNumber(forecast) || !row.budget) return null;
    const [n, d] = row.budget.map(BigInt);
    return { n: BigInt(forecast) * d - n, d };
  };

  const awaited = (row) => {
    const missing = [];
    let begun = false;
    values(row).slice(0, data.month).forEach((value, place) => {
      const month = data.months[place];
      if (!isNumber(value) && (begun || row.budgeted[place]) && !row.locked.includes(month.number)) missing.push(month);
      begun = begun || isNumber(value);
    });
    if (!missing.length) return "";
    return missing.length === 1 ? `${capital(missing[0].name)} saknas` : `${missing.length} månader saknas`;
  };

  // The latest month that is unusual beside its own history.
  const unusual = (row) => {
    for (const [number, [low, high, tooLow, tooHigh]] of Object.entries(row.expected).reverse()) {
      const value = values(row)[number - 1];
      if (isNumber(value) && value < low) return tooLow;
      if (isNumber(value) && value > high) return tooHigh;
    }
    return "";
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
    const { shown } = Delaret.quantities.measure(row.decimals);
    const notes = row.tr.cells[heads.notes];
    row.tr.cells[heads["so-far"]].textContent = shown(soFar(row));
    row.tr.cells[heads.deviation].textContent = shown(deviation(row), { plus: true });
    row.tr.classList.toggle("inherited", Boolean(row.forecast.untouched));
    if (!row.forecast.untouched) note(notes, "until", "");
    note(notes, "awaited", awaited(row));
    note(notes, "mark", unusual(row));
  };

  const refresh = (slots) => {
    rows.filter((row) => [...row.slots, row.forecast].some((slot) => slots.includes(slot))).forEach(drawRow);
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
  let reason = "";
  const measures = new Map();
  const sheet = Delaret.sheet.create({ measure: (slot) => measures.get(slot.row), editable: data.writable, refresh, mark, say: bar.say });

  const rows = data.rows.map((row, place) => {
    const tr = document.getElementById(`r${place}`);
    const input = (column) => tr.querySelector(`[data-column="${column}"]`);
    const label = `${data.sections[row.section].label}, ${row.label}`;
    measures.set(row.key, Delaret.quantities.measure(row.decimals));
    const slots = data.months.map(({ number, name, state }) => {
      const closed = state === "closed";
      const slot = sheet.slot({
        save, row: row.key, field: `month:${number}`, kind: "amount", value: row.months[number - 1],
        editable: state === "open" && !row.locked.includes(number), closed, label: `${label}, ${name}`,
        more: () => (closed && reason ? { reason } : {}),
      });
      sheet.cell(input(`m${number}`), { slot });
      return slot;
    });
    const editable = data.forecastable;
    const forecast = sheet.slot({ save, row: row.key, field: "forecast", kind: "amount", value: row.forecast, untouched: row.untouched, editable, label });
    const comment = sheet.slot({ save, row: row.key, field: "comment", kind: "text", value: row.comment, draft: row.draft, editable, label });
    sheet.cell(input("forecast"), { slot: forecast });
    sheet.cell(input("comment"), { slot: comment });
    // Proposals are of the year: the row they are taken for is its forecast.
    return { ...row, tr, slots, slot: forecast, forecast, comment, sign: 1 };
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
  menu = Delaret.proposals.start({ rows, sections: data.sections, methods: data.methods, sheet, say: bar.say });
  Delaret.phone.start({ table, editing, rows: [...table.querySelectorAll("tbody tr:not(.group, .told)")] });
  editing.restoreDrafts();

  // Closed months ---------------------------------------------------------------------

  const unlock = () => {
    for (const row of rows)
      for (const slot of row.slots.filter((each) => each.closed)) {
        const number = Number(slot.field.split(":")[1]);
        slot.editable = data.correctable.includes(number) && !row.locked.includes(number);
        for (const cell of slot.cells) cell.element.readOnly = !slot.editable;
      }
  };

  const correcting = document.getElementById("ratta");
  if (correcting && data.correctable.length) {
    correcting.hidden = false;
    const field = document.getElementById("skal");
    correcting.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const stopped = Delaret.guard.reason(field);
      reason = stopped ? "" : field.value.trim();
      if (!reason) {
        bar.say(stopped || "Skriv ett skäl först.");
        field.focus();
        return;
      }
      unlock();
      bar.say("Stängda månader är upplåsta.");
      editing.focus(rows[0].slots[data.correctable[0] - 1].cells[0].element);
    });
  }
  document.documentElement.dataset.grid = "ready";
})();
