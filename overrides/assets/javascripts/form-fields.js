// The form's fields: what stands in them, put into them, and said beside them. The markup comes from the
// template (`generator/site/templates/form.html`); the rules say how its pieces belong together.

const BLANK = { list: () => [], mapping: () => ({}) };

/** Whether nothing has been filled in. */
export function isBlank(value) {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return !value.trim();
  return Object.values(value).every(isBlank);
}

/** A value without what is blank in it, or undefined where nothing is left. */
export function filled(value) {
  if (isBlank(value)) return undefined;
  if (Array.isArray(value)) return value.map(filled).filter((item) => item !== undefined);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]).filter(([, inner]) =>
      inner !== undefined));
  }
  return value;
}

/** The fields of a form. */
export class Fields {
  /** @param {HTMLElement} form @param {Object} data the rules of the page @param {function} say gives words */
  constructor(form, data, say) {
    this.form = form;
    this.say = say;
    this.rules = new Map(data.fields.map((rule) => [rule.name, rule]));
    this.count = 0;
    this.pickers = new Map([...form.querySelectorAll("[data-pick]")].map((element) =>
      [element, new Picker(element, say)]));
    form.addEventListener("click", (event) => this.clicked(event));
  }

  element(name) { return this.form.querySelector(`[data-field="${name}"]`); }

  /** What stands in a field, blank or not. */
  read(name) { return this.readFrom(this.rules.get(name), this.element(name)); }

  readFrom(rule, element) {
    const picker = this.pickers.get(element);
    if (picker) return [...picker.chosen];
    if (rule.type === "list") return itemsOf(element).map((item) => this.readFrom(rule.item, item));
    if (rule.type === "mapping") {
      return Object.fromEntries(rule.fields.map((part) =>
        [part.name, this.readFrom(part, partOf(element, part.name))]));
    }
    return controlOf(element).value;
  }

  /** Put a value into a field; undefined empties it. */
  write(name, value) { this.writeTo(this.rules.get(name), this.element(name), value); }

  writeTo(rule, element, value) {
    const picker = this.pickers.get(element);
    if (picker) {
      picker.choose(value || []);
    } else if (rule.type === "list") {
      for (const item of itemsOf(element)) item.remove();
      // A list that is asked for shows where its first item goes.
      const items = value || [];
      for (const item of items.length ? items : rule.min ? [undefined] : []) this.writeTo(rule.item,
        this.addItem(element), item);
    } else if (rule.type === "mapping") {
      for (const part of rule.fields) this.writeTo(part, partOf(element, part.name),
        (value || BLANK.mapping())[part.name]);
    } else {
      setControl(controlOf(element), value ?? "");
    }
  }

  addItem(list) {
    const made = list.querySelector(":scope > template").content.cloneNode(true);
    this.count += 1;
    for (const element of made.querySelectorAll("*")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        if (element.hasAttribute(name)) element.setAttribute(name,
          element.getAttribute(name).replaceAll("%", this.count));
      }
    }
    const item = made.querySelector("[data-item]");
    list.querySelector(":scope > [data-items]").append(made);
    this.renumber(list);
    return item;
  }

  /** Say again which item is which. */
  renumber(list) {
    const items = itemsOf(list);
    items.forEach((item, index) => {
      const heading = item.querySelector(".item-name");
      heading.querySelector("[data-number]").textContent = index + 1;
      const name = heading.textContent.replace(/\s+/g, " ").trim();
      for (const button of item.querySelectorAll(":scope > .item-buttons button")) {
        button.setAttribute("aria-label", `${button.textContent}: ${name}`);
        if (button.dataset.move) button.disabled = Number(button.dataset.move) < 0 ? index === 0
          : index === items.length - 1;
      }
    });
  }

  clicked(event) {
    const button = event.target.closest("button");
    const list = button?.closest("[data-item]")?.parentElement.parentElement ?? button?.parentElement;
    if (!button) return;
    if ("add" in button.dataset) {
      const item = this.addItem(button.parentElement);
      item.querySelector("input, textarea, select").focus();
    } else if (button.dataset.move || "remove" in button.dataset) {
      const item = button.closest("[data-item]");
      if (button.dataset.move === "-1") item.previousElementSibling?.before(item);
      else if (button.dataset.move === "1") item.nextElementSibling?.after(item);
      else this.remove(list, item);
      this.renumber(list);
      if (item.isConnected) (button.disabled ? item.querySelector(".item-buttons button:enabled") : button)?.focus();
    } else {
      return;
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  remove(list, item) {
    const near = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    (near?.querySelector("input, textarea, select") ?? list.querySelector(":scope > [data-add]")).focus();
  }

  /**
   * Find what a problem is about: the innermost piece of the form that the way leads to.
   * @param {(string|number)[]} way @param {boolean} asIs whether blank items count, as they do in a file
   */
  find(way, asIs = false) {
    let element = this.element(way[0]);
    const names = [element.dataset.label];
    for (const step of way.slice(1)) {
      if (this.pickers.has(element)) break;
      if (typeof step === "number") {
        const items = itemsOf(element).filter((item) => asIs
          || [...item.querySelectorAll("input, textarea, select")].some(({ value }) => value.trim()));
        if (!items[step]) break;
        element = items[step];
        names.push(String(itemsOf(element.parentElement.parentElement).indexOf(element) + 1));
      } else {
        const part = partOf(element, step);
        if (!part) break;
        element = part;
        names.push(part.dataset.label);
      }
    }
    const label = way[0] === "sections" && names.length > 1 ? names.at(-1) : names.join(" › ");
    return { element, label, control: controlOf(element) ?? element };
  }

  /**
   * Show what is said beside each field, and nothing beside the others.
   * @param {Map<HTMLElement, string[]>} errors what is to be mended @param {Map<HTMLElement, string[]>} hints
   */
  showBeside(errors, hints) {
    for (const element of this.form.querySelectorAll(".field, [data-item]")) {
      const [hasError] = [["field-error", errors], ["field-note", hints]].map(([name, said]) =>
        put(element.querySelector(`:scope > .${name}`), (said.get(element) ?? []).join(" ")));
      element.classList.toggle("has-error", hasError);
      const control = element.matches("fieldset") ? null : controlOf(element);
      if (hasError) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    }
  }
}

/** Put a text into its place, if there is one; tell whether there is any text. */
function put(place, text) {
  if (!place) return false;
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
  return Boolean(text);
}

const itemsOf = (list) => [...list.querySelector(":scope > [data-items]").children];
const partOf = (element, name) => [...element.querySelectorAll(`[data-part="${name}"]`)]
  .find((part) => part.parentElement.closest("[data-item], [data-part], [data-field]") === element) ?? null;
const controlOf = (element) => element.querySelector("textarea, select, input");

function setControl(control, value) {
  if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value)) {
    // What a file says stays there to be seen, known or not.
    control.append(new Option(value, value));
  }
  control.value = value;
}

/** Many things to choose from, with a field to search them; what is chosen stands above. */
class Picker {
  constructor(element, say) {
    this.element = element;
    this.say = say;
    this.list = element.querySelector(".pick-list");
    this.picked = element.querySelector("[data-picked]");
    this.search = element.querySelector("[data-search]");
    this.found = element.querySelector("[data-found]");
    this.chosen = [];
    this.search.addEventListener("input", (event) => { event.stopPropagation(); this.filter(); });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const boxes = this.shown().map((label) => label.querySelector("input"));
      const wanted = this.search.value.trim().toLowerCase();
      // What was typed whole, or the only one that is left; a second press does not take it away again.
      const box = boxes.find((each) => each.dataset.label.toLowerCase() === wanted) ?? (boxes.length === 1 ? boxes[0]
        : null);
      if (box && !box.checked) box.click();
    });
    this.list.addEventListener("change", (event) => this.changed(event.target));
    this.picked.addEventListener("click", (event) => this.unpick(event.target.closest("button")));
  }

  boxes() { return [...this.list.querySelectorAll("input")]; }

  shown() { return [...this.list.querySelectorAll("label.choice:not([hidden])")]; }

  filter() {
    const wanted = this.search.value.trim().toLowerCase();
    for (const box of this.boxes()) {
      box.closest("label").hidden = !box.dataset.label.toLowerCase().includes(wanted);
    }
    for (const group of this.list.querySelectorAll("fieldset")) {
      group.hidden = !group.querySelector("label.choice:not([hidden])");
    }
    this.found.textContent = wanted ? this.say("form.pick.found", { count: this.shown().length }) : "";
  }

  changed(box) {
    if (box.checked) this.chosen.push(box.value);
    else this.chosen = this.chosen.filter((value) => value !== box.value);
    this.show();
  }

  choose(values) {
    this.chosen = [...values];
    for (const box of this.boxes()) box.checked = this.chosen.includes(box.value);
    this.search.value = "";
    this.filter();
    this.show();
  }

  unpick(button) {
    if (!button) return;
    const place = [...this.picked.querySelectorAll("button")].indexOf(button);
    this.chosen.splice(place, 1);
    for (const box of this.boxes()) box.checked = this.chosen.includes(box.value);
    this.show();
    (this.picked.querySelectorAll("button")[Math.max(place - 1, 0)] ?? this.search).focus();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    this.picked.replaceChildren(...this.chosen.map((value) => {
      const label = this.boxes().find((box) => box.value === value)?.dataset.label ?? value;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.textContent = label;
      button.setAttribute("aria-label", this.say("form.pick.remove", { name: label }));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  }
}
