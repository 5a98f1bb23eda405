import { RENT, USES } from "../../../formulas/uses.ts";
import { CARD, gpusOf, hundredths } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { freeOf } from "../../../kit/market/machines.ts";
import { exactSeconds, integrateGpus } from "../../../kit/supply/gpu-time.ts";
import { integrateLot } from "./lots.ts";
import { ELSEWHERE, type Fleet, GONE } from "./state.ts";

/** Counts all GPU-seconds up to now. */
function integrate({ state, now }: Fleet): void {
  const span = integrateGpus(state, now);
  state.awaySeconds += gpusOf(state.awayGpus) * span;
  state.goneSeconds += gpusOf(state.goneGpus) * span;
}

/**
 * Counts a machine anew. One that takes jobs is online with all its GPUs, any other with those that still run jobs. What
 * is left of a card that runs parts does nothing else.
 */
export function recount(context: Fleet, machine: Index): void {
  const { state, now } = context;
  const { lots, machines: table } = state;
  const lot: Index = table.lot[machine];
  const gpus = hundredths(lots.gpus[lot]);
  const busy = state.book.inUse[machine];
  const online = table.reasons[machine] === 0 ? gpus : busy;
  const away =
    table.reasons[machine] === ELSEWHERE ? (busy === 0 ? gpus : freeOf(state.book, machine) * CARD) : 0;
  const gone = (table.reasons[machine] & GONE) === 0 ? 0 : gpus - busy;
  integrate(context);
  integrateLot(lots, lot, now);
  const rent: Index = lot * USES.length + RENT;
  lots.busy[lot] += busy - table.busy[machine];
  lots.gpusBy[rent] += online - table.online[machine];
  lots.gpusBy[lot * USES.length + table.use[machine]]! += away - table.away[machine];
  state.busyGpus += busy - table.busy[machine];
  state.gpusOnline += online - table.online[machine];
  state.awayGpus += away - table.away[machine];
  state.goneGpus += gone - table.gone[machine];
  table.gone[machine] = gone;
  table.busy[machine] = busy;
  table.online[machine] = online;
  table.away[machine] = away;
}

export const awaySeconds = ({ state, now }: Fleet): number =>
  exactSeconds(state.awaySeconds + gpusOf(state.awayGpus) * (now - state.integrated));
/** GPU-seconds of machines that have not gone for good. */
export const ownedSeconds = ({ state, now }: Fleet): number =>
  gpusOf(state.gpus) * now -
  exactSeconds(state.goneSeconds + gpusOf(state.goneGpus) * (now - state.integrated));
