// The search engine: an index in, ranked entries out. It knows no page, and runs in a worker as in Node.
//
// Each meaning of a query (search-query.js) reaches words of the index (search-index.js) with a fit between 0
// and 1: the words themselves, compounds with them, word families, synonyms. Entries are ranked by BM25 over
// these groups of words and by how evenly they cover the query.

import { SHORTEST_BEGINNING, SearchIndex } from "./search-index.js";
import { QueryReader } from "./search-query.js";
import { clean, fold } from "./search-text.js";

// How well a word of the index answers a word of the query.
const FIT = {
  head: 0.42, // palkkatuki for tuki
  first: 0.63, // työllisyydenhoito for työllisyys
  middle: 0.35,
  family: 0.35, // valmentaja for valmennus
  beginning: 0.2, // työllistäminen for työllisyys
  synonym: 0.5,
  apart: 0.95, // all parts of the query's compound, where no entry has it whole
  alsoApart: 0.5, // the same where one has
  headAlone: 0.1,
  firstAlone: 0.2,
  unlikely: 0.35, // another lemma that the word may be a form of: lähde for Lahdessa
  region: 0.25, // the region of a place that has no entry
};

// BM25's parameters (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework, 3.4).
const K1 = 8;
const B = 0.4;

const FURTHER = 0.47; // how much a further word counts that answers the same word of the query
const EVENNESS = 0.42; // how much it counts that an entry answers all the words
const EXACTNESS = 0.68; // how much it counts how well an entry answers the only word
const RARITY = 0.45; // an exponent: a rare word must not outweigh what the others mean
const LIGHT = 0.28; // of words that say little
const UNKNOWN = 0.2; // of words that nothing answers
const RELATED = 0.015; // of an entry's score, for each word of the query: what its related entries have of it
const MOST_RELATED = 0.075; // of the same: the longer a query, the less its own words say
const WEAK = 0.3; // of the best score: what is below answers in passing
const WEAKEST = 0.02; // of the best score: what is below is no answer
const LEAST_COVERED = 0.3; // of a query's words by their weight
const LEAST_SAID = 0.7; // by an entry's words, where the word itself in its text says 1 and a synonym the half

const ORIGIN = 0.56; // of a word's letters, which words of one origin share

/** Let a further word answer a word of the query, as SearchEngine.answers has it; the best one counts in full. */
function join(found, entry, [weight, fit, said]) {
  const its = found.get(entry);
  if (!its) { found.set(entry, [weight, fit, said]); return; }
  its[0] = Math.max(its[0], weight) + FURTHER * Math.min(its[0], weight);
  its[1] = Math.max(its[1], fit);
  its[2] = Math.max(its[2], said) + FURTHER * Math.min(its[2], said);
}

function raise(reached, word, fit) {
  if (fit > (reached.get(word) ?? 0)) reached.set(word, fit);
}

export class SearchEngine {
  /** `index` is what generator/search/index.py makes; another form of it is an error. */
  constructor(index) {
    this.index = new SearchIndex(index);
    this.reader = new QueryReader(this.index);
    this.entries = this.index.entries;
    const words = this.index.lengths.reduce((sum, length) => sum + length, 0);
    this.mean = words / Math.max(1, this.entries.length);
  }

  /** An engine with the index at an address, which the site has as JSON packed by gzip. */
  static async load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
    return new SearchEngine(await new Response(unpacked).json());
  }

  /** Add to `reached` (word → fit) what a folded lemma reaches; its relatives only if `wide`. */
  reach(lemma, fit, reached, wide = true) {
    const { index } = this;
    this.reachWritten(lemma, fit, reached);
    if (index.regions.has(lemma)) this.reach(index.regions.get(lemma), fit * FIT.region, reached, false);
    if (!wide) return;
    for (const relative of index.families.get(lemma) ?? []) this.reachWritten(relative, fit * FIT.family, reached);
    const shared = lemma.slice(0, Math.max(SHORTEST_BEGINNING, Math.ceil(lemma.length * ORIGIN)));
    for (const word of index.byBeginning.get(lemma.slice(0, SHORTEST_BEGINNING)) ?? []) {
      const key = index.keys[word];
      if (!key.startsWith(shared)) continue;
      // Verkostoitua is made from verkosto.
      const made = index.parts[word].length === 1 && (key.startsWith(lemma) || lemma.startsWith(key));
      raise(reached, word, fit * (made ? FIT.family : FIT.beginning));
    }
  }

  /** Add the words that are written like a lemma, and the compounds that it is a part of. */
  reachWritten(lemma, fit, reached) {
    for (const word of this.index.byKey.get(lemma) ?? []) raise(reached, word, fit);
    for (const [word, at, parts] of this.index.byPart.get(lemma) ?? []) {
      raise(reached, word, fit * (at === parts - 1 ? FIT.head : at ? FIT.middle : FIT.first));
    }
  }

  /** How well each entry answers what `reached` holds: entry → [weight, best fit, how much it says]. */
  answers(reached) {
    const found = new Map();
    for (const [word, fit] of reached) {
      const list = this.index.postings(word);
      // Within a group, rare words say more: kehittäjä more than its relative kehittää.
      const rarity = Math.log(1 + 2 * this.entries.length / list.length) ** RARITY;
      for (let at = 0; at < list.length; at += 2) {
        join(found, list[at], [fit * rarity * list[at + 1], fit, fit * list[at + 1]]);
      }
    }
    return found;
  }

  /** How well each entry answers all of several groups of words: by the least of them. */
  allOf(groups, fit) {
    const [first, ...others] = groups.map((reached) => this.answers(reached));
    const found = new Map();
    for (const [entry, its] of first ?? []) {
      if (!others.every((other) => other.has(entry))) continue;
      const all = [its, ...others.map((other) => other.get(entry))];
      found.set(entry, its.map((_, measure) => fit * Math.min(...all.map((each) => each[measure]))));
    }
    return found;
  }

  /** Answer a meaning, as `answers` does. */
  answer({ lemmas, unlikely, parts, fit, groups }) {
    const reached = new Map();
    for (const lemma of lemmas) this.reach(lemma, unlikely?.has(lemma) ? fit * FIT.unlikely : fit, reached);
    const further = [];
    if (parts.length > 1) {
      // What an entry has whole or the thesaurus knows is hardly meant by its parts.
      const whole = groups.length || lemmas.some((lemma) => this.index.holding(lemma));
      further.push(this.allOf(parts.map((part) => this.reachedBy(part)), fit * (whole ? FIT.alsoApart : FIT.apart)));
      // The head alone still says something, the first part a little.
      parts.forEach((part, at) => {
        const alone = (at === parts.length - 1 ? FIT.headAlone : FIT.firstAlone) * (whole ? 0.5 : 1);
        for (const lemma of part) if (!this.index.light.has(lemma)) this.reach(lemma, fit * alone, reached, false);
      });
    }
    for (const { group, at } of groups) {
      for (const phrase of this.index.groups[group].filter((_, number) => number !== at)) {
        this.reach(phrase.join(""), fit * FIT.synonym, reached, false);
        if (phrase.length < 2) continue;
        further.push(this.allOf(phrase.map((word) => this.reachedNarrowly(word)), fit * FIT.synonym * FIT.alsoApart));
      }
    }
    const found = this.answers(reached);
    for (const answers of further) for (const [entry, its] of answers) join(found, entry, its);
    return found;
  }

  reachedNarrowly(lemma) {
    const reached = new Map();
    this.reach(lemma, 1, reached, false);
    return reached;
  }

  /** What some lemmas reach together with their synonyms. */
  reachedBy(lemmas) {
    const reached = new Map();
    for (const lemma of lemmas) {
      this.reach(lemma, 1, reached);
      for (const { group, phrase } of this.index.phrases.get(lemma) ?? []) {
        if (phrase.length > 1) continue;
        for (const other of this.index.groups[group]) this.reach(other.join(""), FIT.synonym, reached, false);
      }
    }
    return reached;
  }

  /**
   * Rank the entries by how well they answer the query.
   *
   * Returns {results, suggestions, words}: `results` are [{id, score, weak}], best first, `weak`
   * where an entry answers in passing only; `suggestions` are words that a query without an answer may
   * have meant; `words` are the query's words with what they were understood as, `known` where an entry answers
   * them, and `taken`, the words that they were taken for where they were not found. An empty query gives every
   * entry in its own order; a query of anything but words gives none.
   */
  search(query) {
    const meanings = this.reader.meanings(query);
    const answers = meanings.map((meaning) => this.answer(meaning));
    // Of a phrase each word is told by itself, for one of them may be mistyped.
    const words = meanings.flatMap((meaning, at) => (meaning.words ?? [meaning]).map(({ typed, lemmas, parts, sure, fit }) => ({
      typed, sure, known: answers[at].size > 0, lemmas: lemmas.length ? lemmas : parts.flat(),
      taken: sure || !fit ? [] : this.reader.written(lemmas.length ? lemmas : [parts.at(-1)[0]]),
    })));
    if (!meanings.length && !query.trim()) {
      const all = this.entries.map((id) => ({ id, score: 0, weak: false }));
      return { results: all, suggestions: [], words };
    }
    const ranked = this.rank(meanings, answers);
    const best = ranked[0]?.score ?? 0;
    // What answers a guess only is weak, and so is what comes after a weak answer.
    let weak = meanings.every(({ fit, doubtful }) => !fit || doubtful);
    const results = ranked.filter(({ score }) => score >= WEAKEST * best).map(({ number, score, covered, said }) => {
      weak ||= score < WEAK * best || covered < LEAST_COVERED || said < LEAST_SAID;
      return { id: this.entries[number], score, weak };
    });
    return { results, suggestions: results.length ? [] : this.reader.suggestions(meanings), words };
  }

  /**
   * The entries that answer, best first: [{number, score, covered, said}], `covered` the share of the query that it
   * answers, `said` how much its words say of it, however rare they are.
   */
  rank(meanings, answered) {
    const total = this.entries.length;
    const scores = new Float64Array(total);
    const covered = new Float64Array(total);
    const said = new Float64Array(total);
    let sum = 0;
    for (const [at, meaning] of meanings.entries()) {
      const answers = answered[at];
      let holding = 0;
      for (const [, fit] of answers.values()) holding += Math.min(1, fit) ** 2;
      // One rarity for the whole group of words that answer this one.
      const rarity = Math.log(1 + (total - holding + 0.5) / (holding + 0.5)) ** RARITY * this.telling(meaning);
      sum += rarity;
      for (const [entry, [weight, fit, most]] of answers) {
        said[entry] += most;
        const length = 1 - B + B * this.index.lengths[entry] / this.mean;
        scores[entry] += rarity * weight * (K1 + 1) / (weight + K1 * length);
        covered[entry] += rarity * Math.min(1, fit);
      }
    }
    const evenness = meanings.length > 1 ? EVENNESS : EXACTNESS;
    const own = Array.from(scores, (score, number) => score * (covered[number] / sum) ** evenness);
    const share = Math.min(MOST_RELATED, RELATED * meanings.length);
    return own.map((score, number) => ({
      number, covered: covered[number] / sum, said: said[number],
      score: score + share * this.index.related[number].reduce((all, other) => all + own[other], 0),
    })).filter(({ score }) => score).sort((one, other) => other.score - one.score || one.number - other.number);
  }

  /** How much a meaning tells of what is sought, from 0 to 1. */
  telling({ lemmas, parts, fit, unlikely }) {
    if (!fit) return UNKNOWN;
    const light = (lemma) => this.index.light.has(lemma);
    const likely = lemmas.filter((lemma) => !unlikely?.has(lemma));
    // Tiedä is of tietää, and tie and tiede besides.
    return !parts.length && (likely.length ? likely : lemmas).some(light) ? LIGHT : 1;
  }

  /** Which words of shown texts to mark: a function from a word as it is written to true or false. */
  marker(query) {
    const reached = new Map();
    const meanings = this.reader.meanings(query);
    const most = Math.max(...meanings.map((meaning) => this.telling(meaning)));
    // Get says little beside employers.
    const telling = meanings.filter((meaning) => this.telling(meaning) === most);
    for (const { typed, lemmas: all, unlikely, parts, groups } of telling) {
      // Osaaminen stands in compounds only, alone it is of osata.
      const lemmas = all.filter((lemma) => !unlikely?.has(lemma) || !this.index.byKey.has(lemma));
      const synonyms = groups.flatMap(({ group }) => this.index.groups[group].map((phrase) => phrase.join("")));
      // Työ answers työ paja, a phrase, or työkansio, a compound that there is not, but nobody who looks for työpaja.
      const isApart = !lemmas.length || (typed.includes(" ") && !lemmas.some((lemma) => this.index.isShownAs(lemma)));
      const alone = isApart ? parts.flat().filter((part) => !this.index.light.has(part)) : [];
      for (const lemma of [...lemmas, ...synonyms]) this.reach(lemma, 1, reached, false);
      for (const part of alone) for (const word of this.index.byKey.get(part) ?? []) raise(reached, word, 1);
    }
    const wanted = new Set([...reached.keys()].map((word) => this.index.keys[word]));
    const answers = (word) => {
      const lemmas = this.index.lemmas(fold(clean(word)));
      const unlikely = lemmas.some((lemma) => wanted.has(lemma)) && this.reader.unlikely(lemmas, word);
      return unlikely && lemmas.some((lemma) => wanted.has(lemma) && !unlikely.has(lemma));
    };
    return (word) => !this.index.stops.has(word.toLowerCase()) && answers(word);
  }
}
