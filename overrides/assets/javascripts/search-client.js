// The page's side of the search: questions to the worker, answers as promises.

/**
 * What results look like, by id, from the file at an address. An entry's own address ends with its id; by their order
 * in the file they could not be told, for the browser may have kept the index of an earlier edition.
 */
export async function readCards(address) {
  const base = new URL(address, location.href);
  const cards = await (await fetch(base)).json();
  return new Map(cards.map((card) => [card.url.split("/").at(-2), { ...card, url: new URL(card.url, base).href }]));
}

export class SearchClient {
  /** `index` is the address of a language's index. Nothing is loaded before the first question. */
  constructor(index) {
    this.index = new URL(index, location.href).href;
    this.waiting = new Map();
    this.asked = 0;
  }

  /** Load the index ahead of the first question. */
  async load() {
    await this.search("");
  }

  /** Rank the entries by a query: {results, suggestions, words}, see SearchEngine.search. */
  search(query) {
    return this.ask({ ask: "search", query });
  }

  /** Which of the words that a page shows to mark: a promise of a Set. */
  async marked(query, words) {
    return new Set(await this.ask({ ask: "mark", query, words: [...words] }));
  }

  ask(question) {
    return new Promise((resolve, reject) => {
      const number = (this.asked += 1);
      this.waiting.set(number, { resolve, reject });
      this.worker ??= this.start();
      this.worker.postMessage({ ...question, number, index: this.index });
    });
  }

  start() {
    const worker = new Worker(new URL("./search-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data: { number, answer, error } }) => {
      const { resolve, reject } = this.waiting.get(number);
      this.waiting.delete(number);
      if (error) reject(new Error(error)); else resolve(answer);
    });
    worker.addEventListener("error", (event) => {
      for (const { reject } of this.waiting.values()) reject(new Error(event.message));
      this.waiting.clear();
      this.worker = undefined;
    });
    return worker;
  }
}
