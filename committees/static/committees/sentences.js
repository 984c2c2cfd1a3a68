// Analysis: a sentence from the level below is added to the text of this level.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const told = document.getElementById("tagen");

  const take = (button) => {
    const field = document.getElementById(`falt_${button.dataset.field}`);
    const sentence = button.previousElementSibling.textContent.trim();
    const before = field.value.trimEnd();
    field.value = before ? `${before} ${sentence}` : sentence;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const label = document.querySelector(`label[for="${field.id}"]`).textContent;
    told.textContent = `Meningen står nu sist i ${label}.`;
  };

  for (const button of document.querySelectorAll("button.take[data-field]")) {
    button.hidden = false;
    button.addEventListener("click", () => take(button));
  }
});
