// Fields of a page that is no grid: long texts and choices, saved while one writes.
"use strict";

(async () => {
  const source = document.getElementById("falt-data");
  if (!source) return;
  const PAUSE = 1500;
  const data = JSON.parse(source.textContent);
  const page = source.closest("[data-user]");
  const { make, button } = Delaret.troubles;
  const bar = Delaret.bar.start(document.getElementById("spar-rad"));

  // What is told of a field ----------------------------------------------------------

  let count = 0;
  const told = new Map();

  const worded = (cell, value) => {
    if (!value) return "(tomt)";
    const option = [...(cell.element.options || [])].find((each) => each.value === value);
    return option ? option.textContent : value;
  };

  const conflict = (cell, trouble) => {
    const who = [trouble.by, trouble.at].filter(Boolean).join(", ") || "I registret";
    return [
      make("p", `Konflikt. ${who}:`),
      make("blockquote", worded(cell, trouble.theirs)),
      make("p", "Du skrev:"),
      make("blockquote", worded(cell, trouble.mine)),
      button("Behåll mitt", () => sheet.keepMine(cell.slot)),
      button("Ta den andras", () => sheet.takeTheirs(cell.slot)),
    ];
  };

  const refused = (cell, trouble) => {
    const again = button("Försök igen", () => sheet.keepMine(cell.slot));
    const drop = button("Ta bort det jag skrev", () => sheet.takeTheirs(cell.slot));
    return [make("p", `Ej sparat. ${trouble.reason || ""}`), ...(trouble.state === "locked" ? [again, drop] : [drop])];
  };

  const drafted = (cell, trouble) => [
    make("p", `Utkast. ${trouble.reason} Bara du ser det du skrev. Ändra texten, så sparas den.`),
    button("Ta bort det jag skrev", () => sheet.takeTheirs(cell.slot)),
  ];

  const words = { conflict, draft: drafted };

  const tell = (cell, found) => {
    const before = told.get(cell);
    const hadFocus = before?.contains(document.activeElement);
    before?.remove();
    told.delete(cell);
    if (hadFocus) cell.element.focus();
    const help = cell.element.dataset.help || "";
    if (!found) {
      if (help) cell.element.setAttribute("aria-describedby", help);
      else cell.element.removeAttribute("aria-describedby");
      return;
    }
    Delaret.guard.clear(cell.element);
    const box = make("div", "", { class: "told", id: `besked-${(count += 1)}` });
    box.append(...found);
    cell.element.after(box);
    told.set(cell, box);
    cell.element.setAttribute("aria-describedby", `${help} ${box.id}`.trim());
    Delaret.guard?.clear(cell.element);
  };

  const state = (cell) => document.getElementById(`${cell.element.id}-lage`);
  const mark = (cell, trouble, word) => {
    const key = trouble && JSON.stringify([trouble.state, trouble.reason, trouble.theirs, trouble.mine]);
    if (key !== cell.told) tell(cell, trouble && (words[trouble.state] || refused)(cell, trouble));
    cell.told = key;
    state(cell).textContent = word;
  };

  // Fields ---------------------------------------------------------------------------

  const sheet = Delaret.sheet.create({ measure: () => ({}), editable: data.writable, refresh: () => {}, mark, say: bar.say });
  const found = (row, field) => page.querySelector(`[data-row="${CSS.escape(row)}"][data-field="${CSS.escape(field)}"]`);
  for (const { row, field, label, value, draft } of data.fields) {
    const slot = sheet.slot({ save: data.save, row, field, kind: "text", value, draft, label });
    const element = found(row, field);
    sheet.cell(element, { slot });
    element.disabled = element.matches("select") && !data.writable;
  }

  const key = (cell) => `${cell.slot.id}|`;
  const settle = (cell, text) => {
    clearTimeout(cell.timer);
    sheet.courierOf().draft(key(cell), null);
    sheet.change([{ slot: cell.slot, value: text }], { origin: "typed" });
  };
  const commit = (cell) => {
    if (cell.typing) settle(cell, cell.element.value.trim());
  };

  const answered = (sent, answer) => {
    sheet.answered(sent, answer);
    const word = data.states?.[answer.unit_state];
    if (word) for (const each of page.querySelectorAll("[data-standing]")) each.textContent = word;
  };

  const { shelf, keep } = await Delaret.store.open(Number(page.dataset.user));
  sheet.attach(Delaret.courier.start({ shelf, keep, user: Number(page.dataset.user), tell: bar.tell, answered }));

  for (const cell of sheet.cells.values()) {
    if (!data.writable) break;
    const { element } = cell;
    if (element.matches("select")) {
      element.addEventListener("change", () => settle(cell, element.value));
      continue;
    }
    element.addEventListener("input", () => {
      cell.typing = true;
      sheet.courierOf().draft(key(cell), element.value);
      clearTimeout(cell.timer);
      cell.timer = setTimeout(() => commit(cell), PAUSE);
    });
    element.addEventListener("blur", () => {
      if (document.hidden || !cell.typing) return;
      commit(cell);
      cell.typing = false;
      sheet.show([cell.slot]);
    });
    const left = sheet.courierOf().drafts[key(cell)];
    if (left !== undefined) settle(cell, left.trim());
  }
  window.addEventListener("pagehide", () => { for (const cell of sheet.cells.values()) commit(cell); });

  // A step is taken when everything is saved.
  page.addEventListener("submit", (event) => {
    for (const cell of sheet.cells.values()) commit(cell);
    if (!sheet.courierOf().waiting()) return;
    event.preventDefault();
    bar.say("Sparar först.");
    sheet.courierOf().whenSaved(() => event.target.requestSubmit(event.submitter));
  });
  document.documentElement.dataset.grid = "ready";
})();
