/**
 * Keys and values: what a replica keeps of every token that it has read and written. As in vLLM (Kwon et al.,
 * PagedAttention, SOSP 2023, section 4.5) a request begins where its prompt has room; what it writes needs more, and
 * where there is none the request that began last gives up its own: it is read again, with what it has written, before
 * any other begins.
 */
import type { Index } from "../../../indexed.ts";
import { numberColumn } from "../../../schema/table.ts";
import type { Serving, State } from "./state.ts";

/** Tokens whose keys and values an endpoint can keep; infinite where its table does not say. */
export function memoryOf({ state, params }: Serving, endpoint: Index): number {
  const tokens = numberColumn(params.endpoints, "kv_tokens")[endpoint];
  return Number.isNaN(tokens) ? Number.POSITIVE_INFINITY : tokens * state.replicas[endpoint];
}

/** Whether no replica can ever keep a request's prompt and answer. */
export const isTooLong = ({ params }: Serving, endpoint: Index, tokens: number): boolean =>
  tokens > numberColumn(params.endpoints, "kv_tokens")[endpoint];

/** Tokens that are read before a request is written on: its prompt, and what it had written when it lost its memory. */
export const promptOf = ({ tokensIn, done }: State, row: Index): number => tokensIn[row] + done[row];

/** Tokens of a request in a slot that are kept by now. */
function keptFor(state: State, endpoint: Index, row: Index): number {
  const target = state.target[row];
  if (target === Number.POSITIVE_INFINITY) return promptOf(state, row);
  const left = Math.max(0, target - state.written[endpoint]);
  return state.tokensIn[row] + state.tokensOut[row] - 1 - left;
}

/** A request leaves its slot, and its keys and values with it. */
export function forget(state: State, endpoint: Index, row: number): void {
  // An empty replica keeps nothing: rounding is not to add up.
  const rest = state.running[endpoint] > 1 ? state.kept[endpoint] - keptFor(state, endpoint, row) : 0;
  state.kept[endpoint] = Math.max(0, rest);
}

/** Whether the prompt has room. One that is alone has: none is taken that is too long. */
export function hasMemory(context: Serving, endpoint: Index, row: number): boolean {
  const { state, now } = context;
  if (state.running[endpoint] === 0) return true;
  const writing = state.running[endpoint] - state.prompts[endpoint];
  const since = writing * state.rate[endpoint] * (now - state.changed[endpoint]);
  return state.kept[endpoint] + since + promptOf(state, row) < memoryOf(context, endpoint);
}

/** The next one to give its memory up, of those that are written: who began last; −1 where there is none. */
export function latest({ rows, running, target, begun }: State, endpoint: Index): number {
  let found: Index = -1;
  for (let place: Index = 0; place < running[endpoint]; place++) {
    const row: Index = rows[endpoint]![place];
    if (target[row] !== Number.POSITIVE_INFINITY && (found === -1 || begun[row] > begun[found])) found = row;
  }
  return found;
}

/** When memory will be full is known as long as the rate of writing stays. */
export function awaitFull(context: Serving, endpoint: Index, writing: number, rate: number): void {
  const { state, now, horizon, emit } = context;
  const memory = memoryOf(context, endpoint);
  if (memory === Number.POSITIVE_INFINITY) return;
  context.cancel(state.full[endpoint]);
  const left = Math.max(0, memory - state.kept[endpoint]) / (writing * rate);
  state.full[endpoint] =
    writing * rate > 0 && left <= horizon - now ? emit.memoryFull({ endpoint }, left) : 0;
}
