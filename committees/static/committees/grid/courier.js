// Carries changed cells to the server: at most forty a request, one request at a time,
// each with a key, so that one sent twice is carried out once. Nothing is dropped until
// the server has answered for it.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.courier = (() => {
  const MOST = 40;
  const GATHER = 250;
  const PATIENCE = 20000;
  const PAUSES = [1000, 2000, 5000, 10000, 30000];

  const cookie = (name) =>
    document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  // `tell` hears of states: { idle, saving, unsaved, offline, signedOut, refused }.
  const start = ({ shelf, keep, user, tell, answered }) => {
    let timer = null;
    let failures = 0;
    let stopped = null;
    // Texts that only their author may read: the server keeps them, this page shows them.
    const held = new Map();

    const waiting = () => Object.keys(shelf.pending).length + (shelf.flight ? shelf.flight.cells.length : 0);
    const inFlight = (id) => shelf.flight?.cells.find((cell) => cell.id === id);
    const state = (id) => {
      if (shelf.troubles[id] || held.has(id)) return troubleOf(id).state;
      if (shelf.pending[id]) return stopped ? "unsaved" : "saving";
      if (inFlight(id)) return stopped ? "unsaved" : "saving";
      return "idle";
    };

    const report = () => tell({ waiting: waiting(), stopped, troubles: [...Object.values(shelf.troubles), ...held.values()] });

    const later = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(pump, pause);
    };

    // `known` is what the server is known to hold of the cell.
    const put = (cell, known) => {
      const sent = inFlight(cell.id);
      const was = shelf.pending[cell.id]?.was ?? (sent ? sent.value : known);
      delete shelf.troubles[cell.id];
      delete shelf.drafts[cell.id];
      // What stands there already is sent too when a draft is to go.
      const confirm = held.delete(cell.id) || cell.confirm || shelf.pending[cell.id]?.confirm;
      if (cell.value === was && !confirm) delete shelf.pending[cell.id];
      else shelf.pending[cell.id] = { ...cell, confirm, was };
      keep();
      report();
      later(GATHER);
    };

    const hold = (cell, answer) => held.set(cell.id, { ...cell, ...answer, mine: cell.value, theirs: answer.value });

    const trouble = (cell, answer) => {
      shelf.troubles[cell.id] = { ...cell, ...answer, mine: cell.value, theirs: answer.value };
    };

    const take = () => {
      const cells = Object.values(shelf.pending);
      const same = cells.filter((cell) => cell.save === cells[0].save).slice(0, MOST);
      for (const cell of same) delete shelf.pending[cell.id];
      shelf.flight = { key: crypto.randomUUID(), save: same[0].save, cells: same };
      keep();
    };

    const settle = (cell, answer) => {
      const newer = shelf.pending[cell.id];
      if (answer.state === "saved") {
        if (newer && newer.value === answer.value) delete shelf.pending[cell.id];
        else if (newer) newer.was = answer.value;
        return;
      }
      if (answer.state === "draft") {
        if (newer) newer.was = answer.value;
        else hold(cell, answer);
        return;
      }
      delete shelf.pending[cell.id];
      trouble(newer || cell, answer);
    };

    const land = (answer) => {
      const { cells } = shelf.flight;
      shelf.flight = null;
      failures = 0;
      stopped = null;
      cells.forEach((cell, place) => settle(cell, answer.cells[place]));
      keep();
      answered(cells, answer);
    };

    const pause = (why) => {
      stopped = why;
      const wait = PAUSES[Math.min(failures, PAUSES.length - 1)];
      failures += 1;
      later(wait);
    };

    // The server will not take these, whoever sends them: they stay, with its reason.
    const refuse = (reason) => {
      const { cells } = shelf.flight;
      shelf.flight = null;
      for (const cell of cells) {
        const newer = shelf.pending[cell.id];
        delete shelf.pending[cell.id];
        trouble(newer || cell, { state: "locked", reason, value: cell.was });
      }
      keep();
      answered(cells, { cells: [] });
    };

    const send = () => {
      const { key, save, cells } = shelf.flight;
      const bare = cells.map(({ row, field, value, was, origin, method, reason }) => ({ row, field, value, was, origin, method, reason }));
      return fetch(save, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify({ key, user, cells: bare }),
        signal: AbortSignal.timeout(PATIENCE),
      });
    };

    const isJson = (response) => (response.headers.get("Content-Type") || "").includes("json");

    const read = async (response) => {
      const said = isJson(response) ? await response.json() : {};
      if (response.ok && said.cells) return land(said);
      if (response.status === 401) return pause({ kind: "signedOut", signIn: said.sign_in });
      if (said.error === "other_person") return pause({ kind: "otherPerson" });
      // Without a reason it is the token of an old session; the next try reads the new.
      if (response.redirected || (response.status === 403 && !said.error)) return pause({ kind: "signedOut" });
      if (response.status >= 400 && response.status < 500 && response.status !== 429)
        return refuse(said.message || "Servern tog inte emot det.");
      return pause({ kind: "server" });
    };

    let saved = null;
    const whenSaved = (act) => { saved = act; };
    const calm = () => {
      if (waiting() || !saved) return;
      const act = saved;
      saved = null;
      if (!Object.keys(shelf.troubles).length) act();
    };

    let busy = false;
    const pump = async () => {
      if (busy) return;
      if (!shelf.flight) {
        if (!Object.keys(shelf.pending).length) { report(); return; }
        take();
      }
      busy = true;
      report();
      try {
        await read(await send());
      } catch {
        pause({ kind: "offline" });
      } finally {
        busy = false;
        report();
        calm();
      }
      if (!stopped && Object.keys(shelf.pending).length) later(0);
    };

    const retry = () => {
      if (waiting() && stopped) { failures = 0; later(0); }
    };
    window.addEventListener("online", retry);
    window.addEventListener("focus", retry);
    document.addEventListener("visibilitychange", retry);
    if (waiting()) later(0);
    report();

    const draft = (id, draftText) => {
      if (draftText === null) delete shelf.drafts[id];
      else shelf.drafts[id] = draftText;
      keep();
    };
    const forgive = (id) => {
      delete shelf.troubles[id];
      held.delete(id);
      keep();
      report();
    };
    const fault = (cell, reason) => {
      delete shelf.pending[cell.id];
      shelf.troubles[cell.id] = { ...cell, state: "fault", reason };
      delete shelf.drafts[cell.id];
      keep();
      report();
    };
    const troubleOf = (id) => shelf.troubles[id] || held.get(id);
    const queued = (id) => shelf.pending[id] || inFlight(id);
    const plant = (cell, answer) => {
      hold(cell, answer);
      report();
    };
    return { put, plant, waiting, whenSaved, state, draft, forgive, fault, troubleOf, queued, retry, drafts: shelf.drafts };
  };

  return { start };
})();
