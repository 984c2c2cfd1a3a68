// The line that says whether everything is saved, and the voice for screen readers.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.bar = (() => {
  const fields = (count) => (count === 1 ? "1 ruta" : `${count} rutor`);
  const REASONS = {
    offline: "Ingen kontakt med servern. Det du skrivit finns kvar här och sparas när kontakten är tillbaka.",
    server: "Servern svarar inte som den ska. Det du skrivit finns kvar här och vi försöker igen.",
    signedOut: "Du är utloggad. Det du skrivit finns kvar här och sparas när du har loggat in.",
    otherPerson: "Någon annan är inloggad i webbläsaren. Logga in som dig själv, så sparas det du skrivit.",
  };

  const start = (element) => {
    const words = element.querySelector("[data-words]");
    const door = element.querySelector("a[data-sign-in]");
    const elsewhere = element.querySelector("[data-elsewhere]");
    const voice = element.querySelector("[role=status]");
    let silence = null;
    let before = "";

    const say = (text) => {
      clearTimeout(silence);
      voice.textContent = text;
      silence = setTimeout(() => { voice.textContent = ""; }, 5000);
    };

    const sentence = ({ waiting, stopped, here }) => {
      if (stopped && waiting) return `Ej sparat: ${fields(waiting)}. ${REASONS[stopped.kind]}`;
      if (waiting) return `Sparar ${fields(waiting)} …`;
      if (here) return `${fields(here)} behöver rättas eller väljas. Resten är sparat.`;
      return "Allt är sparat";
    };

    const tell = ({ waiting, stopped, troubles }) => {
      const here = troubles.filter((each) => each.page === location.href).length;
      const other = troubles.find((each) => each.page !== location.href);
      const out = Boolean(waiting) && ["signedOut", "otherPerson"].includes(stopped?.kind);
      words.textContent = sentence({ waiting, stopped, here });
      element.dataset.state = stopped && waiting ? "unsaved" : waiting ? "saving" : here ? "fault" : "saved";
      door.hidden = !out;
      elsewhere.hidden = !other;
      if (other) elsewhere.querySelector("a").href = other.page;
      const kind = stopped && waiting ? stopped.kind : "";
      if (kind && kind !== before) say(words.textContent);
      before = kind;
    };

    return { say, tell };
  };

  return { start };
})();
