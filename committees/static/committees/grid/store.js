// What is not saved yet, kept in the browser until the server has answered.
// One shelf per tab and person; a closed tab's shelf is taken over by the next one.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.store = (() => {
  const PREFIX = "delaret:osparat:";
  const EMPTY = () => ({ pending: {}, flight: null, troubles: {}, drafts: {} });

  const parsed = (text) => {
    try {
      return { ...EMPTY(), ...JSON.parse(text) };
    } catch {
      return EMPTY();
    }
  };

  const holds = (shelf) =>
    shelf.flight || [shelf.pending, shelf.troubles, shelf.drafts].some((part) => Object.keys(part).length);

  const tabName = () => {
    const name = sessionStorage.getItem(PREFIX) || crypto.randomUUID();
    sessionStorage.setItem(PREFIX, name);
    return name;
  };

  // A lock is held as long as the tab lives, so that others see whose shelf is whose.
  const hold = (name) =>
    new Promise((settled) => {
      if (!navigator.locks) { settled(true); return; }
      navigator.locks.request(PREFIX + name, { ifAvailable: true }, (lock) => {
        settled(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      });
    });

  const isFree = (name) =>
    navigator.locks
      ? navigator.locks.request(PREFIX + name, { ifAvailable: true }, (lock) => Boolean(lock))
      : Promise.resolve(true);

  const merge = (mine, other) => {
    // A request under way keeps its key: the server has perhaps carried it out.
    const waiting = mine.flight ? other.flight : null;
    if (!mine.flight) mine.flight = other.flight;
    if (waiting) for (const cell of waiting.cells) other.pending[cell.id] = other.pending[cell.id] || cell;
    for (const part of ["pending", "troubles", "drafts"]) mine[part] = { ...other[part], ...mine[part] };
  };

  const open = async (person) => {
    let name = tabName();
    // A tab that was duplicated has its original's name.
    if (!(await hold(name))) {
      name = crypto.randomUUID();
      sessionStorage.setItem(PREFIX, name);
      await hold(name);
    }
    const start = `${PREFIX}${person}:`;
    const key = start + name;
    let durable = true;
    const shelf = parsed(localStorage.getItem(key) || "{}");
    const others = Object.keys(localStorage).filter((other) => other.startsWith(start) && other !== key);
    for (const other of others) {
      if (!(await isFree(other.slice(start.length)))) continue;
      merge(shelf, parsed(localStorage.getItem(other)));
      localStorage.removeItem(other);
    }

    const keep = () => {
      try {
        if (holds(shelf)) localStorage.setItem(key, JSON.stringify(shelf));
        else localStorage.removeItem(key);
        durable = true;
      } catch {
        durable = false;
      }
    };
    window.addEventListener("beforeunload", (event) => {
      if (!durable) event.preventDefault();
    });
    keep();
    return { shelf, keep };
  };

  return { open };
})();
