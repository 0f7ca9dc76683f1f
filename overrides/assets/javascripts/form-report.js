// What is wrong, in words: beside the fields, in a list, and how much is left to do.

import { isBlank } from "./form-fields.js";

const NOT_LIVE = ["missing-field", "missing-section"]; // said when the writer asks, not while they are on their way

/** Fill parameters into the braces of a text. */
export const fill = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");

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
    this.status = document.getElementById("form-status");
    this.last = "";
  }

  /** Begin anew: nothing has been told yet. */
  forget() { this.last = ""; }

  inWords({ code, params, way }) {
    const texts = this.data.problems[code];
    const found = this.fields.find(way, this.isAsOpened(way[0]));
    const all = { ...params, field: found.label, name: String(way.at(-1)) };
    const near = params.nearest ? ` ${this.say("cli.nearest", { nearest: params.nearest })}` : "";
    // Some mends speak of lines in a file; the form has its own words for those.
    const mend = this.data.words[`form.mend.${code}`] ?? texts.mend;
    return { ...found, code, way, message: fill(texts.message, all) + near, why: fill(texts.why ?? "", all),
      mend: fill(mend, all) };
  }

  /**
   * Show what is wrong.
   * @param {import("./form-check.js").Problem[]} problems
   * @param {boolean} asked whether the writer has asked for the check
   * @param {Set<string>} touched fields that were left
   */
  show(problems, asked, touched) {
    const told = problems.map((problem) => this.inWords(problem));
    const beside = told.filter(({ code, way }) => asked || (touched.has(way[0]) && !NOT_LIVE.includes(code)));
    const said = new Map();
    for (const { element, message, mend } of beside) said.set(element,
      [...(said.get(element) ?? []), `${message} ${mend}`]);
    this.fields.showErrors(said);
    this.summary.hidden = !asked || !told.length;
    this.summary.replaceChildren(...(this.summary.hidden ? [] : this.list(told)));
    const state = asked && !told.length ? this.say("form.valid") : beside.length
      ? this.say("form.problems", { count: beside.length }) : "";
    // Told politely, and only when it has changed.
    if (state !== this.last) this.status.textContent = state;
    this.last = state;
  }

  list(told) {
    const heading = document.createElement("h3");
    heading.textContent = this.say("form.problems", { count: told.length });
    const list = document.createElement("ul");
    for (const { code, control, label, message, why, mend } of told) {
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = `${label}: ${message}`;
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
