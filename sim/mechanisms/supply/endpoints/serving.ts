/*
 * Above 200 lines: a request's way through an endpoint, in the order in which it goes: it comes, is read, written,
 * admitted, evicted, given back. Its hardware, memory, money and queue have files of their own.
 */

import { decodeRate } from "../../../formulas/batched-decoding.ts";
import { observe } from "../../../formulas/distribution.ts";
import type { Index } from "../../../indexed.ts";
import type { RoutedRequest } from "../../../kit/demand/routed-request.ts";
import { grown } from "../../../model/columns.ts";
import { numberColumn } from "../../../schema/table.ts";
import { passTime, slotsOf } from "./hardware.ts";
import { awaitFull, forget, hasMemory, isTooLong, latest, promptOf } from "./memory.ts";
import { charge } from "./money.ts";
import { dequeue, enqueue } from "./queue.ts";
import { giveRow, type Serving, type State, takeRow } from "./state.ts";

/** A request that comes: into a slot, into the queue, or back. */
export function receive(context: Serving, routed: RoutedRequest): void {
  const { state, params, now, emit } = context;
  const { endpoint } = routed;
  const row = takeRow(state);
  state.request[row] = routed.request;
  state.tokensIn[row] = routed.tokensIn;
  state.tokensOut[row] = routed.tokensOut;
  state.arrived[row] = routed.arrived;
  state.tried[row] = routed.tried;
  state.limit[row] = routed.usdPerMillionTokens;
  state.since[row] = now;
  state.done[row] = 0;
  const waiting = state.queued[endpoint] + state.evicted[endpoint];
  const full = waiting > 0 || !hasRoom(context, endpoint, row);
  const limit = numberColumn(params.endpoints, "queue")[endpoint];
  const isBeyond = isTooLong(context, endpoint, routed.tokensIn + routed.tokensOut);
  if (state.down[endpoint] === 1 || isBeyond || (full && state.queued[endpoint] >= limit)) {
    giveRow(state, row);
    state.turnedAway++;
    emit.requestReturned({ ...routed });
    return;
  }
  passTime(context, endpoint);
  state.accepted++;
  if (full) enqueue(context, endpoint, row);
  else {
    begin(context, endpoint, row);
    read(context, endpoint, [row]);
    settleRate(context, endpoint);
  }
}

/** Whether a slot is free, a replica that reads no prompt, and memory for this one. */
const hasRoom = (context: Serving, endpoint: Index, row: number): boolean =>
  context.state.reading[endpoint] < context.state.replicas[endpoint] &&
  hasSlot(context, endpoint) &&
  hasMemory(context, endpoint, row);

const hasSlot = (context: Serving, endpoint: Index): boolean =>
  context.state.running[endpoint] < slotsOf(context, endpoint);

/** A replica reads these prompts at once. */
function read({ state, params, emit }: Serving, endpoint: Index, rows: readonly number[]): void {
  state.reading[endpoint]++;
  const tokens = rows.reduce((sum, row) => sum + promptOf(state, row), 0);
  const duration = tokens / numberColumn(params.endpoints, "prefill_tokens_per_second")[endpoint];
  for (const row of rows) {
    state.closes[row] = row === rows.at(-1) ? 1 : 0;
    state.timer[row] = emit.promptRead({ endpoint, row }, duration);
  }
}

/** A request takes a slot, and memory for its prompt. */
function begin({ state }: Serving, endpoint: Index, row: number): void {
  const place = state.running[endpoint]++;
  state.rows[endpoint] = grown(state.rows[endpoint]!, place + 1);
  state.rows[endpoint]![place] = row;
  state.place[row] = place;
  state.target[row] = Number.POSITIVE_INFINITY;
  state.begun[row] = state.begins++;
  state.prompts[endpoint]++;
  state.kept[endpoint] += promptOf(state, row);
}

/** The prompt has been read and the first token is out, where there is to be any; the others follow. */
export function startWriting(context: Serving, endpoint: Index, row: Index): void {
  const { state, now } = context;
  passTime(context, endpoint);
  state.prompts[endpoint]--;
  if (state.done[row] === 0) state.since[row] = now;
  const rest = state.tokensOut[row] - 1 - state.done[row];
  if (rest <= 0) serve(context, endpoint, row);
  else {
    state.target[row] = state.written[endpoint] + rest;
    const next: Index = state.next[endpoint];
    if (next === -1 || state.target[row] < state.target[next]) state.next[endpoint] = row;
  }
  if (state.closes[row] === 0) return;
  state.reading[endpoint]--;
  admit(context, endpoint);
  settleRate(context, endpoint);
}

export function completeAnswer(context: Serving, endpoint: Index): void {
  const { state } = context;
  passTime(context, endpoint);
  const row: Index = state.next[endpoint];
  // Rounding is not to leave a rest of an answer.
  state.written[endpoint] = Math.max(state.written[endpoint], state.target[row]);
  state.finish[endpoint] = 0;
  serve(context, endpoint, row);
  state.next[endpoint] = leastLeft(state, endpoint);
  admit(context, endpoint);
  settleRate(context, endpoint);
}

function serve(context: Serving, endpoint: number, row: Index): void {
  const { state, now, emit } = context;
  const tokensIn = state.tokensIn[row];
  const tokensOut = state.tokensOut[row];
  const firstToken = state.since[row] - state.arrived[row];
  const perToken = tokensOut > 1 ? (now - state.since[row]) / (tokensOut - 1) : 0;
  const latency = now - state.arrived[row];
  state.served++;
  state.stayed += latency;
  if (tokensOut > 0) observe(state.firstTokens, firstToken);
  if (tokensOut > 1) observe(state.perTokens, perToken);
  observe(state.latencies, latency);
  const usd = charge(context, endpoint, tokensIn, tokensOut);
  const request = state.request[row];
  leaveSlot(state, endpoint, row);
  emit.requestServed({ request, endpoint, tokensIn, tokensOut, firstToken, perToken, usd });
}

function leaveSlot(state: State, endpoint: number, row: number): void {
  freeSlot(state, endpoint, row);
  giveRow(state, row);
}

function freeSlot(state: State, endpoint: Index, row: Index): void {
  forget(state, endpoint, row);
  const rows = state.rows[endpoint]!;
  const last = rows[--state.running[endpoint]]!;
  const place = state.place[row];
  rows[place] = last;
  state.place[last] = place;
}

function leastLeft({ rows, running, target }: State, endpoint: Index): number {
  const own = rows[endpoint]!;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let place: Index = 0; place < running[endpoint]; place++) {
    const row: Index = own[place];
    if (target[row] >= least) continue;
    least = target[row];
    best = row;
  }
  return best;
}

/** Requests that have lost their memory, and then those of the queue, take the room there is. */
export function admit(context: Serving, endpoint: number): void {
  let row = nextToBegin(context.state, endpoint);
  while (row !== -1 && hasRoom(context, endpoint, row)) {
    read(context, endpoint, batchFrom(context, endpoint));
    row = nextToBegin(context.state, endpoint);
  }
}

const nextToBegin = (state: State, endpoint: Index): number =>
  state.evicted[endpoint] > 0
    ? state.firstEvicted[endpoint]
    : state.queued[endpoint] > 0
      ? state.first[endpoint]
      : -1;

/** The next one, and those after it that are read with it. */
function batchFrom(context: Serving, endpoint: Index): number[] {
  const { state, params } = context;
  const most = numberColumn(params.endpoints, "prefill_batch")[endpoint];
  const rows: number[] = [];
  let tokens = 0;
  let row = nextToBegin(state, endpoint);
  do {
    if (state.evicted[endpoint] > 0) takeEvicted(state, endpoint);
    else dequeue(state, endpoint);
    begin(context, endpoint, row);
    rows.push(row);
    tokens += promptOf(state, row);
    row = nextToBegin(state, endpoint);
  } while (
    row !== -1 &&
    tokens + promptOf(state, row) <= most &&
    hasSlot(context, endpoint) &&
    hasMemory(context, endpoint, row)
  );
  return rows;
}

function takeEvicted(state: State, endpoint: Index): number {
  const row: Index = state.firstEvicted[endpoint];
  state.firstEvicted[endpoint] = state.place[row];
  state.evicted[endpoint]--;
  return row;
}

/** Memory is full: the request that began last gives up its own, and what it has written is read again later. */
export function evict(context: Serving, endpoint: Index): void {
  const { state } = context;
  passTime(context, endpoint);
  state.full[endpoint] = 0;
  const row: Index = latest(state, endpoint);
  if (row !== -1) {
    const left = Math.max(0, state.target[row] - state.written[endpoint]);
    freeSlot(state, endpoint, row);
    state.done[row] = state.tokensOut[row] - 1 - left;
    state.place[row] = state.firstEvicted[endpoint];
    state.firstEvicted[endpoint] = row;
    state.evicted[endpoint]++;
    state.evictions++;
    state.next[endpoint] = leastLeft(state, endpoint);
  }
  settleRate(context, endpoint);
}

/** How fast every sequence of an endpoint is written from now on, and when the next one will be done. */
export function settleRate(context: Serving, endpoint: Index): void {
  const { state, params, now, horizon, emit } = context;
  const { endpoints, prefillStall } = params;
  const replicas = state.replicas[endpoint];
  const writing = state.running[endpoint] - state.prompts[endpoint];
  const single = numberColumn(endpoints, "decode_tokens_per_second")[endpoint];
  const slowdown = numberColumn(endpoints, "slowdown")[endpoint];
  const share = 1 - (prefillStall * state.reading[endpoint]) / replicas;
  const rate = decodeRate(single, slowdown, writing / replicas) * share;
  state.rate[endpoint] = rate;
  awaitFull(context, endpoint, writing, rate);
  context.cancel(state.finish[endpoint]);
  const next: Index = state.next[endpoint];
  const left = next === -1 ? 0 : Math.max(0, state.target[next] - state.written[endpoint]);
  // While prompts hold up all writing, nothing is due.
  const due = next !== -1 && rate > 0 && left / rate <= horizon - now;
  state.finish[endpoint] = due ? emit.answerWritten({ endpoint }, left / rate) : 0;
}

/** All that an endpoint has goes back: what it wrote so far is lost, and nobody pays for it. */
export function giveBack(context: Serving, endpoint: Index): void {
  const { state } = context;
  while (state.running[endpoint] > 0) {
    const row: Index = state.rows[endpoint]![0];
    context.cancel(state.timer[row]);
    returnRow(context, endpoint, row);
    leaveSlot(state, endpoint, row);
  }
  while (state.queued[endpoint] + state.evicted[endpoint] > 0) {
    const row = state.evicted[endpoint] > 0 ? takeEvicted(state, endpoint) : dequeue(state, endpoint);
    returnRow(context, endpoint, row);
    giveRow(state, row);
  }
  state.reading[endpoint] = 0;
  state.prompts[endpoint] = 0;
  state.next[endpoint] = -1;
  settleRate(context, endpoint);
}

function returnRow({ state, now, emit }: Serving, endpoint: number, row: Index): void {
  state.interrupted++;
  state.stayed += now - state.arrived[row];
  emit.requestReturned({
    request: state.request[row],
    endpoint,
    tokensIn: state.tokensIn[row],
    tokensOut: state.tokensOut[row],
    arrived: state.arrived[row],
    tried: state.tried[row],
    usdPerMillionTokens: state.limit[row],
  });
}
