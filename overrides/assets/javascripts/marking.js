// Words of a text that answer a query, marked. Text nodes in, text nodes and <mark> out: nothing becomes markup.

const WORD = /([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*)/u;
const WORDS = new RegExp(WORD, "gu");

/** The words of a text, each once. */
export const wordsIn = (text) => [...new Set(text.match(WORDS) ?? [])];

/** A text as nodes, with a <mark> around each of its words that `wanted` (a Set) holds. */
export function markedNodes(text, wanted) {
  return text.split(WORD).filter(Boolean).map((piece) => {
    if (!wanted.has(piece)) return document.createTextNode(piece);
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}

/** The text nodes below some elements. */
export function textNodes(elements) {
  return elements.flatMap((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  });
}

/** Mark the wanted words in some elements. */
export function markIn(elements, wanted) {
  for (const node of textNodes(elements)) {
    if (wordsIn(node.data).some((word) => wanted.has(word))) node.replaceWith(...markedNodes(node.data, wanted));
  }
}
