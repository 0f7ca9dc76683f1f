// The page "Share a recipe": fill in, check, see, and take the finished file. Nothing leaves the browser.

import { check } from "./form-check.js";
import { Draft } from "./form-draft.js";
import { Fields, filled } from "./form-fields.js";
import { bodyOf, limitPassed, newFile, NotOpened, openFile, partsOfName } from "./form-file.js";
import { copy, openTab, save, showNext, showText } from "./form-handing.js";
import { hintsOn } from "./form-hints.js";
import { Pace } from "./form-pace.js";
import { preview } from "./form-preview.js";
import { fill, Report, speaker } from "./form-report.js";

const DRAFT_TIMES = 5; // how many times a list in a draft may pass its limit
const SOURCE = /^(recipes|practices)\/([a-z0-9.-]+\.md)$/;

const page = document.getElementById("share");
const form = document.getElementById("share-form");
const get = (id) => document.getElementById(id);
const data = JSON.parse(page.dataset.form);
const groups = [...form.querySelectorAll("[data-group]")];
data.order = [...form.querySelectorAll("[data-field]")].map((element) => element.dataset.field);

const say = speaker(data);
const draft = new Draft("form-draft", data, say);
const fields = new Fields(form, data, say);
const names = data.fields.map(({ name }) => name).filter((name) => name !== "id");
const vocabulary = readVocabulary();
const report = new Report(form, fields, data, say, (name) => isAsOpened(name));
const pace = new Pace({ update, keep });

// What is being written: `known` is the opened file's name and folder, if one was opened.
let file = newFile(data.language, data);
let known = null;
let before = new Map(); // what stood in each field when the file was opened
let proposed = { id: "", ref: "" }; // what the page filled in itself

/** The vocabulary, as the page's own choices have it. */
function readVocabulary() {
  const places = new Map();
  const tags = new Map();
  for (const box of fields.element("places").querySelectorAll(".pick-list input")) {
    places.set(box.value, { label: box.dataset.label, region: box.dataset.region });
    if (!box.dataset.region) tags.set(box.value, { label: box.dataset.label, facet: data.derived[1] });
  }
  for (const box of fields.element("tags").querySelectorAll(".pick-list input")) {
    tags.set(box.value, { label: box.dataset.label, facet: box.dataset.facet });
  }
  for (const [chapter, [, theme, label]] of Object.entries(data.chapterThemes)) {
    if (chapter) tags.set(theme, { label, facet: data.derived[0] });
  }
  return { places, tags, facets: data.facets };
}

const radio = (name) => form.elements[name].value;
const setRadio = (name, value) => { form.elements[name].value = value; };
const kind = () => known?.kind ?? radio("kind");
const language = () => known?.language ?? radio("language");
const idOf = () => (known ? known.id : fields.read("id").trim());

/** Whether a field is as it was in the opened file. */
const isAsOpened = (name) => known !== null && JSON.stringify(fields.read(name)) === before.get(name);

/** Read the entry that the form holds: its values as they are judged, its text as the file will have it. */
function readEntry() {
  if (file.language !== language() && !known) file = newFile(language(), data);
  const entry = { fields: {}, id: idOf(), kind: kind(), language: language(), isTranslation: file.isTranslation,
    isKnown: known !== null };
  const changed = new Map();
  for (const name of names.filter((each) => each !== "sections")) {
    if (file.isTranslation && data.facts.includes(name)) continue;
    if (isAsOpened(name)) {
      if (name in file.data) entry.fields[name] = normal(file.data[name]);
      continue;
    }
    const value = normal(filled(fields.read(name)));
    if (value !== undefined) entry.fields[name] = value;
    changed.set(name, value);
  }
  const typed = fields.read("sections");
  const opened = known ? JSON.parse(before.get("sections")) : {};
  const sections = new Map();
  for (const id of Object.keys(data.headings[entry.language])) {
    if (typed[id] !== (opened[id] ?? "")) sections.set(id, normal(typed[id]).replace(/^(?:[ \t]*\n)+|\s+$/g, ""));
  }
  entry.sections = { ...normal(file.sections), ...Object.fromEntries(sections) };
  entry.text = file.write(changed, sections);
  entry.body = known ? normal(file.writeBody(sections).join(""))
    : bodyOf(entry.sections, data.headings[entry.language]);
  return entry;
}

/** A text with composed letters and without halves of signs, as a file holds it. */
function normal(value) {
  if (typeof value === "string") return (value.toWellFormed?.() ?? value).normalize("NFC").replace(/\r\n?/g, "\n");
  if (Array.isArray(value)) return value.map(normal);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, normal(inner)]));
  return value;
}

/** Propose an id from a title: small letters a–z and hyphens. */
function idFrom(title) {
  const words = title.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").split(/[^a-z0-9]+/).filter(Boolean);
  let id = "";
  for (const word of words) {
    if (id.length + word.length > Math.min(data.limits.id, 50)) break;
    id = id ? `${id}-${word}` : word;
  }
  return id;
}

function nextRef() {
  const letter = data.kinds[kind()];
  const numbers = Object.values(data.entries).filter(([, ref]) => ref[0] === letter).map(([, ref]) =>
    Number(ref.slice(1)));
  return letter + String(Math.max(0, ...numbers) + 1).padStart(2, "0");
}

/** Fill in what follows from the rest, as long as the writer has not said otherwise. */
function propose() {
  if (known) return;
  const proposals = { id: idFrom(fields.read("title")), ref: nextRef() };
  for (const [name, value] of Object.entries(proposals)) {
    if (fields.read(name) === proposed[name]) fields.write(name, value);
  }
  proposed = proposals;
}

const iso = (date) => [date.getFullYear(), date.getMonth() + 1,
  date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** Begin anew: every field empty but for the dates. */
function begin() {
  known = null;
  file = newFile(language(), data);
  before = new Map();
  for (const name of [...names, "id"]) fields.write(name, undefined);
  const today = new Date();
  fields.write("published", iso(today));
  fields.write("reviewed", iso(today));
  fields.write("next_review", iso(new Date(today.getFullYear() + 1, today.getMonth(), Math.min(today.getDate(), 28))));
  fields.write("as_of", String(today.getFullYear()));
  proposed = { id: "", ref: "" };
  propose();
  report.forget();
  showMode();
}

/** Show the fields that the file at hand has. */
function showMode() {
  const translation = file.isTranslation;
  for (const name of [...data.facts, "id"]) fields.element(name).hidden = translation;
  for (const part of form.querySelectorAll("[data-part]")) {
    if (data.sharedInside.includes(part.dataset.part)) part.hidden = translation;
  }
  for (const template of form.querySelectorAll("template")) {
    for (const part of template.content.querySelectorAll("[data-part]")) {
      if (data.sharedInside.includes(part.dataset.part)) part.hidden = translation;
    }
  }
  for (const group of groups) {
    const empty = [...group.querySelectorAll("[data-field]")].every((element) => element.hidden);
    group.hidden = empty;
    form.querySelector(`[data-progress="${group.dataset.group}"]`).parentElement.hidden = empty;
  }
  fields.element("id").querySelector("input").readOnly = known !== null;
  get("kind").disabled = known !== null && known.isPlaced;
  get("language").disabled = known !== null;
}

/**
 * Open the file of an entry in the form.
 * @param {string} name that of the file @param {Uint8Array} bytes
 * @param {string} folder where it stands, if that is known
 */
function open(name, bytes, folder = "") {
  const parts = partsOfName(name);
  if (!parts || !data.languages.includes(parts.language)) throw new NotOpened("form.open.name", { name });
  const opened = openFile(bytes, parts.language, data);
  const letter = typeof opened.data.ref === "string" ? opened.data.ref[0] : "";
  const placed = folder || data.entries[parts.id]?.[0]
    || Object.keys(data.kinds).find((each) => data.kinds[each] === letter) || "";
  file = opened;
  known = { name, ...parts, kind: placed || radio("kind"), isPlaced: placed !== "" };
  setRadio("kind", known.kind);
  setRadio("language", known.language);
  showMode();
  for (const field of names) fields.write(field, field === "sections" ? opened.sections : opened.data[field]);
  fields.write("id", parts.id);
  before = new Map(names.map((field) => [field, JSON.stringify(fields.read(field))]));
  report.forget();
}

/** Open a file and say how that went. */
function tryToOpen(name, bytes, folder) {
  const error = get("open-error");
  try {
    open(name, bytes, folder);
    error.hidden = true;
    update();
    draft.show(say("form.opened", { name }), true);
    get("form-status").textContent = say("form.opened", { name });
    fields.find(["title"]).control.focus();
  } catch (problem) {
    if (!(problem instanceof NotOpened)) throw problem;
    const near = problem.params.nearest ? ` ${say("cli.nearest", problem.params)}` : "";
    error.textContent = `${say("form.open.failed", { name })} ${say(problem.key, problem.params)}${near}`;
    error.hidden = false;
  }
}

/** Check, show and keep what the form holds now. */
function update() {
  propose();
  const entry = readEntry();
  const problems = check(entry, data, vocabulary);
  report.show(problems, hintsOn(entry, data));
  report.showProgress(problems);
  get("preview").replaceChildren(preview(entry, data, vocabulary));
  showText(nameOf(entry), entry.text);
  get("host").hidden = !hostAddress();
  return { entry, problems };
}

const nameOf = (entry) => known?.name ?? `${entry.id || "x"}.${entry.language}.md`;

// The draft.

function keep() {
  const values = Object.fromEntries([...names, "id"].map((name) => [name, fields.read(name)]));
  draft.keep({ values, kind: kind(), language: language(), proposed, name: known?.name ?? "",
    folder: known?.isPlaced ? known.kind : "", text: known ? file.text : "" });
}

function restore(kept) {
  try {
    // What the writer has added beyond a limit is shown, and said; what nobody writes would only stop the page.
    if (data.fields.some((rule) => limitPassed(rule, kept.values[rule.name], DRAFT_TIMES))) {
      draft.show(say("form.draft.long"), true);
      return;
    }
    setRadio("kind", kept.kind);
    if (kept.name) open(kept.name, new TextEncoder().encode(kept.text), kept.folder);
    else {
      setRadio("language", kept.language);
      begin();
    }
    for (const name of [...names, "id"]) fields.write(name, kept.values[name]);
    if (!kept.name) proposed = kept.proposed;
    update();
    draft.showRestored(kept);
  } catch {
    // A draft of another edition of the form.
    draft.delete();
    begin();
    update();
  }
}

// What comes out.

/** Return the entry if nothing is wrong with it; else show what is. */
function finished() {
  report.ask();
  const { entry, problems } = update();
  if (!problems.length) return entry;
  get("problems").focus();
  return null;
}

function tell(key, entry) {
  const path = `${entry.kind}/${nameOf(entry)}`;
  showNext(say(key, { path, name: nameOf(entry), folder: entry.kind }));
}

function download(entry, key = "form.next.downloaded") {
  save(nameOf(entry), entry.text, "text/markdown");
  tell(key, entry);
}

async function copyOut(entry, key = isPublished() ? "form.next.replace" : "form.next.copied") {
  tell(await copy(entry.text, get("file-text")) ? key : "form.next.select", entry);
}

/** Whether the repository has the file already. */
const isPublished = () => known !== null && known.id in data.entries;

const hostAddress = () => (isPublished() ? data.editUrl : data.newFileUrl);

function openAtHost(entry) {
  const path = `${entry.kind}/${nameOf(entry)}`;
  // Where a file is edited, its path is a part of the address; for a new one it stands in the query.
  const values = { path: isPublished() ? path : encodeURIComponent(path), content: encodeURIComponent(entry.text) };
  // An editor cannot be filled in from outside: the text is copied, while this page is still in front.
  const copied = isPublished() && copyOut(entry, "form.next.edit");
  if (!openTab(fill(hostAddress(), values))) download(entry, "form.next.long");
  else if (!copied) tell("form.next.host", entry);
}

// At work.

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  if (target.id === "file") return;
  get("next").hidden = true;
  pace.typed();
});
form.addEventListener("focusout", ({ target }) => { if (report.leave(target)) pace.left(); });
get("check").addEventListener("click", finished);
for (const [id, act] of [["download", download], ["copy", copyOut], ["host", openAtHost]]) {
  get(id).addEventListener("click", () => {
    const entry = finished();
    if (entry) act(entry);
  });
}
get("draft-resume").addEventListener("click", () => {
  const other = draft.read();
  if (other) restore(other);
  fields.find(["title"]).control.focus();
});
draft.onDelete(() => {
  pace.forget();
  begin();
  update();
  fields.find(["title"]).control.focus();
});
get("file").addEventListener("change", async (event) => {
  const [chosen] = event.target.files;
  event.target.value = "";
  if (chosen) tryToOpen(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
});
form.addEventListener("dragover",
  (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
form.addEventListener("drop", async (event) => {
  const [dropped] = event.dataTransfer.files;
  if (!dropped) return;
  event.preventDefault();
  tryToOpen(dropped.name, new Uint8Array(await dropped.arrayBuffer()));
});

/** Open the site's copy of a file, as the address asks. */
async function openFrom(path) {
  const match = SOURCE.exec(path);
  const error = get("open-error");
  try {
    if (!match) throw new NotOpened("form.open.name", { name: path });
    const answer = await fetch(page.dataset.sources + path);
    if (!answer.ok) throw new NotOpened("form.open.missing");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // The site's copies begin with a byte-order mark, which their files have not.
    tryToOpen(match[2], bytes.slice(bytes[0] === 0xef ? 3 : 0), match[1]);
  } catch (problem) {
    const why = say(problem.key ?? "form.open.missing", problem.params);
    error.textContent = `${say("form.open.failed", { name: path })} ${why}`;
    error.hidden = false;
  }
}

async function start() {
  const from = new URLSearchParams(location.search).get("from");
  const kept = draft.read();
  begin();
  form.hidden = false;
  const isSame = kept && from && `${kept.folder}/${kept.name}` === from;
  update();
  draft.show(say("form.draft.start"), false);
  if (from && !isSame) await openFrom(from);
  else if (kept) restore(kept);
  if (from && kept && !isSame) {
    // The draft stays until something is changed here; until then the writer can go back to it.
    draft.show(`${get("draft-state").textContent} ${say("form.draft.other")}`, true, true);
  }
  page.dataset.ready = "true";
}

start();
