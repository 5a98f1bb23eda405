import { inverseSquareShares } from "../../../formulas/price-routing.ts";
import type { Index } from "../../../indexed.ts";
import type { RoutedRequest } from "../../../kit/demand/routed-request.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { emits, params } from "./params.ts";

/** `tried` is exact for as many. */
export const MOST_ENDPOINTS = 52;

export interface State {
  endpoints: number;
  usdIn: Float64Array;
  usdOut: Float64Array;
  slots: Float64Array;
  /** When the last outage ended; infinity while it lasts, below 0 where there was none. */
  outage: Float64Array;
  /** Requests that an endpoint has now. */
  open: Float64Array;
  /** Of the request that is being routed: its price at each endpoint, and whether that is healthy and may have it. */
  prices: Float64Array;
  healthy: boolean[];
  arrived: number;
  served: number;
  kept: number;
  timedOut: number;
  refused: number;
  returned: number;
}
export type Router = ContextOf<typeof params, State, {}, typeof emits>;
/** The endpoint that gets a request which those of the set `tried` have had; −1 where there is none. */
export function choose(context: Router, request: RoutedRequest, tried: number): number {
  const { state, params } = context;
  const able = quote(context, request, tried);
  if (able === 0) return -1;
  const healthy = state.healthy.includes(true);
  if (!healthy) return cheapest(state, false);
  if (params.policy === "least-loaded") return leastLoaded(state);
  return params.policy === "cheapest" || tried > 0
    ? cheapest(state, true)
    : byPrice(context, request.request);
}

/** What each endpoint would charge: infinity for those that are down, have had the request or are too dear. Returns how many are left. */
function quote({ state, params, now }: Router, request: RoutedRequest, tried: number): number {
  const { tokensIn, tokensOut, usdPerMillionTokens } = request;
  const limit =
    usdPerMillionTokens > 0 ? usdPerMillionTokens * (tokensIn + tokensOut) : Number.POSITIVE_INFINITY;
  let able = 0;
  for (let endpoint: Index = 0; endpoint < state.endpoints; endpoint++) {
    const price = state.usdIn[endpoint] * tokensIn + state.usdOut[endpoint] * tokensOut;
    const outage = state.outage[endpoint];
    const may = outage !== Number.POSITIVE_INFINITY && price <= limit && !has(tried, endpoint);
    state.prices[endpoint] = may ? price : Number.POSITIVE_INFINITY;
    state.healthy[endpoint] = may && (outage < 0 || now - outage >= params.outageMemory);
    if (may) able++;
  }
  return able;
}

function byPrice({ state, random }: Router, request: number): number {
  const prices = state.prices.subarray(0, state.endpoints);
  return random.at(request, "endpoint").weighted(inverseSquareShares(prices, state.healthy));
}

function cheapest({ endpoints, prices, healthy }: State, onlyHealthy: boolean): number {
  let best: Index = -1;
  for (let endpoint: Index = 0; endpoint < endpoints; endpoint++) {
    if (onlyHealthy ? !healthy[endpoint] : prices[endpoint] === Number.POSITIVE_INFINITY) continue;
    if (best === -1 || prices[endpoint] < prices[best]) best = endpoint;
  }
  return best;
}

/** Ties go to the cheaper one. */
function leastLoaded({ endpoints, prices, healthy, open, slots }: State): number {
  let best: Index = -1;
  for (let endpoint: Index = 0; endpoint < endpoints; endpoint++) {
    if (!healthy[endpoint]) continue;
    const less = best === -1 ? -1 : open[endpoint] / slots[endpoint] - open[best] / slots[best];
    if (less < 0 || (less === 0 && prices[endpoint] < prices[best])) best = endpoint;
  }
  return best;
}

const POWERS = new Float64Array(MOST_ENDPOINTS).fill(1);
for (let at = 1; at < MOST_ENDPOINTS; at++) POWERS[at] = 2 * POWERS[at - 1]!;
export const powerOfTwo = (endpoint: Index): number => POWERS[endpoint];
const has = (tried: number, endpoint: number): boolean =>
  tried > 0 && Math.floor(tried / powerOfTwo(endpoint)) % 2 === 1;
