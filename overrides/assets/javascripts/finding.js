// The finding page: query and filters, kept in the address, answered by the search engine.

import { SearchEngine, stem, wordsOf } from "./search-engine.js";

const TYPING_PAUSE = 150; // ms without a key before a search runs and the address changes
// Filters that are no tags: the entry's own fields.
const OWN = ["kind", "evidence"];

const page = document.getElementById("finding");
const form = document.getElementById("finding-form");
const input = document.getElementById("q");
const filters = document.getElementById("filters");
const active = document.getElementById("active");
const count = document.getElementById("count");
const nothing = document.getElementById("nothing");
const results = document.getElementById("results");
const { words, tags, language } = JSON.parse(page.dataset.words);

const plural = new Intl.PluralRules(language);
const say = (key, params = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
const sayCount = (number) => say(`search.count.${plural.select(number)}`, { count: number });

const map = document.getElementById("map");
const choices = [...filters.querySelectorAll("input"), ...map.querySelectorAll("input")];
const facets = [...new Set(choices.map((choice) => choice.name))];
// What each result looks like was written by the generator; the script only reorders and marks.
const items = new Map([...results.children].map((item) => [item.dataset.entry, item]));
const untouched = new Map([...items].map(([id, item]) => [id, item.innerHTML]));

let engine = null;

/** The filters that the form shows, as a map from facet to its chosen tags. */
function chosen() {
  const found = new Map();
  for (const choice of choices.filter(({ checked }) => checked)) {
    found.set(choice.name, [...(found.get(choice.name) ?? []), choice.value]);
  }
  return found;
}

const values = (entry, facet) => (OWN.includes(facet) ? [entry[facet]] : entry.tags);

/** Whether an entry has one of the chosen tags in every facet, but for `except`. */
function passes(entry, wanted, except) {
  for (const [facet, tagsWanted] of wanted) {
    if (facet !== except && !tagsWanted.some((tag) => values(entry, facet).includes(tag))) return false;
  }
  return true;
}

/** Put the query and the filters of the address into the form; what is unknown there is left alone. */
function readAddress() {
  const params = new URLSearchParams(location.search);
  input.value = params.get("q") ?? "";
  for (const choice of choices) {
    const wanted = params.getAll(choice.name).flatMap((value) => value.split(","));
    choice.checked = wanted.includes(choice.value);
  }
}

/** Put the query and the filters of the form into the address. */
function writeAddress(replace) {
  const parts = [];
  if (input.value.trim()) parts.push(`q=${encodeURIComponent(input.value.trim())}`);
  for (const [facet, tagsWanted] of chosen()) parts.push(`${facet}=${tagsWanted.map(encodeURIComponent).join(",")}`);
  const address = location.pathname + (parts.length ? `?${parts.join("&")}` : "");
  if (address === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  followInOtherLanguages();
}

/** Let the language switch keep the query and the filters: ids are the same in every language. */
function followInOtherLanguages() {
  for (const link of document.querySelectorAll(".languages a")) {
    link.search = location.search;
  }
}

function chip(label, onClick, className = "chip") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = label;
  button.addEventListener("click", onClick);
  return button;
}

function showActive(wanted) {
  active.replaceChildren();
  const list = [...wanted].flatMap(([facet, chosenTags]) => chosenTags.map((tag) => [facet, tag]));
  for (const [facet, tag] of list) {
    const label = tags[tag] ?? words[`kind.${tag}.plural`] ?? words[`entry.evidence.${tag}`];
    const button = chip(label, () => {
      choices.find((choice) => choice.name === facet && choice.value === tag).checked = false;
      update();
      (active.querySelector("button") ?? input).focus();
    });
    button.setAttribute("aria-label", say("search.remove", { tag: label }));
    active.append(button);
  }
  if (list.length > 1) {
    active.append(chip(words["search.clear"], () => {
      for (const choice of choices) choice.checked = false;
      update();
      input.focus();
    }, "chip chip-clear"));
  }
  active.hidden = !list.length;
}

/** Say beside each choice how many results it would leave, the other facets as they are. */
function showCounts(ranked, wanted) {
  for (const facet of facets) {
    const rest = ranked.filter(({ entry }) => passes(entry, wanted, facet));
    for (const choice of choices.filter(({ name }) => name === facet)) {
      const number = rest.filter(({ entry }) => values(entry, facet).includes(choice.value)).length;
      const label = choice.closest("label");
      label.querySelector(".choice-count").textContent = number;
      label.classList.toggle("choice-empty", !number);
    }
  }
}

/** Mark the query's words in a result. Text nodes only, so that nothing becomes markup. */
function mark(item, queryWords) {
  if (!queryWords.length) return;
  const roots = queryWords.map(stem);
  const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const pieces = node.data.split(/([\p{L}\p{N}]+)/u);
    if (!pieces.some((piece) => roots.some((root) => piece.toLowerCase().startsWith(root)))) continue;
    node.replaceWith(...pieces.map((piece) => {
      if (!roots.some((root) => piece.toLowerCase().startsWith(root))) return piece;
      const marked = document.createElement("mark");
      marked.textContent = piece;
      return marked;
    }));
  }
}

/** Answer the form: rank, filter, show. */
function show() {
  const wanted = chosen();
  const ranked = engine.search(input.value);
  const shown = ranked.filter(({ entry }) => passes(entry, wanted));
  const queryWords = wordsOf(input.value);
  results.replaceChildren(...shown.map(({ entry }) => {
    const item = items.get(entry.id);
    item.innerHTML = untouched.get(entry.id);
    mark(item, queryWords);
    return item;
  }));
  count.textContent = shown.length ? sayCount(shown.length) : words[wanted.size ? "search.none.filtered" : "search.none"];
  nothing.hidden = shown.length > 0;
  showActive(wanted);
  showCounts(ranked, wanted);
  results.setAttribute("data-search-done", input.value.trim());
}

function update(replace = false) {
  results.removeAttribute("data-search-done");
  writeAddress(replace);
  show();
}

async function start() {
  readAddress();
  followInOtherLanguages();
  try {
    const answer = await fetch(page.dataset.index);
    if (!answer.ok) throw new Error(answer.statusText);
    engine = new SearchEngine(await answer.json());
  } catch {
    count.textContent = words["search.error"];
    return;
  }
  filters.hidden = map.hidden = false;
  filters.open = matchMedia("(min-width: 56rem)").matches;
  map.closest("details").open = map.querySelector(":checked") !== null;
  show();
  let pause = 0;
  input.addEventListener("input", () => {
    results.removeAttribute("data-search-done");
    clearTimeout(pause);
    pause = setTimeout(() => update(true), TYPING_PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    update();
  });
  for (const group of [filters, map]) group.addEventListener("change", () => update());
  addEventListener("popstate", () => { readAddress(); followInOtherLanguages(); show(); });
}

start();
