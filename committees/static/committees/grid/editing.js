// Keys and typing in the cells, as in a spreadsheet. A cell that has focus is either
// only chosen, being written in (arrows leave it), or being edited (arrows move within).
"use strict";

window.Delaret = window.Delaret || {};

Delaret.editing = (() => {
  const STOPS = "input.cell, textarea.cell, button.stop, a.stop";
  const TABBED = ".cell, .told .stop, .take-group";
  const PAGE = 10;

  const start = ({ table, sheet, say, ranges }) => {
    let mode = "chosen";
    let current = null;

    const shownRows = () => [...table.rows].filter((row) => row.offsetParent !== null && row.querySelector(STOPS));
    const stops = (row) => [...row.querySelectorAll(STOPS)].filter((stop) => stop.offsetParent !== null);
    const column = (stop) => stop.dataset.column;

    const focus = (stop) => {
      if (!stop) return false;
      stop.focus();
      stop.scrollIntoView({ block: "nearest", inline: "nearest" });
      return true;
    };

    const below = (from, by) => {
      const rows = shownRows();
      const place = rows.indexOf(from.closest("tr"));
      const step = Math.sign(by);
      const fitting = [];
      for (let at = place + step; at >= 0 && at < rows.length; at += step) {
        const stop = stops(rows[at]).find((each) => column(each) === column(from));
        if (stop) fitting.push(stop);
        if (fitting.length === Math.abs(by)) break;
      }
      return fitting.at(-1);
    };

    const vertical = (from, by) => focus(below(from, by));

    const horizontal = (from, by) => {
      const row = stops(from.closest("tr"));
      return focus(row[row.indexOf(from) + by]);
    };

    const inputs = (which = ".cell") => shownRows().flatMap((row) => stops(row).filter((stop) => stop.matches(which)));

    const tab = (from, by) => {
      const all = inputs(TABBED);
      return focus(all[all.indexOf(from) + by]);
    };

    const edge = (from, last, everywhere) => {
      const among = everywhere ? inputs() : stops(from.closest("tr")).filter((stop) => stop.matches(".cell"));
      const fitting = everywhere ? among.filter((stop) => column(stop) === column(from)) : among;
      return focus(last ? fitting.at(-1) : fitting[0]);
    };

    // Typing ----------------------------------------------------------------------

    const open = (cell) => {
      current = cell;
      mode = "chosen";
      cell.typing = false;
      cell.opened = cell.element.value;
      cell.element.select();
    };

    const edit = (cell, at) => {
      if (cell.element.readOnly) return;
      const trouble = sheet.courierOf().troubleOf(cell.slot.id);
      if (mode === "chosen" && trouble?.state !== "fault") cell.element.value = sheet.text(cell, { whole: true });
      mode = "editing";
      cell.typing = true;
      cell.before = cell.element.value;
      const place = at ?? cell.element.value.length;
      cell.element.setSelectionRange(place, place);
    };

    const revert = (cell) => {
      cell.typing = false;
      cell.slot.preview = undefined;
      sheet.courierOf().draft(`${cell.slot.id}|${cell.view}`, null);
      sheet.show([cell.slot]);
    };

    const settle = (cell, typed) => {
      if (cell.slot.kind === "text") return sheet.change([{ slot: cell.slot, value: typed.trim() }], { origin: "typed" });
      const measure = sheet.measure(cell.slot);
      const { value, fault } = measure.read(typed);
      if (fault) return sheet.fault(cell, typed, fault);
      if (value === null && measure.empty) return say(measure.empty);
      return sheet.change([{ slot: cell.slot, value: value === null ? null : cell.write(value) }], { origin: "typed", method: "manual" });
    };

    const commit = (cell) => {
      if (!cell || !cell.typing) return;
      const typed = cell.element.value;
      const changed = mode === "editing" ? typed !== cell.before : true;
      revert(cell);
      if (changed) settle(cell, typed);
      mode = "chosen";
    };

    const typed = (event) => {
      const cell = sheet.cells.get(event.target);
      if (!cell) return;
      if (!cell.typing) { cell.typing = true; mode = cell.slot.kind === "text" ? "editing" : "writing"; cell.before = null; }
      sheet.courierOf().draft(`${cell.slot.id}|${cell.view}`, cell.element.value);
      if (cell.slot.kind === "text") return;
      const { value } = sheet.measure(cell.slot).read(cell.element.value);
      sheet.preview(cell, value === undefined || value === null ? undefined : cell.write(value));
    };

    // Keys ------------------------------------------------------------------------

    const arrows = { ArrowUp: [vertical, -1], ArrowDown: [vertical, 1], ArrowLeft: [horizontal, -1], ArrowRight: [horizontal, 1] };

    const arrow = (event, stop, cell) => {
      const [move, by] = arrows[event.key];
      const upright = move === vertical;
      if (mode === "editing" && cell && (!upright || cell.slot.kind === "text")) return false;
      if (event.altKey) return false;
      if (event.shiftKey && mode === "chosen") return ranges.extend(stop, upright ? by : 0, upright ? 0 : by);
      const next = upright ? below(stop, by) : null;
      commit(cell);
      ranges.clear();
      if (event.ctrlKey || event.metaKey) return edge(stop, by > 0, upright);
      if (upright) focus(next);
      else move(stop, by);
      return true;
    };

    const command = (event, stop) => {
      const key = event.key.toLowerCase();
      if (mode !== "chosen") return false;
      if (key === "z" && !event.shiftKey) return focus(sheet.undo()) || true;
      if (key === "y" || (key === "z" && event.shiftKey)) return focus(sheet.redo()) || true;
      if (key === "d") return ranges.fillDown(stop);
      if (key === "a") return ranges.all();
      return false;
    };

    const enter = (event, stop, cell) => {
      if (!cell) return false;
      if (event.altKey && cell.slot.kind === "text" && !cell.element.readOnly) {
        if (mode === "chosen") edit(cell);
        cell.element.setRangeText("\n", cell.element.selectionStart, cell.element.selectionEnd, "end");
        cell.element.dispatchEvent(new Event("input", { bubbles: true }));
        return true;
      }
      // Where to go is settled first: a fault opens a row of its own beneath the cell.
      const next = below(stop, event.shiftKey ? -1 : 1);
      commit(cell);
      if (!focus(next)) open(cell);
      return true;
    };

    const named = {
      Enter: enter,
      Tab: (event, stop, cell) => {
        commit(cell);
        ranges.clear();
        return cell ? tab(stop, event.shiftKey ? -1 : 1) : false;
      },
      Escape: (event, stop, cell) => {
        ranges.clear();
        if (!cell?.typing) return false;
        revert(cell);
        open(cell);
        return true;
      },
      F2: (event, stop, cell) => { if (cell && mode === "chosen") edit(cell); return Boolean(cell); },
      Home: (event, stop, cell) => (mode === "editing" && cell ? false : (commit(cell), edge(stop, false, event.ctrlKey))),
      End: (event, stop, cell) => (mode === "editing" && cell ? false : (commit(cell), edge(stop, true, event.ctrlKey))),
      PageDown: (event, stop, cell) => (commit(cell), vertical(stop, PAGE)),
      PageUp: (event, stop, cell) => (commit(cell), vertical(stop, -PAGE)),
      Delete: (event, stop, cell) => {
        if (mode !== "chosen" || !cell || cell.element.readOnly) return false;
        const isText = cell.slot.kind === "text";
        if (!isText && sheet.measure(cell.slot).empty) return false;
        return sheet.change([{ slot: cell.slot, value: isText ? "" : null }], { origin: "typed" }) || true;
      },
    };

    const pressed = (event) => {
      const stop = event.target.closest(STOPS);
      if (!stop || event.isComposing) return;
      const cell = sheet.cells.get(stop);
      let handled = false;
      if (arrows[event.key]) handled = arrow(event, stop, cell);
      else if (named[event.key]) handled = named[event.key](event, stop, cell);
      else if (event.ctrlKey || event.metaKey) handled = command(event, stop);
      if (handled) event.preventDefault();
    };

    const restoreDrafts = () => {
      for (const cell of sheet.cells.values()) {
        const key = `${cell.slot.id}|${cell.view}`;
        const text = sheet.courierOf().drafts[key];
        if (text === undefined) continue;
        sheet.courierOf().draft(key, null);
        if (!cell.element.readOnly) settle(cell, text);
      }
    };

    table.addEventListener("keydown", pressed);
    table.addEventListener("input", typed);
    table.addEventListener("focusin", (event) => {
      const cell = sheet.cells.get(event.target);
      if (cell && cell !== current) open(cell);
      if (!cell) current = null;
    });
    table.addEventListener("focusout", (event) => {
      const cell = sheet.cells.get(event.target);
      if (cell && !document.hidden) { commit(cell); current = null; }
    });
    // A click chooses an amount, a double click places the mark in it; texts open at once.
    table.addEventListener("click", (event) => {
      const cell = sheet.cells.get(event.target);
      if (!cell || event.shiftKey || mode !== "chosen" || ranges.many()) return;
      if (cell.slot.kind === "text") edit(cell, cell.element.selectionStart);
      else cell.element.select();
    });
    table.addEventListener("mousedown", (event) => {
      const cell = sheet.cells.get(event.target);
      const chosen = cell && cell.slot.kind !== "text" && mode === "chosen" && document.activeElement === cell.element;
      // Else the browser would unmark the amount, and what is typed be put into it.
      if (chosen) event.preventDefault();
    });
    table.addEventListener("dblclick", (event) => {
      const cell = sheet.cells.get(event.target);
      if (cell && mode === "chosen") edit(cell);
    });
    window.addEventListener("pagehide", () => { if (current) commit(current); });

    return { restoreDrafts, modeOf: () => mode, commit: () => commit(current), focus };
  };

  return { start };
})();
