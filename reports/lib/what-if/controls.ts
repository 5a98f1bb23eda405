import type { ExperimentData } from "../../../sim/site/experiment.ts";
import { element } from "../dom.ts";
import type { Question } from "./address.ts";
import { branchesOf, branchOf, designsOf, NOTHING, ownValue, withValue } from "./question.ts";
import { type Control, control } from "./slider.ts";

/** How a question came about: whether it is a step back in the browser's history, or goes on from the one before. */
export type Step = "new" | "goes on";

/** What a reader chooses with: sliders, the future, the designs. */
export class Controls {
  readonly parts: readonly HTMLElement[];
  readonly #data: ExperimentData;
  readonly #sliders: readonly Control[];
  readonly #branch: HTMLSelectElement;
  readonly #designs: readonly HTMLInputElement[];
  readonly #further = element("ul", { class: "what-if-further" });
  readonly #onAsk: (question: Question, step: Step) => void;
  #question: Question = NOTHING;
  /** The slider that the last key moved. */
  #lastKey = "";

  constructor(data: ExperimentData, onAsk: (question: Question, step: Step) => void) {
    this.#data = data;
    this.#onAsk = onAsk;
    this.#sliders = data.sliders.map((slider) =>
      control(slider, (value, moved) => this.#move(slider.path, value, moved === "key")),
    );
    this.#branch = branchChoice(branchesOf(data));
    this.#branch.addEventListener("change", () => this.#choose({ branch: this.#branch.value }));
    this.#designs = designsOf(data).map((name) => element("input", { type: "checkbox", value: name }));
    for (const box of this.#designs) box.addEventListener("change", () => this.#chooseDesigns());
    this.parts = this.#built();
  }

  /** Shows what is asked, whoever asked it, and the designs that are run for it. */
  show(question: Question, designs: readonly string[]): void {
    this.#question = question;
    const { set } = question;
    for (const { slider, show } of this.#sliders) {
      const own = ownValue(this.#data, question, slider.path);
      const given = Object.hasOwn(set, slider.path) ? Number(set[slider.path]) : own;
      show(Number.isFinite(given) ? given : own, own);
    }
    this.#branch.value = branchOf(this.#data, question);
    for (const box of this.#designs) box.checked = designs.includes(box.value);
    const known = new Set(this.#sliders.map(({ slider }) => slider.path));
    const further = Object.entries(set).filter(([path]) => !known.has(path));
    this.#further.replaceChildren(
      ...further.map(([path, value]) =>
        element("li", {}, `The address also sets ${path} = ${JSON.stringify(value)}`),
      ),
    );
  }

  /** Another question than the last key's: the next key is a step of its own. */
  #choose(part: Partial<Question>): void {
    this.#lastKey = "";
    this.#onAsk({ ...this.#question, ...part }, "new");
  }

  #move(path: string, value: number, isKey: boolean): void {
    const question = withValue(this.#data, this.#question, path, value);
    // Keys that follow one another are one step back.
    const step = isKey && this.#lastKey === path ? "goes on" : "new";
    this.#lastKey = isKey ? path : "";
    this.#onAsk(question, step);
  }

  #chooseDesigns(): void {
    const designs = this.#designs.filter(({ checked }) => checked).map(({ value }) => value);
    if (designs.length > 0) this.#choose({ designs });
  }

  #built(): HTMLElement[] {
    const boxes = this.#designs.map((box) => element("label", {}, box, ` ${box.value}`));
    const label = element("label", { for: this.#branch.id }, "Future ");
    return [
      element("div", { class: "what-if-sliders" }, ...this.#sliders.map(({ root }) => root)),
      this.#further,
      ...(this.#branch.options.length > 1 ? [element("p", {}, label, this.#branch)] : []),
      ...(boxes.length > 1 ? [element("fieldset", {}, element("legend", {}, "Designs"), ...boxes)] : []),
    ];
  }
}

const branchChoice = (branches: readonly string[]): HTMLSelectElement =>
  element(
    "select",
    { id: "what-if-branch" },
    ...branches.map((name) => element("option", { value: name }, name)),
  );
