// A range of cells: chosen with Shift or the mouse, copied to Excel, filled downwards.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.ranges = (() => {
  const FORMULA = /^[=+\-@\t\r]/;

  // `plain(td)` is what a cell that is no input holds, as Excel wants it.
  const start = ({ table, sheet, say, plain }) => {
    let anchor = null;
    let head = null;

    const width = () => table.tHead.rows[table.tHead.rows.length - 1].cells.length;
    const rows = () => [...table.rows].filter((row) => !row.closest("thead") && row.cells.length === width() && row.offsetParent !== null);
    const whereIs = (element) => {
      const td = element.closest("td, th");
      return td && { row: rows().indexOf(td.closest("tr")), column: td.cellIndex };
    };

    const bounds = () => {
      const [top, bottom] = [anchor.row, head.row].sort((a, b) => a - b);
      const [left, right] = [anchor.column, head.column].sort((a, b) => a - b);
      return { top, bottom, left, right };
    };

    const block = () => {
      if (!anchor || anchor.row < 0 || head.row < 0) return [];
      const { top, bottom, left, right } = bounds();
      return rows().slice(top, bottom + 1).map((row) => [...row.cells].slice(left, right + 1));
    };

    const draw = () => {
      for (const td of table.querySelectorAll(".chosen")) td.classList.remove("chosen");
      if (many()) for (const td of block().flat()) td.classList.add("chosen");
    };

    const many = () => Boolean(anchor) && (anchor.row !== head.row || anchor.column !== head.column);

    const clear = () => {
      anchor = head = null;
      draw();
    };

    const limited = (value, most) => Math.max(0, Math.min(most, value));

    const extend = (stop, down, right) => {
      if (!anchor) anchor = head = whereIs(stop);
      head = { row: limited(head.row + down, rows().length - 1), column: limited(head.column + right, width() - 1) };
      draw();
      say(`${block().length} rader, ${block()[0]?.length || 0} kolumner valda`);
      return true;
    };

    const all = () => {
      anchor = { row: 0, column: 0 };
      head = { row: rows().length - 1, column: width() - 1 };
      draw();
      say("Hela tabellen är vald");
      return true;
    };

    const cellIn = (td) => sheet.cells.get(td.querySelector("input.cell, textarea.cell"));

    const guarded = (text) => (FORMULA.test(text) ? `'${text}` : text).replace(/[\t\r\n]+/g, " ");

    const copied = (td) => {
      const cell = cellIn(td);
      if (!cell) return plain(td);
      const text = sheet.text(cell, { whole: true });
      return cell.slot.kind === "text" ? guarded(text) : text;
    };

    const copy = (event) => {
      const field = sheet.cells.get(event.target);
      if (!many() && (!field || field.typing)) return;
      const chosen = many() ? block() : [[event.target.closest("td")]];
      event.clipboardData.setData("text/plain", chosen.map((row) => row.map(copied).join("\t")).join("\r\n"));
      event.preventDefault();
      if (many()) say("Kopierat");
    };

    // The topmost cell of each column goes to those beneath; alone, the one above is taken.
    const fillDown = (stop) => {
      if (!many()) {
        const place = whereIs(stop);
        const above = rows().slice(0, place.row).reverse().find((row) => cellIn(row.cells[place.column]));
        if (!above) return true;
        anchor = { row: rows().indexOf(above), column: place.column };
        head = place;
      }
      const edits = [];
      const chosen = block();
      clear();
      (chosen[0] || []).forEach((_, column) => {
        const filled = chosen.map((row) => cellIn(row[column])).filter(Boolean);
        const [first, ...rest] = filled;
        if (!first) return;
        const value = first.slot.kind === "text" ? first.slot.value : first.read(sheet.now(first.slot));
        for (const cell of rest) edits.push({ slot: cell.slot, value: cell.slot.kind === "text" ? value : cell.write(value) });
      });
      const count = sheet.change(edits, { origin: "filled", method: "manual" });
      say(count === 1 ? "1 ruta fylld" : `${count} rutor fyllda`);
      return true;
    };

    let pulling = null;
    table.addEventListener("pointerdown", (event) => {
      const td = event.target.closest("td, th");
      if (!td || !td.closest("tbody, tfoot") || event.pointerType === "touch") return;
      if (event.shiftKey && document.activeElement.closest("table") === table) {
        anchor = anchor || whereIs(document.activeElement);
        head = whereIs(td);
        event.preventDefault();
        draw();
        return;
      }
      clear();
      pulling = whereIs(td);
    });
    table.addEventListener("pointerover", (event) => {
      const td = event.target.closest("td, th");
      if (!pulling || !td || !(event.buttons & 1)) return;
      const place = whereIs(td);
      if (place.row < 0 || (!many() && place.row === pulling.row && place.column === pulling.column)) return;
      anchor = pulling;
      head = place;
      getSelection().removeAllRanges();
      draw();
    });
    document.addEventListener("pointerup", () => { pulling = null; });
    document.addEventListener("copy", (event) => {
      if (many() || table.contains(event.target)) copy(event);
    });

    return { extend, clear, many, all, fillDown, block, cellIn };
  };

  return { start };
})();
