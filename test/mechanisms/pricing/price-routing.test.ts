import { describe, expect, test } from "vitest";
import { inference } from "../../../sim/mechanisms/demand/inference.ts";
import { emits as endpointEvents } from "../../../sim/mechanisms/supply/endpoints/events.ts";
import { defineMechanism, type Use } from "../../../sim/model/mechanism.ts";
import { simulate } from "../consensus/small-world.ts";
import { happened, use } from "../supply/small-market.ts";

const REQUEST = { request: 0, tokensIn: 600, tokensOut: 400 };
const UNTIL = 2_000;

interface Offers {
  readonly prices: readonly number[];
  /** Endpoints that had an outage which ended at 0 s. */
  readonly struck?: readonly number[];
  /** Endpoints that give every request back. */
  readonly full?: readonly number[];
  /** Endpoints that never answer: their requests pile up. */
  readonly slow?: readonly number[];
  readonly requests?: number;
  /** Seconds between two requests, from 1 s on. */
  readonly gap?: number;
  readonly limit?: number;
  readonly slots?: readonly number[];
}

/** Customers and endpoints to order: every request is of 1,000 tokens. */
function market({
  prices,
  struck = [],
  full = [],
  slow = [],
  requests = 1,
  gap = 1e-3,
  limit,
  slots,
}: Offers): Use {
  const { endpointOffered, endpointFailed, requestReturned, requestTimedOut, requestServed } = endpointEvents;
  const { requestArrived } = inference.mechanism.emits!;
  const mechanism = defineMechanism({
    name: "test/market",
    summary: "Sends requests and answers them.",
    source: "tests",
    params: {},
    emits: {
      requestArrived,
      endpointOffered,
      endpointFailed,
      requestReturned,
      requestTimedOut,
      requestServed,
    },
    init: () => ({}),
    on: {
      opened({ emit }) {
        const offer = (endpoint: number, delay = 0) =>
          emit.endpointOffered(
            {
              endpoint,
              usdPerMillionIn: prices[endpoint]!,
              usdPerMillionOut: prices[endpoint]!,
              slots: slots?.[endpoint] ?? 1,
            },
            delay,
          );
        for (const endpoint of prices.keys()) offer(endpoint);
        for (const endpoint of struck) {
          emit.endpointFailed({ endpoint });
          offer(endpoint);
        }
        const more = limit === undefined ? {} : { usdPerMillionTokens: limit };
        for (let request = 0; request < requests; request++)
          emit.requestArrived.at({ ...REQUEST, ...more, request } as never, 1 + request * gap);
      },
      requestRouted({ emit }, routed) {
        const { request, endpoint, tokensIn, tokensOut } = routed;
        if (full.includes(endpoint)) emit.requestReturned(routed);
        else if (!slow.includes(endpoint))
          emit.requestServed({
            request,
            endpoint,
            tokensIn,
            tokensOut,
            firstToken: 0.1,
            perToken: 0.1,
            usd: 0,
          });
      },
    },
    example: () => ({ world: [] }),
  });
  return mechanism();
}

const outcome = (offers: Offers, params: object = {}) =>
  simulate({ world: [market(offers), use("pricing/price-routing", params)], until: UNTIL });
const routes = (offers: Offers, params: object = {}) =>
  happened(outcome(offers, params), "requestRouted").map(({ endpoint }) => endpoint as number);
const share = (endpoints: number[], endpoint: number): number =>
  endpoints.filter((each) => each === endpoint).length / endpoints.length;

describe("by the inverse square of the price", () => {
  const requests = 20_000;
  /** Four standard errors of a share of 0.8. */
  const close = 4 * Math.sqrt((0.8 * 0.2) / requests);

  test("of 1, 2 and 3 with an outage of the second seconds ago, nine in ten requests go to the first", () => {
    const chosen = routes({ prices: [1, 2, 3], struck: [1], requests });
    expect(Math.abs(share(chosen, 0) - 0.9)).toBeLessThan(close);
    expect(share(chosen, 1)).toBe(0);
    expect(Math.abs(share(chosen, 2) - 0.1)).toBeLessThan(close);
  });

  test("of healthy ones at 1 and 2, four in five requests go to the first", () => {
    expect(Math.abs(share(routes({ prices: [1, 2], requests }), 0) - 0.8)).toBeLessThan(close);
  });

  test("an outage is forgotten after 30 s", () => {
    const chosen = routes({ prices: [1, 1], struck: [0], requests: 100, gap: 1 });
    expect(share(chosen.slice(0, 29), 0)).toBe(0);
    expect(share(chosen.slice(29), 0)).toBeGreaterThan(0.2);
  });
});

describe("fallback", () => {
  test("goes by price among the healthy, then to those with a recent outage", () => {
    const offers = { prices: [3, 1, 2, 0.5], struck: [3], full: [0, 1, 2] };
    const chosen = routes(offers, { policy: "cheapest" });
    expect(chosen).toEqual([1, 2, 0, 3]);
  });

  test("ends when every endpoint has had the request: it is refused", () => {
    const { run } = outcome({ prices: [1, 2], full: [0, 1], requests: 7 });
    expect(run.summary).toMatchObject({ "requests.refused": 7, "requests.rerouted": 14 });
    expect(run.summary["requests.withinObjective"]).toBe(0);
  });

  test("passes over endpoints that are dearer than the customer pays", () => {
    expect(routes({ prices: [5, 6], limit: 4 })).toEqual([]);
    expect(routes({ prices: [5, 3], limit: 4, requests: 50 })).toEqual(Array(50).fill(1));
  });
});

test("the least loaded has the least requests for its slots; ties go to the cheaper", () => {
  const offers = { prices: [2, 1], slots: [3, 1], slow: [0, 1], requests: 8 };
  // Open over slots: 0/3 and 0/1, 0/3 and 1/1, 1/3, 2/3, 3/3 and 1/1, …
  expect(routes(offers, { policy: "least-loaded" })).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
});

test("requests without an endpoint are refused", () => {
  const { run } = outcome({ prices: [], requests: 3 });
  expect(run.summary["requests.refused"]).toBe(3);
});

test("more endpoints than the set of those tried can hold are refused in a sentence", () => {
  expect(() => outcome({ prices: Array(53).fill(1) })).toThrow(
    "A router by price has room for 52 endpoints, got 53.",
  );
  expect(
    routes(
      { prices: Array(52).fill(1), full: Array.from({ length: 51 }, (_, at) => at) },
      { policy: "cheapest" },
    ),
  ).toHaveLength(52);
});
