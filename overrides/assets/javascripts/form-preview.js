// The preview: the entry as its page will show it (`generator/site/templates/entry.html`), made of elements.
// Typed text becomes text nodes only; addresses become links only where their scheme is harmless.

import { isDay, isMoment, readFigure } from "./form-check.js";
import { readMarkdown } from "./form-markdown.js";

const SAFE = new Set(["p", "em", "strong", "a", "ul", "ol", "li", "h3", "h4", "blockquote", "code", "pre", "hr",
  "table", "tr", "th", "td"]);
const SVG = "http://www.w3.org/2000/svg";

/** Make an element; children that are null are left out. */
function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) if (value) made.setAttribute(name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function nodes(tree) {
  return tree.map((node) => {
    if (typeof node === "string") return document.createTextNode(node);
    if (!SAFE.has(node.tag)) return el("p", null, nodes(node.children));
    const safe = node.tag === "a" && /^https?:\/\//i.test(node.href);
    // Links into the cookbook lead nowhere from here: the words stand for them.
    return el(node.tag, safe ? { href: node.href, rel: "noreferrer", target: "_blank" } : node.tag === "a"
      ? { class: "term" } : null, nodes(node.children));
  });
}

/** The icons of the entry's page, taken from the form's template. */
function icon(name) {
  const found = document.querySelector(`#form-icons [data-icon="${name}"]`)?.content.firstElementChild;
  return found ? found.cloneNode(true) : document.createElementNS(SVG, "svg");
}

/**
 * Make the preview of an entry.
 * @param {import("./form-check.js").Entry} entry @param {Object} data the rules and words of the page
 * @param {Object} vocabulary labels of places, tags, facets and chapters
 * @returns {HTMLElement}
 */
export function preview(entry, data, vocabulary) {
  return new Preview(entry, data, vocabulary).article();
}

class Preview {
  constructor(entry, data, vocabulary) {
    this.entry = entry;
    this.fields = entry.fields;
    this.data = data;
    this.vocabulary = vocabulary;
    this.lang = entry.language === data.language ? null : entry.language;
    this.all = new Intl.ListFormat(data.locale, { type: "conjunction" });
  }

  say(key, params = {}) {
    return this.data.words[key].replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
  }

  md(text) { return nodes(readMarkdown(String(text), true, this.data).tree); }

  article() {
    const { fields } = this;
    const [number, theme] = this.data.chapterThemes[fields.chapter] ?? ["", ""];
    const colour = fields.chapter in this.data.chapterThemes ? ` chapter-${fields.chapter}` : "";
    return el("article", { class: `entry${colour}` },
      el("header", { class: "entry-head" },
        el("p", { class: "breadcrumb" }, `${number} ${this.vocabulary.tags.get(theme)?.label ?? ""}`.trim()),
        this.kicker(),
        fields.title ? el("h1", { lang: this.lang }, this.md(fields.title)) : null,
        fields.summary ? el("p", { class: "lead", lang: this.lang }, this.md(fields.summary)) : null),
      el("section", { class: "pros-cons",
        "aria-label": `${this.say("entry.benefits")}, ${this.say("entry.cautions")}` },
        this.box("benefits", "plus"), this.box("cautions", "caution")),
      fields.context ? el("section", { class: "context" },
        el("h2", null, this.say("entry.context")),
        el("p", null, this.asOf() ? `${this.asOf()}. ` : "",
          el("span", { lang: this.lang }, this.md(fields.context)))) : null,
      el("div", { class: "entry-columns" }, this.glance(), this.main()),
      this.tags());
  }

  asOf() { return this.fields.as_of ? this.say("entry.as_of", { year: this.fields.as_of }) : ""; }

  evidence() { return this.data.words[`entry.evidence.${this.fields.evidence}`] ?? ""; }

  kicker() {
    const names = (this.fields.places ?? []).map((id) => this.vocabulary.places.get(id)?.label ?? id);
    const rest = [`${this.say(`kind.${this.entry.kind}`)}`, this.all.format(names), this.asOf(),
      this.evidence()].filter(Boolean);
    return el("p", { class: "kicker" }, el("span", { class: "ref" }, this.fields.ref ?? ""), ` ${rest.join(" · ")}`);
  }

  box(name, sign) {
    return el("div", { class: `box ${name}` },
      el("h2", null, icon(sign), ` ${this.say(`entry.${name}`)}`),
      el("ul", { lang: this.lang }, (this.fields[name] ?? []).map((text) => el("li", null, this.md(text)))));
  }

  fact(label, content, contributed = false) {
    return el("div", null, el("dt", null, label), el("dd", { lang: contributed ? this.lang : null }, content));
  }

  glance() {
    const { fields, data } = this;
    const facts = [];
    const told = (name) => { if (fields[name]) facts.push(this.fact(this.say(`field.${name}`), this.md(fields[name]),
      true)); };
    const counted = (name) => { if (fields[name]) facts.push(this.fact(this.say(`field.${name}`),
      this.figure(fields[name]))); };
    if (fields.places) facts.push(this.fact(this.say("field.places"), this.places()));
    data.glance.slice(0, 2).forEach(told);
    if (fields.period) facts.push(this.fact(this.say("field.period"), this.period()));
    ["duration", "group_size"].forEach(counted);
    data.glance.slice(2).forEach(told);
    counted("funding");
    if (this.evidence()) facts.push(this.fact(this.say("entry.evidence"), this.evidence()));
    return el("aside", { class: "glance", "aria-label": this.say("entry.glance") },
      el("h2", null, this.say("entry.glance")), el("dl", null, facts));
  }

  places() {
    return this.all.format(this.fields.places.map((id) => {
      const place = this.vocabulary.places.get(id);
      const region = place && this.vocabulary.tags.get(place.region);
      return region ? `${place.label} (${region.label})` : place?.label ?? id;
    }));
  }

  period() {
    const start = this.moment(this.fields.period.start ?? "");
    const { end } = this.fields.period;
    if (!end) return this.say("range.open", { start });
    const range = { start, end: this.moment(end) };
    return this.say(`${range.start}${range.end}`.includes(" ") ? "range.spaced" : "range.closed", range);
  }

  moment(text) {
    if (!isMoment(text) || text.length === 4) return text;
    const style = text.length === 7 ? { month: "long", year: "numeric" } : { dateStyle: "medium" };
    return new Intl.DateTimeFormat(this.data.locale, { ...style, timeZone: "UTC" }).format(new Date(text));
  }

  date(text) {
    return isDay(text ?? "") ? new Intl.DateTimeFormat(this.data.locale,
      { dateStyle: "long", timeZone: "UTC" }).format(new Date(text)) : text ?? "";
  }

  /** A figure in the reader's own style, or as it was typed where it is none. */
  figure(text) {
    const figure = readFigure(text, this.data);
    if (!figure) return text;
    const { locale } = this.data;
    const last = figure.high ?? figure.low;
    const number = (value, options) => new Intl.NumberFormat(locale, options).format(value);
    const numbers = figure.high === null ? number(last) : `${number(figure.low)}–${number(last)}`;
    let written = numbers;
    if (figure.unit === "%" || figure.unit === "€") {
      const digits = Number.isInteger(last) ? 0 : 2;
      const options = figure.unit === "%" ? { style: "percent" }
        : { style: "currency", currency: "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits };
      const shown = figure.unit === "€" && digits
        ? number(last, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : number(last);
      const parts = new Intl.NumberFormat(locale, options).formatToParts(1);
      const inNumber = (part) => ["integer", "group", "decimal", "fraction"].includes(part.type);
      const first = parts.findIndex(inNumber);
      const whole = figure.high === null ? shown : numbers;
      written = parts.map((part, place) => (place === first ? whole : inNumber(part) ? "" : part.value)).join("");
    } else if (figure.unit) {
      const forms = this.data.units[figure.unit];
      written += `\u00a0${forms[new Intl.PluralRules(locale).select(last)] ?? forms.other}`;
    }
    return figure.qualifier ? this.say(`figure.${figure.qualifier}`, { figure: written }) : written;
  }

  main() {
    const { fields } = this;
    const headings = this.data.headings[this.entry.language];
    const results = (fields.results ?? []).map((result) => el("div", null,
      el("dt", null, this.figure(result.figure ?? "")),
      el("dd", { lang: this.lang }, this.md(result.measures ?? ""),
        result.counted_by ? [" ", el("small", null,
          this.md(this.say("entry.counted_by", { who: result.counted_by })))] : null)));
    const sections = Object.keys(headings).filter((id) => this.entry.sections[id]?.trim());
    const adoptions = (fields.adoptions ?? []).filter(({ status }) => this.data.words[`entry.adoption.${status}`])
      .map(({ place, year, status }) =>
        el("li", null, this.say(`entry.adoption.${status}`,
          { place: this.vocabulary.places.get(place)?.label ?? place, year })));
    return el("div", { class: "entry-body" },
      results.length ? el("section", null, el("h2", null, this.say("entry.results")),
        el("dl", { class: "figures" }, results)) : null,
      el("div", { class: "prose", lang: this.lang },
        sections.flatMap((id) => [el("h2", null, headings[id]),
          ...nodes(readMarkdown(this.entry.sections[id], false, this.data).tree)])),
      adoptions.length ? el("section", null, el("h2", null, this.say("entry.adoptions")), el("ul", null, adoptions))
        : null,
      this.origin());
  }

  origin() {
    const { fields } = this;
    const reference = this.reference();
    return el("section", { class: "origin" },
      el("h2", null, this.say("entry.source")),
      reference ? el("p", null, `${reference}. ${this.say("entry.source.note")}`) : null,
      this.evidence() ? el("p", null, el("strong", null, `${this.say("entry.evidence")}:`), ` ${this.evidence()}.`,
        fields.evidence_note ? [" ", el("span", { lang: this.lang }, this.md(fields.evidence_note))] : null) : null,
      el("p", null, this.say("entry.reviewed",
        { date: this.date(fields.reviewed), date_next: this.date(fields.next_review) })));
  }

  reference() {
    const source = this.fields.source ?? {};
    const [authors, title, publisher, year] = this.data.works[source.work] ?? [];
    const rest = [source.publisher || publisher, source.year || year,
      source.number && this.say("entry.source.number", source),
      source.code && this.say("entry.source.code", source)];
    return [source.authors?.length ? this.all.format(source.authors) : authors, source.title || title,
      ...rest].filter(Boolean).join(", ");
  }

  tags() {
    const theme = this.data.chapterThemes[this.fields.chapter]?.[1];
    const regions = (this.fields.places ?? []).map((id) => this.vocabulary.places.get(id)?.region || id);
    const carried = new Set([...(this.fields.tags ?? []), theme, ...regions]);
    const facets = [...this.vocabulary.facets].map(([facet, label]) => {
      const tags = [...this.vocabulary.tags].filter(([id, tag]) => tag.facet === facet && carried.has(id));
      return tags.length ? el("div", null, el("dt", null, label),
        el("dd", null, tags.flatMap(([, tag]) => [el("span", { class: "tag" }, tag.label), " "]))) : null;
    });
    return el("section", { class: "entry-tags" }, el("h2", null, this.say("entry.tags")), el("dl", null, facets));
  }
}
