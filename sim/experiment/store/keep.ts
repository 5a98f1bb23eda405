import type { Run } from "../../run/result.ts";

/** Values of series that are held for charts: 30 million are 240 MB. */
const MOST_VALUES = 30_000_000;
const NONE = new Float64Array(0);

/**
 * Holds the runs of an experiment for tables and charts, in memory that hardly grows with their number: the summary of
 * every run, and everything else of as many as fit. They come in the order of the plan: those of one replication at
 * one point follow one another, and are held in whole or not at all, so that designs are drawn from the same luck.
 */
export class KeptRuns {
  readonly #runs: Run[] = [];
  readonly #measures = new Map<string, Run["measures"]>();
  readonly #most: number;
  #values = 0;
  #full = false;
  /** Replication and point of the run before, and where those of it begin. */
  #group = "";
  #groupAt = 0;

  constructor(most: number = MOST_VALUES) {
    this.#most = most;
  }

  add(run: Run): void {
    const group = `${run.replication}/${run.point}`;
    if (group !== this.#group) {
      this.#group = group;
      this.#groupAt = this.#runs.length;
    }
    this.#values += run.t.length * Object.keys(run.series).length;
    // The first group is held whatever it takes: without it there is nothing to draw.
    if (!this.#full && this.#values > this.#most && this.#groupAt > 0) {
      this.#full = true;
      for (let at = this.#groupAt; at < this.#runs.length; at++)
        this.#runs[at] = summaryOnly(this.#runs[at]!);
    }
    const measures = this.#measuresOf(run);
    this.#runs.push(this.#full ? summaryOnly({ ...run, measures }) : { ...run, measures });
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  /** Runs of one design have the same measures: one object serves all. */
  #measuresOf({ design, measures }: Run): Run["measures"] {
    const known = this.#measures.get(design);
    const same = known && Object.keys(known).join() === Object.keys(measures).join();
    if (!same) this.#measures.set(design, measures);
    return same ? known : measures;
  }
}

/** A run without its series, flows, balances and blocks. */
const summaryOnly = (run: Run): Run => ({ ...run, t: NONE, series: {}, flows: [], balances: [], blocks: [] });
