// Charts to point at: Plotly draws them anew from the page's own figures, beside the
// drawing that stays for print, for screen readers and for whoever has no script.
// The library is loaded only where a chart comes near the window.
"use strict";

(() => {
  const figures = [...document.querySelectorAll("figure.chart[data-file]")];
  if (!figures.length || !window.IntersectionObserver) return;
  const source = document.currentScript.dataset.plotly;
  const SETTINGS = { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false, showTips: false };
  const NEAR = "400px";

  const library = () =>
    new Promise((done, failed) => {
      const tag = document.createElement("script");
      tag.src = source;
      tag.addEventListener("load", () => done(window.Plotly));
      tag.addEventListener("error", failed);
      document.head.append(tag);
    });

  // Colours are the page's own, which a municipality may have chosen.
  const coloured = ({ palette, figures: plain }) => {
    const style = getComputedStyle(document.documentElement);
    const own = new Map(
      Object.entries(palette).map(([colour, name]) => [colour, style.getPropertyValue(name).trim() || colour]),
    );
    return JSON.parse(JSON.stringify(plain), (_, value) => own.get(value) ?? value);
  };

  const drawn = async () => {
    const address = new URL(figures[0].dataset.file, location.href);
    address.searchParams.set("fil", "diagram.json");
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    return coloured(await answer.json());
  };

  let ready;
  const both = () => (ready ??= Promise.all([library(), drawn()]));

  // Bars as long as leave room for the figures beyond them.
  const stretched = ({ low, high, before, after, left, right }, field) => {
    let range = [low, high];
    for (let round = 0; round < 8; round += 1) {
      const step = (range[1] - range[0] || 1) / field;
      range = [Math.min(low - before * step, -left * step), Math.max(high + after * step, right * step)];
    }
    return { "xaxis.range": range };
  };

  // Of the names beneath a field as many as have room.
  const pen = document.createElement("canvas").getContext("2d");
  const thinned = ({ font, xaxis }, field) => {
    pen.font = `${font.size}px ${font.family}`;
    const widest = Math.max(...xaxis.ticktext.map((text) => pen.measureText(text).width), 0) + 8;
    const every = Math.max(1, Math.ceil((widest * Math.max(1, xaxis.tickvals.length - 1)) / field));
    const kept = (list) => list.filter((_, index) => index % every === 0);
    return { "xaxis.tickvals": kept(xaxis.tickvals), "xaxis.ticktext": kept(xaxis.ticktext) };
  };

  const fitted = (layout, width) => {
    const field = width - layout.margin.l - layout.margin.r;
    if (layout.meta) return stretched(layout.meta, field);
    return layout.xaxis.type === "category" ? thinned(layout, field) : {};
  };

  const typeface = ({ font }) =>
    Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} ${font.size}px ${font.family}`)));

  // Of all figures at a place the one that stands nearest to the pointer.
  const nearest = (points, event) => {
    const away = ({ y, yaxis }) => Math.abs(yaxis._offset + yaxis.d2p(y) - event.offsetY);
    return points.length > 1 ? points.reduce((best, each) => (away(each) < away(best) ? each : best)) : points[0];
  };

  // A figure leads where the drawing's does: the same link, pressed with the same keys.
  const opening = (figure, box) => {
    const links = new Map([...figure.querySelectorAll(".chart-opens a")].map((link) => [link.dataset.point, link]));
    if (!links.size) return;
    box.on("plotly_click", ({ points, event }) => {
      const link = links.get(nearest(points, event)?.customdata);
      const { ctrlKey, metaKey, shiftKey } = event;
      link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    });
    box.on("plotly_hover", ({ points }) => {
      box.classList.toggle("opens", points.some(({ customdata }) => links.has(customdata)));
    });
    box.on("plotly_unhover", () => box.classList.remove("opens"));
  };

  const draw = async (figure) => {
    const [plotly, all] = await both();
    const made = all[figure.id];
    if (!made || !made.data.length) return;
    const box = document.createElement("div");
    box.className = "chart-live";
    // The drawing beside it says the same, in words, to those who cannot see it.
    box.setAttribute("aria-hidden", "true");
    figure.querySelector(".chart-figure").append(box);
    const fit = () => plotly.relayout(box, fitted(made.layout, box.clientWidth));
    try {
      await typeface(made.layout);
      await plotly.newPlot(box, made.data, structuredClone(made.layout), SETTINGS);
      await fit();
      opening(figure, box);
      figure.classList.add("live");
      window.addEventListener("resize", () => requestAnimationFrame(fit));
    } catch {
      box.remove();
    }
  };

  const watch = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        draw(target).catch(() => {});
      }
    },
    { rootMargin: NEAR },
  );
  for (const figure of figures) watch.observe(figure);
})();
