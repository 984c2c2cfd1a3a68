// "Vad består siffran av?" beside the page: a figure that opens shows its working in a
// panel. Without this script, and with Ctrl or the middle button, it is a page.
"use strict";

(() => {
  const WORKING = /\/(siffra\/|underlag\/rad\/[a-z]+\/\d+\/)$/;
  const REFERENCES = ["aria-labelledby", "aria-describedby", "headers", "for"];
  const isWorking = (url) => url.origin === location.origin && WORKING.test(url.pathname);

  // The working's own pages go on as pages.
  if (!("HTMLDialogElement" in window) || WORKING.test(location.pathname)) return;

  let panel;
  let opener;
  let trail = [];

  const button = (text, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  };

  const build = () => {
    const dialog = document.createElement("dialog");
    dialog.className = "working-panel";
    const bar = document.createElement("div");
    bar.className = "working-bar";
    const back = button("Tillbaka", () => { trail.pop(); show(trail.pop()); });
    const page = document.createElement("a");
    page.textContent = "Öppna som sida";
    const close = button("Stäng", () => dialog.close());
    bar.append(back, page, close);
    const body = document.createElement("div");
    body.className = "working-body";
    dialog.append(bar, body);
    dialog.addEventListener("close", () => {
      trail = [];
      if (history.state?.figure) history.back();
      // A link of a drawing is for the pointer alone.
      if (opener?.isConnected && !opener.closest("[aria-hidden]")) opener.focus();
    });
    document.body.append(dialog);
    return { dialog, back, page, close, body };
  };

  // Names of the panel's parts are its own: those of the page beneath may be the same.
  const renamed = (main) => {
    const own = (name) => `panel-${name}`;
    main.querySelectorAll("[id]").forEach((part) => { part.id = own(part.id); });
    REFERENCES.forEach((name) => {
      main.querySelectorAll(`[${name}]`).forEach((part) => {
        part.setAttribute(name, part.getAttribute(name).split(/\s+/).map(own).join(" "));
      });
    });
  };

  // Addresses within the working are told from its own page.
  const addressed = (main, url) => {
    main.querySelectorAll("a[href]").forEach((link) => {
      const told = link.getAttribute("href");
      link.setAttribute("href", told.startsWith("#") ? `#panel-${told.slice(1)}` : new URL(told, url).href);
    });
  };

  const content = async (url) => {
    const answer = await fetch(url, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    if (!main || (answer.redirected && !isWorking(new URL(answer.url)))) throw new Error(answer.url);
    main.querySelectorAll("nav.within, .keep-view, script").forEach((part) => part.remove());
    addressed(main, url);
    renamed(main);
    return main.childNodes;
  };

  const show = async (url) => {
    trail.push(url);
    const mine = trail.length;
    panel.page.href = url;
    panel.back.hidden = mine < 2;
    panel.body.setAttribute("aria-busy", "true");
    try {
      const nodes = [...(await content(url))].map((node) => document.adoptNode(node));
      if (trail.length !== mine || trail[mine - 1] !== url) return;
      panel.body.replaceChildren(...nodes);
    } catch {
      location.assign(url);
      return;
    }
    panel.body.removeAttribute("aria-busy");
    panel.dialog.scrollTop = 0;
    const head = panel.body.querySelector("h1");
    if (!head) return;
    head.tabIndex = -1;
    head.id = "panel-rubrik";
    panel.dialog.setAttribute("aria-labelledby", head.id);
    head.focus();
  };

  const open = (url) => {
    panel ??= build();
    if (!panel.dialog.open) {
      panel.body.replaceChildren();
      panel.dialog.showModal();
    }
    show(url);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.hasAttribute("download")) return;
    // In a drawing a link's address is told in another way than on the page.
    const url = new URL(link.getAttribute("href"), document.baseURI);
    if (!isWorking(url)) return;
    if (link === panel?.page) return;
    event.preventDefault();
    if (!panel?.dialog.open) {
      opener = link;
      history.pushState({ figure: url.href }, "");
    }
    open(url.href);
  });

  // The browser's Back closes the panel, Forward opens it again.
  window.addEventListener("popstate", (event) => {
    if (event.state?.figure) open(event.state.figure);
    else if (panel?.dialog.open && !location.hash.startsWith("#panel-")) panel.dialog.close();
  });
})();
