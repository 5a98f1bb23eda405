import { added } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { change, changeGpus } from "../../../kit/market/meter.ts";
import { commit, fits, isFull, type Room, roomNow } from "../../../kit/market/pooled-room.ts";
import { deleteRow, firstFrom, insertRow } from "../../../kit/market/sorted-rows.ts";
import { leave, takeUp, wait } from "../../../kit/market/waiting.ts";
import { addById, removeById } from "../../../model/columns.ts";
import type { Events } from "../../../model/events.ts";
import { BY_SUBSCRIPTION, type Market, ON_DEMAND, OTHERS, type State, USD_PER_HOUR } from "./state.ts";

/** A subscriber's job waits for its turn; another pays on demand, where it may and would, or goes. */
export function arrive(context: Market, event: Events["jobSubmitted"]): void {
  const { state, params } = context;
  const { customer, usdPerGpuHour: limit } = event;
  const subscribes = customer !== undefined && customer < params.subscribers;
  const owner = subscribes ? customer % state.inUse.length : OTHERS;
  const row = wait(context, { ...event, customer: owner });
  insertRow(state.bySubscription, row, owner);
  if (subscribes) count(state, owner, 1);
  else {
    state.asked++;
    if (params.others === "refused" || limit < params.onDemandUsdPerGpuHour) {
      state.refused++;
      giveUp(context, row);
      return;
    }
  }
  serve(context);
}

/** Subscribers take turns within their share; the others rent the rest in the order of arrival. */
export function serve(context: Market): void {
  const { state, params, read } = context;
  if (state.queue.count === 0) return;
  const online = read.gpusOnline();
  const share = Math.floor(online * params.share);
  const room = roomNow(context);
  serveSubscribers(context, room, share);
  serveOthers(context, room, added(online, -share));
}

function serveSubscribers(context: Market, room: Room, share: number): void {
  const { state, params } = context;
  const { queue, turns, bySubscription, meter } = state;
  for (let owner: Index = turns.first[0], passed = 0; owner !== -1 && passed < params.lookahead; ) {
    const left = added(share, -meter.level[BY_SUBSCRIPTION]);
    if (left <= 0 || isFull(context, room)) return;
    const row: Index = firstFrom(bySubscription, owner);
    if (queue.gpus[row] <= left && fits(context, room, queue.gpus[row])) {
      start(context, room, row, 0);
      // Whoever has started has more in use now: the turn is anew that of who has fewest.
      owner = turns.first[0];
      passed = 0;
    } else {
      owner = turns.next[0]![owner];
      passed++;
    }
  }
}

function serveOthers(context: Market, room: Room, share: number): void {
  const { state, params } = context;
  const { queue, bySubscription, meter } = state;
  for (let row: Index = firstFrom(bySubscription, OTHERS), passed = 0; passed < params.lookahead; ) {
    if (row === -1 || bySubscription.key[row] !== OTHERS) return;
    const next = bySubscription.next[0]![row];
    const left = added(share, -meter.level[ON_DEMAND]);
    if (left <= 0 || isFull(context, room)) return;
    if (queue.gpus[row] <= left && fits(context, room, queue.gpus[row]))
      start(context, room, row, params.onDemandUsdPerGpuHour);
    else passed++;
    row = next;
  }
}

function start(context: Market, room: Room, row: Index, usdPerGpuHour: number): void {
  const { state, emit } = context;
  const { queue } = state;
  const job = queue.job[row];
  const gpus = queue.gpus[row];
  const owner = queue.customer[row];
  stepAside(state, row);
  takeUp(context, row);
  const at = addById(state.running, job, { gpus, owner, usdPerGpuHour });
  use(context, at, 1);
  commit(context, room, gpus);
  emit.jobMatched({ job, gpus, seconds: queue.seconds[row], usdPerGpuHour });
}

/** A job runs no longer. */
export function stop(context: Market, { job }: { job: number }): void {
  const at = removeById(context.state.running, job);
  if (at === -1) return;
  use(context, at, -1);
  serve(context);
}

/** A job that waits leaves. */
export function giveUp(context: Market, row: number): void {
  stepAside(context.state, row);
  leave(context, row);
}

function stepAside(state: State, row: Index): void {
  deleteRow(state.bySubscription, row);
  const owner = state.queue.customer[row];
  if (owner !== OTHERS) count(state, owner, -1);
}

/** A subscription whose jobs wait has a turn, after those with fewer GPUs in use. */
function count(state: State, owner: Index, jobs: 1 | -1): void {
  const before = state.waiting[owner];
  state.waiting[owner] = before + jobs;
  if (before === 0) insertRow(state.turns, owner, state.inUse[owner]);
  else if (before + jobs === 0) deleteRow(state.turns, owner);
}

function use({ state, now }: Market, at: Index, sign: 1 | -1): void {
  const { meter, inUse, used, until } = state;
  const gpus = sign * state.running.gpus[at];
  const owner = state.running.owner[at];
  change(meter, now, USD_PER_HOUR, gpus * state.running.usdPerGpuHour[at]);
  changeGpus(meter, now, owner === OTHERS ? ON_DEMAND : BY_SUBSCRIPTION, gpus);
  if (owner === OTHERS) return;
  used[owner] += inUse[owner] * (now - until[owner]);
  until[owner] = now;
  inUse[owner] = added(inUse[owner], gpus);
  if (state.waiting[owner] === 0) return;
  deleteRow(state.turns, owner);
  insertRow(state.turns, owner, inUse[owner]);
}
