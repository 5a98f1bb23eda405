import { type Carry, newCarry } from "../../../formulas/whole-units.ts";
import { added } from "../../../gpus.ts";
import { type Meter, meter } from "../../../kit/market/meter.ts";
import { type Orders, orders } from "../../../kit/market/orders.ts";
import { type Committed, nothingCommitted, type Room } from "../../../kit/market/pooled-room.ts";
import { type SortedRows, sortedRows } from "../../../kit/market/sorted-rows.ts";
import { type Waiting, waiting } from "../../../kit/market/waiting.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { accounts, assets, emits, params, reads } from "./params.ts";

/** On what terms a job runs; also places of the meter, which has USD an hour after them. */
export const RESERVED = 0;
export const ON_DEMAND = 1;
export const LENT = 2;
export const USD_PER_HOUR = 3;

export interface State {
  reservedGpus: number;
  /** Priority 1: its customer holds a reservation. */
  queue: Waiting<"priority" | "checkpoint">;
  /** Rows of the queue whose customers hold reservations, the earlier first. */
  claims: SortedRows;
  running: Orders;
  terms: Uint8Array;
  usdPerGpuHour: Float64Array;
  checkpoint: Float64Array;
  /** Running jobs on lent GPUs, the latest first. */
  lent: SortedRows;
  /** GPUs by terms that run, and what they pay. */
  meter: Meter;
  /** GPUs of lent jobs that have been told to stop. */
  comingFree: number;
  /** Jobs matched in this instant that supply has not placed yet. */
  committed: Committed;
  /** What was left when waiting jobs were last served. */
  left: Room;
  asked: number;
  refused: number;
  takenBack: number;
  /** Base units: millionths of a USD. */
  prepaidUnits: number;
  /** Of it: below a base unit. */
  oddPrepaid: Carry;
  /** Up to when reservations are paid. */
  paidUntil: number;
}
export type Market = ContextOf<
  typeof params,
  State,
  typeof reads,
  typeof emits,
  typeof accounts,
  typeof assets
>;

export function firstState({ reservedGpus }: { reservedGpus: number }): State {
  const running = orders();
  const capacity = running.status.length;
  return {
    reservedGpus,
    queue: waiting("priority", "checkpoint"),
    claims: sortedRows(),
    running,
    terms: new Uint8Array(capacity),
    usdPerGpuHour: new Float64Array(capacity),
    checkpoint: new Float64Array(capacity),
    lent: sortedRows(),
    meter: meter(4),
    comingFree: 0,
    committed: nothingCommitted(),
    left: { whole: 0, part: 0 },
    asked: 0,
    refused: 0,
    takenBack: 0,
    prepaidUnits: 0,
    oddPrepaid: newCarry(),
    paidUntil: 0,
  };
}

/** Reserved GPUs that neither their holders use nor anybody they are lent to. */
export const reservedIdle = ({ reservedGpus, meter: { level } }: State): number =>
  added(added(reservedGpus, -level[RESERVED]), -level[LENT]);
