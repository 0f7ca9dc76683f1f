// What a page tells of how a query was read: in sentences of its catalogue, with the words as they were typed.

const LONGEST_TOLD = 40; // characters of a word that are repeated
const MOST_TOLD = 5; // words that are named as found nowhere

/** A text of the catalogue with its {parameters} filled in. */
export const filled = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");

/** A text, or its beginning where it is long. */
export const shortened = (text) => (text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text);

/** Say how many results there are; `say` makes a sentence of a name and its parameters. */
export function numbered(count, language, say) {
  return say(`count.${new Intl.PluralRules(language).select(count)}`, { count });
}

/** Say how many of some results there are and how many of them are weak. */
export function counted(results, language, say) {
  const number = numbered(results.length, language, say);
  const weak = results.filter((result) => result.weak).length;
  return weak ? say(weak < results.length ? "found.weaker" : "found.weak", { results: number, weak }) : number;
}

/**
 * Say which words of a query were taken for others, and which were found nowhere beside words that were.
 * `words` are those of SearchEngine.search.
 */
export function told(query, words, language, say) {
  const anyOf = new Intl.ListFormat(language, { type: "disjunction" });
  const known = words.filter((word) => word.known);
  const asTyped = ({ typed }) => {
    const at = query.toLowerCase().indexOf(typed);
    return shortened(at < 0 ? typed : query.slice(at, at + typed.length));
  };
  const taken = known.filter((word) => word.taken.length)
    .map((word) => say("taken", { typed: asTyped(word), taken: anyOf.format(word.taken) }));
  const unknown = known.length ? [...new Set(words.filter((word) => !word.known).map(asTyped))] : [];
  const left = unknown.slice(0, MOST_TOLD).join(", ") + (unknown.length > MOST_TOLD ? " …" : "");
  return left ? [...taken, say("ignored", { words: left })] : taken;
}
