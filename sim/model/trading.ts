import { crossing } from "../formulas/call-market.ts";
import { cancelOrder, type Order, positionOf, rest } from "../formulas/price-time.ts";
import { HOUR } from "../units.ts";
import { jobRow } from "./assignments.ts";
import type { Events } from "./events.ts";
import {
  type Ask,
  type Machines,
  machines,
  occupy,
  offer,
  release,
  type Shares,
  suits,
  withdraw,
} from "./machines.ts";
import { type Emitter, type Metric, shared } from "./mechanism.ts";
import { grown, rowOf } from "./rows.ts";
import { leave, queueMetrics, takeUp, type Waiting, wait, waiting, waitingEmits } from "./waiting.ts";

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
interface Rates {
  gpus: number;
  paid: number;
  asked: number;
  forgone: number;
}

export const tradingEmits = { jobMatched: shared, ...waitingEmits } as const;
interface Market {
  readonly state: Trading;
  readonly now: number;
  readonly emit: {
    readonly jobMatched: Emitter<Events["jobMatched"]>;
    readonly jobLeft: Emitter<Events["jobLeft"]>;
    readonly patienceOver: Emitter<{ readonly row: number }>;
  };
  readonly cancel: (handle: number) => boolean;
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

/** A job's bid rests until it trades or its patience is over. Returns its row of the queue. */
export function bid(context: Market, event: Events["jobSubmitted"]): number {
  const row = wait(context, event);
  rest(context.state.bids, "bids", { ...bidKey(context.state, row), quantity: event.gpus, row });
  return row;
}

/** A bid is withdrawn: the job leaves. */
export function withdrawBid(context: Market, row: number): void {
  cancelOrder(context.state.bids, "bids", bidKey(context.state, row));
  leave(context, row);
}

export function withdrawAllBids(context: Market): void {
  while (context.state.queue.first !== -1) withdrawBid(context, context.state.queue.first);
}

/** A machine's free GPUs are an ask from now on, or on other terms. Returns its row of the book. */
export function ask({ state, now }: Market, event: Events["machineOffered"]): number {
  const known = rowOf(state.book.known, event.machine);
  if (known !== -1) removeAsk(state, known);
  const row = offer(state.book, event);
  state.restsSince = grown(state.restsSince, state.book.known.ids.length);
  restAsk(state, row, now);
  return row;
}

export function withdrawAsk({ state }: Market, machine: number): void {
  const row = rowOf(state.book.known, machine);
  if (row !== -1) removeAsk(state, row);
  withdraw(state.book, machine);
}

/** What the job of a row of the queue asks of machines. */
export function needs({ queue }: Trading, row: number): Ask {
  return {
    gpus: queue.gpus[row]!,
    memory: queue.memory[row]!,
    region: queue.regions[queue.region[row]!]!,
  };
}

/** Whether the machine of an ask is what a job needs, its size apart. */
export const serves = ({ book }: Trading, order: Order, job: Ask): boolean =>
  suits(book.groups[book.group[order.row]!]!, job);

/** What a machine asks now; null where none of its GPUs is free. */
export function askOf(state: Trading, machine: number): Order | null {
  const row = rowOf(state.book.known, machine);
  const position = row === -1 ? -1 : positionOf(state.asks, "asks", askKey(state, row));
  return state.asks[position] ?? null;
}

/**
 * The cheapest GPUs that a whole job can have at no more than `ceiling` each: those of one machine where one has room,
 * else of machines alike in memory, region, kind and speed. Null where there are none. Nothing is taken yet.
 */
export function cheapest(state: Trading, job: Ask, ceiling: number): Order[] | null {
  for (const order of state.asks) {
    if (order.price > ceiling) break;
    if (order.quantity >= job.gpus && serves(state, order, job)) return [order];
  }
  let best: Order[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let group = 0; group < state.book.groups.length; group++) {
    if (!suits(state.book.groups[group]!, job)) continue;
    const gang = cheapestOfGroup(state, group, job.gpus, ceiling);
    const cost = gang === null ? least : costOf(gang, job.gpus);
    if (cost >= least) continue;
    best = gang;
    least = cost;
  }
  return best;
}

/** How many GPUs each of the asks gives to a job: all it has, the last one what is missing. */
export function sharesOf(orders: readonly Order[], gpus: number): Shares {
  let missing = gpus;
  const parts = orders.map(({ quantity }) => {
    const part = Math.min(quantity, missing);
    missing -= part;
    return part;
  });
  return { machines: orders.map(({ id }) => id), parts };
}

/** The job of a row of the queue trades with asks, each at its price for an hour of work. Returns its row among those running. */
export function trade(
  context: Market,
  row: number,
  orders: readonly Order[],
  priceOf: (order: Order) => number,
): number {
  const { state, now, emit } = context;
  const { queue, book } = state;
  const gpus = queue.gpus[row]!;
  const shares = sharesOf(orders, gpus);
  let paid = 0;
  let asked = 0;
  for (let at = 0; at < orders.length; at++) {
    const machine = orders[at]!.row;
    paid += shares.parts[at]! * priceOf(orders[at]!) * book.throughput[machine]!;
    asked += shares.parts[at]! * book.usdPerGpuHour[machine]!;
  }
  const hosts = orders.map((order) => order.row);
  cancelOrder(state.bids, "bids", bidKey(state, row));
  for (const host of hosts) removeAsk(state, host);
  takeUp(context, row);
  const job = queue.job[row]!;
  const running = occupy(book, job, shares, paid / gpus, now);
  for (const host of hosts) restAsk(state, host, state.restsSince[host]!);
  countIn(state, now, running, { gpus, paid, asked });
  emit.jobMatched({ job, gpus, seconds: queue.seconds[row]!, usdPerGpuHour: paid / gpus, ...shares });
  return running;
}

/** A job no longer runs: its GPUs are an ask again, last of their price. Returns the machines that it ran on. */
export function free({ state, now }: Market, job: number): number[] {
  const { book } = state;
  const { running } = book;
  const row = jobRow(running, job);
  if (row === -1) return [];
  const hosts: number[] = [];
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!)
    hosts.push(running.host[share]!);
  countOut(state, now, row);
  for (const host of hosts) removeAsk(state, host);
  release(book, job);
  for (const host of hosts) restAsk(state, host, now);
  return hosts.map((host) => book.known.ids[host]!);
}

/** To be called when bids and asks have changed: what could be gained by trading and is not, from now on. */
export function reckon({ state, now }: Market): void {
  integrate(state, now);
  state.rates.forgone = crossing(state.bids, state.asks).gains;
}

function cheapestOfGroup(
  { asks, book }: Trading,
  group: number,
  gpus: number,
  ceiling: number,
): Order[] | null {
  const gang: Order[] = [];
  let missing = gpus;
  for (const order of asks) {
    if (order.price > ceiling) return null;
    const alike = gang.length === 0 || book.throughput[gang[0]!.row] === book.throughput[order.row];
    if (book.group[order.row] !== group || !alike) continue;
    gang.push(order);
    missing -= order.quantity;
    if (missing <= 0) return gang;
  }
  return null;
}

function costOf(gang: readonly Order[], gpus: number): number {
  const { parts } = sharesOf(gang, gpus);
  return gang.reduce((sum, { price }, at) => sum + price * parts[at]!, 0);
}

const bidKey = ({ queue }: Trading, row: number) => ({
  id: queue.job[row]!,
  price: queue.limit[row]!,
  time: queue.since[row]!,
});

/** A machine that does no work asks for infinitely much. */
function askPrice({ book }: Trading, row: number): number {
  const throughput = book.throughput[row]!;
  return throughput > 0 ? book.usdPerGpuHour[row]! / throughput : Number.POSITIVE_INFINITY;
}

const askKey = (state: Trading, row: number) => ({
  id: state.book.known.ids[row]!,
  price: askPrice(state, row),
  time: state.restsSince[row]!,
});

function removeAsk(state: Trading, row: number): void {
  cancelOrder(state.asks, "asks", askKey(state, row));
}

function restAsk(state: Trading, row: number, since: number): void {
  const { book } = state;
  const quantity = book.gpus[row]! - book.busy[row]!;
  if (book.offered[row] === 0 || quantity <= 0) return;
  state.restsSince[row] = since;
  rest(state.asks, "asks", { ...askKey(state, row), quantity, row });
}

function countIn(
  state: Trading,
  now: number,
  row: number,
  { gpus, paid, asked }: { gpus: number; paid: number; asked: number },
): void {
  integrate(state, now);
  const capacity = state.book.running.jobs.ids.length;
  state.pays = grown(state.pays, capacity);
  state.asked = grown(state.asked, capacity);
  state.pays[row] = paid;
  state.asked[row] = asked;
  state.rates.gpus += gpus;
  state.rates.paid += paid;
  state.rates.asked += asked;
}

function countOut(state: Trading, now: number, row: number): void {
  integrate(state, now);
  const { rates, book } = state;
  rates.gpus -= book.running.gpus[row]!;
  // What is left of a sum of doubles when all its terms are gone is rounding.
  rates.paid = rates.gpus === 0 ? 0 : rates.paid - state.pays[row]!;
  rates.asked = rates.gpus === 0 ? 0 : rates.asked - state.asked[row]!;
}

const QUANTITIES = ["gpus", "paid", "asked", "forgone"] as const;

function integrate(state: Trading, now: number): void {
  for (const name of QUANTITIES) state.totals[name] = totalOf(state, name, now);
  state.integrated = now;
}

const totalOf = ({ totals, rates, integrated }: Trading, name: (typeof QUANTITIES)[number], now: number) =>
  totals[name] + (rates[name] * (now - integrated)) / HOUR;

/** What a market of machines publishes beside its price. */
export const tradingSignals = {
  gpusWaiting: ({ state }: Pick<Market, "state">) => state.queue.gpusWaiting,
  expectedWait: ({ state: { queue, book } }: Pick<Market, "state">) =>
    queue.gpuSecondsWaiting / Math.max(1, book.online),
};

/** The measures of a market whose state is that of trading. */
export const tradingMetrics = {
  ...queueMetrics,
  "gpu.usdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "Mean price of the GPU-hours that run, by what each job pays.",
    totals: ({ state, now }) => [totalOf(state, "paid", now), totalOf(state, "gpus", now)],
  },
  "providers.surplusUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What jobs pay for the GPU-hours that they run, less what their machines ask for at least; fees are not deducted.",
    total: ({ state, now }) => totalOf(state, "paid", now) - totalOf(state, "asked", now),
  },
  "providers.lernerIndex": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over what machines ask for at least, as a share of the price, mean over what is paid (Lerner 1934).",
    totals: ({ state, now }) => {
      const paid = totalOf(state, "paid", now);
      return [paid - totalOf(state, "asked", now), paid];
    },
  },
  "market.deadweightUsd": {
    unit: "USD",
    kind: "flow",
    doc: "Gains from trade that jobs who wait and machines that idle forgo, hour by hour: what the jobs would pay less what the machines ask, where the two cross, were jobs divisible and machines alike.",
    total: ({ state, now }) => totalOf(state, "forgone", now),
  },
} satisfies Readonly<Record<string, Metric<{ readonly state: Trading; readonly now: number }>>>;
