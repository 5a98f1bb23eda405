import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";

/** Hundredths of a GPU of each of some groups (regions, generations), and their GPU-seconds. */
export interface Tallies {
  online: Float64Array;
  busy: Float64Array;
  /** ∫ busy dt and ∫ (online − busy) dt, up to `since`. */
  busySeconds: Float64Array;
  idleSeconds: Float64Array;
  since: Float64Array;
}

export const tallies = (groups: number): Tallies => ({
  online: new Float64Array(groups),
  busy: new Float64Array(groups),
  busySeconds: new Float64Array(groups),
  idleSeconds: new Float64Array(groups),
  since: new Float64Array(groups),
});

/** So many more hundredths of a GPU of a group are online, and so many more of them busy, from now on. */
export function tally(tallies: Tallies, group: Index, now: number, online: number, busy: number): void {
  tallies.busySeconds[group] = busySecondsOf(tallies, group, now);
  tallies.idleSeconds[group] = idleSecondsOf(tallies, group, now);
  tallies.since[group] = now;
  tallies.online[group] += online;
  tallies.busy[group] += busy;
}

export const busySecondsOf = ({ busy, busySeconds, since }: Tallies, group: Index, now: number): number =>
  busySeconds[group] + gpusOf(busy[group]) * (now - since[group]);

export const idleSecondsOf = (
  { online, busy, idleSeconds, since }: Tallies,
  group: Index,
  now: number,
): number => idleSeconds[group] + gpusOf(online[group] - busy[group]) * (now - since[group]);
