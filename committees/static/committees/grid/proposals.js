// Proposals: one click takes one for a row, for a group, or for all untouched rows.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.proposals = (() => {
  const { make, button } = Delaret.troubles;

  // `rows`: { tr, slot, sign, label, section, proposals: [[way, ore, how, worth]], best }.
  const start = ({ rows, sections, methods, sheet, say }) => {
    const dialog = document.getElementById("forslag");
    const choice = document.getElementById("forslag-val");
    const everywhere = document.getElementById("forslag-alla");

    const chosen = (row) => {
      if (choice.value === "best") return row.best === null ? undefined : row.proposals[row.best];
      return row.proposals.find(([way]) => way === choice.value);
    };
    const amount = (row, ore) => sheet.measure(row.slot).shown(row.sign * ore);
    const edit = (row, proposal) => ({ slot: row.slot, value: proposal[1] });

    // Rows that follow the same way are stored as one change, to be undone as one.
    const takeAll = (some) => {
      const byWay = new Map();
      for (const row of some) {
        const proposal = chosen(row);
        if (proposal) byWay.set(proposal[0], [...(byWay.get(proposal[0]) || []), edit(row, proposal)]);
      }
      let count = 0;
      for (const [way, edits] of byWay) count += sheet.change(edits, { origin: "proposal", method: way });
      say(count === 1 ? "1 förslag taget" : `${count} förslag tagna`);
    };

    // The button has nothing left to do and goes away; one goes on in the rows.
    const takeAndGo = (some) => {
      takeAll(some);
      some[0]?.slot.cells[0].element.focus();
    };

    const take = (row, proposal) => {
      sheet.change([edit(row, proposal)], { origin: "proposal", method: proposal[0] });
      say(`Förslaget taget: ${row.label} ${amount(row, proposal[1])}`);
    };

    const open = (row) => {
      dialog.querySelector("h2").textContent = `Förslag: ${sections[row.section].label}, ${row.label}`;
      dialog.querySelector("tbody").replaceChildren(
        ...row.proposals.map((proposal) => {
          const [way, ore, how, worth] = proposal;
          const line = make("tr");
          const act = make("td");
          const taken = button("Ta", () => {
            take(row, proposal);
            dialog.close();
          });
          taken.setAttribute("aria-label", `Ta förslaget ${methods[way]}, ${amount(row, ore)}`);
          act.append(taken);
          line.append(make("th", methods[way], { scope: "row" }), make("td", amount(row, ore), { class: "figure" }), make("td", how), make("td", worth), act);
          return line;
        }),
      );
      dialog.showModal();
      dialog.addEventListener("close", () => row.slot.cells[0].element.focus(), { once: true });
    };

    const stop = (text, column, label, act) => {
      const made = button(text, act);
      made.className = `stop ${column}`;
      made.dataset.column = column;
      made.tabIndex = -1;
      made.setAttribute("aria-label", label);
      return made;
    };

    const drawRow = (row) => {
      const td = row.tr.querySelector("td.proposal");
      const proposal = chosen(row);
      if (!row.slot.editable || !sheet.editable) {
        td.textContent = proposal ? amount(row, proposal[1]) : "\u2013";
        return;
      }
      const parts = [];
      if (proposal) parts.push(stop(amount(row, proposal[1]), "take", `Ta förslaget ${amount(row, proposal[1])} för ${row.label}`, () => take(row, proposal)));
      else parts.push("\u2013");
      if (row.proposals.length) parts.push(stop("Fler", "more", `Fler förslag för ${row.label}`, () => open(row)));
      td.replaceChildren(...parts);
    };

    const untouched = (some) => some.filter((row) => row.slot.editable && row.slot.untouched && chosen(row));

    const groupButtons = sections.map((section, number) => {
      const made = button("", () => takeAndGo(untouched(rows.filter((row) => row.section === number))));
      made.classList.add("take-group");
      made.dataset.column = "group";
      document.getElementById(`s${number}n`).after(made);
      return made;
    });

    const count = () => {
      if (!sheet.editable) return;
      const all = untouched(rows);
      everywhere.disabled = !all.length;
      everywhere.textContent = all.length ? `Ta förslag för alla orörda rader (${all.length})` : "Alla rader är prognostiserade";
      sections.forEach((section, number) => {
        const some = all.filter((row) => row.section === number);
        groupButtons[number].hidden = !some.length;
        groupButtons[number].textContent = `Ta förslag för orörda rader (${some.length})`;
        groupButtons[number].setAttribute("aria-label", `Ta förslag för orörda rader i ${section.label} (${some.length})`);
      });
    };

    const draw = () => {
      rows.forEach(drawRow);
      count();
    };
    everywhere.addEventListener("click", () => takeAndGo(untouched(rows)));
    choice.addEventListener("change", draw);
    if (!sheet.editable) for (const made of [...groupButtons, everywhere]) made.hidden = true;
    draw();
    return { count, open, chosen };
  };

  return { start };
})();
