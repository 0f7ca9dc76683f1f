// The index of a language, read for looking up: words by form, part and beginning, rules, families, thesaurus.

import { fold } from "./search-text.js";

const VERSION = 6;

/** The letters that words of one origin share at their beginning. */
export const SHORTEST_BEGINNING = 5;

const LONGEST_CHANGE = 6; // of what the rules change before an ending, in letters
const SHORTEST_BARE = 4; // of a word without its clitic
const TWO_CONSONANTS = /^[^aeiouy]{2}/; // of a folded word

// How the index is packed: see generator/search/pack.py.
const SIGNS = Array.from({ length: 92 }, (_, at) => String.fromCharCode(35 + at));
const ALPHABET = SIGNS.filter((sign) => sign !== "\\" && sign !== "@");
const LEADS = 16;
const SINGLES = ALPHABET.length - LEADS;
const LEVELS = 6;
const STEP = 1.6;
const ODD = "!";
const VALUES = new Map(ALPHABET.map((sign, value) => [sign, value]));

/** Read sorted words that are written by what differs from the one before, after a capital: A for no letter shared. */
function unpackWords(text) {
  let last = "";
  const shared = (capital) => capital.charCodeAt() - "A".charCodeAt();
  return (text.match(/[A-Z][^A-Z]*/g) ?? []).map((coded) => (last = last.slice(0, shared(coded)) + coded.slice(1)));
}

/** Read words that are written by what their beginnings have in common, and how each goes on. */
function unpackStem(line) {
  const [stem, ...ends] = line.split(" ");
  return ends.map((end) => stem + end);
}

/** Read packed numbers. */
function unpackNumbers(text) {
  const numbers = [];
  for (let at = 0; at < text.length; at += 1) {
    let value = VALUES.get(text[at]);
    let number = 0;
    let base = 1;
    for (; value >= SINGLES; base *= LEADS) {
      number += base * value; // the sign says its part, and that another follows
      at += 1;
      value = VALUES.get(text[at]);
    }
    numbers.push(number + base * value);
  }
  return numbers;
}

/** Read the entries that hold a word: a flat list of entry and weight. */
function unpackPostings(text) {
  let entry = -1;
  return unpackNumbers(text).flatMap((number) => {
    entry += Math.floor(number / LEVELS) + 1;
    return [entry, 2 ** ((number % LEVELS) / STEP)];
  });
}

function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const setOf = (text) => new Set(text.split(" ").filter(Boolean));

/** The rules of all languages: what a form may come from, whether there are such words or not. */
class Rules {
  constructor(sets) {
    this.byEnding = new Map(); // ending: what the stems before it change
    for (const { endings, changes } of sets) {
      const map = new Map(changes.map((line) => { const [old, ...now] = line.split("/"); return [old, now]; }));
      for (const ending of endings.split(" ")) push(this.byEnding, ending, map);
    }
    this.longest = Math.max(0, ...[...this.byEnding.keys()].map((ending) => ending.length));
  }

  /** Call `found` with each lemma that a folded form may come from, if `known` has the beginning that stays. */
  each(form, known, found) {
    for (let end = form.length; end >= Math.max(2, form.length - this.longest); end -= 1) {
      for (const changes of this.byEnding.get(form.slice(end)) ?? []) {
        for (let cut = end; cut >= Math.max(1, end - LONGEST_CHANGE); cut -= 1) {
          const stem = form.slice(0, cut);
          if (!known.has(stem)) continue;
          for (const change of changes.get(form.slice(cut, end)) ?? []) {
            // Two consonants that a word begins with stay: kissa is no form of KPI.
            if (cut > 1 || !TWO_CONSONANTS.test(stem + change)) found(stem + change);
          }
        }
      }
    }
  }
}

export class SearchIndex {
  /** `index` is what generator/search/index.py makes; another form of it is an error. */
  constructor(index) {
    if (index.version !== VERSION) throw new Error("unknown index");
    this.entries = index.entries;
    this.lengths = index.lengths;
    this.stops = setOf(index.stops);
    this.light = new Set([...setOf(index.light)].map(fold));
    this.clitics = [...setOf(index.clitics)];
    this.rules = new Rules(index.rules);
    this.words = unpackWords(index.words);
    const packed = index.postings.split(" ");
    this.packed = packed.map((text) => text.replace(ODD, ""));
    this.unpacked = new Map();
    this.readRelated(index.related);
    this.readVocabulary(new Map(index.bases.map(unpackStem)));
    this.readRegions(unpackNumbers(index.regions), unpackNumbers(index.places));
    this.readFamilies(index.families);
    this.readSynonyms(index.synonyms);
    this.readShown(packed);
  }

  /** The entries that each entry names as related or is named by; twice where both name each other. */
  readRelated(text) {
    const named = text.split(" ").map(unpackNumbers);
    this.related = named.map((numbers) => [...numbers]);
    named.forEach((numbers, entry) => { for (const other of numbers) this.related[other].push(entry); });
  }

  /** Look up every word by its folded form, its parts, its beginning. */
  readVocabulary(bases) {
    this.shown = this.words.map((word) => word.replaceAll("|", ""));
    this.keys = this.shown.map(fold);
    this.parts = this.words.map((word) => word.split("|"));
    this.byKey = new Map(); // folded: the words that are written so
    this.byPart = new Map(); // folded base of a part: [word, the part's place, how many there are]
    this.byBeginning = new Map();
    this.firsts = new Map(); // folded first part, as it is written in a compound: its base
    this.known = new Set(); // all beginnings of folded words and parts
    this.words.forEach((word, number) => {
      const key = this.keys[number];
      const parts = this.parts[number];
      push(this.byKey, key, number);
      this.remember(key);
      if (key.length >= SHORTEST_BEGINNING) push(this.byBeginning, key.slice(0, SHORTEST_BEGINNING), number);
      if (parts.length < 2) return;
      parts.forEach((part, at) => {
        const base = fold(bases.get(part) ?? part);
        push(this.byPart, base, [number, at, parts.length]);
        this.remember(base);
        if (at < parts.length - 1) this.firsts.set(fold(part), base);
      });
    });
  }

  /** Know all beginnings of a word; the shorter ones are known already if a longer one is. */
  remember(key) {
    for (let end = key.length; end && !this.known.has(key.slice(0, end)); end -= 1) this.known.add(key.slice(0, end));
  }

  /** The regions of municipalities that no entry speaks of: for each word that none holds, 0 or its region's place. */
  readRegions(regions, places) {
    this.regions = new Map();
    const unheld = this.packed.flatMap((text, word) => (text ? [] : [word]));
    unheld.forEach((word, at) => {
      if (places[at]) this.regions.set(this.keys[word], this.keys[regions[places[at] - 1]]);
    });
  }

  readFamilies(lines) {
    this.families = new Map();
    for (const family of lines.map((line) => unpackStem(line).map(fold))) {
      for (const one of family) for (const other of family) if (one !== other) push(this.families, one, other);
    }
  }

  /** The groups of the thesaurus; each phrase that leads to a group stands under its first word besides. */
  readSynonyms(lines) {
    this.glued = new Set(); // the phrases, as entries that hold one have it among their words
    const phraseOf = (text) => {
      const words = unpackNumbers(text);
      if (words.length > 1) this.glued.add(words.map((word) => this.words[word]).join("|"));
      return words.map((word) => this.keys[word]);
    };
    const read = (text) => text.split(" ").filter(Boolean).map(phraseOf);
    this.phrases = new Map();
    this.groups = lines.map((line, group) => {
      const [names, targets] = line.split("  ").map(read);
      names.forEach((phrase, at) => push(this.phrases, phrase[0], { group, at, phrase }));
      return targets ? [...names, ...targets] : names;
    });
  }

  /** The words that stand on a page, and may be suggested: what is no phrase of the thesaurus, but for the odd ones. */
  readShown(packed) {
    this.isShown = packed.map((text, word) => (
      text !== "" && text.startsWith(ODD) === this.glued.has(this.words[word]) && !/\d/.test(this.words[word])));
    // What is but a phrase is written in words.
    this.words.forEach((word, at) => {
      if (this.glued.has(word) && !this.isShown[at]) this.shown[at] = word.replaceAll("|", " ");
    });
  }

  /** The entries that hold a word: a flat list of entry and weight. */
  postings(word) {
    if (!this.unpacked.has(word)) this.unpacked.set(word, unpackPostings(this.packed[word]));
    return this.unpacked.get(word);
  }

  /** Whether a folded lemma is a word of the index or a part of one. */
  isKnown(lemma) {
    return this.byKey.has(lemma) || this.byPart.has(lemma);
  }

  /** Whether a folded lemma stands on a page as one word. */
  isShownAs(lemma) {
    return (this.byKey.get(lemma) ?? []).some((word) => this.isShown[word]);
  }

  /** How many entries hold a folded lemma as a word. */
  holding(lemma) {
    return Math.max(0, ...(this.byKey.get(lemma) ?? []).map((word) => this.postings(word).length / 2));
  }

  /** The folded lemmas of the index that a folded form may come from. */
  lemmas(form) {
    const found = new Set();
    const take = (lemma) => { if (lemma.length > 1 && this.isKnown(lemma)) found.add(lemma); };
    take(form);
    this.rules.each(form, this.known, take);
    for (const clitic of this.clitics) {
      if (!form.endsWith(clitic) || form.length - clitic.length < SHORTEST_BARE) continue;
      take(form.slice(0, -clitic.length));
      this.rules.each(form.slice(0, -clitic.length), this.known, take);
    }
    return [...found];
  }

  /** Whether a folded lemma is a compound with this first part, as it is written there. */
  beginsWith(lemma, part) {
    const words = this.byKey.get(lemma) ?? [];
    return words.some((word) => this.parts[word].length > 1 && fold(this.parts[word][0]) === part);
  }

  /** The parts of the first compound among some lemmas, each as a list of the one lemma that it is of. */
  partsOf(lemmas) {
    for (const lemma of lemmas) {
      for (const word of this.byKey.get(lemma) ?? []) {
        const parts = this.parts[word].map(fold);
        const head = parts.length - 1;
        if (head) return parts.map((part, at) => [at < head ? this.firsts.get(part) ?? part : part]);
      }
    }
    return [];
  }
}
