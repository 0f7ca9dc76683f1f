// What is wrong with an entry, by the rules that the page carries: the codes and words of `cookbook check`.

import { cutBody, FENCE } from "./form-file.js";
import { linesOf, readMarkdown, textOf } from "./form-markdown.js";
import { isInCalendar, isoDate, nearest } from "./form-near.js";

/**
 * @typedef {Object} Problem
 * @property {(string|number)[]} way to the value in the form, from the outside in
 * @property {string} code a key of the catalogue's problems
 * @property {Object<string, string>} params what fills its words in
 */

/**
 * @typedef {Object} Entry what the form holds
 * @property {Object} fields the fields of the file
 * @property {Object<string, string>} sections the texts of its body by id
 * @property {string} id
 * @property {string} kind `recipes` or `practices`
 * @property {string} language that of the texts
 * @property {boolean} isTranslation
 * @property {boolean} isKnown whether the file is one that the cookbook has already
 * @property {string} body the body as the file will have it
 * @property {string} text the file
 */

/** How many signs a text has, as Python counts them. */
export const length = (text) => [...text].length;

/** Figures as `generator/figures.py` reads them, or null. */
export function readFigure(text, { figure }) {
  const stripped = text.trim();
  if (length(stripped) > figure.longest) return null;
  const lower = stripped.toLowerCase();
  const sign = Object.keys(figure.qualifiers).find((each) => lower.startsWith(each)) ?? "";
  const [pattern, flags] = figure.pattern;
  const match = new RegExp(`^(?:${pattern})$`, flags).exec(stripped.slice(sign.length).trim());
  if (!match) return null;
  const unit = match.groups.unit ? figure.units[match.groups.unit.trim().toLowerCase()] : "";
  if (unit === undefined) return null;
  const number = (written) => Number(written.replace(/\s/g, "").replace(",", "."));
  const low = number(match.groups.low);
  const high = match.groups.high ? number(match.groups.high) : null;
  if (Number.isNaN(low) || (high !== null && !(high > low))) return null;
  return { low, high, unit, qualifier: figure.qualifiers[sign] ?? "" };
}

/** Whether a text is a day: 2026-11-21. */
export function isDay(text) {
  const match = /^((?:19|20|21)[0-9]{2})-([0-9]{2})-([0-9]{2})$/.exec(text);
  return match !== null && isInCalendar(...match.slice(1).map(Number));
}

/** Whether a text is a year, a month or a day: 2014, 2018-03, 2016-02-01. */
export function isMoment(text) {
  return /^(?:19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?$/.test(text) && (text.length < 10 || isDay(text));
}

const COMMENT = /(?:^|\s)#(.*)/;
const NUMBER = /^-?[0-9]+$/;

// What each type of value may be: the code and what fills its words in, or nothing.
const TYPES = {
  text: (rule, value) => (length(value.trim()) > rule.max ? ["too-long", { limit: rule.max }] : null),
  id: (rule, value) => {
    if (rule.max && length(value) > rule.max) return ["too-long", { limit: rule.max }];
    return new RegExp(rule.pattern, "u").test(value) ? null : [rule.code];
  },
  figure: (rule, value, data) => (readFigure(value, data) ? null : ["bad-figure"]),
  day: (rule, value) => (isDay(value) ? null : ["bad-date", { nearest: isoDate(value) }]),
  moment: (rule, value) => (isMoment(value) ? null : ["bad-date", { nearest: isoDate(value) }]),
  number: (rule, value) => {
    if (!NUMBER.test(value.trim())) return ["expected-number"];
    const number = Number(value);
    if (number < rule.low) return ["out-of-range", { limit: rule.low }];
    return number > rule.high ? ["out-of-range", { limit: rule.high }] : null;
  },
  choice: (rule, value) => (rule.choices.includes(value) ? null
    : ["unknown-value", { known: rule.choices.join(", "), nearest: nearest(value.toLowerCase(), rule.choices) }]),
};

// What the fields within one must be together.
const TOGETHER = {
  Period: ({ start, end }) => (end && end < start.slice(0, end.length) ? "period-order" : null),
  Source: ({ work, title, publisher }) => (work || (title && publisher) ? null : "incomplete-source"),
};

/** Yield what is wrong with a value by the rule of its field. */
function* byRule(rule, value, way, data) {
  if (value === undefined) {
    if (rule.required) yield { way, code: "missing-field", params: { name: String(way.at(-1)) } };
  } else if (value === "" || (rule.type === "text" && !value.trim())
    || (rule.type === "list" && value.length < rule.min)) {
    yield { way, code: "empty-field", params: {} };
  } else if (rule.type === "list") {
    let wrong = false;
    for (const [number, item] of value.entries()) {
      for (const problem of byRule(rule.item, item, [...way, number], data)) {
        wrong = true;
        yield problem;
      }
    }
    // The model, too, looks at the items first.
    if (!wrong && value.length > rule.max) yield { way, code: "too-long", params: { limit: rule.max } };
  } else if (rule.type === "mapping") {
    let wrong = false;
    for (const inner of rule.fields) {
      for (const problem of byRule(inner, value[inner.name], [...way, inner.name], data)) {
        wrong = true;
        yield problem;
      }
    }
    const together = wrong ? null : TOGETHER[rule.model]?.(value);
    if (together) yield { way, code: together, params: {} };
  } else {
    const found = TYPES[rule.type]?.(rule, value, data);
    if (found) yield { way, code: found[0], params: { value, ...found[1] } };
  }
}

/** The rule of a field in a translation: what the languages share is not said again. */
function translated(rule, data) {
  if (rule.type !== "list" || rule.item.type !== "mapping") return rule;
  const fields = rule.item.fields.filter(({ name }) => !data.sharedInside.includes(name));
  return { ...rule, item: { ...rule.item, fields } };
}

/** Yield shared facts that name what there is not, and each that is named twice. */
function* factProblems(entry, data, vocabulary) {
  const { fields } = entry;
  const entries = new Set([...data.known.entry, entry.id]);
  const most = (name) => data.fields.find((rule) => rule.name === name).max;
  const lists = [["tags", "unknown-tag", vocabulary.tags], ["places", "unknown-place", vocabulary.places],
    ["related", "unknown-entry", entries]];
  for (const [name, code, known] of lists) {
    const values = (fields[name] || []).slice(0, most(name));
    for (const [number, value] of values.entries()) {
      const way = [name, number];
      if (!known.has(value)) yield { way, code, params: { value, nearest: nearest(value, known) } };
      else if (name === "tags" && data.derived.includes(known.get(value).facet)) yield { way, code: "derived-tag",
        params: { value } };
      else if (values.indexOf(value) < number) yield { way, code: "duplicate-value", params: { value } };
      else if (name === "related" && value === entry.id) yield { way, code: "related-to-itself", params: { value } };
    }
  }
  const chapters = Object.keys(data.chapterThemes);
  if (fields.chapter && !chapters.includes(fields.chapter)) {
    const params = { value: fields.chapter, known: chapters.join(", "), nearest: nearest(fields.chapter, chapters) };
    yield { way: ["chapter"], code: "unknown-chapter", params };
  }
  if (fields.contact && !isPublic(fields.contact, data)) yield { way: ["contact"], code: "bad-web-address",
    params: { value: fields.contact } };
  const work = fields.source?.work;
  if (work && !(work in data.works)) {
    yield { way: ["source", "work"], code: "unknown-work",
      params: { value: work, nearest: nearest(work, Object.keys(data.works)) } };
  }
  const seen = new Set();
  for (const [number, { place, year }] of (fields.adoptions || []).slice(0, most("adoptions")).entries()) {
    if (!place) continue;
    const value = `${place} ${year?.trim()}`;
    if (!vocabulary.places.has(place)) yield { way: ["adoptions", number, "place"], code: "unknown-place",
      params: { value: place } };
    else if (year && seen.has(value)) yield { way: ["adoptions", number], code: "duplicate-value", params: { value } };
    else if (year) seen.add(value);
  }
  const letter = data.kinds[entry.kind];
  const others = Object.values(data.kinds).filter((each) => each !== letter);
  if (fields.ref && others.includes(fields.ref[0])) yield { way: ["ref"], code: "ref-of-other-kind",
    params: { value: fields.ref, letter } };
}

/** A reference number without zeros before its number: R01 and R001 are the same. */
const sameRef = (ref) => ref[0] + ref.slice(1).replace(/^0+/, "");

/** Yield an id or a reference number that another entry has. */
function* takenProblems(entry, data) {
  const known = data.entries[entry.id];
  if (data.reserved.includes(entry.id) || (known && !(entry.isKnown && known[0] === entry.kind))) {
    yield { way: ["id"], code: "duplicate-id", params: { value: entry.id, other: known?.[2] ?? "book/book.yml" } };
  }
  const ref = entry.fields.ref;
  const other = ref && Object.entries(data.entries).find(([id, each]) =>
    sameRef(each[1]) === sameRef(ref) && id !== entry.id);
  if (other) yield { way: ["ref"], code: "duplicate-ref", params: { value: ref, other: other[1][2] } };
}

/** Yield what a text must not hold. */
function* textProblems(text, way, data, known, inline) {
  const found = readMarkdown(text, inline, data);
  if (found.failed) yield { way, code: "too-complicated", params: {} };
  const shown = textOf(found.tree);
  const [hidden] = new RegExp(...data.forbidden).exec(text + shown) ?? [];
  if (hidden) yield { way, code: "control-character", params: { character: `U+${hex(hidden)}` } };
  const tags = found.rawHtml.filter((tag) => !tag.startsWith("</"));
  for (const tag of tags.length ? tags : found.rawHtml) yield { way, code: "raw-html", params: { tag } };
  for (const address of found.images) yield { way, code: "image", params: { address } };
  for (const href of found.links) yield* linkProblems(href, way, data, known);
  for (const address of found.unnamed) yield { way, code: "empty-link", params: { address } };
  if (!inline) {
    if (found.headings.some((level) => level === 0)) yield { way, code: "empty-heading", params: {} };
    if (found.headings.some((level) => level && level < 3)) yield { way, code: "heading-level",
      params: { level: "3" } };
  }
  const looks = [text, linesOf(found.tree), ...found.links].map((each) => plainly(each, data.plainly));
  yield* revealed(looks, way, data);
}

/** Yield what texts, written plainly, tell of people. */
function* revealed(looks, way, data) {
  for (const [code, pattern, flags, alphabet] of data.patterns) {
    const matches = looks.flatMap((look) => [...look.matchAll(new RegExp(pattern, `${flags}g`))]);
    if (matches.some(([match]) => !alphabet || hasCheckCharacter(match, alphabet))) yield { way, code, params: {} };
  }
}

/** A text as it looks, in the plainest signs: no hidden ones, one kind of hyphen, of blank and of digits. */
export function plainly(text, { hidden, dashes, digits, encoded, blanks }) {
  const all = ([pattern, flags]) => new RegExp(pattern, `${flags}g`);
  return text.normalize("NFKC").replace(all(hidden), "").replace(all(dashes), "-")
    .replace(all(digits), (sign) => String(digitOf(sign)))
    .replace(all(encoded), (_, code) => String.fromCharCode(parseInt(code, 16))).replace(all(blanks), " ");
}

/** The value of a digit: those of a script follow one another, from zero to nine. */
function digitOf(sign) {
  let zero = sign.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (sign.codePointAt(0) - zero) % 10;
}

const hex = (sign) => sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

/** Whether the last sign of a number is the one that its digits choose from the alphabet. */
export function hasCheckCharacter(match, alphabet) {
  const digits = Number(match.slice(0, -1).replace(/\D/g, ""));
  return alphabet[digits % alphabet.length] === match.at(-1).toUpperCase();
}

function* linkProblems(href, way, data, known) {
  const colon = href.indexOf(":");
  const scheme = href.slice(0, Math.max(colon, 0));
  if (data.schemes.includes(scheme)) {
    const id = href.slice(colon + 1);
    const ids = known[scheme];
    if (!ids.includes(id)) yield { way, code: `unknown-${scheme}`, params: { value: id, nearest: nearest(id, ids) } };
    return;
  }
  if (!isPublic(href, data) || length(href) > data.limits.address) {
    yield { way, code: "bad-link", params: { address: href } };
  }
}

/** Whether an address is that of a public page. */
function isPublic(address, { webLink: [pattern, flags] }) {
  return new RegExp(`^(?:${pattern})`, flags).test(address);
}

/** Whether nothing in what was read of a text is there to read. */
function isEmpty({ tree, images, failed }, { visible }) {
  return !images.length && !failed && !new RegExp(...visible).test(textOf(tree));
}

/** Yield every text within a value with the way to it. */
export function* textsIn(value, way) {
  if (typeof value === "string") {
    if (value) yield [way, value];
  } else if (value) {
    for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) yield* textsIn(inner,
      [...way, key]);
  }
}

/**
 * Return what is wrong with an entry, in the order of the form.
 * @param {Entry} entry @param {Object} data the rules of the page
 * @param {{tags: Map<string, Object>, places: Map<string, Object>}} vocabulary
 * @returns {Problem[]}
 */
export function check(entry, data, vocabulary) {
  const problems = [];
  const add = (found) => { for (const problem of found) problems.push(problem); };
  const fieldRules = data.fields.filter(({ name }) => !["sections", "id"].includes(name));
  const texts = fieldRules.filter(({ name }) => !data.facts.includes(name));
  for (const rule of entry.isTranslation ? texts.map((each) => translated(each, data)) : fieldRules) {
    add(byRule(rule, entry.fields[rule.name], [rule.name], data));
  }
  const fits = problems.length === 0;
  if (!entry.isTranslation) {
    add(byRule(data.fields.find(({ name }) => name === "id"), entry.id || undefined, ["id"], data));
    add(revealed([plainly(entry.id, data.plainly)], ["id"], data));
    add(factProblems(entry, data, vocabulary));
    const { reviewed, next_review: next } = entry.fields;
    if (fits && next <= reviewed) problems.push({ way: ["next_review"], code: "review-order", params: { reviewed } });
    add(takenProblems(entry, data));
  }
  const known = { ...data.known, entry: [...data.known.entry, entry.id] };
  for (const [name, value] of Object.entries(entry.fields)) {
    if (data.noText.includes(name)) continue;
    for (const [way, text] of textsIn(value, [name])) {
      add(textProblems(text.normalize("NFC"), way, data, known, true));
      const isText = !data.sharedInside.includes(way.at(-1));
      if (isText && isEmpty(readMarkdown(text, true, data), data)) {
        problems.push({ way, code: "empty-field", params: {} });
      }
    }
  }
  add(bodyProblems(entry, data, known));
  add(commentProblems(entry, data));
  const long = entry.text.split(/\r\n|\r|\n/).some((line) => length(line.normalize("NFC")) > data.limits.line);
  if (long) problems.push({ way: longestWay(entry), code: "line-too-long",
    params: { limit: String(data.limits.line) } });
  return ordered(withoutRepeats(problems), data)
    .map((problem) => ({ ...problem, params: shortened(problem.params, data) }));
}

/**
 * Return what is wrong with texts that people read as they stand: no Markdown is rendered, nothing is looked up.
 * @param {Object<string, string>} values by the names of the rules; what is blank is left out
 * @returns {Problem[]}
 */
export function checkPlain(values, data) {
  const problems = [];
  for (const rule of data.fields) {
    const [text, way] = [values[rule.name], [rule.name]];
    problems.push(...byRule(rule, text, way, data));
    if (!text) continue;
    const [hidden] = new RegExp(...data.forbidden).exec(text) ?? [];
    if (hidden) problems.push({ way, code: "control-character", params: { character: `U+${hex(hidden)}` } });
    problems.push(...revealed([plainly(text, data.plainly)], way, data));
  }
  return withoutRepeats(problems).map((problem) => ({ ...problem, params: shortened(problem.params, data) }));
}

/** Yield what the comments beside the fields tell of people, each at the field that it stands in or above. */
function* commentProblems({ text, isTranslation }, data) {
  const lines = text.split(/\r\n|\r|\n/);
  const stop = lines.findIndex((line, number) => number && line.trimEnd() === FENCE);
  const shown = data.fields.map(({ name }) => name).filter((name) => !(isTranslation && data.facts.includes(name)));
  for (let number = 1; number < stop; number += 1) {
    const comment = COMMENT.exec(lines[number]);
    if (!comment) continue;
    const names = lines.slice(number, stop).map((line) => line.split(":")[0]);
    const name = names.find((each) => shown.includes(each)) ?? shown.at(-1);
    for (const { way, code } of revealed([plainly(comment[1], data.plainly)], [name], data)) {
      yield { way, code, params: { comment: number + 1 } };
    }
  }
}

function* bodyProblems(entry, data, known) {
  const headings = data.headings[entry.language];
  const { sections, problems } = cutBody(entry.body.split(/\r\n|\r|\n/), headings);
  for (const { code, params, section } of problems) yield { way: ["sections", section || "how"], code,
    params: { nearest: "", ...params, first: "" } };
  for (const [id, text] of Object.entries(sections)) {
    const filled = text.replace(new RegExp(data.emptyItems[0], `${data.emptyItems[1]}g`), "");
    const empty = isEmpty(readMarkdown(filled, false, data), data);
    if (empty) yield { way: ["sections", id], code: "empty-section", params: { heading: headings[id] } };
    yield* textProblems(text.normalize("NFC"), ["sections", id], data, known, false);
  }
  for (const { name, required } of data.fields.find((rule) => rule.name === "sections").fields) {
    if (required && !(name in sections)) yield { way: ["sections", name], code: "missing-section",
      params: { heading: headings[name] } };
  }
}

/** Where the longest line stands: only a section keeps its lines as they were typed. */
function longestWay({ sections }) {
  const longest = ([, text]) => Math.max(...text.split("\n").map(length));
  const [id] = Object.entries(sections).filter(([, text]) => text).sort((one, other) =>
    longest(other) - longest(one))[0] ?? ["how"];
  return ["sections", id];
}

/** Leave out what is said twice, and that an id is none where there is none such anyway. */
function withoutRepeats(problems) {
  const place = ({ way }) => JSON.stringify(way);
  const unknown = new Set(problems.filter(({ code }) => code.startsWith("unknown-")).map(place));
  const seen = new Set();
  return problems.filter((problem) => {
    const key = place(problem) + problem.code;
    const again = seen.has(key) || (problem.code === "bad-id" && unknown.has(place(problem)));
    seen.add(key);
    return !again;
  });
}

function ordered(problems, data) {
  const order = data.order ?? [];
  const at = ({ way }) => order.indexOf(way[0]);
  return problems.map((problem, number) => ({ problem, number }))
    .sort((one, other) => at(one.problem) - at(other.problem)
      || one.number - other.number).map(({ problem }) => problem);
}

/** The parameters of a problem as its message can bear them. */
export function shortened(params, { limits }) {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => {
    const text = String(value ?? "").replace(/\p{C}/gu, " ");
    return [key, ["value", "tag", "address", "text"].includes(key) && length(text) > limits.value
      ? `${[...text].slice(0, limits.value).join("")}…` : text];
  }));
}

