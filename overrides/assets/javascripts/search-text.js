// Words: cut out of a text, folded, compared. The index was made with the same rules (generator/search/text.py).

const WORD = /[\p{L}\p{N}]+(?:[-‑'’][\p{L}\p{N}]+)*/gu;
const MARKS = /\p{M}/gu;
const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/g; // soft hyphens and the like, which come along when text is copied

const LONGEST_QUERY = 500; // characters; more than a few lines is a slip of the clipboard
const MOST_WORDS = 24;

/** A word in lower case without marks, as people write who leave the dots out: työ as tyo. */
export const fold = (word) => word.toLowerCase().normalize("NFD").replace(MARKS, "");

/** A word in lower case without hyphens and apostrophes. */
export const clean = (word) => word.toLowerCase().normalize("NFC").replace(/[-‑'’]/g, "");

/** Cut a query into words, in lower case; a hyphenated word is one. */
export function wordsOf(text) {
  return (text.slice(0, LONGEST_QUERY).replace(UNSEEN, "").normalize("NFC").match(WORD) ?? []).slice(0, MOST_WORDS)
    .map((word) => word.toLowerCase().replaceAll("‑", "-"));
}

/** The pairs of letters of a word, its ends included. */
export function pairsOf(word) {
  const padded = ` ${word} `;
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2));
}

/** How many slips two words are apart (optimal string alignment), or `limit` + 1 where it is more. */
export function distance(one, other, limit) {
  let [older, old] = [null, Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    let least = row;
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let steps = Math.min(old[column] + 1, now[column - 1] + 1, old[column - 1] + same);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        steps = Math.min(steps, older[column - 2] + 1);
      }
      now.push(steps);
      if (steps < least) least = steps;
    }
    if (least > limit) return limit + 1;
    [older, old] = [old, now];
  }
  return Math.min(limit + 1, old[other.length]);
}
