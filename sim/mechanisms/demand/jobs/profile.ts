import type { Draw } from "../../../chance/draw.ts";
import { OrreryError } from "../../../errors.ts";
import type { DurationLaw } from "../../../formulas/arrivals.ts";
import { expm1, log1p } from "../../../math.ts";
import type { Values } from "../../../schema/fields.ts";
import { DAY, type Seconds, YEAR } from "../../../units.ts";
import { JOB_CLASSES, type JobClass } from "./classes.ts";
import type { params } from "./params.ts";

type Given = Values<typeof params>;

/** What jobs are like: the parameters that are set, else the class's. */
export interface Profile {
  readonly sizes: readonly number[];
  readonly weights: readonly number[];
  readonly memory: number;
  readonly law: DurationLaw;
  readonly mean: number;
  readonly spread: number;
  readonly deadline: number;
  readonly checkpoint: number;
  readonly priority: number;
}

const UNSET_PRIORITY = -1e3;
/** Where the law is not the class's, its spread means something else. */
const USUAL_SPREAD: Readonly<Record<DurationLaw, number>> = {
  lognormal: 1,
  exponential: 1,
  pareto: 1.5,
  constant: 0,
};

export function profileOf(given: Given): Profile {
  const own: JobClass = JOB_CLASSES[given.class];
  const set = (value: number, otherwise: number): number => (value < 0 ? otherwise : value);
  const law = given.law === "of the class" ? own.law : given.law;
  return {
    sizes: given.gpus.length > 0 ? given.gpus : own.gpus,
    weights: given.gpus.length > 0 ? given.gpuWeights : own.gpuWeights,
    memory: set(given.memory, own.memory),
    law,
    mean: set(given.duration, own.mean),
    spread: set(given.spread, law === own.law ? own.spread : USUAL_SPREAD[law]),
    deadline: set(given.deadline, own.deadline),
    checkpoint: set(given.checkpoint, own.checkpoint),
    priority: given.priority <= UNSET_PRIORITY ? own.priority : given.priority,
  };
}

/** Size of a job; without weights all sizes are as likely. */
export function sizeOf(sizes: readonly number[], weights: readonly number[], draw: Draw): number {
  if (weights.length !== 0 && weights.length !== sizes.length)
    throw new OrreryError("Sizes of jobs and their weights come in pairs.", [
      `sizes: ${sizes.length}, weights: ${weights.length}`,
    ]);
  return sizes[weights.length === 0 ? draw.integer(sizes.length) : draw.weighted(weights)]!;
}

/** Jobs until a horizon, growth included; what comes in shapes of the day, the week and the season evens out. */
export function expectedJobs({ rate, growth }: Given, horizon: Seconds): number {
  const yearly = log1p(growth);
  const grown = growth === 0 ? horizon : (expm1((horizon / YEAR) * yearly) / yearly) * YEAR;
  return (rate / DAY) * grown;
}
