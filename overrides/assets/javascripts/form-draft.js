// The draft: kept in this browser and nowhere else, until the writer deletes it.

const KEY = "form-draft";
const VERSION = 1;

/** @returns {?Object} what `keepDraft` kept, or null */
export function readDraft() {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY));
    return draft?.version === VERSION ? draft : null;
  } catch {
    return null; // Storage may be forbidden, and what stands there may be anything.
  }
}

/** @param {Object} draft @returns {boolean} whether the browser keeps it */
export function keepDraft(draft) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...draft, version: VERSION }));
    return true;
  } catch {
    return false;
  }
}

/** Delete the draft. */
export function deleteDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* Nothing was kept then. */ }
}
