// What is wrong, in words: beside the fields, in a list, and how much is left to do.

import { filled, isBlank } from "./form-fields.js";

const NOT_LIVE = ["missing-field", "missing-section"]; // said when the writer asks, not while they are on their way
const FIELD_NAMES = ["longer", "shorter"]; // parameters that name fields, which the form calls by their labels

/** Fill parameters into the braces of a text. */
export const fill = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");

/** A function that gives the words for a key, in the form for `count` where there is one. */
export function speaker({ words, locale }) {
  const plural = new Intl.PluralRules(locale);
  return (key, params = {}) => {
    const counted = `${key}.${plural.select(params.count ?? 0)}`;
    return fill(words[counted] ?? words[key] ?? words[`${key}.other`], params);
  };
}

/** What is said beside each field: texts by the field's element. */
function byElement(told, text) {
  const said = new Map();
  for (const each of told) said.set(each.element, [...(said.get(each.element) ?? []), text(each)]);
  return said;
}

/** Tells the writer of problems and of progress. */
export class Report {
  /**
   * @param {HTMLElement} form @param {import("./form-fields.js").Fields} fields @param {Object} data that of the page
   * @param {function(string, Object=): string} say gives words
   * @param {function(string): boolean} isAsOpened whether a field is as it was in the opened file
   */
  constructor(form, fields, data, say, isAsOpened) {
    Object.assign(this, { form, fields, data, say, isAsOpened });
    this.groups = [...form.querySelectorAll("[data-group]")];
    this.summary = document.getElementById("problems");
    this.hints = document.getElementById("hints");
    this.status = document.getElementById("form-status");
    this.forget();
  }

  /** Begin anew: nothing has been told yet, and nothing asked. */
  forget() {
    this.last = "";
    this.asked = false; // whether the writer has asked for the check
    this.touched = new Set(); // fields that were left
  }

  /** The writer asks for the check: from now on everything is told. */
  ask() { this.asked = true; }

  /** The writer leaves a control: if its field holds something, what is wrong with it is told from now on. */
  leave(control) {
    const name = control.closest("[data-field]")?.dataset.field;
    const isFilled = name !== undefined && filled(this.fields.read(name)) !== undefined;
    if (isFilled) this.touched.add(name);
    return isFilled;
  }

  inWords({ code, params, way }) {
    const texts = this.data.problems[code];
    const found = this.fields.find(way, this.isAsOpened(way[0]));
    const names = Object.entries(params).filter(([key]) => FIELD_NAMES.includes(key))
      .map(([key, name]) => [key, this.fields.element(name).dataset.label]);
    const all = { ...params, ...Object.fromEntries(names), field: found.label, name: String(way.at(-1)) };
    const near = params.nearest ? ` ${this.say("cli.nearest", { nearest: params.nearest })}` : "";
    // Some mends speak of lines in a file; the form has its own words for those.
    const mend = this.data.words[params.comment ? "form.mend.comment" : `form.mend.${code}`] ?? texts.mend;
    return { ...found, code, way, message: fill(texts.message, all) + near, why: fill(texts.why ?? "", all),
      mend: fill(mend, all) };
  }

  /**
   * Show what is wrong, and what could be plainer.
   * @param {import("./form-check.js").Problem[]} problems
   * @param {import("./form-check.js").Problem[]} hints
   */
  show(problems, hints) {
    const { asked } = this;
    const isLive = ({ code, way }) => asked || (this.touched.has(way[0]) && !NOT_LIVE.includes(code));
    const told = problems.map((problem) => this.inWords(problem));
    const hinted = hints.map((hint) => this.inWords(hint));
    const beside = told.filter(isLive);
    this.fields.showBeside(byElement(beside, ({ message, mend }) => `${message} ${mend}`),
      byElement(hinted.filter(isLive), ({ message, mend }) => `${this.say("form.hint")}: ${message} ${mend}`));
    this.showList(this.summary, asked ? told : [], "form.problems");
    this.showList(this.hints, asked ? hinted : [], "form.hints");
    const count = hinted.filter(isLive).length;
    const state = [asked && !told.length ? this.say("form.valid") : beside.length
      ? this.say("form.problems", { count: beside.length }) : "", count ? this.say("form.hints", { count }) : ""];
    const text = state.filter(Boolean).map((part) => (part.endsWith(".") ? part : `${part}.`)).join(" ");
    // Told politely, and only when it has changed.
    if (text !== this.last) this.status.textContent = text;
    this.last = text;
  }

  showList(place, told, key) {
    place.hidden = !told.length;
    place.replaceChildren(...(told.length ? this.list(told, key) : []));
  }

  list(told, key) {
    const heading = document.createElement("h3");
    heading.textContent = this.say(key, { count: told.length });
    const list = document.createElement("ul");
    for (const { code, control, label, message, why, mend } of told) {
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = `${label}${label.endsWith("?") ? "" : ":"} ${message}`;
      link.dataset.code = code;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const target = control.matches("fieldset") ? control.querySelector("input, textarea, button") ?? control
          : control;
        target.focus();
        control.scrollIntoView({ block: "center" });
      });
      const item = document.createElement("li");
      item.append(link, document.createElement("br"), [why, mend].filter(Boolean).join(" "));
      list.append(item);
    }
    return [heading, list];
  }

  /** Show how much of what is required is there, in all and by group. */
  showProgress(problems) {
    const needed = this.data.fields.flatMap((rule) => this.needed(rule));
    const isDone = ([, value]) => !isBlank(value);
    const counts = { done: needed.filter(isDone).length, all: needed.length };
    document.getElementById("progress").textContent = this.say("form.progress.count", counts);
    for (const group of this.groups) {
      const own = [...group.querySelectorAll("[data-field]")].map((element) => element.dataset.field);
      const left = needed.filter((each) => own.includes(each[0]) && !isDone(each)).length;
      const wrong = problems.filter(({ way, code }) => own.includes(way[0]) && !NOT_LIVE.includes(code)).length;
      const text = left ? this.say("form.progress.left", { count: left }) : wrong
        ? this.say("form.problems", { count: wrong })
        : this.say("form.progress.done");
      this.form.querySelector(`[data-progress="${group.dataset.group}"]`).textContent = text;
    }
  }

  /** What a field requires, with what stands there. */
  needed(rule) {
    if (rule.name === "sections") {
      const texts = this.fields.read("sections");
      return rule.fields.filter(({ required }) => required).map((part) => ["sections", texts[part.name]]);
    }
    return rule.required && !this.fields.element(rule.name).hidden ? [[rule.name, this.fields.read(rule.name)]] : [];
  }
}
