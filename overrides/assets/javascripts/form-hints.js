// Hints on an entry's texts: plain language, and people who could be recognised. The limits, patterns and words are
// those of `cookbook check` (`generator/wording.py`, `generator/privacy.py`), which the page carries. A hint stops
// nothing.

import { length, shortened, textsIn } from "./form-check.js";
import { cutBody } from "./form-file.js";

/**
 * Return the hints on an entry, in the order of its file.
 * @param {import("./form-check.js").Entry} entry @param {Object} data the rules of the page
 * @returns {import("./form-check.js").Problem[]}
 */
export function hintsOn(entry, data) {
  const texts = [...textsOf(entry, data)].map(([way, text]) => ({ way, text: text.normalize("NFC") }));
  const wording = new Wording(data.hints, data.hints.styles[entry.language]);
  const found = [...texts.flatMap((each) => wording.ofSentences(each)), ...wording.ofAbbreviations(texts, entry.id),
    ...(entry.isTranslation ? [] : wording.ofBalance(entry.fields))];
  const seen = new Set();
  return found.map(([way, code, params]) => ({ way, code, params: shortened(params, data) })).filter((hint) => {
    const key = JSON.stringify(hint);
    return !seen.has(key) && seen.add(key);
  });
}

/** Yield the texts in the language of the file, each with the way to it. */
function* textsOf({ fields, body, language }, data) {
  for (const [name, value] of Object.entries(fields)) {
    if (!data.facts.includes(name) && !data.noText.includes(name)) yield* textsIn(value, [name]);
  }
  const { sections } = cutBody(body.split(/\r\n|\r|\n/), data.headings[language]);
  for (const [id, text] of Object.entries(sections)) yield [["sections", id], text];
}

class Wording {
  /** @param {Object} rules the data of the hints @param {Object} style the customs of the language */
  constructor(rules, style) {
    Object.assign(this, { rules, style });
    const made = ([pattern, flags], more) => new RegExp(pattern, flags + more);
    this.all = Object.fromEntries(Object.entries(rules.patterns).map(([name, each]) => [name, made(each, "g")]));
    this.people = Object.fromEntries(["age", "one", "person", "health", "place", "named"].map((name) =>
      [name, made(style[name], "")]));
  }

  /** The sentences of a Markdown text, without the addresses of its links. */
  sentences(text) {
    const { LINK_ADDRESS, HEADING, BLOCK, SENTENCE } = this.all;
    return text.replace(LINK_ADDRESS, "]").replace(HEADING, "$&\n").split(BLOCK)
      .flatMap((block) => block.split(SENTENCE)).map((each) => each.replace(/[[\]]/g, "").replace(/\s+/g, " "));
  }

  ofSentences({ way, text }) {
    const limit = this.style.longest_sentence;
    return this.sentences(text).flatMap((sentence) => {
      const hints = [];
      // What stands in brackets, or after a semicolon, is taken in by itself.
      const words = sentence.replace(this.all.BRACKETS, " ").split(";")
        .map((clause) => clause.split(/\s+/).filter((word) => word.search(this.all.WORD) >= 0))
        .reduce((longest, clause) => (clause.length > longest.length ? clause : longest));
      if (words.length > limit) {
        hints.push([way, "long-sentence", { count: words.length, limit, text: `${words.slice(0, 4).join(" ")} …` }]);
      }
      const given = this.givenAway(sentence);
      if (given) hints.push([way, "recognisable-person", { text: given }]);
      return hints;
    });
  }

  /** The words by which a sentence gives somebody away, or nothing. */
  givenAway(sentence) {
    const { age, one, person, health, place, named } = this.people;
    const name = named.exec(sentence)?.[0];
    if (name) return name;
    const years = age.exec(sentence)?.[0];
    const told = [health, place].filter((each) => each.test(sentence)).length;
    if (years && (told === 2 || (told && person.test(sentence)))) return years;
    return (told === 2 && one.exec(sentence)?.[0]) || "";
  }

  ofAbbreviations(texts, id) {
    const known = new Set([...this.rules.known, ...id.split("-")]);
    const met = new Map();
    for (const { way, text } of texts) {
      for (const name of text.replace(this.all.LINK_ADDRESS, "]").match(this.all.ABBREVIATION) ?? []) {
        if (!met.has(name)) met.set(name, way);
      }
    }
    const explained = met.size ? this.explained(texts.map(({ text }) => text).join("\n\n")) : null;
    const isRoman = (name) => name.replace(this.all.ROMAN, "") === "";
    return [...met].filter(([name]) => !known.has(name.toLowerCase()) && !isRoman(name) && !explained.has(name))
      .map(([name, way]) => [way, "unexplained-abbreviation", { text: name }]);
  }

  /** The abbreviations of which a text says somewhere what they stand for. */
  explained(whole) {
    const { EXPLAINING_LINK, BRACKETS, SENTENCE_END, LINK_ADDRESS, NAME, NAME_BEFORE_BRACKETS } = this.all;
    const telling = [...[...whole.matchAll(EXPLAINING_LINK)].map(([, link]) => link), ...whole.match(BRACKETS) ?? [],
      ...whole.replace(LINK_ADDRESS, "]").split(SENTENCE_END)
        .filter((sentence) => this.style.explaining.some((word) => sentence.includes(word)))];
    return new Set([...whole.match(NAME_BEFORE_BRACKETS) ?? [], ...telling.flatMap((text) => text.match(NAME) ?? [])]);
  }

  /** Whether the entry tells far more of the one side than of the other. */
  ofBalance(fields) {
    const limit = this.style.out_of_balance;
    const sizes = this.rules.balanced.map((name) =>
      [name, (fields[name] ?? []).reduce((sum, item) => sum + length(item), 0)]);
    const [[shorter, less], [longer, more]] = sizes.sort(([, one], [, other]) => one - other);
    return less && more > limit * less ? [[[shorter], "out-of-balance", { longer, shorter, limit }]] : [];
  }
}
