// Free texts are looked at while they are written: what others may not read is told
// beneath the field, with why. Typing is never stopped; the server decides.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.guard = (() => {
  const { check } = document.currentScript.dataset;
  const PAUSE = 600;
  const MOST = 4000;
  const timers = new WeakMap();
  const notes = new WeakMap();
  const reasons = new WeakMap();
  let count = 0;

  const cookie = (name) =>
    document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  const describe = (field, id, present) => {
    const ids = new Set((field.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean));
    if (present) ids.add(id);
    else ids.delete(id);
    if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
    else field.removeAttribute("aria-describedby");
  };

  // A region is heard only when it stands there before its words do.
  const noteOf = (field) => {
    let note = notes.get(field);
    if (!note?.isConnected) {
      note = document.createElement("p");
      note.id = `granskning-${(count += 1)}`;
      note.className = "guard";
      note.setAttribute("aria-live", "polite");
      field.after(note);
      notes.set(field, note);
    }
    return note;
  };

  const tell = (field, troubles) => {
    const note = noteOf(field);
    // A draft is told of by the page that keeps it, with the same words.
    const isTold = field.dataset.state === "draft";
    const said = isTold ? "" : [...new Set(troubles.map((each) => each.reason))].join(" ");
    if (said) reasons.set(field, said);
    else reasons.delete(field);
    if (note.textContent !== said) note.textContent = said;
    describe(field, note.id, Boolean(said));
    if (said) field.dataset.guarded = "stopped";
    else delete field.dataset.guarded;
  };

  const ask = async (text) => {
    const response = await fetch(check, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ text: text.slice(0, MOST) }),
    });
    // What cannot be looked at now is looked at when it is stored.
    return response.ok ? (await response.json()).troubles : [];
  };

  const look = async (field) => {
    const text = field.value;
    let troubles = [];
    try {
      troubles = text.trim() ? await ask(text) : [];
    } catch {
      return;
    }
    if (field.value === text && field.isConnected) tell(field, troubles);
  };

  const typed = (event) => {
    const field = event.target.closest?.("[data-guard]");
    if (!field || field.readOnly) return;
    noteOf(field);
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => look(field), PAUSE));
  };

  const clear = (field) => {
    clearTimeout(timers.get(field));
    if (notes.has(field)) tell(field, []);
  };

  // A grid tells of a cell in a row of its own once it is left.
  const left = (event) => {
    const field = event.target.closest?.(".cell[data-guard]");
    if (!field) return;
    clear(field);
  };

  document.addEventListener("input", typed);
  document.addEventListener("focusout", left);

  return { clear, reason: (field) => reasons.get(field) || "" };
})();
