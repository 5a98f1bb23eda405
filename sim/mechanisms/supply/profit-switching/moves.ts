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
  for (let network = 0; network < state.gpuTime.length; network++) {
    // Who may not move may still come back to where he began.
    if (network === home || (!params.moves && network !== provider % state.gpuTime.length)) continue;
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
 * USD that a GPU-hour online is expected to leave at a network: what customers asked for of late, at the price of late,
 * and the emission of late are shared by all who are there or on their way, the one who thinks of coming included.
 * Where others go is public: owners who looked at the past alone would chase one another's prices.
 */
function marginAt({ state, params }: Owners, network: number, home: number): number {
  const others = state.target.filter((target) => target === network).length;
  const hours = 24 * params.gpusEach * (others + (network === home ? 0 : 1));
  const rented = Math.min(1, averageRate(state.asked[network]!) / hours);
  const emission = averageRate(state.emission[network]!) / hours;
  return averageRate(state.price[network]!) * rented + emission - params.costUsdPerGpuHour;
}

/** A machine has come: jobs may wait for it. */
export function arrive(context: Owners, { provider }: Payload<(typeof emits)["machineMoved"]>): void {
  const { state, params, emit } = context;
  const network = state.target[provider]!;
  comeTo(context, provider, network);
  emit.gpusFreed.in(networkOf(params, network), {});
}
