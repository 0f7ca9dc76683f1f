// The search field of every page: results while one types, in a list that arrow keys go through.
// The pattern is the editable combobox with a listbox of the ARIA Authoring Practices Guide (w3.org/WAI/ARIA/apg).
// Without this script the form leads to the finding page.

import { markedNodes, wordsIn } from "./marking.js";
import { readCards, SearchClient } from "./search-client.js";
import { counted, filled, told } from "./search-told.js";

const TYPING_PAUSE = 120; // ms without a key before a search runs
const MOST = 6; // results shown; all of them are on the finding page

/** Give a search form (with data-index, data-cards and data-words) its list of results. */
class SearchField {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.words = JSON.parse(form.dataset.words);
    this.client = new SearchClient(form.dataset.index);
    this.latest = 0;
    this.active = -1;
    this.build();
    this.listen();
  }

  build() {
    this.panel = element("div", "found-panel");
    this.list = element("ul", "found-list");
    this.list.id = `${this.input.id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.results);
    this.note = element("p", "found-note");
    this.status = element("p", "visually-hidden");
    this.status.setAttribute("role", "status");
    this.panel.append(this.note, this.list);
    this.form.append(this.panel, this.status);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.close();
  }

  listen() {
    let pause = 0;
    // What the first query needs is on its way before the first key is pressed.
    this.input.addEventListener("focus", () => this.load().catch(() => {}), { once: true });
    this.input.addEventListener("input", () => {
      // What Enter would open answers what stood there before.
      this.activate(-1);
      clearTimeout(pause);
      pause = setTimeout(() => this.search(), TYPING_PAUSE);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on an option must not take the focus away from the field before the click arrives.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.choose(target.closest("[role=option]")));
  }

  /** Load the index and what results look like, once. */
  load() {
    this.loaded ??= Promise.all([readCards(this.form.dataset.cards), this.client.load()])
      .then(([cards]) => { this.cards = cards; })
      .catch((error) => { this.loaded = null; throw error; });
    return this.loaded;
  }

  async search() {
    const query = this.input.value.trim();
    const question = (this.latest += 1);
    if (!query) return this.close();
    try {
      await this.load();
      const answer = await this.client.search(query);
      const results = answer.results.filter(({ id }) => this.cards.has(id));
      const cards = results.slice(0, MOST).map(({ id }) => this.cards.get(id));
      const texts = cards.flatMap(({ title, text, place }) => wordsIn(`${title} ${text} ${place}`));
      const wanted = await this.client.marked(query, new Set(texts));
      if (question !== this.latest || document.activeElement !== this.input) return undefined;
      this.show(query, answer, results, wanted);
    } catch {
      // The form still leads to the finding page, which says what is wrong.
      this.close();
    }
    return undefined;
  }

  show(query, { suggestions, words }, results, wanted) {
    const { lang } = document.documentElement;
    const say = (name, params) => filled(this.words[name], params);
    const options = results.slice(0, MOST).map((result) => this.option(result, wanted));
    if (!options.length) options.push(...suggestions.map((word) => this.suggestion(word)), this.more(this.words.browse));
    const found = counted(results, lang, say);
    if (results.length > MOST) options.push(this.more(say("all", { results: found }), query));
    options.forEach((option, number) => { option.id = `${this.list.id}-${number}`; });
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    const notes = results.length ? told(query, words, lang, say) : [this.words.none];
    this.note.textContent = notes.join(" ");
    this.note.hidden = !notes.length;
    this.status.textContent = [...notes, ...(results.length ? [found] : [])].join(" ");
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", options.length > 0);
    this.activate(-1);
  }

  option({ id, weak }, wanted) {
    const card = this.cards.get(id);
    const option = element("li", `found${weak ? " weak" : ""}`);
    option.setAttribute("role", "option");
    option.dataset.entry = id;
    option.dataset.href = card.url;
    const title = element("span", "found-title");
    title.append(...markedNodes(card.title, wanted));
    const place = element("span", "found-place");
    place.append(`${card.ref} · `, ...markedNodes(card.place, wanted), weak ? ` · ${this.words["weak.one"]}` : "");
    const text = element("span", "found-text");
    text.append(...markedNodes(card.text, wanted));
    if (card.lang) for (const part of [title, text]) part.lang = card.lang;
    option.append(title, place, text);
    return option;
  }

  suggestion(word) {
    const option = element("li", "found found-suggestion");
    option.setAttribute("role", "option");
    option.dataset.query = word;
    option.textContent = filled(this.words.suggest, { word });
    return option;
  }

  /** An option that leads to the finding page, with the query if it finds anything. */
  more(label, query = "") {
    const option = element("li", "found found-all");
    option.setAttribute("role", "option");
    option.dataset.href = this.form.action + (query && `?q=${encodeURIComponent(query)}`);
    option.textContent = label;
    return option;
  }

  key(event) {
    const options = [...this.list.children];
    const isOpen = !this.panel.hidden && options.length > 0;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && isOpen) {
      // Beyond either end stands the field itself.
      const places = options.length + 1;
      this.activate((this.active + 1 + move + places) % places - 1);
    } else if (event.key === "ArrowDown" && this.input.value.trim()) {
      this.search();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      this.choose(options[this.active]);
    } else if (event.key === "Escape" && !this.panel.hidden) {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  activate(number) {
    this.active = number;
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", at === number);
      if (at === number) option.scrollIntoView({ block: "nearest" });
    });
    if (number < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.list.children[number].id);
  }

  choose(option) {
    if (!option) return;
    if (option.dataset.href) location.assign(option.dataset.href);
    else {
      this.input.value = option.dataset.query;
      this.search();
    }
  }

  close() {
    this.latest += 1;
    this.active = -1;
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

for (const form of document.querySelectorAll("form[data-cards]")) new SearchField(form);
