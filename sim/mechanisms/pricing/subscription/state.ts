import { type Carry, newCarry } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import { type Meter, meter } from "../../../kit/market/meter.ts";
import { type Committed, nothingCommitted } from "../../../kit/market/pooled-room.ts";
import { type SortedRows, sortedRows } from "../../../kit/market/sorted-rows.ts";
import { type Waiting, waiting } from "../../../kit/market/waiting.ts";
import { type ColumnsById, columnsById } from "../../../model/columns.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import { HOUR } from "../../../units.ts";
import type { accounts, assets, emits, params, reads } from "./params.ts";

/** Who does not subscribe, in place of the number of a subscription. */
export const OTHERS = -1;
/** Places of the meter: GPUs that subscribers use, that others use, and USD an hour that those pay. */
export const BY_SUBSCRIPTION = 0;
export const ON_DEMAND = 1;
export const USD_PER_HOUR = 2;

const RUN = { gpus: "number", owner: "row", usdPerGpuHour: "number" } as const;

export interface State {
  /** `customer` is the number of its subscription. */
  queue: Waiting<"customer">;
  /** Rows of the queue by subscription, the earlier first. */
  bySubscription: SortedRows;
  /** Subscriptions with jobs that wait: who has the fewest GPUs in use first. */
  turns: SortedRows;
  /** By subscription: jobs that wait, GPUs in use, and GPU-seconds used up to `until`. */
  waiting: Float64Array;
  inUse: Float64Array;
  used: Float64Array;
  until: Float64Array;
  running: ColumnsById<typeof RUN>;
  meter: Meter;
  /** Jobs matched in this instant that supply has not placed yet. */
  committed: Committed;
  asked: number;
  refused: number;
  /** Base units, millionths of a USD, that a subscription has paid so far. */
  feeUnits: number;
  /** Of it: below a base unit. */
  oddFee: Carry;
}
export type Market = ContextOf<
  typeof params,
  State,
  typeof reads,
  typeof emits,
  typeof accounts,
  typeof assets
>;

export function firstState({ subscriptions }: { subscriptions: number }): State {
  const column = () => new Float64Array(subscriptions);
  return {
    queue: waiting("customer"),
    bySubscription: sortedRows(),
    turns: sortedRows(),
    waiting: column(),
    inUse: column(),
    used: column(),
    until: column(),
    running: columnsById(RUN),
    meter: meter(3),
    committed: nothingCommitted(),
    asked: 0,
    refused: 0,
    feeUnits: 0,
    oddFee: newCarry(),
  };
}

/** GPU-hours that each subscription has used. */
export const hoursUsed = ({ state, now }: Pick<Market, "state" | "now">): Float64Array =>
  state.used.map((used, each: Index) => (used + state.inUse[each] * (now - state.until[each])) / HOUR);
