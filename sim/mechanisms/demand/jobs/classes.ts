import type { DurationLaw } from "../../../formulas/arrivals.ts";
import { DAY, HOUR, MINUTE, type Seconds } from "../../../units.ts";

/** What the jobs of a class are like, where a parameter does not say otherwise. */
export interface JobClass {
  /** Sizes in GPUs, and how many jobs have each. */
  readonly gpus: readonly number[];
  readonly gpuWeights: readonly number[];
  /** Memory of a GPU in GB. */
  readonly memory: number;
  readonly law: DurationLaw;
  readonly mean: Seconds;
  /** Of the lognormal: standard deviation of ln(duration); of the Pareto: its shape. */
  readonly spread: number;
  /** From the submission on; 0: none. */
  readonly deadline: Seconds;
  /** Work between two checkpoints; 0: an interruption loses all of it. */
  readonly checkpoint: Seconds;
  readonly priority: number;
  /** Where these numbers are from. */
  readonly source: string;
  /** How far the assumed ones may lie, as factors on the value. */
  readonly range: readonly [number, number];
}

/**
 * Seven classes. Only training is measured: sizes, mean and median of 25,448 jobs of Microsoft's Philly clusters; the
 * others are orders of magnitude, each with the factor by which it may be wrong.
 */
export const JOB_CLASSES = {
  training: {
    gpus: [1, 2, 4, 8, 16, 24],
    gpuWeights: [23_415, 1_451, 442, 61, 77, 2],
    memory: 24,
    law: "lognormal",
    // The median is 86 s: spread = √(2 ln(mean / median)).
    mean: 6_703,
    spread: 2.95,
    deadline: 0,
    checkpoint: HOUR,
    priority: 0,
    source:
      "sizes, mean and median: Jeon et al., Philly traces (2019), three virtual clusters; memory and checkpoint: assumed",
    range: [0.5, 2],
  },
  "fine-tuning": {
    gpus: [1, 2, 4, 8],
    gpuWeights: [60, 15, 15, 10],
    memory: 48,
    law: "lognormal",
    mean: 4 * HOUR,
    spread: 1,
    deadline: 0,
    checkpoint: 30 * MINUTE,
    priority: 0,
    source: "assumed: an adapter on a model of 7 to 70 billion parameters takes hours on one server",
    range: [0.5, 2],
  },
  batch: {
    gpus: [1],
    gpuWeights: [1],
    memory: 24,
    law: "exponential",
    mean: HOUR,
    spread: 1,
    deadline: DAY,
    checkpoint: 5 * MINUTE,
    priority: -1,
    source: "assumed: many short pieces, the results within a day",
    range: [0.25, 4],
  },
  inference: {
    gpus: [1, 2, 4, 8],
    gpuWeights: [70, 15, 10, 5],
    memory: 24,
    law: "lognormal",
    mean: 7 * DAY,
    spread: 1.5,
    deadline: 0,
    checkpoint: 1,
    priority: 1,
    source:
      "assumed: a service leases GPUs for days; an interruption costs it no work, only the time until it runs again",
    range: [0.25, 4],
  },
  rendering: {
    gpus: [1, 2, 4],
    gpuWeights: [70, 20, 10],
    memory: 12,
    law: "lognormal",
    mean: 2 * HOUR,
    spread: 1,
    deadline: 2 * DAY,
    checkpoint: 5 * MINUTE,
    priority: 0,
    source: "assumed: a sequence is done frame by frame, each some minutes",
    range: [0.5, 2],
  },
  "zero-knowledge": {
    gpus: [1, 4],
    gpuWeights: [80, 20],
    memory: 24,
    law: "exponential",
    mean: 10 * MINUTE,
    spread: 1,
    deadline: 2 * HOUR,
    checkpoint: 0,
    priority: 1,
    source: "assumed: a rollup's proof of minutes, due before its batch settles",
    range: [0.2, 5],
  },
  science: {
    gpus: [1, 2, 4, 8],
    gpuWeights: [75, 10, 10, 5],
    memory: 16,
    law: "pareto",
    mean: 8 * HOUR,
    spread: 1.5,
    deadline: 0,
    checkpoint: HOUR,
    priority: -1,
    source:
      "assumed: simulations that write a state now and then; heavy tails as in batch workloads of science",
    range: [0.5, 2],
  },
} as const satisfies Readonly<Record<string, JobClass>>;

export type JobClassName = keyof typeof JOB_CLASSES;
export const CLASS_NAMES = Object.keys(JOB_CLASSES) as [JobClassName, ...JobClassName[]];

/** What each class fills in, by the names of parameters. */
export const CLASS_VALUES = Object.fromEntries(
  Object.entries<JobClass>(JOB_CLASSES).map(([name, { mean, source: _, range: __, ...values }]) => [
    name,
    { ...values, duration: mean },
  ]),
);
