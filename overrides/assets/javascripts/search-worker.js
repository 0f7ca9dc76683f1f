// The search beside the page: loads the index of a language when the first question comes, and answers.
//
// A question is {number, index, ask, …}: `index` is the index's address, `ask` is "search" with a `query`, or
// "mark" with a `query` and `words` (those of them that answer it). The answer is {number, answer} or
// {number, error}.

import { SearchEngine } from "./search-engine.js";

const engines = new Map();

function engineOf(address) {
  if (!engines.has(address)) {
    const engine = SearchEngine.load(address);
    engine.catch(() => engines.delete(address)); // the next question tries again
    engines.set(address, engine);
  }
  return engines.get(address);
}

const ANSWERS = {
  search: (engine, { query }) => engine.search(query),
  mark: (engine, { query, words }) => words.filter(engine.marker(query)),
};

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ number: data.number, answer: ANSWERS[data.ask](await engineOf(data.index), data) });
  } catch (error) {
    postMessage({ number: data.number, error: String(error) });
  }
});
