// Follows exports that are not done: asks how far they have come, and shows the page
// anew when one is finished. Without script, or when the server is silent, a link does
// the same.
"use strict";

(() => {
  const EVERY = 1500;
  const UNFINISHED = ["waiting", "running"];

  const show = (box, status) => {
    box.querySelector("progress").value = status.percent;
    box.querySelector("[data-label]").textContent = status.label;
    const step = box.querySelector("[data-step]");
    if (status.step && step.textContent !== status.step) step.textContent = status.step;
  };

  const ask = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const follow = (box) =>
    ask(box.dataset.status).then(
      (status) => {
        if (!UNFINISHED.includes(status.state)) return window.location.reload();
        show(box, status);
        return setTimeout(follow, EVERY, box);
      },
      () => { box.querySelector("[data-reload]").hidden = false; },
    );

  for (const box of document.querySelectorAll("[data-status]")) {
    box.querySelector("[data-reload]").hidden = true;
    setTimeout(follow, EVERY, box);
  }
})();
