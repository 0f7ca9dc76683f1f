// Drafts: kept in this browser and nowhere else, until the writer deletes them.

const VERSION = 1;

/** The draft of a page, under a name of its own. */
export class Draft {
  /** @param {string} name */
  constructor(name) { this.name = name; }

  /** @returns {?Object} what `keep` kept, or null */
  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.name));
      return draft?.version === VERSION ? draft : null;
    } catch {
      return null; // Storage may be forbidden, and what stands there may be anything.
    }
  }

  /** @param {Object} draft @returns {boolean} whether the browser keeps it */
  keep(draft) {
    try {
      localStorage.setItem(this.name, JSON.stringify({ ...draft, version: VERSION }));
      return true;
    } catch {
      return false;
    }
  }

  delete() {
    try {
      localStorage.removeItem(this.name);
    } catch { /* Nothing was kept then. */ }
  }
}

/** Call `act` when the page is left, reloaded or put away: what it waits with may never come to be done. */
export function whenLeft(act) {
  addEventListener("pagehide", act);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") act(); });
}
