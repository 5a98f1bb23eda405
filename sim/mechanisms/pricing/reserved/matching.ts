import { added } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { change, changeGpus } from "../../../kit/market/meter.ts";
import { addOrder, orderRow, RUNNING, removeOrder, restOf, STOPPING } from "../../../kit/market/orders.ts";
import { commit, fits, freeInAll, isFull, roomFor, roomNow } from "../../../kit/market/pooled-room.ts";
import { deleteRow, insertRow, insertRowFirst } from "../../../kit/market/sorted-rows.ts";
import { leave, takeUp, wait, waitAgain } from "../../../kit/market/waiting.ts";
import { grown } from "../../../model/columns.ts";
import type { Events } from "../../../model/events.ts";
import { LENT, type Market, ON_DEMAND, RESERVED, reservedIdle, type State, USD_PER_HOUR } from "./state.ts";

export const lentPrice = ({ params }: Pick<Market, "params">): number =>
  params.onDemandUsdPerGpuHour * (1 - params.lendDiscount);

/** A job with a claim waits for a reserved GPU, any other for one that it can pay; who can pay for none leaves at once. */
export function arrive(context: Market, event: Events["jobSubmitted"]): void {
  const { state, params } = context;
  const { checkpoint, usdPerGpuHour: limit } = event;
  const holds = hasClaim(context, event);
  const row = wait(context, { ...event, priority: holds ? 1 : 0 });
  if (!holds) state.asked++;
  const interruptible = params.lendIdle && checkpoint !== undefined && limit >= lentPrice(context);
  if (holds) insertRow(state.claims, row, 0);
  else if (limit < params.onDemandUsdPerGpuHour && !interruptible) {
    state.refused++;
    leave(context, row);
    return;
  }
  serve(context);
}

function hasClaim({ params, random }: Market, { job, customer }: Events["jobSubmitted"]): boolean {
  if (customer !== undefined) return customer < params.holders;
  return random.at(job, "reservation").uniform() < params.holderShare;
}

/** Who holds a reservation first, then who pays, in the order of arrival. */
export function serve(context: Market): void {
  const { state } = context;
  state.left = roomNow(context);
  if (state.queue.count === 0) return;
  const lends = serveClaims(context);
  if (lends !== "nothing starts") servePaying(context, lends === "lends");
}

/**
 * Where a lent GPU is being taken back nothing else starts until it is. Where as much is free as an owner waits for, on
 * cards of which others run parts, nothing is lent: what is left of them would be taken back at once.
 */
function serveClaims(context: Market): "lends" | "lends nothing" | "nothing starts" {
  const { state, params } = context;
  const { queue, claims, meter } = state;
  let lends: "lends" | "lends nothing" = "lends";
  for (let row: Index = claims.first[0], passed = 0; row !== -1 && passed < params.lookahead; ) {
    const next = claims.next[0]![row];
    const gpus = queue.gpus[row];
    const fit = fits(context, state.left, gpus);
    const room = Math.min(Math.max(0, roomFor(context, state.left, gpus)), reservedIdle(state));
    const inAll = added(Math.max(0, freeInAll(context)), meter.level[LENT]);
    if (gpus > added(state.reservedGpus, -meter.level[RESERVED]) || gpus > inAll) passed++;
    else if (fit && gpus <= room) start(context, row, RESERVED, 0);
    else if (meter.level[LENT] > 0) {
      takeBack(context, added(added(gpus, -room), -state.comingFree));
      return "nothing starts";
    } else {
      lends = "lends nothing";
      passed++;
    }
    row = next;
  }
  return lends;
}

function servePaying(context: Market, lends: boolean): void {
  const { state, params, read } = context;
  const { queue, meter } = state;
  const onDemand = params.onDemandUsdPerGpuHour;
  const lent = lentPrice(context);
  for (let row: Index = queue.first, passed = 0; row !== -1 && passed < params.lookahead; ) {
    if (isFull(context, state.left)) return;
    const next = queue.next[row];
    const gpus = queue.gpus[row];
    const limit = queue.limit[row];
    const lendable =
      lends && params.lendIdle && queue.priority[row] === 0 && queue.checkpoint[row] > 0 && limit >= lent;
    const others = added(added(read.gpusOnline(), -state.reservedGpus), -meter.level[ON_DEMAND]);
    const fit = fits(context, state.left, gpus);
    if (lendable && fit && gpus <= reservedIdle(state)) start(context, row, LENT, lent);
    else if (limit >= onDemand && fit && gpus <= others) start(context, row, ON_DEMAND, onDemand);
    else if (lendable || limit >= onDemand) passed++;
    row = next;
  }
}

/** The latest to borrow make room for the owners, and keep their data. */
function takeBack(context: Market, gpus: number): void {
  const { state, emit } = context;
  const { running, lent } = state;
  for (let missing = gpus; missing > 0 && lent.first[0] !== -1; ) {
    const row: Index = lent.first[0];
    missing -= running.gpus[row];
    deleteRow(lent, row);
    running.status[row] = STOPPING;
    state.comingFree = added(state.comingFree, running.gpus[row]);
    state.takenBack++;
    emit.jobEvicted({ job: running.rows.ids[row], kept: true });
  }
}

function start(context: Market, waitingRow: Index, terms: number, usdPerGpuHour: number): void {
  const { state, emit, now } = context;
  const { queue, running } = state;
  const job = queue.job[waitingRow];
  const gpus = queue.gpus[waitingRow];
  const seconds = queue.seconds[waitingRow];
  forgetClaim(context, waitingRow);
  takeUp(context, waitingRow);
  const row = addOrder(running, { job, gpus, seconds, usdPerGpuHour: queue.limit[waitingRow] }, now);
  growColumns(state);
  running.status[row] = RUNNING;
  state.terms[row] = terms;
  state.usdPerGpuHour[row] = usdPerGpuHour;
  state.checkpoint[row] = queue.checkpoint[waitingRow];
  if (terms === LENT) insertRowFirst(state.lent, row, 0);
  changeGpus(state.meter, now, terms, gpus);
  change(state.meter, now, USD_PER_HOUR, gpus * usdPerGpuHour);
  commit(context, state.left, gpus);
  emit.jobMatched({ job, gpus, seconds, usdPerGpuHour });
}

/** Columns beside the running jobs are as long as theirs. */
function growColumns(state: State): void {
  const capacity = state.running.status.length;
  state.terms = grown(state.terms, capacity);
  state.usdPerGpuHour = grown(state.usdPerGpuHour, capacity);
  state.checkpoint = grown(state.checkpoint, capacity);
}

/** The job of a waiting row waits no longer. */
export function forgetClaim({ state: { queue, claims } }: Market, row: number): void {
  if (queue.priority[row] === 1) deleteRow(claims, row);
}

/** A job runs no longer. Its row, readable until another job starts; −1: it is none of this market's. */
export function stop({ state, now }: Market, job: number): number {
  const { running, terms, meter } = state;
  const row: Index = orderRow(running, job);
  if (row === -1) return row;
  const gpus = running.gpus[row];
  if (running.status[row] === STOPPING) state.comingFree = added(state.comingFree, -gpus);
  else if (terms[row] === LENT) deleteRow(state.lent, row);
  changeGpus(meter, now, terms[row], -gpus);
  change(meter, now, USD_PER_HOUR, -gpus * state.usdPerGpuHour[row]);
  return removeOrder(running, job);
}

/** A job whose GPUs were taken back waits for others with the rest of its work. */
export function pause(context: Market, { job, gpus, seconds }: Events["jobPaused"]): void {
  const { running, checkpoint } = context.state;
  const row: Index = stop(context, job);
  if (row === -1) return;
  waitAgain(context, {
    job,
    gpus,
    seconds: restOf(running, row, seconds),
    usdPerGpuHour: running.limit[row],
    checkpoint: checkpoint[row],
  });
  serve(context);
}
