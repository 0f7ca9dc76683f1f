// The file of an entry: read without losing a byte, written again with only the changed fields made anew.

import { nearest } from "./form-near.js";
import { foldedLines, NotUnderstood, readYaml, scalar } from "./form-yaml.js";

export const FENCE = "---";
const NAME = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z]{2,3})\.md$/;
const HEADING = /^##[ \t]/;
const WIDEST = 100; // characters of a list on one line
const LONGEST_LINE = 60; // characters of a text that stands beside its field's name

/** A file that cannot be opened; `key` names the words that say why, `params` fill them in. */
export class NotOpened extends Error {
  constructor(key, params = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

/** Split a text into lines, each with its end. */
const withEnds = (text) => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
const bare = (line) => line.replace(/[\r\n]+$/, "");
const fold = (text) => text.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "");

/**
 * Take the name of a file apart.
 * @param {string} name such as `hakonen.fi.md`
 * @returns {?{id: string, language: string}}
 */
export function partsOfName(name) {
  const match = NAME.exec(name);
  return match && { id: match[1], language: match[2] };
}

/**
 * Read the file of an entry.
 * @param {Uint8Array} bytes
 * @param {string} language that of its name
 * @param {Object} rules the data of the page
 * @returns {EntryFile}
 * @throws {NotOpened} where anything in it is not understood
 */
export function openFile(bytes, language, rules) {
  if (bytes.length > rules.limits.bytes) throw new NotOpened("form.open.large");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotOpened("form.open.encoding");
  }
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const long = lines.findIndex((line) => [...line.normalize("NFC")].length > rules.limits.line);
  if (long >= 0) throw new NotOpened("form.open.line-long", { line: long + 1, limit: rules.limits.line });
  return new EntryFile(text, language, rules);
}

/**
 * Return the first list within a value that has more items than the form can bear, as its limit.
 * @param {Object} rule that of the value @param {*} value @param {number} times how often the limit is borne
 * @returns {?number}
 */
export function limitPassed(rule, value, times = 1) {
  if (!value || typeof value !== "object") return null;
  if (rule.type === "mapping") {
    return rule.fields.map((inner) => limitPassed(inner, value[inner.name], times)).find((limit) => limit) ?? null;
  }
  if (rule.type !== "list") return null;
  if (value.length > rule.max * times) return rule.max;
  return value.map((item) => limitPassed(rule.item, item, times)).find((limit) => limit) ?? null;
}

/**
 * Begin a file that has nothing in it yet.
 * @param {string} language @param {Object} rules the data of the page
 * @returns {EntryFile}
 */
export const newFile = (language, rules) => new EntryFile(`${FENCE}\n${FENCE}\n`, language, rules);

/** The file of an entry: `data` are its fields, `sections` the texts of its body by id. */
export class EntryFile {
  constructor(text, language, rules) {
    this.rules = rules;
    this.language = language;
    this.text = text;
    this.bom = text.startsWith("\ufeff") ? "\ufeff" : "";
    const lines = withEnds(text.slice(this.bom.length));
    const forbidden = new RegExp(...rules.forbidden);
    const hidden = lines.findIndex((line) => forbidden.test(bare(line)));
    if (hidden >= 0) throw new NotOpened("form.open.line", { line: hidden + 1 });
    this.end = lines[0] ? lines[0].slice(bare(lines[0]).length) || "\n" : "\n";
    const isFence = (line) => bare(line).trimEnd() === FENCE;
    const close = lines.findIndex((line, number) => number > 0 && isFence(line));
    if (!lines.length || !isFence(lines[0]) || close < 0) throw new NotOpened("form.open.fences");
    this.opening = lines[0];
    this.fields = lines.slice(1, close);
    this.closing = lines[close];
    this.readFields();
    this.readBody(lines.slice(close + 1), close + 2);
  }

  readFields() {
    try {
      const { data, places } = readYaml(this.fields.map(bare));
      this.data = data;
      this.places = places;
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      throw new NotOpened(error.key, { line: error.line + 2 });
    }
    this.isTranslation = "translation_of" in this.data;
    const known = this.isTranslation ? this.rules.translation : this.rules.fields.map(({ name }) => name);
    for (const [name, [line]] of this.places) {
      // Fields are written at the beginning of the line; others must stand there too.
      if (/^\s/.test(this.fields[line])) throw new NotOpened("form.open.line", { line: line + 2 });
      if (!known.includes(name)) throw new NotOpened("form.open.field",
        { field: name, line: line + 2, nearest: nearest(name, known) });
      const rule = this.rules.fields.find((each) => each.name === name);
      if (!this.fits(rule, this.data[name])) throw new NotOpened("form.open.shape", { field: name, line: line + 2 });
      const limit = rule && limitPassed(rule, this.data[name]);
      if (limit) throw new NotOpened("form.open.long", { field: name, line: line + 2, limit });
    }
  }

  /** Whether a value has the shape that its field asks for, so that the form can show all of it. */
  fits(rule, value) {
    if (!rule) return true; // The form leaves it as it is: what a translation was made from.
    if (value === "") return true;
    if (rule.type === "list") return Array.isArray(value)
      && value.every((item) => item !== undefined && this.fits(rule.item, item));
    if (rule.type === "mapping") {
      const isMapping = typeof value === "object" && !Array.isArray(value);
      return isMapping && Object.entries(value).every(([name, inner]) => {
        const own = rule.fields.find((field) => field.name === name);
        return own && this.fits(own, inner);
      });
    }
    return typeof value === "string";
  }

  readBody(lines, first) {
    const { sections, parts, problems } = cutBody(lines, this.rules.headings[this.language]);
    if (problems.length) throw new NotOpened(`form.open.${problems[0].code}`,
      { line: first + problems[0].line, heading: problems[0].params.heading ?? "" });
    this.sections = sections;
    this.parts = parts;
  }

  /**
   * Return the text of the file with some fields and sections changed.
   * @param {Map<string, *>} fields the changed fields; undefined takes one out
   * @param {Map<string, string>} sections the changed sections; an empty text takes one out
   */
  write(fields, sections) {
    return this.bom + [this.opening, ...this.writeFields(fields), this.closing, ...this.writeBody(sections)].join("");
  }

  writeFields(changed) {
    const order = this.isTranslation ? this.rules.translation : this.rules.fields.map(({ name }) => name);
    const ended = (line) => (bare(line) === line ? line + this.end : line);
    const pieces = [];
    let at = 0;
    for (const [name, [start, stop]] of [...this.places].sort(([, one], [, other]) => one[0] - other[0])) {
      pieces.push({ lines: this.fields.slice(at, start) });
      const old = this.fields.slice(start, stop);
      pieces.push({ name, lines: changed.has(name) ? this.rewritten(name, changed.get(name), old) : old });
      at = stop;
    }
    const rest = { lines: this.fields.slice(at) };
    for (const [name, value] of changed) {
      if (this.places.has(name) || value === undefined) continue;
      const before = order.slice(0, order.indexOf(name));
      // After the last field that comes before it in the order of a file.
      const place = pieces.findLastIndex((piece) => before.includes(piece.name));
      pieces.splice(place + 1, 0, { name, lines: this.fieldLines(name, value) });
    }
    return [...pieces, rest].flatMap(({ lines }) => lines).map(ended);
  }

  /** The lines of a changed field; comments within it stay, above it. */
  rewritten(name, value, old) {
    const comments = old.filter((line, number) => number && /^\s*#/.test(line) && !isInText(old, number));
    return [...comments, ...(value === undefined ? [] : this.fieldLines(name, value))];
  }

  fieldLines(name, value) {
    const rule = this.rules.fields.find((field) => field.name === name);
    return written(name, rule, value, "").map((line) => line + this.end);
  }

  writeBody(changed) {
    const pieces = this.parts.map(({ id, heading, lines }) => {
      if (!changed.has(id)) return { id, lines: [...heading, ...lines] };
      const text = changed.get(id);
      if (!text) return { id, lines: [] };
      const blanks = lines.length - lines.findLastIndex((line) => bare(line).trim()) - 1;
      return { id, lines: [...heading, this.end, ...this.bodyLines(text), ...lines.slice(lines.length - blanks)] };
    });
    const order = Object.keys(this.rules.headings[this.language]);
    for (const [id, text] of changed) {
      if (!text || this.parts.some((part) => part.id === id)) continue;
      const before = order.slice(0, order.indexOf(id));
      const place = pieces.findLastIndex((piece) => piece.id === "" || before.includes(piece.id));
      const heading = `## ${this.rules.headings[this.language][id]}${this.end}`;
      const last = pieces[place].lines.at(-1);
      const gap = last === undefined || bare(last).trim() ? [this.end] : [];
      const after = place + 1 < pieces.length ? [this.end] : [];
      pieces.splice(place + 1, 0, { id, lines: [...gap, heading, this.end, ...this.bodyLines(text), ...after] });
    }
    const lines = pieces.flatMap((piece) => piece.lines);
    return lines.map((line, number) => (number < lines.length - 1 && bare(line) === line ? line + this.end : line));
  }

  bodyLines(text) {
    return text.split("\n").map((line) => line + this.end);
  }
}

/** Whether a line that looks like a comment belongs to a text below a mark such as `>-`. */
function isInText(lines, number) {
  for (let at = number - 1; at >= 0; at -= 1) {
    if (indent(lines[at]) < indent(lines[number])
      && bare(lines[at]).trim()) return /[>|][+-]?\s*$/.test(bare(lines[at]));
  }
  return false;
}

const indent = (line) => /^ */.exec(line)[0].length;

/**
 * Cut the body of an entry into its sections, as `generator/sections.py` does.
 * @param {string[]} lines with or without their ends @param {Object<string, string>} headings by id
 * @returns {{sections: Object<string, string>, parts: Object[], problems: Object[]}} a part with an empty id stands
 *   before the first heading; a problem has its line, counted from 0, and the section that it stands in
 */
export function cutBody(lines, headings) {
  const ids = new Map(Object.entries(headings).map(([id, title]) => [title.toLowerCase(), id]));
  const known = Object.values(headings).join(", ");
  const parts = [{ id: "", heading: [], lines: [] }];
  const problems = [];
  const seen = new Map();
  lines.forEach((line, number) => {
    const text = bare(line);
    const here = parts.at(-1);
    const problem = (code, params) => problems.push({ line: number, code, params, section: here.id });
    if (HEADING.test(text)) {
      const title = text.normalize("NFC").replace(/^#+/, "").trim().replace(/#+$/, "").trimEnd();
      const id = ids.get(title.toLowerCase());
      if (id === undefined) problem("unknown-heading", { heading: title, known });
      else if (seen.has(id)) problem("duplicate-heading", { heading: title, first: seen.get(id) + 1 });
      else seen.set(id, number);
      parts.push({ id: id ?? null, heading: [line], lines: [] });
      return;
    }
    if (!here.id && parts.length === 1 && text.trim() && !problems.length) problem("text-outside-section", { known });
    here.lines.push(line);
  });
  const sections = {};
  for (const part of parts) {
    if (!part.id || part.id in sections) continue;
    sections[part.id] = part.lines.map(bare).join("\n").replace(/^\n+|\n+$/g, "");
  }
  return { sections, parts, problems };
}

/**
 * Return the text of a body with these sections.
 * @param {Object<string, string>} sections @param {Object<string, string>} headings by id
 */
export function bodyOf(sections, headings) {
  return Object.entries(headings).filter(([id]) => sections[id]).map(([id, title]) =>
    `\n## ${title}\n\n${sections[id]}\n`).join("");
}

/** The lines of a field as the entries have it; the value is not empty. */
function written(name, rule, value, indent) {
  const inner = `${indent}  `;
  if (rule.type === "mapping" && rule.fields.every(({ type }) => type === "moment")) {
    const inside = Object.entries(value).map(([key, text]) => `${key}: ${scalar(fold(text), true)}`).join(", ");
    return [`${indent}${name}: {${inside}}`];
  }
  if (rule.type === "mapping") {
    return [`${indent}${name}:`, ...mappingLines(rule, value, inner)];
  }
  if (rule.type !== "list") return textLines(`${indent}${name}: `, rule, value, inner);
  if (rule.item.type === "mapping") {
    return [`${indent}${name}:`, ...value.flatMap((item) =>
      hyphened(mappingLines(rule.item, item, `${inner}  `), inner))];
  }
  const short = `${indent}${name}: [${value.map((item) => scalar(fold(item), true)).join(", ")}]`;
  if (rule.item.type === "id" && short.length <= WIDEST) return [short];
  return [`${indent}${name}:`, ...value.flatMap((item) => textLines(`${inner}- `, rule.item, item, `${inner}  `))];
}

const mappingLines = (rule, value, indent) => rule.fields
  .filter((field) => value[field.name] !== undefined)
  .flatMap((field) => written(field.name, field, value[field.name], indent));

const hyphened = (lines, indent) =>
  lines.map((line, number) => (number ? line : `${indent}- ${line.slice(indent.length + 2)}`));

function textLines(head, rule, value, indent) {
  const text = fold(value);
  if (rule.type !== "text" || text.length <= LONGEST_LINE
    && !("max" in rule && head.startsWith(" "))) return [head + scalar(text)];
  const [mark, ...lines] = foldedLines(text, indent);
  return [head + mark, ...lines];
}
