// Amounts of money: whole öre, typed and shown in kr, tkr or mkr.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.amounts = (() => {
  const { Fault, read, steps } = Delaret.numbers;
  const UNITS = { kr: 100, tkr: 100000, mkr: 100000000 };
  const SHOWN = { kr: 0, tkr: 0, mkr: 1 };
  const MOST = 10n ** 13n;
  const UNIT = /(mnkr|mkr|tkr|kr)\.?$/i;
  const EMPTY = "En tom ruta ändrar inget. Skriv 0 om beloppet är noll.";

  const ore = (text, usual) => {
    const written = text.match(UNIT);
    const named = written && written[1].toLowerCase().replace("mnkr", "mkr");
    const bare = written ? text.slice(0, written.index) : text;
    const whole = steps(bare, UNITS[named || usual], "har fler decimaler än hela ören.");
    if (whole > MOST || whole < -MOST) throw new Fault("är för stort. Kontrollera enheten.");
    return Number(whole);
  };

  // Öre of a typed text in a unit; { ore: null } of an empty one, { fault } of a bad one.
  const parse = (typed, unit) => {
    const { value, fault } = read(typed, (text) => ore(text, unit));
    return fault ? { fault } : { ore: value };
  };

  // `−1 227` as shown in a unit: rounded once, half away from zero; `–` of nothing.
  const shown = (value, unit, how) => {
    if (value === null || value === undefined) return "\u2013";
    return Delaret.numbers.shown({ n: BigInt(value), d: BigInt(UNITS[unit]) }, SHOWN[unit], how);
  };

  const exact = (value, unit) =>
    value === null || value === undefined ? "" : Delaret.numbers.exact(value, UNITS[unit]);

  // How a sheet's cells are read and shown. `empty` is said of an emptied cell.
  const measure = (unit) => ({
    read: (typed) => read(typed, (text) => ore(text, unit)),
    shown: (value, how) => shown(value, unit, how),
    exact: (value) => exact(value, unit),
    empty: EMPTY,
  });

  return { parse, shown, exact, measure };
})();
