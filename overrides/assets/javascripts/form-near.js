// What was probably meant: the known name that is nearest, the day that was written another way.

/** How many letters tell enough to look for names that hold them, or begin with them. */
const ENOUGH = 3;

/**
 * The known name that is probably meant by one, or an empty text where none comes close: one that holds it, first
 * one that begins with it; else the most like it; else one with a word that begins alike. As problems.py has it.
 * Things known by their ids may have labels besides.
 * @param {string} name
 * @param {Iterable<string> | Map<string, {label?: string}>} known
 * @returns {string}
 */
export function nearest(name, known) {
  const wanted = name.toLowerCase();
  const things = known instanceof Map ? [...known] : [...known].map((id) => [id, {}]);
  const forms = new Map();
  for (const [id, { label }] of things) if (label) forms.set(label.toLowerCase(), id);
  for (const [id] of things) forms.set(id.toLowerCase(), id);
  if (forms.has(wanted)) return forms.get(wanted);
  const all = [...forms.keys()].sort();
  const rank = (form) => (form.startsWith(wanted) ? 0 : 1000) + form.length;
  const holding = wanted.length < ENOUGH ? [] : all.filter((form) => form.includes(wanted));
  if (holding.length) return forms.get(holding.reduce((one, other) => (rank(other) < rank(one) ? other : one)));
  const close = closest(wanted, all);
  if (close || wanted.length < ENOUGH) return forms.get(close) ?? "";
  const holders = new Map();
  for (const form of all) {
    const words = form.split(/[^\p{L}\p{N}]+/u).filter((word) => word.slice(0, ENOUGH) === wanted.slice(0, ENOUGH));
    for (const word of words) if (!holders.has(word)) holders.set(word, form);
  }
  return forms.get(holders.get(closest(wanted, [...holders.keys()].sort()))) ?? "";
}

/** The one of some texts that is most like a name, or an empty text. */
function closest(name, texts) {
  let best = "";
  let most = 0.6;
  for (const text of texts) {
    const all = text.length + name.length;
    // More letters than the shorter one has they cannot share.
    const alike = 2 * Math.min(text.length, name.length) >= most * all ? 2 * shared(text, name) / all : 0;
    if (alike >= most) { best = text; most = alike; }
  }
  return best;
}

/** How many letters two texts share in their order: the longest piece, and so on beside it, as Python's difflib. */
function shared(one, other) {
  let [size, here, there] = [0, 0, 0];
  let above = [];
  for (let i = 0; i < one.length; i += 1) {
    const row = [];
    for (let j = 0; j < other.length; j += 1) {
      row.push(one[i] === other[j] ? (above[j - 1] ?? 0) + 1 : 0);
      if (row[j] > size) [size, here, there] = [row[j], i + 1, j + 1];
    }
    above = row;
  }
  return size && size + shared(one.slice(0, here - size), other.slice(0, there - size))
    + shared(one.slice(here), other.slice(there));
}

/** Whether there is such a day. */
export function isInCalendar(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A day that is written the Finnish way, 1.2.2026, as 2026-02-01; an empty text for anything else. */
export function isoDate(text) {
  const match = /^[^0-9]*([0-9]{1,2})[./ ]+([0-9]{1,2})[./ ]+([0-9]{4})[^0-9]*$/.exec(text.slice(0, 40));
  if (!match) return "";
  const [day, month, year] = match.slice(1).map(Number);
  if (year < 100 || !isInCalendar(year, month, day)) return "";
  return [String(year).padStart(4, "0"), ...[month, day].map((part) => String(part).padStart(2, "0"))].join("-");
}
