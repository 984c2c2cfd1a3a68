// Quantities: whole thousandths of what a row counts, without a unit. A volume is never
// negative; a measure may be.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.quantities = (() => {
  const { Fault, read, steps } = Delaret.numbers;
  const MILLI = 1000;
  const MOST = 10n ** 13n;
  const WHOLE = 100000n;
  const WITH_UNIT = /^[-+(]?\d[\d.,]*\)?\p{L}+\.?$/u;

  // `signed` may be negative, `percent` be written with its sign, `share` be at most 100.
  const milli = (typed, { signed = false, percent = false, share = false } = {}) => {
    const text = percent ? typed.replace(/%$/, "") : typed;
    if (text.endsWith("%")) throw new Fault("är procent. Skriv hur många det är.");
    if (WITH_UNIT.test(text)) throw new Fault("har en enhet. Skriv bara talet, raden har redan sin enhet.");
    const whole = steps(text, MILLI, "har fler än tre decimaler.");
    if (share && whole > WHOLE) throw new Fault("är mer än 100 procent, men indikatorn är en andel.");
    if (share && whole < 0n) throw new Fault("är mindre än 0 procent, men indikatorn är en andel.");
    if (whole < 0n && !signed) throw new Fault("är negativt. Gäller det en tidigare månad, rätta den månaden i stället.");
    if (whole > MOST || whole < -MOST) throw new Fault("är för stort. Kontrollera det.");
    return Number(whole);
  };

  // `12 345,5` of thousandths, or of a fraction of them: { n, d }.
  const shown = (value, decimals, how) => {
    if (value === null || value === undefined) return "\u2013";
    const { n, d } = typeof value === "object" ? value : { n: BigInt(value), d: 1n };
    return Delaret.numbers.shown({ n, d: d * BigInt(MILLI) }, decimals, how);
  };

  const exact = (value) => (value === null || value === undefined ? "" : Delaret.numbers.exact(value, MILLI));

  // How a sheet's cells are read and shown. An emptied cell reports nothing.
  const measure = (decimals, how) => ({
    read: (typed) => read(typed, (text) => milli(text, how)),
    shown: (value, how) => shown(value, decimals, how),
    exact,
    empty: "",
  });

  return { shown, exact, measure };
})();
