// The Markdown that texts may hold, as `generator/render.py` reads it: a tree of plain objects, never HTML.
// The preview makes it into elements, the check looks at what it holds.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\xa0", colon: ":", Tab: "\t", NewLine: "\n",
  ndash: "–", mdash: "—", auml: "ä", ouml: "ö", aring: "å", Auml: "Ä", Ouml: "Ö", euro: "€",
  lpar: "(", rpar: ")", lsqb: "[", lbrack: "[", rsqb: "]", rbrack: "]", commat: "@", period: ".", sol: "/", plus: "+",
  percnt: "%", num: "#", lowbar: "_", hyphen: "‐", dash: "‐", horbar: "―", minus: "−", shy: "\xad", ensp: "\u2002",
  emsp: "\u2003", numsp: "\u2007", puncsp: "\u2008", thinsp: "\u2009", hairsp: "\u200a", ZeroWidthSpace: "\u200b",
  zwnj: "\u200c", zwj: "\u200d", NoBreak: "\u2060" };
const ENTITY = /^&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([a-zA-Z]+));/;
const PUNCTUATION = /^\\([\\`*_{}[\]()>#+.!-])/;
const AUTOLINK = /^<((?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?:\/\/[^<>]*)>/;
const ITEM = { ol: /^ {0,3}(\d+)\.[ ]+(.*)$/, ul: /^ {0,3}[*+-][ ]+(.*)$/ };
const HEADING = /^(#{1,6})((?:\\.|[^\\])*?)#*$/;
const RULE = /^ {0,3}(?:(?:-+[ ]{0,2}){3,}|(?:_+[ ]{0,2}){3,}|(?:\*+[ ]{0,2}){3,})[ \t]*$/;
const QUOTE = /^ {0,3}>[ ]?(.*)$/;
const TABLE_LINE = /^[ |]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ |]*)*$/;
const DEFINITION = /^ {0,3}\[([^[\]]*)\]:[ ]*(?:<([^<>]*)>|(\S+))[ ]*(?:["'(].*["')])?[ ]*$/;
const DEEPEST = 20; // links and emphasis within one another

/**
 * Read a text.
 * @param {string} text @param {boolean} inline one line of running text, without lists and headings
 * @param {Object} rules the data of the page
 * @returns {{tree: Array, links: string[], images: string[], rawHtml: string[], headings: number[], unnamed: string[],
 *   failed: boolean}}
 *   the tree's nodes are strings, or objects with `tag`, `children` and, for links, `href`
 */
export function readMarkdown(text, inline, rules) {
  const made = { tree: [], links: [], images: [], rawHtml: [], headings: [], unnamed: [], failed: false };
  const shown = inline ? text.split(/\s+/).filter(Boolean).join(" ") : text;
  if ([..."[<|`*_"].some((sign) => shown.split(sign).length - 1 > rules.limits.signs)) {
    return { ...made, tree: [shown], failed: true };
  }
  const reader = new Markdown(made, new RegExp(`^${rules.rawHtml[0]}`, "u"), new RegExp(...rules.visible), rules.limits.depth);
  made.tree = inline ? reader.inline(shown) : reader.blocks(withoutLanguages(shown.split("\n"), rules), 0);
  return made;
}

/** The text of a tree, without its marks. */
export const textOf = (tree) => tree.map((node) => (typeof node === "string" ? node : textOf(node.children))).join("");

const RUNNING = ["a", "code", "em", "strong"];

/** The text of a tree, what stands in different paragraphs, points or cells apart. */
export const linesOf = (tree) => tree.map((node) => {
  if (typeof node === "string") return node;
  return RUNNING.includes(node.tag) ? linesOf(node.children) : `\n\n${linesOf(node.children)}\n\n`;
}).join("");

/** Lines without the names of languages behind the signs that begin blocks of code. */
function withoutLanguages(lines, { fence: [pattern, flags] }) {
  const whole = new RegExp(`^(?:${pattern})$`, flags);
  const found = [...lines];
  let begun = null;
  lines.forEach((line, number) => {
    const fence = whole.exec(line);
    if (!fence) return;
    if (!begun) begun = { number, fence };
    else if (fence[2] === begun.fence[2] && !fence[3].trim()) {
      found[begun.number] = begun.fence[1];
      begun = null;
    }
  });
  return found;
}

class Markdown {
  constructor(made, rawHtml, visible, deepest) {
    this.made = made;
    this.rawHtml = rawHtml;
    this.visible = visible;
    this.deepest = deepest;
    this.references = new Map();
  }

  blocks(lines, depth) {
    if (depth > this.deepest) { this.made.failed = true; return [lines.join("\n")]; }
    const rest = lines.filter((line) => {
      const match = depth ? null : DEFINITION.exec(line);
      if (match) this.references.set(match[1].toLowerCase().trim(), match[2] ?? match[3]);
      return !match;
    });
    const tree = [];
    let block = [];
    for (const line of [...rest, ""]) {
      if (line.trim()) { block.push(line); continue; }
      if (block.length) this.block(block, tree, depth);
      block = [];
    }
    return tree;
  }

  block(lines, tree, depth) {
    const last = tree.at(-1);
    if (/^ {4}|^\t/.test(lines[0])) {
      const list = last && ["ol", "ul"].includes(last.tag);
      const inner = lines.map((line) => line.replace(/^ {4}|^\t/, ""));
      if (list) last.children.at(-1).children.push(...this.blocks(inner, depth + 1));
      else tree.push({ tag: "pre", children: [inner.join("\n")] });
      return;
    }
    const special = lines.findIndex((line, number) => HEADING.test(line) || RULE.test(line) || QUOTE.test(line)
      || (number === 1 && /^[=-]+[ ]*$/.test(line)));
    const kind = ["ol", "ul"].find((tag) => ITEM[tag].test(lines[0]));
    if (kind && (special < 0 || !HEADING.test(lines[special]))) return void this.list(kind, lines, tree, depth);
    if (special < 0) {
      if (lines.length > 1 && lines[0].includes("|")
        && TABLE_LINE.test(lines[1])) return void tree.push(this.table(lines));
      return void tree.push({ tag: "p", children: this.inline(lines.join("\n")) });
    }
    const setext = special === 1 && /^[=-]+[ ]*$/.test(lines[1]);
    const before = setext ? [] : lines.slice(0, special);
    if (before.length) this.block(before, tree, depth);
    const line = lines[special];
    const heading = HEADING.exec(line);
    let next = special + 1;
    if (setext) this.heading(line.startsWith("=") ? 1 : 2, lines[0], tree);
    else if (heading) this.heading(heading[1].length, heading[2].trim(), tree);
    else if (RULE.test(line)) tree.push({ tag: "hr", children: [] });
    else {
      const inner = lines.slice(special).map((each) => (QUOTE.exec(each) ?? [null, each])[1]);
      tree.push({ tag: "blockquote", children: this.blocks(inner, depth + 1) });
      next = lines.length;
    }
    if (next < lines.length) this.block(lines.slice(next), tree, depth);
  }

  heading(level, text, tree) {
    const children = this.inline(text);
    this.made.headings.push(this.visible.test(textOf(children)) ? level : 0);
    tree.push({ tag: `h${level}`, children });
  }

  list(kind, lines, tree, depth) {
    // What stands in a list is read one level further in; the list itself is that level.
    if (depth >= this.deepest) this.made.failed = true;
    const last = tree.at(-1);
    // A blank line between points does not end their list.
    const list = last?.tag === kind ? last : { tag: kind, children: [] };
    if (list !== last) tree.push(list);
    let texts = null;
    const close = () => {
      if (!texts) return;
      const split = texts.findIndex((line) => /^ {4}/.test(line));
      const own = split < 0 ? texts : texts.slice(0, split);
      const item = { tag: "li", children: this.inline(own.join("\n")) };
      if (split >= 0) item.children.push(...this.blocks(texts.slice(split).map((line) => line.replace(/^ {4}/, "")),
        depth + 1));
      list.children.push(item);
    };
    for (const line of lines) {
      const match = ITEM[kind].exec(line) ;
      if (match) { close(); texts = [match.at(-1)]; } else texts.push(/^ {4}/.test(line) ? line
        : line.replace(/^\s+/, ""));
    }
    close();
  }

  table(lines) {
    const row = (line, tag) => ({ tag: "tr", children: line.trim().replace(/^\||\|$/g, "").split("|")
      .map((cell) => ({ tag, children: this.inline(cell.trim()) })) });
    return { tag: "table", children: [row(lines[0], "th"), ...lines.slice(2).map((line) => row(line, "td"))] };
  }

  /** Read running text. */
  inline(text, depth = 0) {
    if (depth > DEEPEST) { this.made.failed = true; return [text]; }
    const found = [];
    let plain = "";
    const push = (node) => {
      if (plain) found.push(plain);
      plain = "";
      found.push(node);
    };
    for (let at = 0; at < text.length;) {
      const rest = text.slice(at);
      const sign = text[at];
      const step = this.special(sign, rest, text[at - 1], depth);
      if (!step) {
        plain += sign;
        at += 1;
      } else {
        if (typeof step.node === "string") plain += step.node;
        else push(step.node);
        at += step.length;
      }
    }
    if (plain) found.push(plain);
    return found;
  }

  /** What begins with a sign: a node and how long it is written, or nothing where the sign is plain text. */
  special(sign, rest, before, depth) {
    let match;
    if (sign === "`" && (match = /^(`+)([^]*?[^`]|[^`])\1(?!`)/.exec(rest))) {
      return { node: { tag: "code", children: [match[2].trim()] }, length: match[0].length };
    }
    if (sign === "\\" && (match = PUNCTUATION.exec(rest))) return { node: match[1], length: 2 };
    if (sign === "!" && rest[1] === "[") return this.link(rest.slice(1), depth, true);
    if (sign === "[") return this.link(rest, depth, false);
    if (sign === "<" && (match = AUTOLINK.exec(rest))) {
      this.made.links.push(decoded(match[1]));
      return { node: { tag: "a", href: decoded(match[1]), children: [match[1]] }, length: match[0].length };
    }
    if (sign === "<" && (match = this.rawHtml.exec(rest))) {
      this.made.rawHtml.push(match[0]);
      return { node: match[0], length: match[0].length };
    }
    if (sign === "&" && (match = ENTITY.exec(rest))) {
      const known = decoded(match[0]);
      return { node: known, length: match[0].length };
    }
    if (sign === "*" || sign === "_") return this.emphasis(sign, rest, before, depth);
    return null;
  }

  emphasis(sign, rest, before, depth) {
    // An underscore within a word is an underscore.
    if (sign === "_" && before && /[\p{L}\p{N}_]/u.test(before)) return null;
    const mark = sign === "*" ? "\\*" : "_";
    const end = sign === "_" ? "(?![\\p{L}\\p{N}_])" : "";
    for (const [count, tags] of [[3, ["strong", "em"]], [2, ["strong"]], [1, ["em"]]]) {
      const text = count === 1 && sign === "*" ? "([^*]+)" : "([^]+?)";
      const match = new RegExp(`^${mark}{${count}}(?!${mark}|\\s)${text}(?<!\\s)${mark}{${count}}${end}`,
        "u").exec(rest);
      if (match) {
        const inner = this.inline(match[1], depth + 1);
        const node = tags.reduceRight((children, tag) => [{ tag, children }], inner)[0];
        return { node, length: match[0].length };
      }
    }
    const run = new RegExp(`^${mark}+`).exec(rest)[0];
    return { node: run, length: run.length };
  }

  link(rest, depth, isImage) {
    const close = closing(rest, 0, "[", "]");
    if (close < 0) return null;
    const label = rest.slice(1, close);
    const there = target(rest, close + 1) ?? this.reference(rest, close, label);
    if (!there) return null;
    const href = decoded(there.href);
    const length = there.end + (isImage ? 1 : 0);
    if (isImage) {
      this.made.images.push(href);
      return { node: label, length };
    }
    this.made.links.push(href);
    const children = this.inline(label, depth + 1);
    if (!this.visible.test(textOf(children))) this.made.unnamed.push(href);
    return { node: { tag: "a", href, children }, length };
  }

  reference(rest, close, label) {
    const match = /^\s?\[([^\]]*)\]/.exec(rest.slice(close + 1));
    const name = (match?.[1] || label).toLowerCase().trim();
    if (!this.references.has(name)) return null;
    return { href: this.references.get(name), end: close + 1 + (match ? match[0].length : 0) };
  }
}

/** Where the bracket that opens at `start` is closed, or -1. */
function closing(text, start, open, close) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close && (depth -= 1) === 0) return at;
  }
  return -1;
}

/** The address in parentheses after a link's text. */
function target(text, start) {
  if (text[start] !== "(") return null;
  const angle = /^\(\s*<([^<>\n]*)>\s*(?:["'][^]*?["']\s*)?\)/.exec(text.slice(start));
  if (angle) return { href: angle[1], end: start + angle[0].length };
  const close = closing(text, start, "(", ")");
  if (close < 0) return null;
  const inside = text.slice(start + 1, close).trim();
  const titled = /^([^]*?)\s+(?:"[^]*"|'[^]*')$/.exec(inside);
  return { href: (titled ? titled[1] : inside).replace(/\\([\\`*_{}[\]()>#+.!-])/g, "$1"), end: close + 1 };
}

/** A text with its entities as the signs that they stand for. */
function decoded(text) {
  return text.replace(/&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);/g, (entity) => {
    const [, decimal, hex, name] = ENTITY.exec(entity);
    if (name) return ENTITIES[name] ?? entity;
    const code = decimal ? Number(decimal) : parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : String.fromCodePoint(code);
  });
}
