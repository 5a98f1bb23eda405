import { type FigureInput, type LiveFigures, liveFigures, type Run } from "../../../sim/browser.ts";
import type { ExperimentData } from "../../../sim/site/experiment.ts";
import { element } from "../dom.ts";
import type { OpenExperiment } from "../experiment.ts";
import { beforeAndAfter } from "./before-and-after.ts";

/** Milliseconds between two drawings of what is not there yet in whole. */
const PAUSE = 120;

/** What the runs of one question say: figures, the table of before and after, and digests. */
export class Drawing {
  readonly figures = element("div", { class: "what-if-figures" });
  readonly table = element("div");
  readonly digests = element("ul", { class: "what-if-digests" });
  readonly #data: ExperimentData;
  readonly #runs = new Map<string, Run>();
  readonly #ended = new Set<string>();
  #branch = "";
  #experiment: OpenExperiment | undefined;
  #live: LiveFigures | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #isPausing = false;

  constructor(data: ExperimentData) {
    this.#data = data;
  }

  /** A new question: what was drawn stays until its first values are there. */
  begin(experiment: OpenExperiment, branch: string): void {
    this.#forget();
    this.#experiment = experiment;
    this.#branch = branch;
  }

  /** The first values are drawn at once, further ones not more often than can be seen. */
  add(design: string, run: Run, hasEnded: boolean): void {
    this.#runs.set(design, run);
    if (hasEnded) this.#ended.add(design);
    if (this.#isPausing) this.#waiting ??= setTimeout(() => this.draw(), PAUSE);
    else this.draw();
  }

  /** All that is there by now. */
  draw(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (!this.#experiment || this.#runs.size === 0) return;
    this.#isPausing = true;
    setTimeout(() => {
      this.#isPausing = false;
    }, PAUSE);
    const { designs } = this.#experiment.resolved;
    const ordered = designs.flatMap(({ name }) => this.#runs.get(name) ?? []);
    const input = this.#input(this.#experiment.resolved, ordered);
    if (this.#live) this.#live.update(input);
    else this.#live = liveFigures(this.figures, input);
    this.table.replaceChildren(beforeAndAfter(this.#data, this.#branch, ordered, this.#ended));
    const ended = ordered.filter(({ design }) => this.#ended.has(design));
    this.digests.replaceChildren(...ended.map(digestLine));
  }

  clear(): void {
    this.#forget();
    this.#live?.destroy();
    this.#live = undefined;
    for (const each of [this.table, this.digests]) each.replaceChildren();
  }

  #forget(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#isPausing = false;
    this.#experiment = undefined;
    this.#runs.clear();
    this.#ended.clear();
  }

  /** The scenario as far as it is run here. */
  #input(resolved: OpenExperiment["resolved"], runs: readonly Run[]): FigureInput {
    const { branches: all } = resolved;
    const designs = resolved.designs.filter(({ name }) => this.#runs.has(name));
    const control = this.#runs.has(resolved.control) ? resolved.control : designs[0]!.name;
    const branches = all && {
      ...all,
      branches: all.branches.filter(({ name }) => name === this.#branch),
    };
    return { scenario: { ...resolved, designs, control, branches, sweep: null }, runs, points: [] };
  }
}

const digestLine = ({ design, digest }: Run): HTMLElement =>
  element("li", {}, `${design}: digest `, element("code", { "data-design": design }, digest));
