// A row's months: typed or spread by a profile while the year stands.
"use strict";

(async () => {
  const table = document.getElementById("manader");
  if (!table) return;
  const data = JSON.parse(document.getElementById("manader-data").textContent);
  const user = Number(table.closest("[data-user]").dataset.user);
  const { shown, exact } = Delaret.amounts;
  const unit = () => data.unit;
  const measure = Delaret.amounts.measure(data.unit);
  const bar = Delaret.bar.start(document.getElementById("spar-rad"));
  const drawTrouble = Delaret.troubles.start(() => sheet);
  const turned = (ore) => (ore === null ? null : data.sign * ore);
  const left = document.getElementById("kvar").cells[4];

  const refresh = () => {
    if (data.year === null) return;
    const booked = data.months.filter((month) => month.closed).reduce((sum, month) => sum + (month.figures[2] || 0), 0);
    const planned = months.reduce((sum, month) => sum + (sheet.now(month.slot) || 0), 0);
    left.textContent = shown(turned(data.year - booked - planned), unit());
  };

  const mark = (cell, trouble) => drawTrouble(cell, trouble);
  const sheet = Delaret.sheet.create({ measure: () => measure, editable: data.writable, refresh, mark, say: bar.say });
  const save = `${data.address}spara/`;
  const months = data.months.filter((month) => !month.closed).map((month) => {
    const slot = sheet.slot({ save, row: data.key, field: `month:${month.number}`, kind: "amount", value: month.forecast, label: `${data.label}, ${month.name}` });
    sheet.cell(document.querySelector(`#m${month.number} input`), { slot, read: turned, write: turned });
    return { ...month, slot };
  });

  // Spreading is a cell of its own; what it gives the months comes back with the answer.
  const spread = sheet.slot({ save, row: data.key, field: "spread", kind: "text", value: "", label: data.label });
  const answered = (sent, answer) => {
    sheet.answered(sent, answer);
    for (const told of answer.cells.filter((each) => each.field === "spread" && each.state === "saved"))
      for (const { slot, number } of months) {
        const given = told[`month:${number}`];
        if (given === undefined || sheet.courierOf().queued(slot.id)) continue;
        slot.known = slot.value = given === null ? null : Number(given);
        slot.saved = true;
      }
    spread.known = spread.value = "";
    sheet.show(months.map((month) => month.slot));
  };

  const plain = (td) => {
    const month = data.months.find((each) => `m${each.number}` === td.closest("tr").id);
    if (month && td.cellIndex > 0 && td.cellIndex < 4) return exact(turned(month.figures[td.cellIndex - 1]), unit());
    return td.innerText.trim().replace(/\u202f/g, "").replace("\u2212", "-").replace(/^\u2013$/, "");
  };

  const ranges = Delaret.ranges.start({ table, sheet, say: bar.say, plain });
  const editing = Delaret.editing.start({ table, sheet, say: bar.say, ranges });
  Delaret.paste.start({ table, sheet, user, say: bar.say, modeOf: editing.modeOf, months: true });
  const { shelf, keep } = await Delaret.store.open(user);
  sheet.attach(Delaret.courier.start({ shelf, keep, user, tell: bar.tell, answered }));

  document.getElementById("fordela").hidden = !data.writable;
  for (const button of document.querySelectorAll("[data-spread]"))
    button.addEventListener("click", () => {
      const { id, row, field } = spread;
      sheet.courierOf().put({ id, save, row, field, value: button.dataset.spread, page: location.href, confirm: true, origin: "typed" }, "");
    });
  editing.restoreDrafts();
  document.documentElement.dataset.grid = "ready";
})();
