// The page "Tell in your own words": a few answers, checked, as one text to send on. Nothing leaves the browser.

import { checkPlain } from "./form-check.js";
import { Draft, whenLeft } from "./form-draft.js";
import { Fields, filled, isBlank } from "./form-fields.js";
import { copy, openTab, save } from "./form-handing.js";
import { hintsOn } from "./form-hints.js";
import { fill, Report, speaker } from "./form-report.js";

const TYPING_PAUSE = 300; // ms without a key before the page checks and keeps what was typed
const HINTS = ["recognisable-person"]; // whoever makes the file minds the rest

const get = (id) => document.getElementById(id);
const form = get("tell-form");
const data = JSON.parse(get("tell").dataset.tell);
const names = data.fields.map(({ name }) => name);
const say = speaker(data);
const draft = new Draft("tell-draft");
const fields = new Fields(form, data, say);
const report = new Report(form, fields, data, say, () => false);

const touched = new Set();
let asked = false; // whether the writer has asked for the check

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
  report.show(problems, hintsOn(entry, data).filter(({ code }) => HINTS.includes(code)), asked, touched);
  get("file-content").textContent = textOf(values);
  return { values, problems };
}

/** Keep what was typed, and say how it is with the draft. */
function keep() {
  const kept = draft.keep({ saved: new Date().toISOString(), values: answers() });
  showDraft(kept ? say("form.draft.kept", { time: time(new Date()) }) : say("form.draft.none"), kept);
}

function showDraft(text, isThere) {
  get("draft").hidden = false;
  get("draft-state").textContent = text;
  get("draft-delete").hidden = !isThere;
}

const time = (date) => new Intl.DateTimeFormat(data.locale, { dateStyle: "short", timeStyle: "short" }).format(date);

function begin() {
  for (const name of names) fields.write(name, undefined);
  touched.clear();
  asked = false;
  report.forget();
}

function restore({ values, saved }) {
  for (const name of names) fields.write(name, typeof values?.[name] === "string" ? values[name] : undefined);
  const at = new Date(saved);
  if (!Number.isNaN(at.getTime())) showDraft(say("form.draft.restored", { time: time(at) }), true);
}

// What comes out.

function next(key) {
  get("next-text").textContent = say(key, { name: say("tell.file") });
  get("next").hidden = false;
  get("form-status").textContent = get("next-text").textContent;
}

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
    asked = true;
    const { values, problems } = update();
    if (problems.length) get("problems").focus();
    else act(values);
  });
}

let pause = 0; // the timer that what was typed last waits for, or 0

function takeIn() {
  pause = 0;
  update();
  keep();
}

whenLeft(() => { if (pause) keep(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  get("next").hidden = true;
  clearTimeout(pause);
  pause = setTimeout(takeIn, TYPING_PAUSE);
});
form.addEventListener("focusout", (event) => {
  const field = event.target.closest("[data-field]");
  if (!field || isBlank(fields.read(field.dataset.field))) return;
  touched.add(field.dataset.field);
  // Not at once: what is said beside the field would move the button that is being pressed.
  setTimeout(update, TYPING_PAUSE);
});
get("draft-delete").addEventListener("click", () => {
  clearTimeout(pause);
  pause = 0;
  draft.delete();
  begin();
  update();
  showDraft(say("form.draft.deleted"), false);
  get("form-status").textContent = say("form.draft.deleted");
  form.querySelector("input").focus();
});

const kept = draft.read();
showDraft(say("form.draft.start"), false);
if (kept) restore(kept);
get("host").hidden = !data.tellUrl;
for (const id of ["tell-actions", "file-text"]) get(id).hidden = false;
update();
get("tell").dataset.ready = "true";
