import { averageRate } from "../../../formulas/running-average.ts";
import type { Payload } from "../../../model/events.ts";
import { DAY, HOUR } from "../../../units.ts";
import type { emits } from "./params.ts";
import { networkOf, OFF, type Owners } from "./state.ts";
import { comeTo, depart } from "./work.ts";

/** Owners whose turn it is look at what networks pay. One who is about to leave has decided. */
export function review(context: Owners, day: number): void {
  const { state, params } = context;
  const turns = Math.max(1, Math.round(params.reviewEvery / DAY));
  for (let provider = day % turns; provider < state.home.length; provider += turns)
    if (state.target[provider] === state.home[provider]) decide(context, provider);
}

/**
 * An owner moves where the gain over the time of payback passes the cost of the move. Switching off is a network that
 * pays nothing and costs nothing; to come back is a move.
 */
function decide(context: Owners, provider: number): void {
  const { state, params } = context;
  const home = state.home[provider]!;
  const here = home === OFF ? 0 : marginAt(context, home, home);
  let best = home === OFF || here >= 0 ? home : OFF;
  let most = Math.max(0, here);
  const hurdle = params.movingUsdPerGpu / (params.payback / HOUR);
  for (let network = 0; network < state.at.length; network++) {
    // Who may not move may still come back to where he began.
    if (network === home || (!params.moves && network !== provider % state.at.length)) continue;
    const margin = marginAt(context, network, home);
    if (margin > most && margin - Math.max(0, here) > hurdle) [best, most] = [network, margin];
  }
  if (best === home) return;
  state.target[provider] = best;
  state.moves++;
  if (home === OFF) context.emit.machineMoved({ provider }, params.movingTime);
  else if (state.busy[provider] === 0) depart(context, provider);
}

/**
 * USD that a GPU-hour online leaves at a network: its price, for the share of the time that was rented, both of
 * late, and of emission a share with those who are there, the one who comes included. Where nobody ever was, all is rented.
 */
function marginAt({ state, params }: Owners, network: number, home: number): number {
  const hours = averageRate(state.hours[network]!);
  const rented = hours > 0 ? averageRate(state.busyHours[network]!) / hours : 1;
  const own = network === home ? 0 : 24 * params.gpusEach;
  const emission = hours + own > 0 ? averageRate(state.emission[network]!) / (hours + own) : 0;
  return averageRate(state.price[network]!) * rented + emission - params.costUsdPerGpuHour;
}

/** A machine has come: jobs may wait for it. */
export function arrive(context: Owners, { provider }: Payload<(typeof emits)["machineMoved"]>): void {
  const { state, params, emit } = context;
  const network = state.target[provider]!;
  comeTo(context, provider, network);
  const place = networkOf(params, network);
  if (place === "") emit.gpusFreed({});
  else emit.gpusFreed.in(place, {});
}
