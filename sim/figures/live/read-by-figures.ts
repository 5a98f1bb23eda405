import type { Run } from "../../run/result.ts";
import type { FigureInput } from "../figure.ts";
import { plannedFigures } from "../figures.ts";
import { KeptSeries } from "../kept-series.ts";

/** A run, and what the scenario's figures read of it. */
export interface Reading {
  readonly run: Run;
  /** By measure: the series with the bands that were drawn of it. */
  readonly series: ReadonlyMap<string, KeptSeries>;
  /** Whether a figure read a series value by value. */
  readonly isWhole: (series: KeptSeries) => boolean;
  /** Whether a figure read its books. */
  readonly readsBooks: () => boolean;
}

/** What tells whether a series has values, and nothing else of it. */
const PEEKING: readonly PropertyKey[] = ["some", "every", "constructor"];

/** Draws all figures of runs that keep a record of what is read; the runs in an order of their own. */
export function readings(input: FigureInput): Reading[] {
  const whole = new Set<KeptSeries>();
  const followed = [...input.runs].sort(inOrder).map((run) => follow(run, whole));
  const runs = followed.map(({ shown }) => shown);
  for (const { draw } of plannedFigures({ ...input, runs })) draw({});
  return followed.map(({ reading }) => reading);
}

/** Runs differ in one of these. */
const inOrder = (one: Run, other: Run): number =>
  one.point - other.point ||
  byText(one.branch, other.branch) ||
  byText(one.design, other.design) ||
  one.replication - other.replication;

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

interface Followed {
  /** The run as figures see it. */
  readonly shown: Run;
  readonly reading: Reading;
}

function follow(run: Run, whole: Set<KeptSeries>): Followed {
  const { flows, balances, ...rest } = run;
  const series = new Map(Object.entries(run.series).map(([name, values]) => [name, keptOf(values)]));
  let hasReadBooks = false;
  const shown = {
    ...rest,
    series: Object.fromEntries([...series].map(([name, kept]) => [name, followSeries(kept, whole)])),
    get flows() {
      hasReadBooks = true;
      return flows;
    },
    get balances() {
      hasReadBooks = true;
      return balances;
    },
  };
  return {
    shown,
    reading: { run, series, isWhole: (kept) => whole.has(kept), readsBooks: () => hasReadBooks },
  };
}

/** The same numbers, not a copy; of packed runs what they have. */
const keptOf = (values: Float64Array): KeptSeries =>
  values instanceof KeptSeries
    ? values
    : new KeptSeries(values.buffer as ArrayBuffer, values.byteOffset, values.length);

/** A band is counted of the values of all its runs: that is no reading of its own. */
let depth = 0;

function followSeries(kept: KeptSeries, whole: Set<KeptSeries>): KeptSeries {
  const band: KeptSeries["band"] = (asked, drawn) => {
    depth++;
    try {
      return kept.band(asked, drawn);
    } finally {
      depth--;
    }
  };
  return new Proxy(kept, {
    get(_, name) {
      if (name === "band") return band;
      if (depth === 0 && !PEEKING.includes(name)) whole.add(kept);
      const value: unknown = Reflect.get(kept, name, kept);
      return typeof value === "function" ? value.bind(kept) : value;
    },
  });
}
