// The page "Tell in your own words": a few answers, checked, as one text to send on. Nothing leaves the browser.

import { checkPlain } from "./form-check.js";
import { Draft } from "./form-draft.js";
import { Fields, filled } from "./form-fields.js";
import { copy, openTab, save, showNext, showText } from "./form-handing.js";
import { hintsOn } from "./form-hints.js";
import { Pace } from "./form-pace.js";
import { fill, Report, speaker } from "./form-report.js";

const HINTS = ["recognisable-person"]; // whoever makes the file minds the rest

const get = (id) => document.getElementById(id);
const form = get("tell-form");
const data = JSON.parse(get("tell").dataset.tell);
const names = data.fields.map(({ name }) => name);
const say = speaker(data);
const draft = new Draft("tell-draft", data, say);
const fields = new Fields(form, data, say);
const report = new Report(form, fields, data, say, () => false);
const pace = new Pace({ update, keep: () => draft.keep({ values: answers() }) });

/** The answers by their questions; what is blank is left out. */
function answers() {
  return filled(Object.fromEntries(names.map((name) => [name, fields.read(name).normalize("NFC").trim()]))) ?? {};
}

/** The answers as one text, each below its question. */
function textOf(values) {
  const parts = names.map((name) => `${fields.element(name).dataset.label}\n${values[name] ?? ""}`);
  return `${[...parts, say("tell.consent")].join("\n\n")}\n`;
}

function update() {
  const values = answers();
  const problems = checkPlain(values, data);
  const entry = { fields: values, body: "", id: "", language: data.language, isTranslation: true };
  report.show(problems, hintsOn(entry, data).filter(({ code }) => HINTS.includes(code)));
  showText(say("tell.file"), textOf(values));
  return { values, problems };
}

function begin() {
  for (const name of names) fields.write(name, undefined);
  pace.forget();
  report.forget();
  update();
}

function restore(kept) {
  for (const name of names) {
    fields.write(name, typeof kept.values?.[name] === "string" ? kept.values[name] : undefined);
  }
  draft.showRestored(kept);
}

// What comes out.

const next = (key) => showNext(say(key, { name: say("tell.file") }));

function download(values, key = "tell.next.downloaded") {
  save(say("tell.file"), textOf(values), "text/plain");
  next(key);
}

const WAYS = {
  download,
  copy: async (values) => next(await copy(textOf(values), get("file-text")) ? "tell.next.copied" : "tell.next.select"),
  host: (values) => {
    const inAddress = Object.entries({ ...values, text: textOf(values) })
      .map(([name, text]) => [name, encodeURIComponent(text.toWellFormed?.() ?? text)]);
    if (openTab(fill(data.tellUrl, Object.fromEntries(inAddress)))) next("tell.next.host");
    else download(values, "tell.next.long");
  },
};

for (const [id, act] of Object.entries(WAYS)) {
  get(id).addEventListener("click", () => {
    report.ask();
    const { values, problems } = update();
    if (problems.length) get("problems").focus();
    else act(values);
  });
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  get("next").hidden = true;
  pace.typed();
});
form.addEventListener("focusout", ({ target }) => { if (report.leave(target)) pace.left(); });
draft.onDelete(() => {
  begin();
  form.querySelector("input").focus();
});

const kept = draft.read();
draft.show(say("form.draft.start"), false);
if (kept) restore(kept);
get("host").hidden = !data.tellUrl;
get("tell-actions").hidden = false;
update();
get("tell").dataset.ready = "true";
