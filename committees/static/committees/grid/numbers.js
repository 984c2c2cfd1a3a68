// Numbers as people type them: Swedish, any minus, `=1200*8`. Exact: a fraction of two
// BigInts until the last step, never a float. What they count is the caller's to know.
"use strict";

window.Delaret = window.Delaret || {};

Delaret.numbers = (() => {
  const SPACES = /[\s\u00a0\u202f\u2009\u200b\ufeff]/g;
  const MINUSES = /[\u2212\u2013\u2011]/g;
  const PLAIN = /^(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;
  const THOUSANDS = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
  const EXCEL_FAULT = /^#[A-ZÅÄÖ0-9/!?]+$/;
  const LONGEST = 200;

  class Fault extends Error {}

  const literal = (digits) => {
    const [whole, part = ""] = digits.replace(",", ".").split(".");
    return { n: BigInt(whole + part), d: 10n ** BigInt(part.length) };
  };

  const ZERO = { n: 0n, d: 1n };
  const OPERATIONS = {
    "+": (a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d }),
    "-": (a, b) => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d }),
    "*": (a, b) => ({ n: a.n * b.n, d: a.d * b.d }),
    "/": (a, b) => {
      if (b.n === 0n) throw new Fault("delar med noll.");
      const turned = b.n < 0n ? -1n : 1n;
      return { n: a.n * b.d * turned, d: a.d * b.n * turned };
    },
  };

  // Sums of products of signed numbers and parentheses, read from the left.
  const formula = (text) => {
    const tokens = text.match(/\d+(?:[.,]\d+)?|[-+*/()]/g) || [];
    if (!tokens.length || tokens.join("") !== text) throw new Fault("går inte att räkna ut. Använd tal, + - * / och ().");
    const broken = () => new Fault("går inte att räkna ut. Något saknas i formeln.");
    const part = () => {
      const token = tokens.shift();
      if (token === "-") return OPERATIONS["-"](ZERO, part());
      if (token === "+") return part();
      if (token === "(") {
        const inner = sum();
        if (tokens.shift() !== ")") throw broken();
        return inner;
      }
      if (!token || !/^\d/.test(token)) throw broken();
      return literal(token);
    };
    const chain = (next, signs) => {
      let value = next();
      while (signs.includes(tokens[0])) value = OPERATIONS[tokens.shift()](value, next());
      return value;
    };
    const product = () => chain(part, ["*", "/"]);
    const sum = () => chain(product, ["+", "-"]);
    const value = sum();
    if (tokens.length) throw broken();
    return value;
  };

  const plain = (text) => {
    let [digits, minus] = [text.replace(/^\+/, ""), true];
    if (/^\(.*\)$/.test(text)) digits = text.slice(1, -1);
    else if (text.startsWith("-")) digits = text.slice(1);
    else if (text.endsWith("-")) digits = text.slice(0, -1);
    else minus = false;
    if (THOUSANDS.test(digits)) throw new Fault("kan läsas på två sätt. Skriv tusental utan punkt.");
    if (EXCEL_FAULT.test(text)) throw new Fault("är ett fel från Excel. Rätta formeln där.");
    if (!PLAIN.test(digits)) throw new Fault("är inget tal. Skriv till exempel 1\u00a0234,50 eller =1200*8.");
    const value = literal(digits.replace(/^([.,])/, "0$1"));
    return minus ? { n: -value.n, d: value.d } : value;
  };

  const rounded = ({ n, d }) => {
    const size = n < 0n ? -n : n;
    const whole = size / d + (2n * (size % d) >= d ? 1n : 0n);
    return n < 0n ? -whole : whole;
  };

  const compact = (typed) => typed.replace(SPACES, "").replace(MINUSES, "-");

  // `make(compact)` of a typed text; { value: null } of an empty one, { fault } of a bad one.
  const read = (typed, make) => {
    const text = compact(typed);
    if (!text) return { value: null };
    if (typed.length > LONGEST) return { fault: "Texten är för lång för att vara ett tal." };
    try {
      return { value: make(text) };
    } catch (error) {
      if (error instanceof Fault) return { fault: `\u201d${typed.trim().slice(0, 40)}\u201d ${error.message}` };
      throw error;
    }
  };

  // Whole steps of `size` to the number; what is typed may not be finer, a formula may.
  const steps = (text, size, finer) => {
    const counted = text.startsWith("=");
    const value = counted ? formula(text.slice(1)) : plain(text);
    const exactly = { n: value.n * BigInt(size), d: value.d };
    if (!counted && exactly.n % exactly.d !== 0n) throw new Fault(finer);
    return rounded(exactly);
  };

  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "\u202f");

  // `−1 227,4` of { n, d }: rounded once, half away from zero.
  const shown = ({ n, d }, decimals, { plus = false } = {}) => {
    const count = rounded({ n: n * 10n ** BigInt(decimals), d });
    const size = count < 0n ? -count : count;
    const digits = size.toString().padStart(decimals + 1, "0");
    const whole = grouped(digits.slice(0, digits.length - decimals));
    const text = decimals ? `${whole},${digits.slice(-decimals)}` : whole;
    if (count === 0n) return text;
    return count < 0n ? `\u2212${text}` : plus ? `+${text}` : text;
  };

  // A number of steps with the decimals it needs: for editing, and for Excel.
  const exact = (count, size) => {
    const decimals = String(size).length - 1;
    const digits = String(Math.abs(count)).padStart(decimals + 1, "0");
    const part = digits.slice(digits.length - decimals).replace(/0+$/, "");
    const whole = digits.slice(0, digits.length - decimals);
    return `${count < 0 ? "-" : ""}${whole}${part ? `,${part}` : ""}`;
  };

  return { Fault, compact, read, steps, shown, exact };
})();
