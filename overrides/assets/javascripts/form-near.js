// What was probably meant: the known name that is nearest, the day that was written another way.

/** The known name that is most like one, or an empty text where none comes close. */
export function nearest(name, known) {
  let best = "";
  let least = Math.ceil(name.length * 0.35);
  for (const each of known) {
    const steps = distance(name, each, least);
    if (steps < least || (steps === least && !best)) { best = each; least = steps; }
  }
  return best;
}

/** How many signs must be added, left out or changed to get from one word to another, if no more than `most`. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most || one.length > 80) return Infinity;
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) <= most ? row.at(-1) : Infinity;
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
