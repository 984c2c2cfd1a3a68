// A block pasted from Excel: looked at by the server first, shown, then taken or not.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.paste = (() => {
  const { make } = Delaret.troubles;
  const SHOWN = 12;

  const cookie = (name) =>
    document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  // `months` where a row's months stand beneath each other.
  const start = ({ table, sheet, user, say, modeOf, months = false }) => {
    const dialog = document.getElementById("klistra");
    const form = dialog.querySelector("form");
    const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
    let asked = null;
    let found = null;

    // The cells beneath the one pasted into, in the order shown; all of one address.
    const below = (cell) => {
      const rows = [...table.rows];
      const cells = rows
        .slice(rows.indexOf(cell.element.closest("tr")))
        .flatMap((row) => [...row.querySelectorAll(`[data-column="${cell.element.dataset.column}"]`)])
        .map((element) => sheet.cells.get(element))
        .filter((each) => each && each.slot.field === cell.slot.field);
      return cells.filter((each) => each.slot.save === cell.slot.save);
    };

    const fields = (cell) => {
      const row = [...cell.element.closest("tr").querySelectorAll("input.cell, textarea.cell")];
      return row.slice(row.indexOf(cell.element)).map((element) => {
        const each = sheet.cells.get(element);
        return each.view || each.slot.field;
      });
    };

    const ask = async (sign, amounts) => {
      const response = await fetch(asked.cell.slot.save.replace(/spara\/$/, "granska/"), {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify({ user, text: asked.text, rows: asked.rows, fields: asked.fields, sign, amounts, ...asked.cell.slot.more() }),
      });
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      if (!isJson) throw new Error("Logga in och klistra in igen.");
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.message || "Servern tog inte emot blocket.");
      return answer;
    };

    const worded = (cell, value) => {
      const slot = sheet.slots.get(`${asked.cell.slot.save}|${cell.row}|${storedField(cell.field)}`);
      const shown = slot?.cells.find((each) => (each.view || each.slot.field) === cell.field);
      if (value === null || value === undefined || !shown) return "\u2013";
      if (shown.slot.kind === "text") return String(value);
      // The server answers with the forecast that a deviation makes.
      return sheet.measure(slot).shown(slot.cells[0].read(Number(value)));
    };

    const storedField = (field) => (field === "deviation" ? "forecast" : field);

    const counts = ({ counts: each, too_wide: wide, too_high: high }) => {
      const parts = [`${each.change} ändras`, `${each.same} är redan så`];
      if (each.draft) parts.push(`${each.draft} blir utkast som bara du ser`);
      if (each.fault) parts.push(`${each.fault} kan inte läsas`);
      if (each.locked) parts.push(`${each.locked} är låsta`);
      if (each.empty) parts.push(`${each.empty} är tomma och hoppas över`);
      if (wide) parts.push(`${wide} kolumner får inte plats`);
      if (high) parts.push(`${high} rader får inte plats`);
      return `${parts.join(", ")}.`;
    };

    const listed = (cells, line) => {
      const items = cells.slice(0, SHOWN).map((cell) => {
        const row = make("tr");
        row.append(...line(cell));
        return row;
      });
      if (cells.length > SHOWN) {
        const row = make("tr");
        row.append(make("td", `och ${cells.length - SHOWN} till`, { colspan: "3" }));
        items.push(row);
      }
      return items;
    };

    const draw = () => {
      const refused = found.cells.filter((cell) => ["fault", "locked", "draft"].includes(cell.state));
      const changed = found.cells.filter((cell) => cell.state === "change");
      const taken = changed.length + refused.filter((cell) => cell.state === "draft").length;
      part("counts").textContent = counts(found);
      part("message").textContent = found.message || "";
      part("message").hidden = !found.message;
      for (const name of ["sign", "amounts"]) if (form.elements[name]) form.elements[name].value = found[name];
      part("refused").hidden = !refused.length;
      part("refused").querySelector("tbody").replaceChildren(
        ...listed(refused, (cell) => [make("th", cell.label, { scope: "row" }), make("td", cell.typed), make("td", cell.reason)]),
      );
      part("changed").hidden = !changed.length;
      part("changed").querySelector("tbody").replaceChildren(
        ...listed(changed, (cell) => [
          make("th", cell.label, { scope: "row" }),
          make("td", worded(cell, cell.was)),
          make("td", `${worded(cell, cell.value)}${cell.mark ? ` (${cell.mark})` : ""}`),
        ]),
      );
      const apply = part("apply");
      apply.disabled = !taken;
      apply.textContent = taken === 1 ? "Klistra in 1 ruta" : `Klistra in ${taken} rutor`;
    };

    const look = async (sign = "guess", amounts = "guess") => {
      part("counts").textContent = "Läser blocket …";
      try {
        found = await ask(sign, amounts);
        draw();
      } catch (error) {
        found = null;
        part("apply").disabled = true;
        part("refused").hidden = part("changed").hidden = true;
        const reason = error instanceof TypeError ? "Ingen kontakt med servern. Klistra in igen när kontakten är tillbaka." : error.message;
        part("counts").textContent = reason;
      }
    };

    const standing = (cell, text) => ({ cell, text, rows: below(cell).map((each) => each.slot.row), fields: fields(cell) });

    // Months stand beneath each other but are fields of one row.
    const lying = (cell, text) => {
      const fields = [...sheet.slots.values()].filter((slot) => slot.field.startsWith("month:")).map((slot) => slot.field);
      const rest = fields.slice(fields.indexOf(cell.slot.field));
      return { cell, text: text.replace(/\r?\n/g, "\t"), rows: [cell.slot.row], fields: rest };
    };

    const open = (cell, text) => {
      asked = months ? lying(cell, text) : standing(cell, text);
      dialog.showModal();
      return look();
    };

    // What cannot be read stays in its cell as it was pasted, marked.
    const apply = () => {
      const { save } = asked.cell.slot;
      const slotOf = (cell) => sheet.slots.get(`${save}|${cell.row}|${storedField(cell.field)}`);
      const edits = [];
      for (const cell of found.cells) {
        const slot = slotOf(cell);
        if (!slot) continue;
        if (["change", "draft"].includes(cell.state)) edits.push({ slot, value: slot.kind === "amount" ? Number(cell.value) : cell.value });
        if (cell.state !== "fault") continue;
        const view = slot.cells.find((each) => (each.view || slot.field) === cell.field);
        sheet.fault(view, cell.typed, cell.reason);
      }
      const count = sheet.change(edits, { origin: "pasted", method: "manual" });
      say(`${count} rutor inklistrade`);
      asked.cell.element.focus();
    };

    table.addEventListener("paste", (event) => {
      const cell = sheet.cells.get(event.target);
      const text = (event.clipboardData.getData("text/plain") || "").replace(/(\r?\n)+$/, "");
      if (!cell || !sheet.editable || modeOf() === "editing") return;
      if (!/[\t\n]/.test(text)) {
        if (cell.slot.kind !== "amount" || cell.element.readOnly) return;
        event.preventDefault();
        cell.element.value = text;
        cell.element.dispatchEvent(new Event("input", { bubbles: true }));
        return;
      }
      event.preventDefault();
      open(cell, text);
    });
    form.addEventListener("change", () => look(form.elements.sign?.value, form.elements.amounts?.value));
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "apply" && found) apply();
      else asked?.cell.element.focus();
      dialog.returnValue = "";
    });
  };

  return { start };
})();
