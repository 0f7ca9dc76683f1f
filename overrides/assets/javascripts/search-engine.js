// The search engine: an inverted index in, ranked entries out. It knows no page.

const VERSION = 1;
const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

// How well a word of the index answers a word of the query. Finnish bends the ends of words and writes
// compounds together, so beginnings and parts count as well as whole words.
const EXACT = 1;
const BEGINS = 0.7;
const SAME_STEM = 0.55;
const HOLDS = 0.4;

// A word that nothing answers is cut from its end until something begins alike.
const BEGINS_ALIKE = 0.3;

// A part of a compound is a word of its own, with another before it.
const SHORTEST_PART = 7;
const SHORTEST_FIRST_PART = 3;

const SHORTEST_BASE = 4; // of a word that the query bends: Kemi in Kemissä

const SHORTEST_STEM = 5;
const LONGEST_ENDING = 5;

const WEAKEST = 0.05; // of the best score: what is below is no answer

// BM25's usual settings: how soon repetition stops counting, how much length does.
const K1 = 1.2;
const B = 0.55;

/** Cut text into words, folded to lower case, as the index was made. */
export function wordsOf(text) {
  const words = [];
  // A query of more than a few lines is a slip of the clipboard.
  for (const [word] of text.normalize("NFC").toLowerCase().slice(0, 500).matchAll(WORD)) {
    words.push(...(word.includes("-") ? word.split("-").filter((part) => part.length > 1) : [word]));
  }
  return [...new Set(words)].slice(0, 12);
}

/** The part of a word that its endings are likely to leave alone. */
export function stem(word) {
  return word.slice(0, Math.max(SHORTEST_STEM, Math.ceil(word.length * 0.75), word.length - LONGEST_ENDING));
}

export class SearchEngine {
  constructor(index) {
    if (index.version !== VERSION) throw new Error("unknown index");
    this.entries = index.entries;
    this.terms = index.terms;
    this.postings = index.postings;
    this.lengths = index.lengths;
    this.mean = index.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, index.lengths.length);
  }

  /** The words of the index that answer a query word, with how well they do. */
  matches(word) {
    const found = new Map();
    const root = word.length > SHORTEST_STEM ? stem(word) : null;
    this.terms.forEach((term, number) => {
      let fit = 0;
      if (term === word) fit = EXACT;
      else if (word.length > 2 && term.startsWith(word)) fit = BEGINS;
      else if (root && term.startsWith(root)) fit = SAME_STEM;
      else if (term.length >= SHORTEST_BASE && word.startsWith(term) && word.length - term.length <= LONGEST_ENDING) fit = SAME_STEM;
      else if (word.length >= SHORTEST_PART && term.indexOf(root ?? word) >= SHORTEST_FIRST_PART) fit = HOLDS;
      if (fit) found.set(number, fit);
    });
    for (let length = word.length - 1; !found.size && length >= SHORTEST_STEM; length -= 1) {
      const beginning = word.slice(0, length);
      this.terms.forEach((term, number) => { if (term.startsWith(beginning)) found.set(number, BEGINS_ALIKE); });
    }
    return found;
  }

  /**
   * Rank the entries by how well they answer the query; those that answer nothing are left out.
   * Returns [{entry, score}], best first. An empty query gives every entry in its own order.
   */
  search(query) {
    const words = wordsOf(query);
    if (!words.length) return query.trim() ? [] : this.entries.map((entry) => ({ entry, score: 0 }));
    const scores = new Float64Array(this.entries.length);
    const answered = new Uint8Array(this.entries.length);
    for (const word of words) {
      const weights = new Map();
      for (const [term, fit] of this.matches(word)) {
        const list = this.postings[term];
        for (let at = 0; at < list.length; at += 2) {
          weights.set(list[at], (weights.get(list[at]) ?? 0) + fit * list[at + 1] / 10);
        }
      }
      // One rarity for the whole group of words that answer this one.
      const rarity = Math.log(1 + (this.entries.length - weights.size + 0.5) / (weights.size + 0.5));
      for (const [entry, weight] of weights) {
        const length = 1 - B + B * this.lengths[entry] / this.mean;
        scores[entry] += rarity * weight * (K1 + 1) / (weight + K1 * length);
        answered[entry] += 1;
      }
    }
    // An entry that answers every word stands before one that answers some of them well.
    const least = Math.max(Math.ceil(words.length / 2), Math.max(0, ...answered) - 1);
    const ranked = this.entries
      .map((entry, number) => ({ entry, number, score: scores[number] * (answered[number] / words.length) ** 2 }))
      .filter(({ number }) => answered[number] >= least)
      .sort((one, other) => other.score - one.score || one.number - other.number);
    // Far behind the best one stand those that mention the words in passing.
    return ranked.filter(({ score }) => score >= WEAKEST * ranked[0].score);
  }
}
