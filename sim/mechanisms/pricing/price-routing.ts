import { OrreryError } from "../../errors.ts";
import { inverseSquareShares } from "../../formulas/price-routing.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { ROUTED_REQUEST, type RoutedRequest } from "../../model/routed-request.ts";
import { grown } from "../../model/rows.ts";
import { choice, seconds } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

// A request: requestArrived → requestRouted → (requestServed | requestTimedOut | requestReturned → requestRouted … → requestRefused)

declare module "../../model/events.ts" {
  interface Events {
    readonly requestRouted: RoutedRequest;
    readonly requestRefused: { readonly request: number };
  }
}

/** `tried` is exact for as many. */
const MOST_ENDPOINTS = 52;

const params = {
  policy: choice(["inverse-square", "cheapest", "least-loaded"], {
    default: "inverse-square",
    doc: "How the first endpoint is chosen among the healthy: by chance with a weight of 1 / price², the cheapest, or the one with the least requests for its slots.",
    source: "OpenRouter, Provider routing: load balancing by price",
  }),
  outageMemory: seconds({
    default: 30,
    max: 24 * HOUR,
    doc: "An endpoint is healthy when it has had no outage for so long.",
    source: "OpenRouter, Provider routing: outages in the last 30 seconds",
  }),
  firstTokenObjective: seconds({
    default: 2.5,
    doc: "Latest first token that keeps the latency objective.",
    source: "Zhong et al., DistServe, OSDI 2024, table 1: chatbot of 66 billion parameters",
  }),
  perTokenObjective: seconds({
    default: 0.15,
    doc: "Longest mean time between two tokens that keeps the latency objective.",
    source: "Zhong et al., DistServe, OSDI 2024, table 1: chatbot of 66 billion parameters",
  }),
};
const emits = {
  requestRouted: {
    doc: "A request of `tokensIn` and `tokensOut` tokens that `arrived` s after the start goes to an endpoint; those of the set `tried` had it before; it pays at most `usdPerMillionTokens` (0: any price).",
    fields: ROUTED_REQUEST,
  },
  requestRefused: {
    doc: "No endpoint takes a request: each is down, full, or too dear for it. Its customer pays nothing.",
    fields: { request: "number" },
  },
} as const;

interface State {
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
type Router = ContextOf<typeof params, State, {}, typeof emits>;
const COLUMNS = ["usdIn", "usdOut", "slots", "outage", "open", "prices"] as const;

export const priceRouting = defineMechanism({
  name: "pricing/price-routing",
  summary:
    "Sends each request to an endpoint by price, passing over those with a recent outage, and to the next one when it comes back.",
  source:
    "OpenRouter, Provider routing (openrouter.ai/docs): weight 1 / price² among providers without a recent outage",
  params,
  emits,
  init: (): State => ({
    endpoints: 0,
    usdIn: new Float64Array(0),
    usdOut: new Float64Array(0),
    slots: new Float64Array(0),
    outage: new Float64Array(0),
    open: new Float64Array(0),
    prices: new Float64Array(0),
    healthy: [],
    arrived: 0,
    served: 0,
    kept: 0,
    timedOut: 0,
    refused: 0,
    returned: 0,
  }),
  on: {
    endpointOffered({ state, now }, { endpoint, usdPerMillionIn, usdPerMillionOut, slots }) {
      makeRoom(state, endpoint + 1);
      state.usdIn[endpoint] = usdPerMillionIn;
      state.usdOut[endpoint] = usdPerMillionOut;
      state.slots[endpoint] = slots;
      if (state.outage[endpoint] === Number.POSITIVE_INFINITY) state.outage[endpoint] = now;
    },
    endpointFailed({ state }, { endpoint }) {
      state.outage[endpoint] = Number.POSITIVE_INFINITY;
    },
    requestArrived(context, { request, tokensIn, tokensOut, usdPerMillionTokens = 0 }) {
      context.state.arrived++;
      const arrived = context.now;
      route(context, { request, endpoint: -1, tokensIn, tokensOut, arrived, tried: 0, usdPerMillionTokens });
    },
    requestReturned(context, returned) {
      context.state.open[returned.endpoint]!--;
      context.state.returned++;
      route(context, returned);
    },
    requestServed({ state, params }, { endpoint, firstToken, perToken }) {
      state.open[endpoint]!--;
      state.served++;
      if (firstToken <= params.firstTokenObjective && perToken <= params.perTokenObjective) state.kept++;
    },
    requestTimedOut({ state }, { endpoint }) {
      state.open[endpoint]!--;
      state.timedOut++;
    },
  },
  metrics: {
    "requests.withinObjective": {
      unit: "ratio",
      kind: "ratio",
      doc: "Share of the requests that have an outcome which were served within both latency objectives (goodput).",
      totals: ({ state }) => [state.kept, state.served + state.timedOut + state.refused],
    },
    "requests.refused": {
      unit: "requests",
      kind: "flow",
      doc: "Requests that no endpoint took.",
      total: ({ state }) => state.refused,
    },
    "requests.rerouted": {
      unit: "requests",
      kind: "flow",
      doc: "Times that a request came back from an endpoint that was full or failed.",
      total: ({ state }) => state.returned,
    },
  },
  invariants: {
    "every request is with an endpoint, served, refused or timed out": ({ state }) =>
      state.arrived ===
      state.open.reduce((sum, requests) => sum + requests, 0) + state.served + state.refused + state.timedOut,
    "no endpoint has less than no requests": ({ state }) => state.open.every((requests) => requests >= 0),
  },
  example: () => ({
    world: [
      { mechanism: "demand/inference", params: {} },
      { mechanism: "pricing/price-routing", params: {} },
      { mechanism: "supply/endpoints", params: {} },
    ],
    until: "1h",
  }),
});

/** Sends a request to an endpoint that has not had it; refuses it where there is none. */
function route(context: Router, request: RoutedRequest): void {
  const { state, emit } = context;
  const tried = request.endpoint < 0 ? 0 : request.tried + powerOfTwo(request.endpoint);
  const endpoint = choose(context, request, tried);
  if (endpoint === -1) {
    state.refused++;
    emit.requestRefused({ request: request.request });
    return;
  }
  state.open[endpoint]!++;
  const { tokensIn, tokensOut, arrived, usdPerMillionTokens } = request;
  emit.requestRouted({
    request: request.request,
    endpoint,
    tokensIn,
    tokensOut,
    arrived,
    tried,
    usdPerMillionTokens,
  });
}

function choose(context: Router, request: RoutedRequest, tried: number): number {
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
  for (let endpoint = 0; endpoint < state.endpoints; endpoint++) {
    const price = state.usdIn[endpoint]! * tokensIn + state.usdOut[endpoint]! * tokensOut;
    const outage = state.outage[endpoint]!;
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
  let best = -1;
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    if (onlyHealthy ? !healthy[endpoint] : prices[endpoint] === Number.POSITIVE_INFINITY) continue;
    if (best === -1 || prices[endpoint]! < prices[best]!) best = endpoint;
  }
  return best;
}

/** Ties go to the cheaper one. */
function leastLoaded({ endpoints, prices, healthy, open, slots }: State): number {
  let best = -1;
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    if (!healthy[endpoint]) continue;
    const less = best === -1 ? -1 : open[endpoint]! / slots[endpoint]! - open[best]! / slots[best]!;
    if (less < 0 || (less === 0 && prices[endpoint]! < prices[best]!)) best = endpoint;
  }
  return best;
}

const POWERS = new Float64Array(MOST_ENDPOINTS).fill(1);
for (let at = 1; at < MOST_ENDPOINTS; at++) POWERS[at] = 2 * POWERS[at - 1]!;
const powerOfTwo = (endpoint: number): number => POWERS[endpoint]!;
const has = (tried: number, endpoint: number): boolean =>
  tried > 0 && Math.floor(tried / powerOfTwo(endpoint)) % 2 === 1;

function makeRoom(state: State, endpoints: number): void {
  if (endpoints <= state.endpoints) return;
  if (endpoints > MOST_ENDPOINTS)
    throw new OrreryError(`A router by price has room for ${MOST_ENDPOINTS} endpoints, got ${endpoints}.`);
  for (const column of COLUMNS) state[column] = grown(state[column], endpoints);
  for (let endpoint = state.endpoints; endpoint < endpoints; endpoint++) {
    state.outage[endpoint] = -1;
    state.healthy[endpoint] = false;
  }
  state.endpoints = endpoints;
}
