// The pace of a page that is written on: when it takes in what was typed.

const PAUSE = 300; // ms without a key

/**
 * Has a page take in what is written on it: after a pause in typing, and when a field is left. Never while
 * something is pressed, for what is said then would move it away from under the pointer.
 */
export class Pace {
  #timer = 0;
  #isTyped = false; // whether something was typed since it was kept
  #isPressed = false;

  /** @param {{update: function(), keep: function()}} page what checks and shows, and what keeps the draft */
  constructor({ update, keep }) {
    Object.assign(this, { update, keep });
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
      addEventListener(type, ({ buttons }) => { this.#isPressed = buttons !== 0; }, true);
    }
    // What waits for a pause may never come to be done once the page is left, reloaded or put away.
    addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.#keep(); });
  }

  /** Something was typed. */
  typed() {
    this.#isTyped = true;
    this.left();
  }

  /** A field was left. */
  left() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#takeIn(), PAUSE);
  }

  /** Forget what was typed: the page begins anew. */
  forget() {
    clearTimeout(this.#timer);
    this.#isTyped = false;
  }

  #takeIn() {
    if (this.#isPressed) {
      this.left();
      return;
    }
    this.update();
    this.#keep();
  }

  #keep() {
    if (this.#isTyped) this.keep();
    this.#isTyped = false;
  }
}
