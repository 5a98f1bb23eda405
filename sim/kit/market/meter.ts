import { added, type Gpus } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";

/**
 * Levels that change at events, and what they add up to over time: GPUs that run, USD an hour that they pay. Plain
 * data; a mechanism names the places of its levels.
 */
export interface Meter {
  level: Float64Array;
  /** ∫ level dt up to `until`. */
  integral: Float64Array;
  until: number;
}

export const meter = (levels: number): Meter => ({
  level: new Float64Array(levels),
  integral: new Float64Array(levels),
  until: 0,
});

/** A level rises or falls from now on. */
export function change(meter: Meter, now: number, place: Index, by: number): void {
  if (now > meter.until) {
    for (let each: Index = 0; each < meter.level.length; each++)
      meter.integral[each] += meter.level[each] * (now - meter.until);
    meter.until = now;
  }
  meter.level[place] += by;
}

/** A level of GPUs rises or falls from now on. */
export function changeGpus(meter: Meter, now: number, place: Index, by: Gpus): void {
  change(meter, now, place, 0);
  meter.level[place] = added(meter.level[place], by);
}

/** A level is another from now on. */
export function setLevel(meter: Meter, now: number, place: number, level: number): void {
  change(meter, now, place, 0);
  meter.level[place] = level;
}

/** ∫ level dt up to now. */
export const integralOf = ({ level, integral, until }: Meter, now: number, place: Index): number =>
  integral[place] + level[place] * (now - until);
