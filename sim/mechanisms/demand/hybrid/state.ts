import type { Carry } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import type { Unfinished } from "../../../kit/demand/unfinished.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { accounts, assets, emits, params, reads } from "./params.ts";

export const OWN = 0;
export const RESERVED = 1;
export const CLOUD = 2;
export const SPOT = 3;
export const MARKET = 4;
export const PLACES = 5;

export interface State {
  /** GPUs there are, by place; own and reserved ones. */
  room: readonly number[];
  /** GPUs that work now, by place; of the market's jobs those submitted. */
  busy: Float64Array;
  /** GPU-seconds worked up to `integrated`, by place; the market's by its finished and failed runs. */
  worked: Float64Array;
  integrated: number;
  /** GPU-seconds by place that have been paid for. */
  settled: Float64Array;
  settledAt: number;
  /** USD spent, by place. */
  spent: Float64Array;
  /** Below a base unit of it: of own GPUs, and of the cloud's. */
  odd: { own: Carry; cloud: Carry };
  asked: number;
  /** Jobs that the market has. */
  atMarket: Unfinished;
  /** GPU-seconds of work lost to machines that failed. */
  lost: number;
}
export type Firm = ContextOf<
  typeof params,
  State,
  typeof reads,
  typeof emits,
  typeof accounts,
  typeof assets
>;

export const worked = ({ state, now }: Firm, place: Index): number =>
  state.worked[place] + state.busy[place] * (now - state.integrated);
export function allWork(context: Firm): number {
  let total = 0;
  for (let place = 0; place < PLACES; place++) total += worked(context, place);
  return total;
}

export function integrate(context: Firm): void {
  const { state, now } = context;
  for (let place = 0; place < PLACES; place++) state.worked[place] = worked(context, place);
  state.integrated = now;
}
