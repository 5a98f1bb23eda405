import { OrreryError } from "../../errors.ts";
import type { Index } from "../../indexed.ts";
import type { RoutedRequest } from "../../kit/demand/routed-request.ts";
import { failingEndpoints } from "../../kit/examples.ts";
import { grown } from "../../model/columns.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { choose, MOST_ENDPOINTS, powerOfTwo, type Router, type State } from "./price-routing/choice.ts";
import { emits, params } from "./price-routing/params.ts";

// A request: requestArrived → requestRouted → (requestServed | requestTimedOut | requestReturned → requestRouted … → requestRefused)

declare module "../../model/events.ts" {
  interface Events {
    readonly requestRouted: RoutedRequest;
    readonly requestRefused: { readonly request: number };
  }
}

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
  estimate: (_, { count }) => ({
    events: { requestRouted: count("requestArrived") + count("requestReturned") },
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
      context.state.open[returned.endpoint]--;
      context.state.returned++;
      route(context, returned);
    },
    requestServed({ state, params }, { endpoint, firstToken, perToken }) {
      state.open[endpoint]--;
      state.served++;
      if (firstToken <= params.firstTokenObjective && perToken <= params.perTokenObjective) state.kept++;
    },
    requestTimedOut({ state }, { endpoint }) {
      state.open[endpoint]--;
      state.timedOut++;
    },
  },
  metrics: {
    "requests.withinObjective": {
      totals: ({ state }) => [state.kept, state.served + state.timedOut + state.refused],
    },
    "requests.refused": { total: ({ state }) => state.refused },
    "requests.rerouted": { total: ({ state }) => state.returned },
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
  examples: () => [failingEndpoints()],
});

/** Sends a request to an endpoint that has not had it; refuses it where there is none. */
function route(context: Router, request: RoutedRequest): void {
  const { state, emit } = context;
  const tried = request.endpoint < 0 ? 0 : request.tried + powerOfTwo(request.endpoint);
  const endpoint: Index = choose(context, request, tried);
  if (endpoint === -1) {
    state.refused++;
    emit.requestRefused({ request: request.request });
    return;
  }
  state.open[endpoint]++;
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
