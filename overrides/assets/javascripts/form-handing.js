// What the writer takes along: a file, a copied text, a page of the repository's host that is filled in.

const LONGEST_ADDRESS = 7500; // characters that browsers and hosts take for certain

/** Save a text as a file. */
export function save(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Copy a text; where the browser forbids that, show and select it in `details`, for the writer to copy. */
export async function copy(text, details) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    details.open = true;
    getSelection().selectAllChildren(details.querySelector("pre"));
    return false;
  }
}

/** Open an address in a tab of its own, unless it is too long to hold what it says: then false. */
export function openTab(address) {
  if (address.length > LONGEST_ADDRESS) return false;
  window.open(address, "_blank", "noopener");
  return true;
}

/** Show the text that comes out, and the name of its file. */
export function showText(name, text) {
  document.getElementById("file-name").textContent = name;
  document.getElementById("file-content").textContent = text;
  document.getElementById("file-text").hidden = false;
}

/** Say what to do next with what was taken along. */
export function showNext(text) {
  document.getElementById("next-text").textContent = text;
  document.getElementById("next").hidden = false;
  document.getElementById("form-status").textContent = text;
}
