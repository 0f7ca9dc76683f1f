// The finding page: query, filters and order, kept in the address, answered by the search engine.

import { markIn, textNodes, wordsIn } from "./marking.js";
import { readCards, SearchClient } from "./search-client.js";
import { counted, filled, numbered, shortened, told } from "./search-told.js";

const TYPING_PAUSE = 150; // ms without a key before a search runs and the address changes
const READING_PAUSE = 2000; // ms without a key after which what was typed has been read: a step to go back to

const find = (id) => document.getElementById(id);
const [page, form, input, filters, map, sort] = ["finding", "finding-form", "q", "filters", "map", "sort"].map(find);
const regions = page.querySelector(".region-list");
const [active, count, help, nothing, results] = ["active", "count", "help", "nothing", "results"].map(find);
const [toResults, heading] = ["to-results", "found"].map(find);
const { words, tags, language, others } = JSON.parse(page.dataset.words);

const alphabet = new Intl.Collator(language);
const say = (key, params) => filled(words[key], params);
const sayShort = (name, params) => say(`search.${name}`, params);
const sayCount = (number) => numbered(number, language, sayShort);
const nameOf = (tag) => tags[tag] ?? words[`kind.${tag}.plural`] ?? words[`entry.evidence.${tag}`];

const pageTitle = document.title;

const choices = [...filters.querySelectorAll("input"), ...map.querySelectorAll("input")];
const facets = [...new Set(choices.map((choice) => choice.name))];
// What each result looks like was written by the generator; the script only reorders and marks.
const items = new Map([...results.children].map((item) => [item.dataset.entry, item]));
const tagsOf = new Map([...items].map(([id, item]) => [id, new Set(item.dataset.tags.split(" "))]));
const untouched = new Map([...items].map(([id, item]) => [id, item.innerHTML]));
const numbers = new Map([...items.keys()].map((id, number) => [id, number]));

const search = new SearchClient(page.dataset.index);
const elsewhere = Object.entries(others).map(([code, { index, ...rest }]) => (
  { code, ...rest, search: new SearchClient(index) }));
let pause = 0; // the timer of what is being typed
let isTyped = false; // whether the newest step of the history is what is still being typed
let unknown = []; // filters of the address that lead to nothing
let latest = 0; // the question that counts: what comes back for an earlier one is late

/** The filters that the form shows, as a map from facet to its chosen tags. */
function chosen() {
  const found = new Map();
  for (const choice of choices.filter(({ checked }) => checked)) {
    found.set(choice.name, [...(found.get(choice.name) ?? []), choice.value]);
  }
  return found;
}

/** Whether an entry has one of the chosen tags in every facet, but for `except`. */
function passes(id, wanted, except) {
  for (const [facet, tagsWanted] of wanted) {
    if (facet !== except && !tagsWanted.some((tag) => tagsOf.get(id).has(tag))) return false;
  }
  return true;
}

// ---- The address

/** Put what the address says into the form; filters that there are not are remembered, to be named. */
function readAddress() {
  const params = new URLSearchParams(location.search);
  input.value = params.get("q") ?? "";
  const order = params.get("sort");
  sort.value = [...sort.options].some(({ value }) => value === order) ? order : sort.options[0].value;
  unknown = facets.flatMap((facet) => {
    const wanted = params.getAll(facet).flatMap((value) => value.split(",")).filter(Boolean);
    const own = choices.filter(({ name }) => name === facet);
    for (const choice of own) choice.checked = !choice.disabled && wanted.includes(choice.value);
    return wanted.filter((tag) => !own.some(({ checked, value }) => checked && value === tag));
  });
}

/** A text without halves of characters, which an address cannot hold. */
const wellFormed = (text) => text.replace(/\p{Cs}/gu, "\ufffd");

/** Put what the form says into the address: as a step to go back to, or in the place of the newest one. */
function writeAddress(replace) {
  const parts = [];
  if (input.value.trim()) parts.push(`q=${encodeURIComponent(wellFormed(input.value.trim()))}`);
  for (const [facet, tagsWanted] of chosen()) parts.push(`${facet}=${tagsWanted.map(encodeURIComponent).join(",")}`);
  if (sort.selectedIndex > 0) parts.push(`sort=${sort.value}`);
  unknown = [];
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

// ---- What is shown

function button(label, onClick, className = "chip") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", onClick);
  return made;
}

function paragraph(text, ...more) {
  const made = document.createElement("p");
  made.append(text, ...more);
  return made;
}

/** Take filters away and show what is left; the focus goes on to the next filter, or to the field. */
async function without(...taken) {
  for (const choice of taken) choice.checked = false;
  await update();
  (active.querySelector("button") ?? input).focus();
}

function showActive() {
  const on = choices.filter(({ checked }) => checked);
  active.replaceChildren(...on.map((choice) => {
    const chip = button(nameOf(choice.value), () => without(choice));
    chip.setAttribute("aria-label", say("search.remove", { tag: nameOf(choice.value) }));
    return chip;
  }));
  if (on.length > 1) active.append(button(words["search.clear"], () => without(...on), "chip chip-clear"));
  active.hidden = !on.length;
}

/** Say beside each choice how many results there would be with it: its own, and those of its facet so far. */
function showCounts(ranked, wanted) {
  for (const facet of facets) {
    const rest = ranked.filter(({ id }) => passes(id, wanted, facet)).map(({ id }) => tagsOf.get(id));
    for (const choice of choices.filter(({ name }) => name === facet)) {
      const own = rest.filter((tagsThere) => tagsThere.has(choice.value)).length;
      const so = choice.checked ? [] : wanted.get(facet) ?? [];
      const label = choice.closest("label");
      label.querySelector(".choice-count").textContent = so.length
        ? rest.filter((tagsThere) => [choice.value, ...so].some((tag) => tagsThere.has(tag))).length : own;
      label.classList.toggle("choice-empty", !own);
    }
  }
  for (const link of regions.querySelectorAll("a")) {
    const label = choices.find(({ value }) => value === link.dataset.tag).closest("label");
    const adds = !label.classList.contains("choice-empty");
    link.nextElementSibling.textContent = adds ? label.querySelector(".choice-count").textContent : 0;
  }
}

/** Put results into the chosen order. Those that answer the query weakly come last when the fit decides. */
function inOrder(shown) {
  const number = ({ id }) => numbers.get(id);
  const place = ({ id }) => items.get(id).dataset.place;
  if (sort.value === "number") return [...shown].sort((one, other) => number(one) - number(other));
  if (sort.value === "place") {
    return [...shown].sort((one, other) => alphabet.compare(place(one), place(other)) || number(one) - number(other));
  }
  return shown;
}

/** Show results; the weak ones stand below a line that says so, or say it each where another order mixes them. */
function showResults(shown) {
  const byFit = sort.selectedIndex === 0;
  const list = shown.map(({ id, weak }) => {
    const item = items.get(id);
    item.innerHTML = untouched.get(id);
    item.classList.toggle("weak", weak);
    if (weak && !byFit) {
      const label = paragraph(words["search.weak.one"]);
      label.className = "weak-label";
      item.append(label);
    }
    return item;
  });
  const firstWeak = shown.findIndex(({ weak }) => weak);
  if (byFit && firstWeak >= 0) {
    const note = document.createElement("li");
    note.className = "weak-note";
    note.textContent = words["search.weak"];
    list.splice(firstWeak, 0, note);
  }
  results.replaceChildren(...list);
}

/** Say how many results there are and how many of them are weak, or why there are none. */
function showCount(shown, ranked, query) {
  const none = !ranked.length ? "search.none" : query ? "search.none.filtered" : "search.none.together";
  count.textContent = shown.length ? counted(shown, language, sayShort) : words[none];
  toResults.textContent = say("search.show", { results: sayCount(shown.length) });
}

/** Say which filter stands in the way where nothing is left, and what would be there without it. */
function dropFilters(ranked, wanted) {
  const buttons = choices.filter(({ checked }) => checked).flatMap((choice) => {
    const rest = new Map(wanted);
    const others = rest.get(choice.name).filter((tag) => tag !== choice.value);
    if (others.length) rest.set(choice.name, others); else rest.delete(choice.name);
    const number = ranked.filter(({ id }) => passes(id, rest)).length;
    if (!number) return [];
    const text = say("search.drop", { tag: nameOf(choice.value), results: sayCount(number) });
    return [button(text, () => without(choice))];
  });
  return buttons.length ? [paragraph(words["search.drop.title"]), ...buttons] : [];
}

/** Name the filters of the address that lead to nothing. */
function unknownFilters() {
  const named = (tag) => (Object.hasOwn(tags, tag) ? tags[tag] : shortened(tag));
  return unknown.map((tag) => paragraph(say("search.unknown", { tag: named(tag) })));
}

/** Offer words that do find something. */
function suggest(suggestions) {
  if (!suggestions.length) return [];
  const ask = (word) => button(word, () => { input.value = word; update(); input.focus(); });
  return [paragraph(words["search.suggestions"]), ...suggestions.map(ask)];
}

/** Offer the themes, each with all that it holds. */
function offerThemes() {
  const themes = choices.filter((choice) => choice.closest("[data-themes]"));
  const choose = (theme) => () => {
    input.value = "";
    for (const choice of choices) choice.checked = choice === theme;
    update();
    input.focus();
  };
  return [paragraph(words["search.themes"]), ...themes.map((theme) => button(nameOf(theme.value), choose(theme)))];
}

/** Show what another language has, with the same filters, where this one has nothing. */
async function inOtherLanguages(asked, wanted) {
  const found = await Promise.all(elsewhere.map(async ({ code, name, cards, search: other }) => {
    const { results: there, words: read } = await other.search(asked);
    // A word of this language is like some word of the other.
    const fits = ({ id, weak }) => !weak && items.has(id) && passes(id, wanted);
    const strong = read.some(({ sure }) => sure) ? there.filter(fits) : [];
    if (!strong.length) return [];
    const known = await readCards(cards);
    const list = document.createElement("ul");
    list.lang = code;
    list.append(...strong.filter(({ id }) => known.has(id)).map(({ id }) => {
      const { url, ref, title } = known.get(id);
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = `${ref} ${title}`;
      item.append(link);
      return item;
    }));
    return [paragraph(say("search.elsewhere", { language: name })), list];
  }));
  return found.flat();
}

/** What answers a question; without one, everything does and nothing is loaded. */
async function answer(asked) {
  if (!asked) return { ranked: [...items.keys()].map((id) => ({ id, weak: false })), suggestions: [], read: [] };
  const { results: found, suggestions, words: read } = await search.search(asked);
  return { ranked: found.filter(({ id }) => items.has(id)), suggestions, read };
}

/** Answer the form: rank, filter, order, show. */
async function show() {
  const question = (latest += 1);
  const query = input.value.trim();
  // A sign after a word tells the engine that the word is whole.
  const asked = query && !isTyped ? `${query} ` : query;
  const answered = await answer(asked).catch(() => null);
  if (question !== latest) return;
  if (!answered) {
    count.textContent = words["search.error"];
    return;
  }
  const { ranked, suggestions, read } = answered;
  const wanted = chosen();
  const shown = inOrder(ranked.filter(({ id }) => passes(id, wanted)));
  showResults(shown);
  showCount(shown, ranked, query);
  document.title = query ? `${shortened(query)} – ${pageTitle}` : pageTitle;
  nothing.hidden = shown.length > 0;
  showActive();
  showCounts(ranked, wanted);
  const sentences = told(query, read, language, sayShort);
  const mends = [...unknownFilters(), ...sentences.map((sentence) => paragraph(sentence)),
    ...(shown.length ? [] : dropFilters(ranked, wanted)),
    ...(ranked.length ? [] : [...suggest(suggestions), ...offerThemes()])];
  help.replaceChildren(...mends);
  help.hidden = !mends.length;
  if (query && shown.length) {
    const text = textNodes([...results.children]).map(({ data }) => data).join(" ");
    const marked = await search.marked(asked, wordsIn(text));
    if (question === latest) markIn([...results.querySelectorAll("[data-entry]")], marked);
  }
  // Words that say nothing here are not asked elsewhere.
  if (read.length && !ranked.length) {
    const there = await inOtherLanguages(asked, wanted).catch(() => []);
    if (question !== latest) return;
    help.prepend(...there);
  }
  if (question === latest) results.setAttribute("data-search-done", query);
}

/**
 * Take in what the form says. What is typed is one step of the history, however often it pauses, and its last word may
 * be a beginning until Enter.
 */
function update({ typing = false, entered = false } = {}) {
  clearTimeout(pause);
  results.removeAttribute("data-search-done");
  writeAddress(isTyped && (typing || entered));
  isTyped = typing;
  return show();
}

function start() {
  readAddress();
  followInOtherLanguages();
  filters.hidden = map.hidden = sort.closest("label").hidden = false;
  // Where all stands in one column, what is open would push the results down.
  filters.open = matchMedia("(min-width: 56rem)").matches;
  show();
  let reading = 0;
  // What the first query needs is on its way before the first key is pressed.
  input.addEventListener("focus", () => search.load().catch(() => {}), { once: true });
  input.addEventListener("input", () => {
    results.removeAttribute("data-search-done");
    clearTimeout(pause);
    clearTimeout(reading);
    pause = setTimeout(() => update({ typing: true }), TYPING_PAUSE);
    reading = setTimeout(() => { isTyped = false; }, READING_PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update({ entered: true });
  });
  toResults.addEventListener("click", () => {
    filters.open = false;
    heading.focus();
    heading.scrollIntoView();
  });
  regions.addEventListener("click", (event) => {
    const { tag } = event.target.dataset;
    if (!tag || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choices.find(({ value }) => value === tag).checked = true;
    update();
  });
  for (const part of [filters, map, sort]) part.addEventListener("change", () => update());
  addEventListener("popstate", () => {
    results.removeAttribute("data-search-done");
    isTyped = false;
    readAddress();
    followInOtherLanguages();
    show();
  });
}

start();
