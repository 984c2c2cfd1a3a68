// Kopiera: puts a table on the clipboard, formatted for Word and Outlook and as text
// for Excel. Text has ASCII minus, decimal comma and no thousands sign.
"use strict";

(() => {
  const SPACES = /[\u00a0\u202f\u2009]/g;
  const NUMBER = /^[+\u2212-]?\d[\d\u00a0\u202f\u2009]*(,\d+)?$/;

  const clean = (cell) => cell.textContent.trim().replace(/\s+/g, " ");

  const plain = (cell) => {
    const text = cell.textContent.trim();
    if (NUMBER.test(text)) return text.replace(SPACES, "").replace("\u2212", "-").replace("+", "");
    return text === "\u2013" ? "" : clean(cell);
  };

  const escaped = (text) =>
    text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  // Attributes, not styles: the browser holds pasted markup to the page's own rules.
  const cellHtml = (cell) => {
    const tag = cell.tagName.toLowerCase();
    const style = getComputedStyle(cell);
    const side = style.textAlign === "right" ? "right" : "left";
    const across = cell.colSpan > 1 ? ` colspan="${cell.colSpan}"` : "";
    const text = escaped(clean(cell));
    const shown = tag === "td" && Number(style.fontWeight) >= 600 ? `<b>${text}</b>` : text;
    const scope = tag === "th" ? ` scope="${cell.scope || "col"}"` : "";
    return `<${tag}${scope}${across} align="${side}">${shown}</${tag}>`;
  };

  const rowsOf = (table) => [...table.rows].map((row) => [...row.cells]);

  const asHtml = (table) => {
    const caption = table.caption ? `<caption align="left">${escaped(clean(table.caption))}</caption>` : "";
    const rows = rowsOf(table).map((cells) => `<tr>${cells.map(cellHtml).join("")}</tr>`);
    return `<table cellpadding="4" cellspacing="0" border="0">${caption}${rows.join("")}</table>`;
  };

  const asText = (table) =>
    rowsOf(table)
      .map((cells) => cells.flatMap((cell) => [plain(cell), ...Array(cell.colSpan - 1).fill("")]).join("\t"))
      .join("\r\n");

  const put = async (table) => {
    const forms = { "text/html": asHtml(table), "text/plain": asText(table) };
    const blobs = Object.entries(forms).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  };

  const tools = (block, table) => {
    const bar = document.createElement("div");
    const said = document.createElement("span");
    const button = document.createElement("button");
    bar.className = "table-tools";
    said.setAttribute("role", "status");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Kopiera";
    if (table.caption) button.setAttribute("aria-label", `Kopiera tabellen ${clean(table.caption)}`);
    button.addEventListener("click", () => {
      put(table).then(
        () => { said.textContent = "Tabellen är kopierad"; },
        () => { said.textContent = "Webbläsaren tillät inte kopiering"; },
      );
    });
    bar.append(said, button);
    block.prepend(bar);
  };

  if (!navigator.clipboard || !window.ClipboardItem) return;
  for (const block of document.querySelectorAll(".table-block")) {
    const table = block.querySelector("table");
    if (table) tools(block, table);
  }
})();
