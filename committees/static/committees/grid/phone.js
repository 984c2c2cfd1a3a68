// On a phone a grid shows one row per screen: its figures, its fields, and the way on.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.phone = (() => {
  const start = ({ table, rows, editing }) => {
    const pager = document.getElementById("rad-for-rad");
    const where = pager.querySelector("select");
    const narrow = window.matchMedia("(max-width: 40rem)");
    let current = 0;

    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const label = (row) => {
      [...row.cells].forEach((cell, place) => { if (place) cell.dataset.label = heads[place]; });
    };

    const show = (place) => {
      current = Math.max(0, Math.min(rows.length - 1, place));
      rows.forEach((row, at) => row.classList.toggle("current", at === current));
      for (const body of table.tBodies) body.classList.toggle("has-current", body.contains(rows[current]));
      where.value = String(current);
      pager.querySelector("[data-way=back]").disabled = current === 0;
      pager.querySelector("[data-way=on]").disabled = current === rows.length - 1;
    };

    const go = (place) => {
      editing.commit();
      show(place);
    };

    const turn = () => {
      table.classList.toggle("one-row", narrow.matches);
      pager.hidden = !narrow.matches;
      if (narrow.matches) show(current);
    };

    rows.forEach((row, at) => {
      label(row);
      const name = row.querySelector("th").innerText.trim();
      const group = row.closest("tbody")?.querySelector(".group span")?.textContent || "";
      where.add(new Option(row.matches(".subtotal") ? `${group}: kommentar` : `${group}: ${name}`, String(at)));
    });
    pager.querySelector("[data-way=back]").addEventListener("click", () => go(current - 1));
    pager.querySelector("[data-way=on]").addEventListener("click", () => go(current + 1));
    where.addEventListener("change", () => go(Number(where.value)));
    narrow.addEventListener("change", turn);
    table.addEventListener("focusin", (event) => {
      const at = rows.indexOf(event.target.closest("tr"));
      if (at >= 0 && narrow.matches) show(at);
    });
    if (rows.length) turn();
    else pager.hidden = true;
  };

  return { start };
})();
