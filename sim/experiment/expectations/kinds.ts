import type { Index } from "../../indexed.ts";
import type { Run } from "../../run/result.ts";
import type { Readable } from "../../scenario/readable.ts";
import type { ResolvedExpectation } from "../../scenario/scenario.ts";
import { durationText, type Seconds } from "../../units.ts";

/** What a run, or a replication of several designs, says of a claim. */
export interface Answer {
  /** What contradicts the claim, as a sentence with values and time; empty where it is kept. */
  readonly contradiction: string;
  /** What a reader may want to know of a claim that is kept; mostly empty. */
  readonly note: string;
  /** left − right of a claim that compares two numbers; NaN where it has no value, or compares none. */
  readonly difference: number;
}

type Values = Readonly<Record<string, number>>;

const KEPT: Answer = { contradiction: "", note: "", difference: Number.NaN };
const broken = (contradiction: string): Answer => ({ ...KEPT, contradiction });

/** Whether a run keeps a claim of any kind but `compare`. */
export function answerOf(expectation: ResolvedExpectation, readable: Readable, run: Run): Answer {
  const { kind, after, before, direction } = expectation;
  if (kind === "atEnd") return answerOfValues(readable, run.atEnd, "at the end");
  if (kind === "summary") return answerOfValues(readable, run.summary, "after the warm-up");
  const samples = new Samples(readable, run);
  if (kind === "eventually") return eventually(samples, before);
  if (kind === "recovers") return recovers(samples, after, before);
  if (kind === "monotone") return monotone(samples, direction);
  return throughout(samples, kind === "always");
}

/** Whether values by measure keep a claim; a value that is missing breaks it. */
export function answerOfValues({ measures, claim }: Readable, values: Values, when: string): Answer {
  const missing = measures.find((measure) => Number.isNaN(values[measure] ?? Number.NaN));
  if (missing !== undefined) return broken(`${missing} has no value ${when}.`);
  const lookup = (measure: string) => values[measure]!;
  const difference = claim.comparison?.difference(lookup) ?? Number.NaN;
  const contradiction = claim.evaluate(lookup) ? "" : `${valuesText(measures, values)}.`;
  return { contradiction, note: "", difference };
}

const valuesText = (measures: readonly string[], values: Values): string =>
  measures.length === 0
    ? "It is false whatever the values"
    : measures.map((measure) => `${measure} = ${values[measure]}`).join(", ");

/** A run's samples as an expression sees them; those at which a measure has no value are left out. */
class Samples {
  readonly readable: Readable;
  readonly #run: Run;
  /** Indices of the samples at which every measure has a value. */
  readonly present: readonly number[];

  constructor(readable: Readable, run: Run) {
    this.readable = readable;
    this.#run = run;
    this.present = [...run.t.keys()].filter((sample: Index) =>
      readable.measures.every((measure) => !Number.isNaN(run.series[measure]![sample])),
    );
  }

  time(sample: Index): Seconds {
    return this.#run.t[sample];
  }

  when(sample: number): string {
    return durationText(this.time(sample));
  }

  holds(sample: number): boolean {
    return this.readable.claim.evaluate(this.#lookup(sample));
  }

  /** Value of an expression that is a number. */
  value(sample: number): number {
    return this.readable.number(this.#lookup(sample));
  }

  /** How far the two sides of a comparison lie apart; NaN where the claim is none. */
  distance(sample: number): number {
    return Math.abs(this.readable.claim.comparison?.difference(this.#lookup(sample)) ?? Number.NaN);
  }

  /** `m = 2, n = 3` */
  text(sample: number): string {
    const { measures } = this.readable;
    return valuesText(
      measures,
      Object.fromEntries(measures.map((measure) => [measure, this.#lookup(sample)(measure)])),
    );
  }

  #lookup(sample: Index): (measure: string) => number {
    return (measure) => this.#run.series[measure]![sample];
  }
}

function throughout(samples: Samples, expected: boolean): Answer {
  const first = samples.present.find((sample) => samples.holds(sample) !== expected);
  return first === undefined ? KEPT : broken(`At ${samples.when(first)}, ${samples.text(first)}.`);
}

function eventually(samples: Samples, before: Seconds): Answer {
  const within = samples.present.filter((sample) => samples.time(sample) <= before);
  const until = `up to ${durationText(before)}`;
  if (within.length === 0) return broken(`${nothing(samples)} ${until}.`);
  const first = within.find((sample) => samples.holds(sample));
  if (first !== undefined) return { ...KEPT, note: `at ${samples.when(first)}` };
  const nearest = within.reduce((best, sample) =>
    samples.distance(sample) < samples.distance(best) ? sample : best,
  );
  const late = samples.present.find((sample) => samples.holds(sample));
  const instead =
    late !== undefined
      ? `first at ${samples.when(late)}, when ${samples.text(late)}`
      : `nearest at ${samples.when(nearest)}, when ${samples.text(nearest)}`;
  return broken(`At no sample ${until}; ${instead}.`);
}

/** Within the window: if it ever stops holding, it has to hold again before the window ends. */
function recovers(samples: Samples, after: Seconds, until: Seconds): Answer {
  const later = samples.present.filter((sample) => samples.time(sample) > after);
  const window = `from ${durationText(after)} to ${durationText(until)}`;
  const left = later.find((sample) => samples.time(sample) <= until && !samples.holds(sample));
  if (left === undefined)
    return later.some((sample) => samples.time(sample) <= until)
      ? { ...KEPT, note: `never left ${window}` }
      : broken(`${nothing(samples)} ${window}.`);
  const back = later.find((sample) => sample > left && samples.holds(sample));
  const away = `Away from ${samples.when(left)}`;
  if (back === undefined)
    return broken(
      `${away} and never back: at ${samples.when(later.at(-1)!)}, ${samples.text(later.at(-1)!)}.`,
    );
  const duration = durationText(samples.time(back) - samples.time(left));
  const sentence = `${away}, back at ${samples.when(back)} after ${duration}`;
  return samples.time(back) <= until
    ? { ...KEPT, note: sentence }
    : broken(`${sentence}, too late by ${durationText(samples.time(back) - until)}.`);
}

function monotone(samples: Samples, direction: ResolvedExpectation["direction"]): Answer {
  const sign = direction === "rising" ? 1 : -1;
  for (const [index, sample] of samples.present.entries()) {
    const before = samples.present[index - 1];
    if (before === undefined) continue;
    const [from, to] = [samples.value(before), samples.value(sample)];
    if (sign * (to - from) >= 0) continue;
    const turns = direction === "rising" ? "falls" : "rises";
    return broken(
      `At ${samples.when(sample)}, ${samples.readable.text} ${turns} from ${from} (at ${samples.when(before)}) to ${to}.`,
    );
  }
  return KEPT;
}

const nothing = ({ readable: { measures } }: Samples): string =>
  `${measures.length === 1 ? `${measures[0]} has` : `${measures.join(" and ")} never all have`} ${measures.length === 1 ? "no value" : "a value"}`;
