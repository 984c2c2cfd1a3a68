// Kopiera: puts a table on the clipboard, formatted for Word and Outlook and as text
// for Excel, and a chart as a picture. Text has ASCII minus, decimal comma and no
// thousands sign. The buttons stand beside the files that the server offers.
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

  // A picture with its sentence and source, or at least the drawing on the page.
  const drawing = async (figure) => {
    if (!figure.dataset.file) return figure.querySelector(".chart-svg").outerHTML;
    const answer = await fetch(`${figure.dataset.file}.svg`);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };

  const SHARP = 3;
  const EDGE = 12;

  // A picture is drawn apart from the page, so it must carry its typeface with it.
  const { regular, semibold } = document.currentScript.dataset;
  const carried = (address) =>
    fetch(address)
      .then((answer) => answer.blob())
      .then((font) => new Promise((done) => {
        const reader = new FileReader();
        reader.addEventListener("load", () => done(reader.result));
        reader.readAsDataURL(font);
      }));
  const face = async ([weight, address]) =>
    `@font-face{font-family:"Source Sans 3";font-weight:${weight};src:url("${await carried(address)}")}`;
  const typeface = () => Promise.all([[400, regular], [600, semibold]].map(face));

  const picture = async (figure) => {
    const [svg, faces] = await Promise.all([drawing(figure), typeface()]);
    const whole = svg.replace("</svg>", `<style>${faces.join("")}</style></svg>`);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = (image.naturalWidth + 2 * EDGE) * SHARP;
    canvas.height = (image.naturalHeight + 2 * EDGE) * SHARP;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(SHARP, SHARP);
    pen.drawImage(image, EDGE, EDGE);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  };

  const putPicture = (figure) =>
    navigator.clipboard.write([new ClipboardItem({ "image/png": picture(figure) })]);

  // Named as the files that the server offers: botkyrka-von-2017-08-diagram-….
  const HERE = /^\/([a-z0-9-]+)\/(\d{4}-\d{2})\//;
  const named = (figure) => {
    const [, slug, month] = HERE.exec(location.pathname) ?? [];
    return slug ? `${slug}-${month}-${figure.id}.png` : `${figure.id}.png`;
  };

  const keepPicture = async (figure) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await picture(figure));
    link.download = named(figure);
    link.click();
    setTimeout(() => { URL.revokeObjectURL(link.href); }, 10_000);
  };

  const MAY_COPY = Boolean(navigator.clipboard && window.ClipboardItem);
  const REFUSED = "Webbläsaren tillät inte kopiering";
  const FAILED = "Bilden gick inte att göra. Försök igen om en minut.";

  const barOf = (block) => {
    const there = block.querySelector(":scope > .figure-tools");
    if (there) return there;
    const bar = document.createElement("div");
    bar.className = "figure-tools";
    block.append(bar);
    return bar;
  };

  // The button with what it says when it has done its work, and when it could not.
  const button = (text, { does, done, failed, full }) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "copy";
    one.textContent = text;
    if (full) one.setAttribute("aria-label", full);
    one.addEventListener("click", () => {
      const said = one.parentElement.querySelector("[role=status]");
      said.textContent = "";
      does().then(() => { said.textContent = done; }, () => { said.textContent = failed; });
    });
    return one;
  };

  const fill = (block, copies, fetches) => {
    if (!copies.length && !fetches.length) return;
    const bar = barOf(block);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    const label = bar.querySelector("span");
    bar.prepend(...copies);
    if (label) label.after(...fetches);
    else bar.append(...fetches);
    bar.append(said);
  };

  const copyTable = (table, title) =>
    button("Kopiera tabell", {
      does: () => put(table),
      done: "Kopierat",
      failed: REFUSED,
      full: title && `Kopiera tabellen ${title}`,
    });

  for (const block of document.querySelectorAll(".table-block")) {
    const table = block.querySelector("table");
    if (!table || !MAY_COPY || block.closest(".chart")) continue;
    fill(block, [copyTable(table, table.caption && clean(table.caption))], []);
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    const table = figure.querySelector("table");
    const picturing = { does: () => putPicture(figure), done: "Kopierat", failed: REFUSED };
    const keeping = { does: () => keepPicture(figure), done: "Hämtat", failed: FAILED };
    const copies = MAY_COPY ? [button("Kopiera bild", picturing)] : [];
    if (MAY_COPY && table) copies.unshift(copyTable(table, ""));
    fill(figure, copies, [button(figure.dataset.file ? "PNG" : "Hämta PNG", keeping)]);
  }
})();
