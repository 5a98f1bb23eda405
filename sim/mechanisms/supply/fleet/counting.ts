import { RENT, USES } from "../../../formulas/uses.ts";
import { integrateLot } from "./lots.ts";
import { ELSEWHERE, type Fleet, GONE } from "./state.ts";

/** Counts all GPU-seconds up to now. */
export function integrate({ state, now }: Fleet): void {
  const span = now - state.integrated;
  if (span === 0) return;
  state.busySeconds += state.busyGpus * span;
  state.idleSeconds += (state.onlineGpus - state.busyGpus) * span;
  state.awaySeconds += state.awayGpus * span;
  state.goneSeconds += state.goneGpus * span;
  state.integrated = now;
}

/**
 * Counts a machine anew, `busy` of its GPUs at work. One that takes jobs is online with all its GPUs, any other with
 * those that still run jobs.
 */
export function recount(context: Fleet, machine: number, busy = context.state.book.busy[machine]!): void {
  const { state, now } = context;
  const { lots, machines: at } = state;
  const lot = at.lot[machine]!;
  const gpus = lots.gpus[lot]!;
  const online = at.reasons[machine] === 0 ? gpus : busy;
  const away = at.reasons[machine] === ELSEWHERE ? gpus - busy : 0;
  const gone = (at.reasons[machine]! & GONE) === 0 ? 0 : gpus - busy;
  integrate(context);
  integrateLot(lots, lot, now);
  const rent = lot * USES.length + RENT;
  lots.busy[lot]! += busy - at.busy[machine]!;
  lots.gpusBy[rent]! += online - at.online[machine]!;
  lots.gpusBy[lot * USES.length + at.use[machine]!]! += away - at.away[machine]!;
  state.busyGpus += busy - at.busy[machine]!;
  state.onlineGpus += online - at.online[machine]!;
  state.awayGpus += away - at.away[machine]!;
  state.goneGpus += gone - at.gone[machine]!;
  at.gone[machine] = gone;
  at.busy[machine] = busy;
  at.online[machine] = online;
  at.away[machine] = away;
}

/** In whole 1024ths, whose sums are exact: over any period busy never passes online by a rounding. */
const exact = (seconds: number): number => Math.round(seconds * 1024) / 1024;
export const busySeconds = ({ state, now }: Fleet): number =>
  exact(state.busySeconds + state.busyGpus * (now - state.integrated));
export const onlineSeconds = (context: Fleet): number => {
  const { state, now } = context;
  return (
    busySeconds(context) +
    exact(state.idleSeconds + (state.onlineGpus - state.busyGpus) * (now - state.integrated))
  );
};
export const awaySeconds = ({ state, now }: Fleet): number =>
  exact(state.awaySeconds + state.awayGpus * (now - state.integrated));
/** GPU-seconds of machines that have not gone for good. */
export const ownedSeconds = ({ state, now }: Fleet): number =>
  state.gpus * now - exact(state.goneSeconds + state.goneGpus * (now - state.integrated));
