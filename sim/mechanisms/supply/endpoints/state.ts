import { type Distribution, distribution } from "../../../formulas/distribution.ts";
import { newSeasonalForecast, type SeasonalForecast } from "../../../formulas/seasonal-forecast.ts";
import { type Carry, newCarry } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import { grown } from "../../../model/columns.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn, textColumn } from "../../../schema/table.ts";
import type { emits } from "./events.ts";
import type { accounts, assets, params } from "./params.ts";
import { observationsOf, refuseUnusable } from "./refuse.ts";

/** Micro-USD of a million tokens are pico-USD of one: amounts are kept in these until they are settled, exactly. */
export const PICO_PER_MICRO = 1e6;
const CAPACITY = 64;

/** By endpoint. */
interface Endpoints {
  provider: Int32Array;
  /** What is charged for a token, in pico-USD. */
  priceIn: Float64Array;
  priceOut: Float64Array;
  replicas: Float64Array;
  /** Ordered and not ready. */
  starting: Float64Array;
  /** 1 where the endpoint is down. */
  down: Uint8Array;
  /** Sequences in slots, of them those whose prompt is being read, and requests that wait. */
  running: Float64Array;
  reading: Float64Array;
  queued: Float64Array;
  /** Prompts that are being read, of which a replica may read several at once, and requests that wait for memory again. */
  prompts: Float64Array;
  evicted: Float64Array;
  /** The latest of those: a linked list of rows. */
  firstEvicted: Int32Array;
  /** Tokens whose keys and values are kept, and the timer of when there will be no room for more. */
  kept: Float64Array;
  full: Float64Array;
  /** Rows in slots, in no order. */
  rows: Int32Array[];
  /** The queue: a linked list of rows. */
  first: Int32Array;
  last: Int32Array;
  /** 1 where its head is watched. */
  watched: Uint8Array;
  /** Tokens that a sequence which has been there from the start would have been given, and how many a second it is given now. */
  written: Float64Array;
  rate: Float64Array;
  /** Row with the least left to write, or −1, and when it will be done. */
  next: Int32Array;
  finish: Float64Array;
  /** Integrals over time up to `changed`. */
  changed: Float64Array;
  runningSeconds: Float64Array;
  readingSeconds: Float64Array;
  queuedSeconds: Float64Array;
  slotSeconds: Float64Array;
  replicaSeconds: Float64Array;
  joules: Float64Array;
  /** The integrals of requests and of reading at the last observation, and the load of the period before it, in replicas. */
  observedRequests: Float64Array;
  observedReading: Float64Array;
  load: Float64Array;
  forecasts: SeasonalForecast[];
  /** Tokens of the requests that were served. */
  soldIn: Float64Array;
  soldOut: Float64Array;
  /** Pico-USD charged and not settled. */
  due: Float64Array;
  /** Micro-USD: what customers paid, what of it the network kept, what the provider was billed for GPUs. */
  paid: Float64Array;
  fees: Float64Array;
  /** Of all fees: below a base unit. */
  oddFee: Carry;
  billed: Float64Array;
}
/** By request. */
interface Requests {
  request: Float64Array;
  tokensIn: Float64Array;
  tokensOut: Float64Array;
  arrived: Float64Array;
  tried: Float64Array;
  limit: Float64Array;
  /** When it joined the endpoint; from the first token on, when that was. */
  since: Float64Array;
  /** `written` of its endpoint at which its answer is complete; infinity before the first token. */
  target: Float64Array;
  timer: Float64Array;
  /** Tokens of its answer that it had written when it lost its memory. */
  done: Float64Array;
  /** Number of its beginning, of all. */
  begun: Float64Array;
  /** 1 where it is the last of the prompts that are read with it. */
  closes: Float64Array;
  /** Place among the rows in slots, or next row of the queue or of the free ones. */
  place: Int32Array;
}
export interface State extends Endpoints, Requests {
  providers: string[];
  free: number;
  used: number;
  accepted: number;
  turnedAway: number;
  served: number;
  timedOut: number;
  interrupted: number;
  /** Of the requests that left. */
  stayed: number;
  firstTokens: Distribution;
  perTokens: Distribution;
  latencies: Distribution;
  failures: number;
  begins: number;
  evictions: number;
}
export type Serving = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export function firstState({ endpoints: table, period, season }: Values<typeof params>): State {
  const count = table.rows;
  refuseUnusable(table);
  const length = observationsOf(season, period);
  const names = textColumn(table, "provider");
  const providers = [...new Set(names)];
  const zeros = () => new Float64Array(count);
  const pico = (column: string) => numberColumn(table, column).map((usd) => Math.round(usd * PICO_PER_MICRO));
  return {
    ...requests(CAPACITY),
    providers,
    provider: Int32Array.from(names, (name) => providers.indexOf(name)),
    priceIn: pico("usd_per_million_in"),
    priceOut: pico("usd_per_million_out"),
    replicas: Float64Array.from(numberColumn(table, "replicas")),
    starting: zeros(),
    down: new Uint8Array(count),
    running: zeros(),
    reading: zeros(),
    queued: zeros(),
    prompts: zeros(),
    evicted: zeros(),
    firstEvicted: new Int32Array(count).fill(-1),
    kept: zeros(),
    full: zeros(),
    rows: Array.from({ length: count }, () => new Int32Array(CAPACITY)),
    first: new Int32Array(count).fill(-1),
    last: new Int32Array(count).fill(-1),
    watched: new Uint8Array(count),
    written: zeros(),
    rate: zeros(),
    next: new Int32Array(count).fill(-1),
    finish: zeros(),
    changed: zeros(),
    runningSeconds: zeros(),
    readingSeconds: zeros(),
    queuedSeconds: zeros(),
    slotSeconds: zeros(),
    replicaSeconds: zeros(),
    joules: zeros(),
    observedRequests: zeros(),
    observedReading: zeros(),
    load: zeros(),
    forecasts: Array.from({ length: count }, () => newSeasonalForecast(length)),
    soldIn: zeros(),
    soldOut: zeros(),
    due: zeros(),
    paid: zeros(),
    fees: zeros(),
    oddFee: newCarry(),
    billed: zeros(),
    accepted: 0,
    turnedAway: 0,
    served: 0,
    timedOut: 0,
    interrupted: 0,
    stayed: 0,
    firstTokens: distribution(),
    perTokens: distribution(),
    latencies: distribution(),
    failures: 0,
    begins: 0,
    evictions: 0,
  };
}

const REQUEST_COLUMNS = [
  "request",
  "tokensIn",
  "tokensOut",
  "arrived",
  "tried",
  "limit",
  "since",
  "target",
  "timer",
  "done",
  "begun",
  "closes",
] as const;

function requests(capacity: number): Requests & { free: number; used: number } {
  const columns = REQUEST_COLUMNS.map((name) => [name, new Float64Array(capacity)]);
  return { ...Object.fromEntries(columns), place: new Int32Array(capacity), free: -1, used: 0 };
}

/** A row for a request. */
export function takeRow(state: State): number {
  if (state.free !== -1) {
    const row: Index = state.free;
    state.free = state.place[row];
    return row;
  }
  const row = state.used++;
  if (row === state.place.length) {
    for (const name of REQUEST_COLUMNS) state[name] = grown(state[name], row + 1);
    state.place = grown(state.place, row + 1);
  }
  return row;
}

export function giveRow(state: State, row: number): void {
  state.place[row] = state.free;
  state.free = row;
}
