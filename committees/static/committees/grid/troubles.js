// What went wrong with a cell is told in a row beneath it, with what one can do.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.troubles = (() => {
  const make = (tag, text = "", attributes = {}) => {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const button = (text, act) => {
    const made = make("button", text, { type: "button", class: "stop small" });
    made.addEventListener("click", act);
    return made;
  };

  const start = (sheetOf) => {
    const shown = new Map();
    let count = 0;

    const remove = (cell) => {
      const row = shown.get(cell.slot.id);
      if (!row) return;
      if (row.contains(document.activeElement)) cell.element.focus();
      row.remove();
      shown.delete(cell.slot.id);
      for (const each of cell.slot.cells) each.element.removeAttribute("aria-describedby");
    };

    const worded = (cell, value) => {
      if (value === null || value === undefined || value === "") return "tomt";
      if (cell.slot.kind === "text") return `\u201d${value}\u201d`;
      return sheetOf().measure(cell.slot).shown(cell.read(Number(value)));
    };

    const conflict = (cell, trouble) => {
      const sheet = sheetOf();
      const mine = worded(cell, trouble.mine);
      const theirs = worded(cell, trouble.theirs);
      const who = [trouble.by, trouble.at].filter(Boolean).join(", ");
      return [
        make("strong", "Konflikt. "),
        `${who ? `${who}: ` : "I registret står "}${theirs}. Du skrev ${mine}. `,
        button(`Behåll mitt, ${mine}`, () => sheet.keepMine(cell.slot)),
        button(`Ta den andras, ${theirs}`, () => sheet.takeTheirs(cell.slot)),
      ];
    };

    const refused = (cell, trouble) => {
      const sheet = sheetOf();
      const mine = trouble.state === "fault" ? "" : ` Du skrev ${worded(cell, trouble.mine)}.`;
      const again = button("Försök igen", () => sheet.keepMine(cell.slot));
      const drop = button("Ta bort det jag skrev", () => sheet.takeTheirs(cell.slot));
      const words = make("strong", trouble.state === "fault" ? "Fel. " : "Ej sparat. ");
      const acts = trouble.state === "locked" ? [again, drop] : [drop];
      return [words, `${trouble.reason || ""}${mine} `, ...acts];
    };

    const drafted = (cell, trouble) => [
      make("strong", "Utkast. "),
      `${trouble.reason} Bara du ser det du skrev. Ändra texten, så sparas den. `,
      button("Ta bort det jag skrev", () => sheetOf().takeTheirs(cell.slot)),
    ];

    const words = { conflict, draft: drafted };

    const add = (cell, trouble) => {
      const after = cell.element.closest("tr");
      const row = make("tr", "", { class: "told" });
      const td = make("td", "", { colspan: String(after.cells.length) });
      const told = make("p", "", { id: `besked-${(count += 1)}` });
      told.append(...(words[trouble.state] || refused)(cell, trouble));
      td.append(told);
      row.append(td);
      for (const each of row.querySelectorAll("button")) each.dataset.column = cell.element.dataset.column;
      after.after(row);
      shown.set(cell.slot.id, row);
      for (const each of cell.slot.cells) each.element.setAttribute("aria-describedby", told.id);
    };

    return (cell, trouble) => {
      if (cell !== cell.slot.cells[0]) return;
      remove(cell);
      if (trouble) add(cell, trouble);
    };
  };

  return { start, make, button };
})();
