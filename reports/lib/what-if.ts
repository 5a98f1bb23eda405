import { type FigureInput, type LiveFigures, liveFigures, type Run } from "../../sim/browser.ts";
import { NOT_USED } from "../../sim/run/fork.ts";
import { scenarioText } from "../../sim/scenario/scenario-text.ts";
import type { ExperimentData } from "../../sim/site/experiment.ts";
import { shellOption, shellWord } from "../../sim/text/shell.ts";
import { addressOf, type Question, questionIn } from "./address.ts";
import { button, element } from "./dom.ts";
import { isStop, type OpenExperiment, openExperiment, wordsOf } from "./experiment.ts";
import { type Control, control, type Moved } from "./sliders.ts";
import { beforeAndAfter } from "./what-if-table.ts";

/** Events that a page simulates in about two seconds, on each of its workers. */
const EVENTS_AT_ONCE = 2e6;
/** Milliseconds between two drawings of what is not there yet in whole. */
const PAUSE = 120;

/**
 * Sliders for the parameters of a scenario, which run it anew in the reader's browser. The address says what is asked.
 *
 * @param address of a file, by its path from the root of the site
 */
export function mountWhatIf(
  container: HTMLElement,
  data: ExperimentData,
  address: (path: string) => string,
): WhatIf {
  return new WhatIf(container, data, address);
}

class WhatIf {
  readonly #data: ExperimentData;
  readonly #address: (path: string) => string;
  readonly #controls: readonly Control[];
  readonly #branch: HTMLSelectElement;
  readonly #designs: readonly HTMLInputElement[];
  readonly #status = element("p", { role: "status", class: "note" });
  readonly #flaw = element("pre", { class: "what-if-flaw", role: "alert", hidden: true });
  readonly #progress = element("progress", {
    max: 1,
    value: 0,
    hidden: true,
    "aria-label": "How much is simulated",
  });
  readonly #table = element("div");
  readonly #digests = element("ul", { class: "what-if-digests" });
  readonly #further = element("ul", { class: "what-if-further" });
  readonly #copied = element("div", { class: "what-if-copied" });
  readonly #drawn = element("div", { class: "what-if-figures" });
  readonly #stop: HTMLButtonElement;
  #open: Promise<OpenExperiment> | undefined;
  #figures: LiveFigures | undefined;
  #question: Question = { set: {} };
  /** Questions are numbered: what an earlier one still tells is not heard. */
  #asked = 0;
  #lastKey = "";

  constructor(container: HTMLElement, data: ExperimentData, address: (path: string) => string) {
    this.#data = data;
    this.#address = address;
    this.#controls = data.sliders.map((slider) =>
      control(slider, (value, moved) => this.#move(slider.path, value, moved)),
    );
    const branches = [...new Set(data.published.map(({ branch }) => branch))];
    this.#branch = element(
      "select",
      { id: "what-if-branch" },
      ...branches.map((name) => element("option", { value: name }, name)),
    );
    this.#branch.addEventListener("change", () =>
      this.#ask({ ...this.#question, branch: this.#branch.value }, "push"),
    );
    this.#designs = designsOf(data).map((name) => element("input", { type: "checkbox", value: name }));
    for (const box of this.#designs) box.addEventListener("change", () => this.#chooseDesigns());
    this.#stop = button("Stop", () => this.stop(), { disabled: true });
    this.#build(container, branches.length > 1);
    // What a reader comes near is loaded: the first move of a slider then finds workers that wait.
    for (const event of ["pointerenter", "focusin"])
      container.addEventListener(event, () => void this.#opened().catch(() => {}), { once: true });
    window.addEventListener("popstate", () => this.#follow());
    this.#follow();
  }

  /** Ends what is under way, at once. */
  stop(): void {
    this.#asked++;
    void this.#open?.then(({ workers }) => {
      workers.stop();
      workers.warm();
    });
    this.#end("Stopped.");
  }

  #build(container: HTMLElement, hasBranches: boolean): void {
    const boxes = this.#designs.map((box) => element("label", {}, box, ` ${box.value}`));
    container.classList.add("what-if");
    container.replaceChildren(
      element("h2", { id: "what-if" }, "What if"),
      element(
        "p",
        {},
        "Move a slider, and the simulator runs in your browser, with the luck of the published run.",
      ),
      element("div", { class: "what-if-sliders" }, ...this.#controls.map(({ root }) => root)),
      this.#further,
      ...(hasBranches
        ? [element("p", {}, element("label", { for: this.#branch.id }, "Future "), this.#branch)]
        : []),
      ...(boxes.length > 1 ? [element("fieldset", {}, element("legend", {}, "Designs"), ...boxes)] : []),
      element(
        "p",
        { class: "what-if-buttons" },
        button("Run", () => this.#ask(this.#question, "stay")),
        this.#stop,
        button("Reset", () => this.#ask({ set: {} }, "push")),
        button(
          this.#data.copy === "file" ? "Copy as scenario file" : "Copy as command",
          () => void this.#copy(),
        ),
      ),
      this.#progress,
      this.#status,
      this.#flaw,
      this.#copied,
      this.#table,
      this.#digests,
      this.#drawn,
    );
  }

  /** What the address asks; without a question the page stands as it was published, and nothing runs. */
  #follow(): void {
    const question = questionIn(window.location.hash);
    if (question) this.#ask(question, "stay");
    else if (window.location.hash === "" || window.location.hash === "#what-if") this.#rest();
  }

  #rest(): void {
    this.#question = { set: {} };
    this.#show();
    if (this.#open) this.stop();
    this.#figures?.destroy();
    this.#figures = undefined;
    for (const each of [this.#table, this.#digests, this.#copied]) each.replaceChildren();
    this.#flaw.hidden = true;
    this.#end("");
  }

  #move(path: string, value: number, moved: Moved): void {
    const { slider } = this.#controls.find((one) => one.slider.path === path)!;
    const { [path]: _, ...others } = this.#question.set;
    const set = value === this.#ownValue(slider.path) ? others : { ...others, [path]: value };
    // Keys that follow one another are one step back.
    const isNext = moved === "key" && this.#lastKey === path;
    this.#ask({ ...this.#question, set }, isNext ? "replace" : "push");
    this.#lastKey = moved === "key" ? path : "";
  }

  #ownValue(path: string): number {
    const { value, inBranches } = this.#data.sliders.find((slider) => slider.path === path)!;
    return inBranches[this.#question.branch ?? this.#data.featured] ?? value;
  }

  #chooseDesigns(): void {
    const designs = this.#designs.filter(({ checked }) => checked).map(({ value }) => value);
    if (designs.length > 0) this.#ask({ ...this.#question, designs }, "push");
  }

  /** Controls say what is asked, whoever asked it. */
  #show(): void {
    const { set, branch = this.#data.featured, designs = this.#chosen() } = this.#question;
    for (const { slider, show } of this.#controls) {
      const own = this.#ownValue(slider.path);
      const given = Object.hasOwn(set, slider.path) ? Number(set[slider.path]) : own;
      show(Number.isFinite(given) ? given : own, own);
    }
    this.#branch.value = branch;
    for (const box of this.#designs) box.checked = designs.includes(box.value);
    const known = new Set(this.#data.sliders.map(({ path }) => path));
    const further = Object.entries(set).filter(([path]) => !known.has(path));
    this.#further.replaceChildren(
      ...further.map(([path, value]) =>
        element("li", {}, `The address also sets ${path} = ${JSON.stringify(value)}`),
      ),
    );
  }

  /** As many designs as are simulated in about two seconds, the control first. */
  #chosen(): string[] {
    const { published, forks, featured } = this.#data;
    const width = Math.min(navigator.hardwareConcurrency || 1, 4);
    let left = EVENTS_AT_ONCE * width;
    return designsOf(this.#data).filter((design, at) => {
      const events = published.find((run) => run.design === design && run.branch === featured)?.events ?? 0;
      // What lies behind a stored start, about half of a run, is not simulated.
      left -= forks.length > 0 ? events / 2 : events;
      return at < 2 || left >= 0;
    });
  }

  #ask(question: Question, how: "push" | "replace" | "stay"): void {
    this.#question = question;
    this.#lastKey = "";
    if (how !== "stay") {
      const url = addressOf(question) || `${window.location.pathname}${window.location.search}`;
      window.history[how === "push" ? "pushState" : "replaceState"](null, "", url);
    }
    this.#show();
    void this.#run(++this.#asked);
  }

  async #run(number: number): Promise<void> {
    const isHeard = (): boolean => number === this.#asked;
    this.#begin();
    try {
      const experiment = await this.#opened();
      if (!isHeard()) return;
      experiment.workers.stop();
      await this.#runAll(experiment, isHeard);
    } catch (error) {
      if (!isHeard() || isStop(error)) return;
      this.#end("The run came to nothing.");
      this.#flaw.textContent = wordsOf(error);
      this.#flaw.hidden = false;
    }
  }

  async #runAll(experiment: OpenExperiment, isHeard: () => boolean): Promise<void> {
    const { designs = this.#chosen(), branch = this.#data.featured } = this.#question;
    const runs = new Map<string, Run>();
    const ended = new Set<string>();
    const shares = new Map<string, number>();
    const draw = this.#drawing(experiment, branch, runs, ended, isHeard);
    await Promise.all(
      designs.map(async (design) => {
        const told = {
          onProgress: (share: number) => {
            shares.set(design, share);
            const all = [...shares.values()].reduce((sum, each) => sum + each, 0);
            if (isHeard()) this.#progress.value = all / designs.length;
          },
          onSamples: (soFar: Run) => {
            runs.set(design, soFar);
            draw(false);
          },
        };
        runs.set(design, await this.#runOne(experiment, design, branch, told));
        ended.add(design);
        told.onProgress(1);
        draw(false);
      }),
    );
    if (!isHeard()) return;
    draw(true);
    this.#end(`Done: ${designs.length === 1 ? "1 run" : `${designs.length} runs`}.`);
  }

  async #runOne(
    experiment: OpenExperiment,
    design: string,
    branch: string,
    told: { onProgress: (share: number) => void; onSamples: (soFar: Run) => void },
  ): Promise<Run> {
    const { resolved, workers, bytesOf } = experiment;
    const { forks, published, worker, settings: swept } = this.#data;
    const replication = published.find((run) => run.design === design)?.replication ?? 0;
    const { settings, set } = this.#settings();
    const whole = { ...swept, ...settings };
    const parted = branch !== "" || resolved.branches !== null;
    const request = {
      settings: parted ? whole : { ...whole, ...set },
      options: { design, replication },
      asked: true,
      ...(parted ? { future: { branch, set } } : {}),
    };
    const parting = resolved.branches?.at ?? 0;
    const onProgress = (from: number) => (t: number) => told.onProgress((t - from) / (resolved.until - from));
    const start = Object.keys(whole).length === 0 && forks.find((fork) => fork.design === design);
    if (start) {
      try {
        const fork = { sha256: start.sha256, code: worker.code, bytes: await bytesOf(start.url) };
        const [run] = await workers.run({ ...request, fork }, { ...told, onProgress: onProgress(parting) });
        return run!;
      } catch (error) {
        if (!wordsOf(error).startsWith(NOT_USED) && !(error instanceof TypeError)) throw error;
        this.#status.textContent = `${wordsOf(error).split("\n")[0]} The whole is run instead.`;
      }
    }
    const [run] = await workers.run(request, { ...told, onProgress: onProgress(0) });
    return run!;
  }

  /** What is set from the start, and what from where futures part on. */
  #settings(): { settings: Record<string, unknown>; set: Record<string, unknown> } {
    const live = new Set(this.#data.sliders.filter((slider) => slider.live).map(({ path }) => path));
    const entries = Object.entries(this.#question.set);
    return {
      settings: Object.fromEntries(entries.filter(([path]) => !live.has(path))),
      set: Object.fromEntries(entries.filter(([path]) => live.has(path))),
    };
  }

  /** Draws at most so often, and the last time in whole. */
  #drawing(
    { resolved }: OpenExperiment,
    branch: string,
    runs: ReadonlyMap<string, Run>,
    ended: ReadonlySet<string>,
    isHeard: () => boolean,
  ): (inWhole: boolean) => void {
    let waiting = false;
    const now = (): void => {
      waiting = false;
      if (!isHeard()) return;
      const order = resolved.designs.filter(({ name }) => runs.has(name));
      const ordered = new Map(order.map(({ name }) => [name, runs.get(name)!]));
      const control = runs.has(resolved.control) ? resolved.control : order[0]!.name;
      const only = resolved.branches && {
        ...resolved.branches,
        branches: resolved.branches.branches.filter(({ name }) => name === branch),
      };
      const scenario = { ...resolved, designs: order, control, branches: only, sweep: null };
      const input: FigureInput = { scenario, runs: [...ordered.values()], points: [] };
      if (this.#figures) this.#figures.update(input);
      else this.#figures = liveFigures(this.#drawn, input);
      this.#table.replaceChildren(beforeAndAfter(this.#data, branch, ordered, ended));
      this.#digests.replaceChildren(
        ...[...ordered]
          .filter(([design]) => ended.has(design))
          .map(([design, { digest }]) =>
            element("li", {}, `${design}: digest `, element("code", { "data-design": design }, digest)),
          ),
      );
    };
    return (inWhole) => {
      if (inWhole) now();
      else if (!waiting) {
        waiting = true;
        setTimeout(now, runs.size === 0 ? 0 : PAUSE);
      }
    };
  }

  async #copy(): Promise<void> {
    const { copy, file } = this.#data;
    const asked = this.#settings();
    const settings = { ...this.#data.settings, ...asked.settings };
    const { set } = asked;
    const { branch = this.#data.featured } = this.#question;
    let text: string;
    if (copy === "file") {
      const { resolved } = await this.#opened();
      const own = resolved.branches?.branches.find(({ name }) => name === branch);
      const future = own && { branch, set: { ...own.set, ...set } };
      text = scenarioText(resolved, own ? settings : { ...settings, ...set }, future);
    } else {
      const options = Object.entries({ ...settings, ...set }).map(([path, value]) =>
        shellOption("--set", `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`),
      );
      const future = branch === "" ? [] : [shellOption("--branch", branch)];
      text = ["orrery run", shellWord(file), ...future, ...options].join(" ");
    }
    this.#copied.replaceChildren(
      element(
        "textarea",
        { readonly: true, rows: 6, "aria-label": "The copied text", spellcheck: "false" },
        text,
      ),
    );
    const isCopied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    this.#status.textContent = isCopied ? "Copied." : "Select the text below, and copy it.";
  }

  #opened(): Promise<OpenExperiment> {
    this.#open ??= openExperiment(this.#data, this.#address).then((experiment) => {
      experiment.workers.warm();
      for (const { url } of this.#data.forks.slice(0, experiment.width))
        void experiment.bytesOf(url).catch(() => {});
      return experiment;
    });
    // What could not be read may be there the next time.
    this.#open.catch(() => {
      this.#open = undefined;
    });
    return this.#open;
  }

  #begin(): void {
    this.#flaw.hidden = true;
    this.#copied.replaceChildren();
    this.#progress.hidden = false;
    this.#progress.value = 0;
    this.#stop.disabled = false;
    this.#status.textContent = "Running …";
  }

  #end(words: string): void {
    this.#progress.hidden = true;
    this.#stop.disabled = true;
    this.#status.textContent = words;
  }
}

const designsOf = ({ published }: ExperimentData): string[] => [
  ...new Set(published.map(({ design }) => design)),
];
