import type { Order } from "../../formulas/price-time.ts";
import { type Machines, machines } from "./machines.ts";
import { type Waiting, waiting } from "./waiting.ts";

/**
 * What auctions of machines by name have in common: waiting jobs as bids and free GPUs as asks, both in order of
 * price, time and number; trades; and who gains by them. Prices of orders are those of an hour of the GPU that jobs are
 * measured on, so that a machine twice as fast may ask twice as much. Plain data.
 */
export interface Trading {
  readonly queue: Waiting<"memory" | "region">;
  readonly book: Machines;
  /** Jobs that wait; `row` is that of the queue. */
  readonly bids: Order[];
  /** Machines on offer with GPUs free; `row` is that of the book. */
  readonly asks: Order[];
  /** Since when a machine's ask rests, by row of the book. */
  restsSince: Float64Array;
  /** By row of the running jobs, USD an hour: what the job pays, and what its machines ask at least. */
  pays: Float64Array;
  asked: Float64Array;
  /** What happens an hour now: GPUs that run, USD paid for them, USD asked for them, USD of gains that nobody has. */
  readonly rates: Rates;
  /** ∫ rates dt, in hours, up to `integrated`. */
  readonly totals: Rates;
  integrated: number;
}
export interface Rates {
  gpus: number;
  paid: number;
  asked: number;
  forgone: number;
}

export function trading(): Trading {
  return {
    queue: waiting("memory", "region"),
    book: machines(),
    bids: [],
    asks: [],
    restsSince: new Float64Array(16),
    pays: new Float64Array(64),
    asked: new Float64Array(64),
    rates: { gpus: 0, paid: 0, asked: 0, forgone: 0 },
    totals: { gpus: 0, paid: 0, asked: 0, forgone: 0 },
    integrated: 0,
  };
}
