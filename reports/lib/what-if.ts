import type { ExperimentData } from "../../sim/site/experiment.ts";
import { button, element } from "./dom.ts";
import { isStop, type OpenExperiment, openExperiment, widthOf, wordsOf } from "./experiment.ts";
import { addressOf, type Question, questionIn } from "./what-if/address.ts";
import { Controls } from "./what-if/controls.ts";
import { commandOf, fileOf } from "./what-if/copy.ts";
import { Drawing } from "./what-if/drawing.ts";
import { Progress } from "./what-if/progress.ts";
import { addressProblems, branchOf, NOTHING, runDesigns } from "./what-if/question.ts";
import { prepare, runAll } from "./what-if/runs.ts";

/**
 * Sliders for the parameters of a scenario, which run it anew in the reader's browser. The address says what is asked.
 *
 * @param address of a file, by its path from the root of the site
 */
export function mountWhatIf(
  container: HTMLElement,
  data: ExperimentData,
  address: (path: string) => string,
): void {
  new WhatIf(container, data, address);
}

class WhatIf {
  readonly #data: ExperimentData;
  readonly #address: (path: string) => string;
  readonly #controls: Controls;
  readonly #progress: Progress;
  readonly #drawing: Drawing;
  readonly #stop = button("Stop", () => this.#end(), { disabled: true });
  readonly #copied = element("div", { class: "what-if-copied" });
  #open: Promise<OpenExperiment> | undefined;
  #question: Question = NOTHING;
  /** Questions are numbered: what an earlier one still tells is not heard. */
  #asked = 0;

  constructor(container: HTMLElement, data: ExperimentData, address: (path: string) => string) {
    this.#data = data;
    this.#address = address;
    this.#controls = new Controls(data, (question, step) =>
      this.#ask(question, step === "new" ? "push" : "replace"),
    );
    this.#progress = new Progress(this.#stop);
    this.#drawing = new Drawing(data);
    this.#build(container);
    // What a reader comes near is loaded: the first move of a slider then finds workers that wait.
    for (const event of ["pointerenter", "focusin"])
      container.addEventListener(event, () => void this.#opened().catch(() => {}), { once: true });
    window.addEventListener("popstate", () => this.#follow());
    this.#follow();
  }

  #build(container: HTMLElement): void {
    const copy = this.#data.copy === "file" ? "Copy as scenario file" : "Copy as command";
    container.classList.add("what-if");
    container.replaceChildren(
      element("h2", { id: "what-if" }, "What if"),
      element(
        "p",
        {},
        "Move a slider, and the simulator runs in your browser, with the luck of the published run.",
      ),
      ...this.#controls.parts,
      element(
        "p",
        { class: "what-if-buttons" },
        button("Run", () => this.#ask(this.#question, "stay")),
        this.#stop,
        button("Reset", () => this.#ask(NOTHING, "push")),
        button(copy, () => void this.#copy().catch((error) => this.#progress.fail(wordsOf(error)))),
      ),
      ...this.#progress.parts,
      this.#copied,
      this.#drawing.table,
      this.#drawing.digests,
      this.#drawing.figures,
    );
  }

  /** What the address asks; without a question the page stands as it was published, and nothing runs. */
  #follow(): void {
    const { hash } = window.location;
    const addressed = questionIn(hash);
    const problems = addressed ? addressProblems(this.#data, addressed) : [];
    if (addressed && problems.length === 0) this.#ask(addressed.question, "stay");
    else if (addressed || hash === "" || hash === "#what-if") this.#rest();
    if (problems.length > 0) this.#progress.fail(["The address is not followed.", ...problems].join("\n  "));
  }

  #rest(): void {
    this.#question = NOTHING;
    this.#show();
    if (this.#open) this.#end();
    this.#drawing.clear();
    this.#copied.replaceChildren();
    this.#progress.end("");
  }

  /** Ends what is under way, at once. */
  #end(): void {
    this.#asked++;
    void this.#open?.then((experiment) => {
      experiment.workers.stop();
      prepare(experiment, this.#designs());
    });
    this.#progress.end("Stopped.");
  }

  #designs(): readonly string[] {
    return runDesigns(this.#data, this.#question, widthOf());
  }

  #show(): void {
    this.#controls.show(this.#question, this.#designs());
  }

  #ask(question: Question, how: "push" | "replace" | "stay"): void {
    this.#question = question;
    if (how !== "stay") {
      const url = addressOf(question) || `${window.location.pathname}${window.location.search}`;
      window.history[how === "push" ? "pushState" : "replaceState"](null, "", url);
    }
    this.#show();
    void this.#run(question, ++this.#asked);
  }

  async #run(question: Question, number: number): Promise<void> {
    const isHeard = (): boolean => number === this.#asked;
    const designs = this.#designs();
    const whys = new Set<string>();
    this.#progress.begin();
    this.#copied.replaceChildren();
    try {
      const experiment = await this.#opened();
      if (!isHeard()) return;
      experiment.workers.drop();
      this.#drawing.begin(experiment, branchOf(this.#data, question));
      await runAll(experiment, question, designs, {
        onProgress: (share) => isHeard() && this.#progress.reach(share),
        onRun: (design, run, hasEnded) => isHeard() && this.#drawing.add(design, run, hasEnded),
        onWhole(why) {
          whys.add(why);
        },
      });
      if (!isHeard()) return;
      this.#drawing.draw();
      const done = `Done: ${designs.length === 1 ? "1 run" : `${designs.length} runs`}.`;
      this.#progress.end([done, ...whys].join(" "));
    } catch (error) {
      if (!isHeard() || isStop(error)) return;
      // No values of another question stand below sliders that say this one.
      this.#drawing.clear();
      this.#progress.fail(wordsOf(error));
      void this.#open?.then(({ workers }) => workers.drop());
    }
  }

  async #copy(): Promise<void> {
    const text =
      this.#data.copy === "file"
        ? fileOf(this.#data, this.#question, (await this.#opened()).resolved)
        : commandOf(this.#data, this.#question);
    const attributes = { readonly: true, rows: 6, "aria-label": "The copied text", spellcheck: "false" };
    this.#copied.replaceChildren(element("textarea", attributes, text));
    const isCopied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    this.#progress.say(isCopied ? "Copied." : "Select the text below, and copy it.");
  }

  #opened(): Promise<OpenExperiment> {
    this.#open ??= openExperiment(this.#data, this.#address).then((experiment) => {
      prepare(experiment, this.#designs());
      return experiment;
    });
    // What could not be read may be there the next time.
    this.#open.catch(() => {
      this.#open = undefined;
    });
    return this.#open;
  }
}
