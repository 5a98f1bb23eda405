import type { Run } from "../../run/result.ts";

/** Values of series that are held for charts: 30 million are 240 MB. */
const MOST_VALUES = 30_000_000;
/** Of 8 bytes, of a table of jobs or of providers. */
const COLUMNS = 11;
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
    this.#values += valuesOf(run);
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

/** Values of its series, and of the columns of its jobs and providers. */
function valuesOf({ t, series, jobs, providers }: Run): number {
  const rows = [jobs?.job, providers?.t].map((column) => column?.length ?? 0);
  return t.length * Object.keys(series).length + COLUMNS * rows.reduce((sum, count) => sum + count);
}

/** A run without its series, flows, balances, blocks, jobs and providers. */
function summaryOnly({ jobs: _, providers: __, ...run }: Run): Run {
  return { ...run, t: NONE, series: {}, flows: [], balances: [], blocks: [] };
}
