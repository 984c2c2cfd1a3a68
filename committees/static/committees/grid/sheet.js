// The values of a page's cells: what is shown, what the server is known to hold, what
// can be undone. A slot is one stored value; a cell is an input that shows it.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.sheet = (() => {
  const WORDS = { saving: "Sparar", saved: "Sparat", unsaved: "Ej sparat", conflict: "Konflikt", fault: "Fel", locked: "Ej sparat", draft: "Utkast" };

  const wire = (value) => (typeof value === "number" ? String(value) : value);

  // `measure(slot)` reads and shows a slot's numbers (see amounts.js, quantities.js);
  // `refresh(slots)` draws what follows from the values; `mark(cell)` its troubles.
  const create = ({ measure, editable, refresh, mark, say }) => {
    const slots = new Map();
    const cells = new Map();
    const undone = [];
    const done = [];
    let courier = null;

    const unwire = (slot, value) =>
      slot.kind === "amount" && value !== null && value !== undefined ? Number(value) : value;

    // `more()` is what is sent with the slot's changes beside their values.
    const slot = (spec) => {
      const made = { editable: true, more: () => ({}), ...spec, id: `${spec.save}|${spec.row}|${spec.field}`, known: spec.value, cells: [] };
      slots.set(made.id, made);
      return made;
    };

    const cell = (element, spec) => {
      const made = { element, read: (value) => value, write: (value) => value, view: "", ...spec };
      made.slot.cells.push(made);
      cells.set(element, made);
      element.readOnly = !editable || !made.slot.editable;
      return made;
    };

    const now = (each) => (each.preview === undefined ? each.value : each.preview);

    const text = (each, { whole = false } = {}) => {
      const value = now(each.slot);
      if (each.slot.kind === "text") return value || "";
      if (value === null || value === undefined) return "";
      const amount = each.read(value);
      const { exact, shown } = measure(each.slot);
      return whole ? exact(amount) : shown(amount, { plus: each.plus });
    };

    const stateOf = (each) => {
      const state = courier ? courier.state(each.id) : "idle";
      return state === "idle" && each.saved ? "saved" : state;
    };

    const showCell = (each) => {
      const trouble = courier?.troubleOf(each.slot.id);
      const wrong = trouble?.state === "fault" && trouble.text !== undefined && (trouble.view || "") === each.view;
      if (document.activeElement !== each.element || !each.typing)
        each.element.value = wrong ? trouble.text : text(each);
      if (wrong) each.element.setAttribute("aria-invalid", "true");
      else each.element.removeAttribute("aria-invalid");
      const elsewhere = trouble?.text !== undefined && !wrong;
      const state = elsewhere ? "idle" : stateOf(each.slot);
      if (state === "idle") delete each.element.dataset.state;
      else each.element.dataset.state = state;
      mark(each, trouble, WORDS[state] || "");
    };

    const show = (changed) => {
      for (const each of changed) each.cells.forEach(showCell);
      refresh(changed);
    };

    const put = (each, value, how) => {
      each.value = value;
      each.preview = undefined;
      each.saved = false;
      const confirm = each.untouched;
      each.untouched = false;
      const { id, save, row, field } = each;
      courier.put({ id, save, row, field, value: wire(value), page: location.href, confirm, ...how, ...each.more() }, wire(each.known));
    };

    const carryOut = (edits, how) => {
      for (const { slot: each, value } of edits) put(each, value, how);
      show(edits.map((edit) => edit.slot));
    };

    // Changes that belong together are undone together.
    const change = (edits, how) => {
      const isReal = ({ slot: each, value }) => value !== each.value || each.untouched || courier.troubleOf(each.id);
      const real = edits.filter((edit) => edit.slot.editable && isReal(edit));
      if (!editable || !real.length) return 0;
      done.push({ edits: real.map(({ slot: each, value }) => ({ slot: each, before: each.value, after: value, how })) });
      undone.length = 0;
      carryOut(real, how);
      return real.length;
    };

    const step = (from, to, side, words) => {
      const last = from.pop();
      if (!last) { say(words.none); return null; }
      to.push(last);
      for (const edit of last.edits) put(edit.slot, edit[side], { ...edit.how, origin: "undo" });
      show(last.edits.map((edit) => edit.slot));
      say(words.done);
      return last.edits[0].slot.cells[0].element;
    };
    const undo = () => step(done, undone, "before", { none: "Inget att ångra", done: "Ångrat" });
    const redo = () => step(undone, done, "after", { none: "Inget att göra om", done: "Gjort om" });

    const preview = (each, value) => {
      each.slot.preview = value;
      each.slot.cells.filter((other) => other !== each).forEach(showCell);
      refresh([each.slot]);
    };

    const answered = (sent, answer) => {
      const touched = [];
      sent.forEach((sentCell, place) => {
        const each = slots.get(sentCell.id);
        if (!each) return;
        const told = answer.cells[place];
        if (told?.value !== undefined) each.known = unwire(each, told.value);
        if (told?.state === "saved") {
          each.saved = true;
          each.by = told.by;
          if (!courier.queued(each.id)) each.value = each.known;
        }
        touched.push(each);
      });
      show(touched);
      const kinds = new Set(touched.map((each) => stateOf(each)));
      for (const kind of ["conflict", "fault", "locked", "draft"])
        for (const each of touched) if (stateOf(each) === kind) say(`${WORDS[kind]} i rad ${each.label}`);
      if (kinds.size && [...kinds].every((kind) => kind === "saved")) say("Sparat");
    };

    // A draft of the person's, as the server keeps it: `draft` is its text and why.
    const plant = (each) => {
      const { id, save, row, field } = each;
      const [value, reason] = each.draft;
      courier.plant({ id, save, row, field, value, page: location.href }, { state: "draft", reason, value: wire(each.known) });
    };

    // What was waiting when the page was left is shown and goes on from there.
    const attach = (started) => {
      courier = started;
      for (const each of slots.values()) {
        const waiting = courier.queued(each.id);
        if (each.draft && !waiting) plant(each);
        const trouble = courier.troubleOf(each.id);
        if (waiting) each.value = unwire(each, waiting.value);
        else if (trouble && trouble.state !== "fault") each.value = unwire(each, trouble.mine);
      }
      show([...slots.values()]);
    };

    const keepMine = (each) => {
      put(each, unwire(each, courier.troubleOf(each.id).mine), { origin: "typed" });
      show([each]);
    };
    const takeTheirs = (each) => {
      // The server lets go of a draft when what stands there already is sent.
      const isDraft = stateOf(each) === "draft";
      courier.forgive(each.id);
      if (isDraft) put(each, each.known, { origin: "typed", confirm: true });
      each.value = each.known;
      each.preview = undefined;
      show([each]);
    };
    const fault = (each, typed, reason) => {
      const { id, save, row, field } = each.slot;
      each.slot.preview = undefined;
      courier.fault({ id, save, row, field, text: typed, view: each.view, page: location.href }, reason);
      show([each.slot]);
      say(`Fel i rad ${each.slot.label}. ${reason}`);
    };

    const courierOf = () => courier;
    return { slot, cell, cells, slots, change, undo, redo, preview, answered, attach, keepMine, takeTheirs, fault, text, show, now, stateOf, courierOf, measure, editable };
  };

  return { create, WORDS };
})();
