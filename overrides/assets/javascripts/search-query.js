// What a query means: each of its words as dictionary forms of the index, parts of compounds, corrected spellings.
//
// A meaning is {form, lemmas, unlikely, parts, fit, sure, doubtful, words}: the folded form that was typed, the lemmas
// that it may come from and those of them that are less likely, the parts of a compound (lists of lemmas), how
// well it was understood (0 to 1), whether as it stands, whether something else may well have been meant, and the
// words of a phrase.

import { SHORTEST_BEGINNING } from "./search-index.js";
import { clean, distance, fold, pairsOf, wordsOf } from "./search-text.js";

const CORRECTED = 0.8; // the fit of a word with one slip
const TWICE_CORRECTED = 0.6;
const AKIN = 0.6; // of a word whose ending makes another word of it
const HEAD_ONLY = 0.5; // of a compound whose first part is unknown
const SHARED = 0.6; // of the letters of two such words
const SHORTEST_AKIN = 8; // verotus is no kin of verotulo

const SHORTEST_PART = 3; // of a compound, in letters
const SHORTEST_BENT = 4; // of a compound's last part that is no dictionary form
const DEEPEST = 2; // splits of what stands after a first part
const SHORTEST_HEAD = 5; // that is found without the first part of its compound
const SHORTEST_CORRECTED = 4;
const SHORTEST_SURE = 6; // a shorter form with a slip may well be another word
const SHORTEST_UNLIKE = 7; // the same of slips that are not the commonest
const SHORTEST_BEGUN = 4; // a shorter beginning says little
const SHORTEST_MENDED_BENT = 8; // of a form with both a slip and an ending
const SHORTEST_MENDED = 10; // a shorter form with two slips, or a slip and an ending, may well be another word
const SHORTEST_MISTYPED = 6; // shorter words are too like each other
const SHORTEST_SPLIT = 10; // a longer form is rather one slip from a known compound than a compound that nobody has
const SHORTEST_TWICE_CORRECTED = 8;
const COMMONER = 15; // times as many entries that hold a word outweigh a longer stem
const SURE_STEM = 4; // letters that a corrected form and its lemma share
const LONGEST_CORRECTED = 30;
const LONGEST_AGREEING = 30;
const LONGEST_ENDING = 9;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const SHORTEST_TYPED = 2; // of a word that is still being typed
const SHORTEST_PLACE = 5; // the same of a place without an entry: kala is hardly Kalajoki
const MOST_BEGUN = 20;
const MOST_SUGGESTIONS = 3;
const LIKENESS = 0.62; // of a suggestion and what was typed: the mean of shared pairs of letters and of letters in place

/** How many letters two words share at their beginning. */
function sharedLetters(one, other) {
  let at = 0;
  while (at < other.length && one[at] === other[at]) at += 1;
  return at;
}

/** Whether a word was typed with marks that another, as far as they are alike, has not: sää is no form of saada. */
function hasMarksToo(typed, shown) {
  for (let at = 0; fold(typed[at] ?? "") && fold(typed[at]) === fold(shown[at] ?? ""); at += 1) {
    if (typed[at] !== shown[at] && typed[at] !== fold(typed[at])) return true;
  }
  return false;
}

/** Whether two words share so many letters at their beginning, or are the same. */
const startsAlike = (one, other, letters) => one === other || sharedLetters(one, other) >= letters;

export class QueryReader {
  constructor(index) {
    this.index = index;
  }

  /** The meanings of a query's words that say something, joined where a phrase or a compound is meant. */
  meanings(query) {
    const typed = wordsOf(query);
    // Te is a pronoun and says nothing, but not in te toimisto.
    // In in work trial, it is work that belongs to what follows.
    const pair = (at) => at >= 0 && this.compound(typed[at], typed[at + 1]);
    const joined = (at) => pair(at) && !pair(at + 1);
    const says = (word) => word.length > 1 && !this.index.stops.has(word);
    const telling = typed.filter((word, at) => says(word) || joined(at) || joined(at - 1));
    // Te alone is meant as it stands in te-toimisto; ja and on mean nothing.
    const words = telling.length ? telling : typed.filter((word) => this.index.phrases.has(fold(word)));
    const unfinished = /[\p{L}\p{N}]$/u.test(query);
    const found = [];
    for (let at = 0; at < words.length; at += 1) {
      const compound = this.compound(words[at], words[at + 1]);
      const last = unfinished && at === words.length - 1;
      found.push(compound ?? { typed: words[at], ...this.understand(words[at], last) });
      if (compound) at += 1;
    }
    return this.phrased(found);
  }

  /** The meaning of two words that are a compound written apart, if they are one. */
  compound(word, next) {
    if (!next) return null;
    const [first, second] = [word, next].map((each) => fold(clean(each)));
    const stop = this.index.stops.has(word) || this.index.stops.has(next);
    const exactly = stop || first.length < SHORTEST_PART;
    // A phrase of the thesaurus keeps its synonyms where it is read as one.
    if (!stop && this.isPhrase(first, second)) return null;
    const lemmas = this.index.lemmas(first + second).filter((lemma) => (
      exactly ? this.index.beginsWith(lemma, first) && (!stop || this.index.phrases.has(lemma))
        : this.index.partsOf([lemma]).length));
    // R 7 is R7.
    if (first.length === 1 && /^\d+$/.test(next) && this.index.byKey.has(first + next)) lemmas.push(first + next);
    return lemmas.length ? { typed: `${word} ${next}`, form: lemmas[0], ...this.whole(lemmas, 1, true) } : null;
  }

  /** Whether the thesaurus has a phrase that begins with two words. */
  isPhrase(first, second) {
    const seconds = this.index.lemmas(second);
    return this.index.lemmas(first).some((lemma) => (
      (this.index.phrases.get(lemma) ?? []).some(({ phrase }) => seconds.includes(phrase[1]))));
  }

  /** The meaning of a word that is taken for some lemmas. */
  whole(lemmas, fit, sure) {
    return { lemmas, parts: this.index.partsOf(lemmas), fit, sure };
  }

  /** Put the words of a phrase that the thesaurus knows into one meaning; give each meaning its groups. */
  phrased(meanings) {
    const found = [];
    const means = (word, meaning) => meaning && (meaning.form === word || meaning.lemmas.includes(word));
    for (let from = 0; from < meanings.length;) {
      const { form, lemmas } = meanings[from];
      const phrases = [...new Set([form, ...lemmas])].flatMap((lemma) => this.index.phrases.get(lemma) ?? [])
        .filter(({ phrase }) => phrase.every((word, step) => means(word, meanings[from + step])));
      const longest = Math.max(1, ...phrases.map(({ phrase }) => phrase.length));
      // Hankinta is hardly a form of hanke.
      const itself = longest === 1 && lemmas.includes(form) && phrases.some(({ phrase }) => phrase[0] === form);
      const groups = phrases.filter(({ phrase }) => phrase.length === longest && (!itself || phrase[0] === form));
      const words = meanings.slice(from, from + longest);
      found.push({ ...(longest > 1 ? this.phrase(words, groups) : words[0]), groups });
      from += longest;
    }
    return found;
  }

  /** The meaning of a phrase; the index has it as a compound of its words where an entry holds it. */
  phrase(words, groups) {
    const written = new Set(groups.map(({ phrase }) => phrase.join("")));
    return {
      words,
      typed: words.map(({ typed }) => typed).join(" "),
      form: [...written][0],
      lemmas: [...written].filter((lemma) => this.index.isKnown(lemma)),
      parts: words.map(({ lemmas, form }) => (lemmas.length ? lemmas : [form])),
      fit: Math.min(...words.map(({ fit }) => fit)),
      sure: words.every(({ sure }) => sure),
    };
  }

  /** The meaning of one word; `last` where it may still be being typed. */
  understand(word, last) {
    const form = fold(clean(word));
    const unknown = { lemmas: [], parts: [], fit: 0, sure: false };
    const guessed = () => (this.index.light.has(form) ? null : this.asGuessed(form, word, last));
    return { form, ...(this.asWritten(form, word, last) ?? guessed() ?? unknown) };
  }

  /** The meaning of a word that the index has, or whose parts it has between hyphens. */
  asWritten(form, word, last) {
    const found = this.alike(this.index.lemmas(form), word);
    const lemmas = found.length ? found : this.agreeing(form);
    if (lemmas.length) {
      const unlikely = this.unlikely(lemmas, word);
      const likely = lemmas.filter((lemma) => !unlikely.has(lemma));
      // A place without an entry reaches its region weakly: what it hardly means would outweigh it.
      const place = likely.some((lemma) => this.index.regions.has(lemma));
      const meaning = this.whole(place ? likely : lemmas, 1, true);
      // What is still being typed may be a beginning as well: seinä of Seinäjoki.
      const begun = last && !lemmas.includes(form) ? this.begunWith(form, word) : [];
      const more = begun.filter((lemma) => !lemmas.includes(lemma));
      return { ...meaning, lemmas: [...meaning.lemmas, ...more], unlikely: new Set([...unlikely, ...more]) };
    }
    const parts = word.split("-").filter((part) => part.length > 1).map((part) => this.index.lemmas(fold(part)));
    return parts.length > 1 && parts.every((part) => part.length) ? { lemmas: [], parts, fit: 1, sure: true } : null;
  }

  /** Of some lemmas those that a word may be by its marks; a part of compounds has none that could be compared. */
  alike(lemmas, word) {
    const typed = clean(word);
    if (typed === fold(typed)) return lemmas;
    return lemmas.filter((lemma) => !(this.index.byKey.get(lemma) ?? [])
      .every((number) => hasMarksToo(typed, this.index.shown[number])) || !this.index.byKey.has(lemma));
  }

  /** The words of the index both parts of which bend: uudellamaalla is of Uusimaa. */
  agreeing(form) {
    if (form.length > LONGEST_AGREEING) return [];
    for (let at = SHORTEST_PART; at <= form.length - SHORTEST_PART; at += 1) {
      const heads = this.index.lemmas(form.slice(at));
      const firsts = heads.length ? this.index.lemmas(form.slice(0, at)) : [];
      const wholes = firsts.flatMap((first) => heads.map((head) => first + head));
      const known = wholes.filter((key) => this.index.byKey.has(key));
      if (known.length) return known;
    }
    return [];
  }

  /** The meaning of a form that the index has not: another compound, a slip, a beginning. */
  asGuessed(form, word, last) {
    const parts = this.split(form);
    const slips = this.corrected(form, word);
    // A compound that splits into short pieces is rather a slip, and so is palkatuki.
    const isSlip = (word) => slips.lemmas.some((lemma) => distance(word, lemma, 1) <= 1);
    const slipped = isSlip(form);
    // Työeläke is a pension rather than a mistyped form of työelämä.
    const itself = parts?.at(-1).some((head) => form.endsWith(head)) && !slipped;
    const short = parts?.some(([part]) => part.length <= SHORTEST_PART) && !itself;
    const long = form.length >= SHORTEST_SPLIT && slipped;
    // Rovanimellä is of Rovaniemi rather than of a nimi.
    const bentSlip = parts?.length === 2 && parts[1].some((head) => isSlip(parts[0][0] + head));
    if (slips.lemmas.length && (slips.common || !parts || short || long || bentSlip)) {
      // Poliisi is no form of puoli with a slip besides.
      if (!slipped && form.length < (slips.common ? SHORTEST_SURE : SHORTEST_MENDED_BENT)) return null;
      // Venäjä is hardly vetäjä, and vulkaani hardly a form of velka.
      const shortest = slips.common ? SHORTEST_SURE : slipped ? SHORTEST_UNLIKE : SHORTEST_MENDED;
      const doubtful = form.length < shortest;
      // Kissa is no kisa, which stands in compounds only.
      const lemmas = doubtful ? slips.lemmas.filter((lemma) => this.index.holding(lemma)) : slips.lemmas;
      return lemmas.length ? { ...this.whole(lemmas, CORRECTED, false), doubtful } : null;
    }
    if (parts) return { lemmas: [], parts, fit: 1, sure: true };
    const begun = last || form.length >= SHORTEST_BEGINNING ? this.begunWith(form, word) : [];
    if (begun.length) {
      return { lemmas: begun, parts: [], fit: CORRECTED, sure: true, doubtful: form.length < SHORTEST_BEGUN };
    }
    const mended = this.splitCorrected(form);
    if (mended) return { lemmas: [], parts: mended, fit: CORRECTED, sure: false };
    const heads = this.headsOnly(form);
    if (heads.length) return { lemmas: heads, parts: [], fit: HEAD_ONLY, sure: false, doubtful: true };
    const near = this.near(form);
    if (near.length) return { ...this.whole(near, TWICE_CORRECTED, false), doubtful: form.length < SHORTEST_MENDED };
    const akin = this.akin(form);
    return akin.length ? { ...this.whole(akin, AKIN, false), doubtful: true } : null;
  }

  /**
   * Of the lemmas of a word as it was typed, those that are meant less likely: with other marks where some
   * have the same ones, with an ending cut off where the word is a lemma itself, as neuvonta is, and with
   * less of the word than another lemma that is not much rarer: tavarana is of tavara rather than of tavata.
   */
  unlikely(lemmas, word) {
    const typed = clean(word);
    const agree = lemmas.filter((lemma) => this.index.byKey.get(lemma)?.some((number) => {
      const shown = this.index.shown[number];
      // Endings change the last letters of a stem.
      for (let at = 0; at < Math.min(shown.length, typed.length) - 2; at += 1) {
        if (shown[at] !== typed[at] && fold(shown[at]) === fold(typed[at])) return false;
      }
      return true;
    }));
    const form = fold(typed);
    const held = agree.filter((lemma) => this.index.holding(lemma) || this.index.regions.has(lemma));
    const most = Math.max(...held.map((lemma) => sharedLetters(form, lemma)));
    const best = held.filter((lemma) => sharedLetters(form, lemma) === most);
    const common = COMMONER * Math.max(...best.map((lemma) => this.index.holding(lemma)));
    // Of a place without an entry it cannot be said how common it is: Hyvinkään is not of hyvin.
    const place = best.some((lemma) => this.index.regions.has(lemma));
    const likely = agree.includes(form) ? [form]
      : agree.filter((lemma) => best.includes(lemma) || !best.length || (!place && this.index.holding(lemma) > common));
    return new Set(likely.length ? lemmas.filter((lemma) => !likely.includes(lemma)) : []);
  }

  /** The parts of an unknown compound: [bases of the first parts …, lemmas of the head], or null. */
  split(form, depth = 0) {
    for (let at = form.length - SHORTEST_PART; at >= SHORTEST_PART; at -= 1) {
      const head = form.slice(at);
      const first = this.first(form.slice(0, at));
      if (!first) continue;
      const bent = head.length >= SHORTEST_BENT;
      const heads = this.index.lemmas(head).filter((lemma) => lemma.length >= SHORTEST_PART && (bent || lemma === head));
      if (heads.length) return [[first], heads];
    }
    if (depth < DEEPEST) {
      for (let at = form.length - 2 * SHORTEST_PART; at >= SHORTEST_PART; at -= 1) {
        const first = this.first(form.slice(0, at));
        const rest = first && this.split(form.slice(at), depth + 1);
        if (rest) return [[first], ...rest];
      }
    }
    return null;
  }

  /** The base of what may stand first in a compound: a part that did so before, a whole word, its genitive. */
  first(part) {
    if (this.index.firsts.has(part)) return this.index.firsts.get(part);
    if (this.index.isKnown(part)) return part;
    return part.endsWith("n") && part.length > 4
      ? this.index.lemmas(part).find((lemma) => startsAlike(part, lemma, SHORTEST_PART)) : undefined;
  }

  /**
   * The lemmas that a form with one slip of the finger may come from: {lemmas, common}, `common` for the
   * commonest slips, a letter doubled or not and two letters changed about.
   */
  corrected(form, word = form) {
    const kinds = [new Set(), new Set()];
    for (const [variant, kind] of this.variants(form)) {
      // Short words are too like each other for an ending to be cut off besides.
      const short = kind && form.length < SHORTEST_MISTYPED;
      const lemmas = short ? [variant].filter((lemma) => this.index.byKey.has(lemma)) : this.index.lemmas(variant);
      const shortest = Math.min(SHORTEST_CORRECTED + kind, form.length + 1);
      for (const lemma of this.alike(lemmas, word)) {
        // A slip, an ending and a changed stem are more than one may guess: kotona is not of koota.
        if (lemma.length >= shortest && (!kind || startsAlike(variant, lemma, SURE_STEM))) kinds[kind].add(lemma);
      }
    }
    const [often, seldom] = kinds.map((kind) => [...kind].map((lemma) => [lemma, distance(form, lemma, LONGEST_ENDING)]));
    const itself = ([, apart]) => apart <= 1;
    // Tyotoimnta is työtoiminta with a letter left out rather than a form of työtön with two changed about.
    const common = often.length > 0 && (often.some(itself) || !seldom.some(itself));
    const found = common ? often : seldom;
    const least = Math.min(...found.map(([, apart]) => apart));
    return { lemmas: found.filter(([, apart]) => apart <= least + 1).map(([lemma]) => lemma), common };
  }

  /** The forms that are one slip away from a form and begin like a word: [variant, 0 for a common slip or 1]. */
  variants(form) {
    const found = new Map();
    if (form.length < SHORTEST_CORRECTED || form.length > LONGEST_CORRECTED || /\d/.test(form)) return found;
    const add = (variant, kind, at) => {
      // Everything before the slip begins a word, as far as no ending has begun.
      const sure = Math.max(SHORTEST_PART, Math.min(at + 1, variant.length - LONGEST_ENDING));
      if (variant === form || found.has(variant) || !this.index.known.has(variant.slice(0, sure))) return;
      found.set(variant, kind);
    };
    const each = (make) => { for (let at = 1; at <= form.length; at += 1) make(form.slice(0, at), form.slice(at), at); };
    // The common slips first, for a letter doubled is also any letter put in.
    each((before, after, at) => {
      add(before + before[at - 1] + after, 0, at);
      if (after.length > 1) add(before + after[1] + after[0] + after.slice(2), 0, at);
      if (after[0] === before[at - 1]) add(before + after.slice(1), 0, at);
    });
    if (form.length >= SHORTEST_MISTYPED) add(form[1] + form[0] + form.slice(2), 1, 1);
    each((before, after, at) => {
      if (after) add(before + after.slice(1), 1, at);
      for (const letter of LETTERS) {
        add(before + letter + after, 1, at);
        if (after) add(before + letter + after.slice(1), 1, at);
      }
    });
    return found;
  }

  /** The lemmas within two slips of a long form, the nearest. */
  near(form) {
    if (form.length < SHORTEST_TWICE_CORRECTED || form.length > LONGEST_CORRECTED) return [];
    let best = 2;
    let found = [];
    for (const key of this.index.byKey.keys()) {
      if (Math.abs(key.length - form.length) > best || key[0] !== form[0]) continue;
      const apart = distance(form, key, best);
      if (apart < best) { best = apart; found = [key]; } else if (apart === best) found.push(key);
    }
    return found;
  }

  /** The words that a form shares most of its letters with, from the beginning: buukkaaja and buukkaus. */
  akin(form) {
    if (form.length < SHORTEST_AKIN) return [];
    const letters = Math.max(SHORTEST_BEGINNING + 1, Math.ceil(form.length * SHARED));
    if (!this.index.known.has(form.slice(0, letters))) return [];
    return [...this.index.byKey.keys()].filter((key) => (
      startsAlike(form, key, Math.max(letters, Math.ceil(key.length * SHARED)))));
  }

  /** The words that begin with what was typed so far, the shortest first. */
  begunWith(form, word) {
    if (form.length < SHORTEST_TYPED || !this.index.known.has(form)) return [];
    const found = [];
    for (const key of this.index.byKey.keys()) {
      if (key.startsWith(form) && (form.length >= SHORTEST_PLACE || !this.index.regions.has(key))) found.push(key);
    }
    return this.alike(found, word).sort((one, other) => one.length - other.length).slice(0, MOST_BEGUN);
  }

  /** The parts of an unknown compound with a slip in one of them, that with the longest known part. */
  splitCorrected(form) {
    const last = form.length - SHORTEST_CORRECTED;
    for (let at = SHORTEST_MISTYPED; at <= last; at += 1) {
      const heads = this.headsAt(form, at);
      const firsts = heads.length ? this.corrected(form.slice(0, at)).lemmas : [];
      if (firsts.length) return [firsts, heads];
    }
    for (let at = last; at >= SHORTEST_CORRECTED; at -= 1) {
      const first = this.first(form.slice(0, at));
      const heads = first ? this.corrected(form.slice(at)).lemmas : [];
      if (heads.length) return [[first], heads];
    }
    return null;
  }

  /** The lemmas of what stands from a place on in a form, if it is a word. */
  headsAt(form, at) {
    const head = form.slice(at);
    const lemmas = this.index.lemmas(head);
    return lemmas.includes(head) ? [head] : lemmas.filter((lemma) => startsAlike(head, lemma, SURE_STEM));
  }

  /** The longest known head of a compound whose first part is unknown: yrittäjä of naisyrittäjä. */
  headsOnly(form) {
    for (let at = SHORTEST_PART; at <= form.length - SHORTEST_HEAD; at += 1) {
      const heads = this.headsAt(form, at).filter((lemma) => lemma.length >= SHORTEST_HEAD && this.index.holding(lemma));
      if (heads.length) return heads;
    }
    return [];
  }

  /** Some lemmas as the index writes them, those that an entry holds before others; a part within its compound. */
  written(lemmas) {
    const held = lemmas.filter((lemma) => this.index.holding(lemma));
    const known = (held.length ? held : lemmas).flatMap((lemma) => (
      this.index.byKey.get(lemma) ?? (this.index.byPart.get(lemma) ?? []).map(([word]) => word)));
    return [...new Set(known.map((number) => this.index.shown[number]))].slice(0, MOST_SUGGESTIONS);
  }

  /** Words that a query without an answer may have meant. */
  suggestions(meanings) {
    const begun = (form) => this.begunWith(form, form).filter((key) => this.index.isShownAs(key));
    const words = meanings.flatMap(({ form }) => [...this.suggest(form), ...this.written(begun(form))]);
    return [...new Set(words)].slice(0, MOST_SUGGESTIONS);
  }

  /** Words of the index that look like a form, the likest first; none that stands on no page or says little. */
  suggest(form) {
    if (form.length < 3) return [];
    const pairs = new Set(pairsOf(form));
    const found = [];
    this.index.keys.forEach((key, number) => {
      if (!this.index.isShown[number] || this.index.light.has(key) || key[0] !== form[0]) return;
      const own = pairsOf(key);
      const shared = 2 * own.filter((pair) => pairs.has(pair)).length / (own.length + pairs.size);
      if (shared < LIKENESS / 2) return;
      const longer = Math.max(key.length, form.length);
      const likeness = (shared + 1 - distance(form, key, longer) / longer) / 2;
      if (likeness >= LIKENESS) found.push([likeness, this.index.shown[number]]);
    });
    return found.sort((one, other) => other[0] - one[0]).slice(0, MOST_SUGGESTIONS).map(([, word]) => word);
  }
}
