// Drafts: kept in this browser and nowhere else, until the writer deletes them.

const VERSION = 1;

/** The draft of a page, under a name of its own, and the box that says how it is with it. */
export class Draft {
  /**
   * @param {string} name
   * @param {{locale: string}} data that of the page
   * @param {function(string, Object=): string} say gives words
   */
  constructor(name, { locale }, say) {
    Object.assign(this, { name, say });
    this.clock = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short" });
    // There is one draft, whatever the number of tabs.
    addEventListener("storage", ({ key }) => {
      if (key === name) document.getElementById("draft-state").textContent = say("form.draft.changed");
    });
  }

  /** @returns {?Object} what `keep` kept, or null */
  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.name));
      return draft?.version === VERSION ? draft : null;
    } catch {
      return null; // Storage may be forbidden, and what stands there may be anything.
    }
  }

  /** Keep a draft, and say whether the browser does. */
  keep(draft) {
    const now = new Date();
    try {
      localStorage.setItem(this.name, JSON.stringify({ ...draft, saved: now.toISOString(), version: VERSION }));
      this.show(this.say("form.draft.kept", { time: this.clock.format(now) }), true);
    } catch {
      this.show(this.say("form.draft.none"), false);
    }
  }

  delete() {
    try {
      localStorage.removeItem(this.name);
    } catch { /* Nothing was kept then. */ }
  }

  /** Say how it is with the draft; `isThere` tells whether there is something to delete, `isOther` to go back to. */
  show(text, isThere, isOther = false) {
    document.getElementById("draft").hidden = false;
    document.getElementById("draft-state").textContent = text;
    document.getElementById("draft-delete").hidden = !isThere;
    const resume = document.getElementById("draft-resume"); // only where there is another thing to write meanwhile
    if (resume) resume.hidden = !isOther;
  }

  /** Say that a draft was brought back, if it tells of when. */
  showRestored({ saved }) {
    const at = new Date(saved);
    if (!Number.isNaN(at.getTime())) this.show(this.say("form.draft.restored", { time: this.clock.format(at) }), true);
  }

  /** Let the writer delete the draft: `begin` empties the page. */
  onDelete(begin) {
    document.getElementById("draft-delete").addEventListener("click", () => {
      this.delete();
      begin();
      const text = this.say("form.draft.deleted");
      this.show(text, false);
      document.getElementById("form-status").textContent = text;
    });
  }
}
