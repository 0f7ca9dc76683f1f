// A small reader of YAML for the fields of an entry. It takes what entries hold: nested fields, lists, texts
// folded or kept or quoted, short lists and fields in brackets, comments. Whatever else it meets it refuses.

/** What the reader does not understand; `line` counts from 0 within the text that it was given. */
export class NotUnderstood extends Error {
  /** @param {number} line @param {string} [key] the words that say why, where they are not the general ones */
  constructor(line, key = "form.open.line") {
    super(`line ${line}`);
    this.line = line;
    this.key = key;
  }
}

// Signs that begin something else than a plain text, or that YAML keeps for itself.
// A space that YAML does not know is no part of a text that begins with it, but a slip.
const NOT_PLAIN = /^[&*!|>%@`"'#{}[\],\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]|^[-?:](?:\s|$)/;
const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>%@`"'{}[\],?:-][^:#]*?)[ \t]*:(?=[ \t]|$)/;
const HEADER = /^([|>])([+-]?)[ \t]*(?:[ \t]#.*)?$/;
const ESCAPES = { 0: "\0", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b",
  " ": " ", '"': '"', "/": "/", "\\": "\\", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029" };
const CODE_LENGTH = { x: 2, u: 4, U: 8 };

// Only these two are white space to YAML; a no-break space is text.
const indentOf = (line) => /^ */.exec(line)[0].length;
const isBlank = (line) => /^[ \t]*$/.test(line);
const isComment = (line) => /^[ \t]*#/.test(line);
const stripStart = (text) => text.replace(/^[ \t]+/, "");
const strip = (text) => stripStart(text).replace(/[ \t]+$/, "");

/**
 * Read the fields that stand on `lines`, without line ends.
 * @param {string[]} lines
 * @returns {{data: Object, places: Map<string, [number, number]>}} the values, every scalar a string, and of each
 *   outermost field the lines from its own to the one after its last
 * @throws {NotUnderstood}
 */
export function readYaml(lines) {
  const places = new Map();
  const reader = new Reader(lines);
  reader.skip();
  if (reader.done) return { data: {}, places };
  const data = reader.mapping(indentOf(reader.line), places);
  reader.skip();
  if (!reader.done) reader.refuse();
  return { data, places };
}

class Reader {
  constructor(lines) {
    this.lines = lines;
    this.at = 0;
  }

  get done() { return this.at >= this.lines.length; }

  get line() { return this.lines[this.at]; }

  refuse(line = this.at, key = undefined) { throw new NotUnderstood(line, key); }

  /** Pass over lines that say nothing. */
  skip() {
    while (!this.done && (isBlank(this.line) || isComment(this.line))) this.at += 1;
    // Tabs look like an indentation and are none.
    if (!this.done && /^ *\t/.test(this.line)) this.refuse();
  }

  mapping(indent, places = null, first = null) {
    const found = Object.create(null);
    for (;;) {
      const start = this.at;
      const rest = first ?? (this.done ? "" : this.line.slice(indent));
      if (first === null) {
        if (this.done || indentOf(this.line) < indent) break;
        if (indentOf(this.line) > indent) this.refuse();
      }
      const match = KEY.exec(rest);
      // A list on the level of its field ends that field; it was read with it.
      if (!match || !match[1]) this.refuse();
      const key = this.key(match[1]);
      if (key in found) this.refuse(start, "form.open.twice");
      found[key] = this.value(rest.slice(match[0].length), indent, false);
      places?.set(key, [start, this.ended]);
      first = null;
      this.skip();
    }
    return { ...found };
  }

  key(text) {
    if (text === "<<") this.refuse();
    const quoted = text[0] === '"' || text[0] === "'";
    return quoted ? new Flow(text, this.at, this).whole() : text;
  }

  /** Read what follows a colon or a hyphen; `indent` is that of its field or list. */
  value(rest, indent, inList) {
    const text = stripStart(rest);
    if (!text || text.startsWith("#")) {
      if (text && !/^\s/.test(rest)) this.refuse();
      this.at += 1;
      this.ended = this.at;
      this.skip();
      if (this.done) return "";
      const inner = indentOf(this.line);
      const item = /^-(?:\s|$)/.test(this.line.slice(inner));
      if (inner > indent || (item && inner === indent && !inList)) return item ? this.list(inner) : this.block(inner);
      return "";
    }
    const header = HEADER.exec(text);
    if (header) return this.kept(header, indent);
    if (/^[[{"']/.test(text)) return this.flow(text, indent);
    if (NOT_PLAIN.test(text)) this.refuse();
    return this.plain(text, indent);
  }

  /** Read a value that begins on a line of its own. */
  block(indent) {
    const text = this.line.slice(indent);
    if (KEY.test(text)) return this.mapping(indent);
    if (/^[[{"']/.test(text)) return this.flow(text, indent - 1);
    if (NOT_PLAIN.test(text)) this.refuse();
    return this.plain(text, indent - 1);
  }

  list(indent) {
    const found = [];
    while (!this.done && indentOf(this.line) === indent && /^-(?:\s|$)/.test(this.line.slice(indent))) {
      const rest = this.line.slice(indent + 1);
      if (/^ *\t/.test(rest)) this.refuse(); // Again an indentation that is none.
      const text = stripStart(rest);
      const inner = indent + 1 + rest.length - text.length;
      if (text && /^-(?:\s|$)/.test(text)) this.refuse();
      if (text && KEY.test(text) && !/^["']/.test(text)) found.push(this.mapping(inner, null, text));
      else found.push(this.value(rest, indent, true));
      this.skip();
    }
    if (!this.done && indentOf(this.line) > indent) this.refuse();
    return found;
  }

  /** Read a text below its field, its lines folded into one (>) or kept (|). */
  kept([, style, chomp], indent) {
    const lines = [];
    let inner = 0;
    this.at += 1;
    this.ended = this.at;
    while (!this.done) {
      const line = this.line;
      if (isBlank(line) && (!inner || indentOf(line) <= inner)) {
        if (line.includes("\t")) this.refuse();
        lines.push("");
      } else {
        const own = indentOf(line);
        if (!inner) {
          if (own <= indent) break;
          inner = own;
          // Blank lines before the text that reach further in would have to be judged by its indentation.
          if (/^\s*\t/.test(line) || this.lines.slice(this.at - lines.length,
            this.at).some((each) => each.length > own)) {
            this.refuse();
          }
        }
        if (own < inner) {
          if (own > indent) this.refuse();
          break;
        }
        // Lines that stand further in are not folded; entries have no use for that.
        if (style === ">" && /^[ \t]/.test(line.slice(inner))) this.refuse();
        lines.push(line.slice(inner));
        this.ended = this.at + 1;
      }
      this.at += 1;
    }
    let blanks = 0;
    while (lines.length && lines.at(-1) === "") { lines.pop(); blanks += 1; }
    const text = style === "|" ? lines.join("\n") : folded(lines);
    const end = chomp === "-" ? "" : chomp === "+" ? "\n".repeat(blanks + (lines.length ? 1 : 0)) : lines.length
      ? "\n" : "";
    return text + end;
  }

  /** Read a text without marks, which may go on over lines that stand further in. */
  plain(text, indent) {
    const pieces = [];
    let line = text;
    for (;;) {
      if (/:(?:\s|$)/.test(line)) this.refuse(this.at, "form.open.colon");
      // The check refuses a text that a comment cuts off; so that nothing is lost, so does the reader.
      if (/\s#/.test(line)) this.refuse();
      pieces.push(strip(line));
      this.at += 1;
      this.ended = this.at;
      let next = this.at;
      while (next < this.lines.length && isBlank(this.lines[next])) next += 1;
      if (next >= this.lines.length || indentOf(this.lines[next]) <= indent || isComment(this.lines[next])) break;
      for (; this.at < next; this.at += 1) pieces.push("");
      line = strip(this.line);
    }
    return folded(pieces);
  }

  /** Read a text in quotation marks, or a list or fields in brackets. */
  flow(text, indent) {
    const lines = [text];
    let at = this.at + 1;
    for (;;) {
      const flow = new Flow(lines.join("\n"), this.at, this);
      const value = flow.whole(true);
      if (value !== undefined) {
        this.at = at;
        this.ended = at;
        return value;
      }
      if (at >= this.lines.length) this.refuse();
      const line = this.lines[at];
      if (!isBlank(line) && indentOf(line) <= indent) this.refuse();
      lines.push(line);
      at += 1;
    }
  }
}

/** Join lines as YAML folds them: a line end is a space, an empty line a line end. */
function folded(lines) {
  let text = lines[0] ?? "";
  let blanks = text === "" ? 1 : 0;
  for (const line of lines.slice(1)) {
    if (line === "") { blanks += 1; continue; }
    text += (blanks ? "\n".repeat(blanks) : " ") + line;
    blanks = 0;
  }
  return text;
}

/** What stands in quotation marks or brackets, sign by sign. */
class Flow {
  constructor(text, line, reader) {
    this.text = text;
    this.start = line;
    this.reader = reader;
    this.at = 0;
  }

  refuse() { this.reader.refuse(this.start); }

  /** The value, if nothing follows it; undefined if `open` allows that it goes on beyond the text. */
  whole(open = false) {
    let value;
    try {
      value = this.value(0);
    } catch (error) {
      if (open && error === GOES_ON) return undefined;
      if (error === GOES_ON) this.refuse();
      throw error;
    }
    if (!/^[ \t]*(?:[ \t]#[^\n]*)?$/.test(this.text.slice(this.at))) this.refuse();
    return value;
  }

  value(depth) {
    this.space();
    const sign = this.text[this.at];
    if (sign === undefined) throw GOES_ON;
    if (sign === '"' || sign === "'") return this.quoted(sign);
    if (sign === "[" || sign === "{") {
      if (depth > 3) this.refuse();
      return sign === "[" ? this.list(depth) : this.fields(depth);
    }
    return this.plain();
  }

  space() {
    while (/[ \n]/.test(this.text[this.at] ?? "")) this.at += 1;
    if (this.text[this.at] === "#" || this.text[this.at] === "\t") this.refuse();
  }

  list(depth) {
    const found = [];
    this.at += 1;
    for (;;) {
      this.space();
      if (this.text[this.at] === undefined) throw GOES_ON;
      if (this.text[this.at] === "]") { this.at += 1; return found; }
      if (this.text[this.at] === ",") this.refuse();
      found.push(this.value(depth + 1));
      this.comma("]");
      if (this.colonNext) this.refuse();
    }
  }

  fields(depth) {
    const found = Object.create(null);
    this.at += 1;
    for (;;) {
      this.space();
      if (this.text[this.at] === undefined) throw GOES_ON;
      if (this.text[this.at] === "}") { this.at += 1; return { ...found }; }
      const key = this.value(depth + 1);
      this.space();
      if (this.text[this.at] === undefined) throw GOES_ON;
      if (typeof key !== "string" || key in found
        || !/^:[ \n]/.test(this.text.slice(this.at, this.at + 2))) this.refuse();
      this.at += 1;
      this.space();
      found[key] = /[,}]/.test(this.text[this.at] ?? "") ? "" : this.value(depth + 1);
      this.comma("}");
    }
  }

  comma(end) {
    this.space();
    const sign = this.text[this.at];
    if (sign === undefined) throw GOES_ON;
    if (sign === ",") this.at += 1;
    else if (sign !== end) this.refuse();
  }

  plain() {
    const match = /^(?:[^,[\]{}:#\n]|:(?![ \n,[\]{}]|$)|(?<! )#)+/.exec(this.text.slice(this.at));
    if (!match || NOT_PLAIN.test(match[0])) this.refuse();
    this.at += match[0].length;
    // A text that goes on over a line end is not told apart from one that a mark is missing after.
    if (this.text[this.at] === undefined) throw GOES_ON;
    if (this.text[this.at] === "\n" && !/^\s*[,\]}]/.test(this.text.slice(this.at))
      && this.text.slice(this.at).trim()) this.refuse();
    return strip(match[0]);
  }

  quoted(mark) {
    let made = "";
    for (this.at += 1; ; this.at += 1) {
      const sign = this.text[this.at];
      if (sign === undefined) throw GOES_ON;
      if (sign === mark && mark === "'" && this.text[this.at + 1] === "'") { made += "'"; this.at += 1; }
      else if (sign === mark) { this.at += 1; return made; }
      else if (sign === "\n") made = this.lineEnd(made);
      else if (sign === "\\" && mark === '"') made += this.escape();
      else made += sign;
    }
  }

  /** A line end within quotation marks is folded, and so is the white space around it. */
  lineEnd(made) {
    const space = /^[ \t\n]*/.exec(this.text.slice(this.at))[0];
    const ends = space.split("\n").length - 1;
    this.at += space.length - 1;
    return made.replace(/[ \t]+$/, "") + (ends > 1 ? "\n".repeat(ends - 1) : " ");
  }

  escape() {
    this.at += 1;
    const sign = this.text[this.at];
    if (sign === undefined) throw GOES_ON;
    if (sign in ESCAPES) return ESCAPES[sign];
    const length = CODE_LENGTH[sign];
    const code = this.text.slice(this.at + 1, this.at + 1 + (length ?? 0));
    if (!length || code.length < length || !/^[0-9a-fA-F]+$/.test(code) || parseInt(code, 16) > 0x10ffff) this.refuse();
    this.at += length;
    return String.fromCodePoint(parseInt(code, 16));
  }
}

const GOES_ON = new Error("the text goes on");

const PLAIN_SAFE = /^(?:[\p{L}\p{N}~<(€](?:[^:#\n\t]|:(?! |$)|(?<! )#)*)$/u;
// What YAML 1.2 calls printable (5.1), but for line ends.
const PRINTABLE = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
const WIDTH = 90;

/**
 * Write a text on one line, in quotation marks where it needs them.
 * @param {string} text @param {boolean} [inBrackets]
 */
export function scalar(text, inBrackets = false) {
  if (!PRINTABLE.test(text)) {
    const escaped = text.replace(/[\\"]/g,
      "\\$&").replace(/[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu,
      (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`);
    return `"${escaped}"`;
  }
  const plain = PLAIN_SAFE.test(text) && !/\s$/.test(text) && !(inBrackets && /[,[\]{}]/.test(text));
  return plain ? text : `'${text.replaceAll("'", "''")}'`;
}

/**
 * Write a text folded below its field, as the entries have it.
 * @param {string} text on one line @param {string} indent that of the text @returns {string[]} lines, the mark first
 */
export function foldedLines(text, indent) {
  if (!text || !PRINTABLE.test(text)) return [scalar(text)];
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [">-", ...lines, indent + line];
}
