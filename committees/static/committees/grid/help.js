// Help on `?`, from anywhere but a text being written.
"use strict";

(() => {
  const dialog = document.getElementById("hjalp");
  const opener = document.getElementById("visa-hjalp");
  if (!dialog || !opener) return;

  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input, textarea, select");
    const writes = field && (field.matches("textarea, select") || !field.matches(".cell"));
    if (writes) return;
    event.preventDefault();
    dialog.showModal();
  });
})();
