import type { Index } from "../../../indexed.ts";
import { passTime } from "./hardware.ts";
import { giveRow, type Serving, type State } from "./state.ts";

/** Whoever has so little patience left leaves now: rounding is not to let a queue be checked again in no time. */
const MOMENT = 1e-6;

/** A row joins the end of its endpoint's queue. */
export function enqueue(context: Serving, endpoint: Index, row: number): void {
  const { state, params, emit } = context;
  state.place[row] = -1;
  if (state.queued[endpoint]++ === 0) state.first[endpoint] = row;
  else state.place[state.last[endpoint]] = row;
  state.last[endpoint] = row;
  if (state.watched[endpoint] === 1) return;
  state.watched[endpoint] = 1;
  emit.queueChecked({ endpoint }, params.timeout);
}

/** Takes the head of a queue. */
export function dequeue(state: State, endpoint: Index): number {
  const row: Index = state.first[endpoint];
  state.first[endpoint] = state.place[row];
  state.queued[endpoint]--;
  return row;
}

/** Those at the head that have waited as long as they will leave; then the next head is watched: one timer an endpoint. */
export function checkQueue(context: Serving, endpoint: Index): void {
  const { state, params, now, emit } = context;
  passTime(context, endpoint);
  state.watched[endpoint] = 0;
  while (state.queued[endpoint] > 0) {
    const head: Index = state.first[endpoint];
    const left = state.since[head] + params.timeout - now;
    if (left > MOMENT) {
      state.watched[endpoint] = 1;
      emit.queueChecked({ endpoint }, left);
      return;
    }
    dequeue(state, endpoint);
    state.timedOut++;
    state.stayed += now - state.arrived[head];
    emit.requestTimedOut({ request: state.request[head], endpoint });
    giveRow(state, head);
  }
}
