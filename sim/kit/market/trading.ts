import { cancelOrder, type Order, positionOf, rest } from "../../formulas/price-time.ts";
import type { Index } from "../../indexed.ts";
import { grown, rowOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { type Emitter, shared } from "../../model/mechanism.ts";
import { hostsOf, jobRow } from "./assignments.ts";
import { sharesOf } from "./cheapest-asks.ts";
import { countIn, countOut } from "./gains.ts";
import { allFreeOf, cardsTold, fastestOf, occupy, offer, release, withdraw } from "./machines.ts";
import type { Trading } from "./trading-state.ts";
import { leave, patienceOf, takeUp, wait, waitingEmits } from "./waiting.ts";

/** What auctions of machines do with bids and asks; when they do it makes the auction. */
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

/** A job's bid rests until it trades or its patience is over. Returns its row of the queue. */
export function bid(context: Market, event: Events["jobSubmitted"]): number {
  const row = wait(context, event, patienceOf(event, fastestOf(context.state.book)));
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
  const known = rowOf(state.book, event.machine);
  if (known !== -1 && state.book.offered[known] === 1) removeAsk(state, known);
  const row = offer(state.book, event);
  state.restsSince = grown(state.restsSince, state.book.rows.ids.length);
  restAsk(state, row, now);
  return row;
}

export function withdrawAsk({ state }: Market, machine: number): void {
  const row = rowOf(state.book, machine);
  if (row !== -1) removeAsk(state, row);
  withdraw(state.book, machine);
}

/** What a machine asks now; null where none of its GPUs is free. */
export function askOf(state: Trading, machine: number): Order | null {
  const row = rowOf(state.book, machine);
  const position = row === -1 ? -1 : positionOf(state.asks, "asks", askKey(state, row));
  return state.asks[position] ?? null;
}

/** The job of a row of the queue trades with asks, each at its price for an hour of work. Returns its row among those running. */
export function trade(
  context: Market,
  row: Index,
  orders: readonly Order[],
  priceOf: (order: Order) => number,
): number {
  const { state, now, emit } = context;
  const { queue, book } = state;
  const gpus = queue.gpus[row];
  const shares = sharesOf(state, orders, gpus);
  let paid = 0;
  let asked = 0;
  for (let at = 0; at < orders.length; at++) {
    const machine: Index = orders[at]!.row;
    paid += shares.parts[at]! * priceOf(orders[at]!) * book.throughput[machine];
    asked += shares.parts[at]! * book.usdPerGpuHour[machine];
  }
  const hosts = orders.map((order) => order.row);
  cancelOrder(state.bids, "bids", bidKey(state, row));
  for (const host of hosts) removeAsk(state, host);
  takeUp(context, row);
  const job = queue.job[row];
  const running = occupy(book, job, shares, paid / gpus, now);
  for (const host of hosts) restAsk(state, host, state.restsSince[host]);
  countIn(state, now, running, { gpus, paid, asked });
  const cards = cardsTold(book, running);
  emit.jobMatched({
    job,
    gpus,
    seconds: queue.seconds[row],
    usdPerGpuHour: paid / gpus,
    ...shares,
    ...cards,
  });
  return running;
}

/** A job no longer runs: its GPUs are an ask again, last of their price. Returns the machines that it ran on. */
export function free({ state, now }: Market, job: number): number[] {
  const { book } = state;
  const { running } = book;
  const row = jobRow(running, job);
  if (row === -1) return [];
  const hosts = hostsOf(running, row);
  countOut(state, now, row);
  for (const host of hosts) removeAsk(state, host);
  release(book, job);
  for (const host of hosts) restAsk(state, host, now);
  return hosts.map((host: Index) => book.rows.ids[host]);
}

const bidKey = ({ queue }: Trading, row: Index) => ({
  id: queue.job[row],
  price: queue.limit[row],
  time: queue.since[row],
});

/** A machine that does no work asks for infinitely much. */
function askPrice({ book }: Trading, row: Index): number {
  const throughput = book.throughput[row];
  return throughput > 0 ? book.usdPerGpuHour[row] / throughput : Number.POSITIVE_INFINITY;
}

const askKey = (state: Trading, row: Index) => ({
  id: state.book.rows.ids[row],
  price: askPrice(state, row),
  time: state.restsSince[row],
});

function removeAsk(state: Trading, row: number): void {
  cancelOrder(state.asks, "asks", askKey(state, row));
}

function restAsk(state: Trading, row: number, since: number): void {
  const { book } = state;
  const quantity = allFreeOf(book, row);
  if (book.offered[row] === 0 || quantity <= 0) return;
  state.restsSince[row] = since;
  rest(state.asks, "asks", { ...askKey(state, row), quantity, row });
}
