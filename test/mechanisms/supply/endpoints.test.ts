import quantileOfT from "@stdlib/stats-base-dists-t-quantile";
import { describe, expect, test } from "vitest";
import { erlangC, mmc } from "../../../sim/formulas/queues.ts";
import { inference } from "../../../sim/mechanisms/demand/inference.ts";
import { defineMechanism, type Use } from "../../../sim/model/mechanism.ts";
import { run } from "../../../sim/run/run.ts";
import { ORRERY } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate } from "../consensus/small-world.ts";
import { happened, moved, use } from "./small-market.ts";

/** One endpoint of one replica: reads 100 tokens a second, writes 10 for each of two sequences; never fails. */
const ENDPOINT = {
  provider: "A",
  gpu: "H100",
  gpus: 2,
  usd_per_million_in: 0.35,
  usd_per_million_out: 1.1,
  prefill_tokens_per_second: 100,
  decode_tokens_per_second: 10,
  slowdown: 0,
  slots: 2,
  prefill_batch: Number.NaN,
  kv_tokens: Number.NaN,
  queue: 10,
  fewest: 1,
  replicas: 1,
  most: 4,
  usd_per_gpu_hour: 1.8,
  tdp_watts: 700,
  mtbf_hours: 1e12,
  mttr_minutes: 10,
};
type Row = { [K in keyof typeof ENDPOINT]: (typeof ENDPOINT)[K] extends string ? string : number };

const table = (...rows: Partial<Row>[]) =>
  inlineTable(
    Object.fromEntries(
      Object.keys(ENDPOINT).map((column) => [
        column,
        rows.map((row) => ({ ...ENDPOINT, ...row })[column as keyof Row]) as string[],
      ]),
    ),
  );

/** Time, tokens of the prompt, tokens of the answer. */
type Request = readonly [time: number, tokensIn: number, tokensOut: number];

/** Sends a list of requests. */
function customers(...requests: Request[]): Use {
  const { requestArrived } = inference.mechanism.emits!;
  const mechanism = defineMechanism({
    name: "test/customers",
    summary: "Sends a list of requests.",
    source: "tests",
    params: {},
    emits: { requestArrived },
    init: () => ({}),
    on: {
      opened({ emit }) {
        for (const [request, [time, tokensIn, tokensOut]] of requests.entries())
          emit.requestArrived.at({ request, tokensIn, tokensOut }, time);
      },
    },
    example: () => ({ world: [] }),
  });
  return mechanism();
}

const world = (requests: readonly Request[], endpoints: object, params: object = {}) => [
  customers(...requests),
  use("pricing/price-routing", { policy: "cheapest" }),
  use("supply/endpoints", { endpoints, prefillStall: 0, ...params }),
];
const outcome = (
  requests: readonly Request[],
  endpoints: object,
  params: object = {},
  until: number = 1_000,
) => simulate({ world: world(requests, endpoints, params), until });
const served = (...given: Parameters<typeof outcome>) =>
  Object.fromEntries(happened(outcome(...given), "requestServed").map((event) => [event["request"], event]));

describe("a request by hand", () => {
  test("alone: 50 tokens are read in 0.5 s, 21 written in 2 s after the first", () => {
    const { 0: only } = served([[1, 50, 21]], table({}));
    expect(only).toMatchObject({ t: 3.5, firstToken: 0.5, perToken: 0.1 });
    // 50 × 0.35 + 21 × 1.1 micro-USD.
    expect(only!["usd"]).toBeCloseTo(40.6e-6, 18);
  });

  test("prompts that wait are read together, as many as are read at once", () => {
    const requests = [
      [0, 50, 2],
      [0.1, 40, 2],
      [0.2, 40, 2],
      [0.3, 30, 2],
    ] as const;
    const firsts = (endpoint: Partial<Row>) =>
      happened(outcome(requests, table({ slots: 8, ...endpoint })), "requestServed")
        .map(({ request, firstToken }) => requests[request as number]![0] + (firstToken as number))
        .map((time) => Number(time.toFixed(9)));
    expect(firsts({})).toEqual([0.5, 0.9, 1.3, 1.6]);
    // 40 + 40 are read from 0.5 on; with 30 more they would be beyond 100.
    expect(firsts({ prefill_batch: 100 })).toEqual([0.5, 1.3, 1.3, 1.6]);
  });

  /*
   * Memory for 100 tokens. A (20 in, 61 out) writes from 0.2 on, B (30 in, 41 out), which comes then, from 0.5 on: 53
   * are kept by then, and 20 more a second, so that memory is full at 2.85. B, who began last, has written 23.5 and goes.
   * A is done at 6.2; B's 53.5 are read again in 0.535 s, and the 16.5 that are left take 1.65 s.
   */
  test("where memory is full, who began last gives its own up and is read again once there is room", () => {
    const requests = [
      [0, 20, 61],
      [0.2, 30, 41],
      [0.3, 90, 20],
    ] as const;
    const happening = outcome(requests, table({ slots: 8, kv_tokens: 100 }));
    const [a, b] = happened(happening, "requestServed");
    expect(a!["t"]).toBeCloseTo(6.2, 9);
    expect(b!["t"]).toBeCloseTo(8.385, 9);
    expect(b!["firstToken"]).toBeCloseTo(0.3, 9);
    expect(b!["perToken"]).toBeCloseTo((8.385 - 0.5) / 40, 9);
    expect(happening.run.summary["requests.evicted"]).toBe(1);
    // 110 tokens are more than it can ever keep.
    expect(happened(happening, "requestRefused").map(({ request }) => request)).toEqual([2]);
  });

  test("an answer of one token is there when the prompt has been read", () => {
    expect(served([[1, 50, 1]], table({}))[0]).toMatchObject({ t: 1.5, perToken: 0 });
  });

  test("nothing to read and nothing to write is served at once, once, even while another prompt holds up all writing", () => {
    const requests = [
      [1, 0, 0],
      [2, 100, 11],
      [2.5, 0, 0],
      [2.5, 0, 1],
    ] as const;
    const happening = outcome(requests, table({ replicas: 2, slots: 4 }), { prefillStall: 1 });
    const at = happened(happening, "requestServed").map(({ t, request, usd }) => [t, request, usd]);
    expect(at).toEqual([
      [1, 0, 0],
      [2.5, 2, 0],
      [2.5, 3, 1.1e-6],
      [4, 1, (35 + 12.1) * 1e-6],
    ]);
    expect(happening.run.summary["requests.served"]).toBe(4);
    // Of the two that have a first token: at once, and after 1 s.
    expect(happening.run.summary["requests.firstTokenP95"]).toBeGreaterThan(0.9);
  });

  test("two at once, each at half the rate: prompts one after the other, the shorter answer leaves the longer alone", () => {
    // Read by 1 s and 2 s. The first writes 10 tokens alone from 1 to 2, then 5 a second; the second the same. The first
    // has 20 left at 2 s and ends at 6 s; the second has then 20 of 40 left and writes them alone until 8 s.
    const { 0: first, 1: second } = served(
      [
        [0, 100, 31],
        [0, 100, 41],
      ],
      table({ slowdown: 1 }),
    );
    expect(first).toMatchObject({ t: 6, firstToken: 1 });
    expect(second).toMatchObject({ t: 8, firstToken: 2 });
  });

  test("a prompt that is read holds up the writing of the others", () => {
    // From 1 s to 2 s the second prompt is read: nothing is written at a stall of 1, 5 tokens at one half.
    const requests = [
      [0, 100, 21],
      [0, 100, 1],
    ] as const;
    expect(served(requests, table({}), { prefillStall: 1 })[0]).toMatchObject({ t: 4 });
    expect(served(requests, table({}), { prefillStall: 0.5 })[0]).toMatchObject({ t: 3.5 });
    expect(served(requests, table({}))[0]).toMatchObject({ t: 3 });
  });

  test("two replicas read two prompts at once and share what they write", () => {
    const requests = [
      [0, 100, 31],
      [0, 100, 31],
    ] as const;
    const both = served(requests, table({ slowdown: 1, replicas: 2 }));
    expect(both[0]).toMatchObject({ t: 4 });
    expect(both[1]).toMatchObject({ t: 4 });
  });
});

describe("the queue", () => {
  const long: Request = [0, 0, 1_001];

  test("is served in order of arrival as slots come free", () => {
    const requests: Request[] = [long, [0, 0, 11], [1, 0, 11], [2, 0, 11]];
    const all = served(requests, table({}));
    expect([all[1]!.t, all[2]!.t, all[3]!.t]).toEqual([1, 2, 3]);
  });

  test("is left by those who have waited as long as they will, and they pay nothing", () => {
    const happening = outcome([long, long, [1, 0, 11], [4, 0, 11]], table({}), { timeout: 30 });
    expect(happened(happening, "requestTimedOut")).toMatchObject([
      { t: 31, request: 2 },
      { t: 34, request: 3 },
    ]);
    expect(happening.run.summary["requests.timedOut"]).toBe(2);
    expect(moved(happening, "inference") + moved(happening, "market fee")).toBe(2n * 1_101n);
  });

  test("turns away who finds it full", () => {
    const happening = outcome([long, long, [1, 0, 11], [2, 0, 11]], table({ queue: 1 }), { timeout: 500 });
    expect(happened(happening, "requestRefused")).toMatchObject([{ t: 2, request: 3 }]);
  });
});

describe("an outage", () => {
  const two = table({ mtbf_hours: 0.01, mttr_minutes: 1e3 }, { provider: "B", usd_per_million_out: 2 });

  test("gives back what an endpoint has; the next one serves it, timed from its arrival", () => {
    const happening = outcome([[0, 100, 5_001]], two);
    const [failed] = happened(happening, "endpointFailed");
    const [answer] = happened(happening, "requestServed");
    expect(answer).toMatchObject({ endpoint: 1, firstToken: failed!.t + 1, t: failed!.t + 501 });
    expect(happening.run.summary["requests.interrupted"]).toBe(1);
  });

  test("costs customers nothing", () => {
    const happening = outcome([[0, 100, 5_001]], table({ mtbf_hours: 0.01, mttr_minutes: 1e3 }));
    expect(happened(happening, "requestRefused")).toHaveLength(1);
    expect(moved(happening, "inference")).toBe(0n);
  });
});

describe("money", () => {
  test("what customers pay is tokens × price to the base unit; the network has its fee, providers their bills", () => {
    const requests = Array.from({ length: 300 }, (_, n): Request => [n, 7 + (n % 13), 1 + (n % 17)]);
    const happening = outcome(requests, table({ slots: 50 }), { fee: 0.05 }, 3_600);
    const answers = happened(happening, "requestServed");
    expect(answers).toHaveLength(300);
    // In hundredths of a micro-USD, as whole numbers.
    const exact = requests.reduce((sum, [, tokensIn, tokensOut]) => sum + 35 * tokensIn + 110 * tokensOut, 0);
    const paid = BigInt(Math.floor(exact / 100));
    expect(moved(happening, "inference") + moved(happening, "market fee")).toBe(paid);
    expect(moved(happening, "market fee")).toBe(paid / 20n);
    // Two GPUs for an hour at 1.80 USD, of which the takings cover little.
    expect(moved(happening, "GPU rent")).toBe(3_600_000n);
    expect(moved(happening, "owners' capital")).toBe(3_600_000n - moved(happening, "inference"));
    expect(happening.run.summary["customers.paidUsd"]).toBeCloseTo(exact / 1e8, 12);
  });

  test("an endpoint without customers loses its rent, and its margin is a number", () => {
    const { run } = outcome([], table({}));
    expect(run.summary["providers.margin"]).toBe(0);
    expect(run.summary["providers.profitUsd"]).toBeCloseTo((-1_000 / 3_600) * 3.6, 12);
  });
});

describe("replicas", () => {
  /** Four sequences of 600 s from 100 s on. */
  const busy = Array.from({ length: 4 }, (): Request => [100, 0, 6_001]);
  const scaling = { period: 60, scaleUpDelay: 300, targetLoad: 0.5, timeout: 1e6, season: "10m" };

  test("that are missing are ordered when a period ends, serve after the delay, and go one a period", () => {
    const happening = outcome(busy, table({ most: 3 }), { ...scaling, autoscale: "reactive" }, 3_000);
    const offers = happened(happening, "endpointOffered").map(({ t, slots }) => [t, slots]);
    // Load of the period to 120 s: 4 requests × 20 s / 60 s over 2 slots = 0.67, over the target 1.3; to 180 s: 2, over it 4.
    // At 420 s two slots more: the other two begin. From 700 s on there are those two, a load of 1, until 1,020 s.
    expect(offers).toEqual([
      [0, 2],
      [420, 4],
      [480, 6],
      [780, 4],
      [1_080, 2],
    ]);
  });

  test("do not move without an autoscaler", () => {
    const happening = outcome(busy, table({}), { ...scaling, autoscale: "none" }, 3_000);
    expect(happened(happening, "endpointOffered")).toHaveLength(1);
    expect(happening.run.summary["endpoints.replicas"]).toBe(1);
  });

  test("are ready before a load that comes with every season, where it is forecast", () => {
    // Every 20 minutes 5 minutes of four sequences; two seasons are watched.
    const waves = Array.from({ length: 6 }, (_, wave) => wave * 1_200 + 600).flatMap((at) =>
      Array.from({ length: 4 }, (): Request => [at, 0, 3_001]),
    );
    const given = { ...scaling, timeout: 1_000, season: "20m", autoscale: "forecast" };
    const happening = outcome(waves, table({ most: 3 }), given, 7_200);
    const answers = happened(happening, "requestServed");
    const ends = (wave: number) =>
      answers.slice(4 * wave, 4 * wave + 4).map(({ t }) => t - wave * 1_200 - 600);
    expect(ends(0)).toEqual([300, 300, 600, 600]);
    expect(ends(4)).toEqual([300, 300, 300, 300]);
    expect(ends(5)).toEqual([300, 300, 300, 300]);
  });
});

describe("signals", () => {
  const reader = defineMechanism({
    name: "test/reader",
    summary: "Reads what endpoints publish.",
    source: "tests",
    params: {},
    reads: { loadForecast: {}, servingUsdPerGpuHour: {} },
    init: () => ({}),
    on: {},
    ownMetrics: {
      "test.load": {
        unit: "ratio",
        kind: "level",
        words: "Load",
        better: "neither",
        doc: "Load.",
        value: ({ read }) => read.loadForecast(),
      },
      "test.usd": {
        unit: "USD",
        kind: "level",
        words: "USD",
        better: "neither",
        doc: "USD.",
        value: ({ read }) => read.servingUsdPerGpuHour(),
      },
    },
    example: () => ({ world: [] }),
  });

  test("two sequences without end on two slots are a load of 1, and so it is forecast", () => {
    const requests: Request[] = [
      [0, 0, 1e6],
      [0, 0, 1e6],
    ];
    const params = { period: 60, season: "10m" };
    const { run } = simulate({ world: [...world(requests, table({}), params), reader()], until: 3_600 });
    expect(run.atEnd["test.load"]).toBeCloseTo(1, 12);
  });

  test("an hour of a GPU has earned the takings less the fee, rounded down, over four GPU-hours", () => {
    const requests: Request[] = [[0, 100, 1_000]];
    const { run } = simulate({
      world: [...world(requests, table({}), { fee: 0.1 }), reader()],
      until: 7_200,
    });
    expect(run.atEnd["test.usd"]).toBeCloseTo((1_135 - 113) / 4e6, 12);
  });
});

describe("queueing theory", () => {
  /** M/M/c: no prompts, exponential answers, one rate whatever the batch. A token takes 1 / 10,000 of a mean service. */
  const TOKENS = 10_000;
  const station = (arrivalRate: number, slots: number) => [
    use("demand/inference", {
      arrivals: "poisson",
      arrivalRate,
      tokenLaw: "exponential",
      meanIn: 0,
      meanOut: TOKENS,
    }),
    use("pricing/price-routing"),
    use("supply/endpoints", {
      endpoints: table({ slots, decode_tokens_per_second: TOKENS, queue: 1e6 }),
      timeout: 1e6,
    }),
  ];

  test("an endpoint of four slots waits and fills as Erlang C says", () => {
    const scenario = resolve({ title: "M/M/4", until: 25_000, warmUp: 500, world: station(3.2, 4) }, ORRERY);
    const theory = mmc(3.2, 1, 4);
    const runs = Array.from({ length: 8 }, (_, replication) =>
      run(scenario, ORRERY, { design: "base", replication }),
    );
    const expectCovered = (measure: string, expected: number) => {
      const values = runs.map(({ summary }) => summary[measure]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      const half = quantileOfT(0.995, values.length - 1) * Math.sqrt(variance / values.length);
      expect(half / expected, `the interval of ${measure} is narrow`).toBeLessThan(0.1);
      expect(Math.abs(mean - expected), `${measure}: ${mean} ± ${half} against ${expected}`).toBeLessThan(
        half,
      );
    };
    expectCovered("requests.queued", theory.queueLength);
    expectCovered("requests.inSystem", theory.numberInSystem);
    expectCovered("endpoints.utilisation", theory.utilisation);
  });

  test("as many requests find all slots taken as Erlang C says", () => {
    const { run, events } = simulate({ world: station(3.2, 4), until: 20_000 });
    const answers = events.filter(({ name }) => name === "requestServed");
    const waited = answers.filter(({ payload }) => (payload as { firstToken: number }).firstToken > 0).length;
    expect(run.summary["requests.served"]).toBe(answers.length);
    // Waits come in busy spells: some hundred times a spell of 16 requests, at most.
    expect(Math.abs(waited / answers.length - erlangC(4, 3.2))).toBeLessThan(
      4 * Math.sqrt(0.25 / (64_000 / 40)),
    );
  });

  test("Little's law holds to 1e-9 once every request has left", () => {
    const happening = simulate({
      world: [
        use("demand/inference", { repeat: false, rateScale: 40 }),
        use("pricing/price-routing"),
        use("supply/endpoints"),
      ],
      until: 5_000,
    });
    const { state } = happening.simulation.states.find(({ instance }) => instance === "supply/endpoints")!;
    const { summary } = happening.run;
    expect(summary["requests.served"]).toBe(400);
    expect(summary["requests.inSystem"]! / ((state as { stayed: number }).stayed / 5_000)).toBeCloseTo(1, 9);
  });
});

test.each([
  ["half a slot", { slots: 1.5 }, "Expected a whole number, got 1.5."],
  [
    "fewer replicas than its fewest",
    { fewest: 2 },
    "An endpoint starts with at least its fewest and at most its most replicas.",
  ],
  [
    "a price that is no number",
    { usd_per_million_in: Number.NaN },
    "Expected a number of USD/M tokens, got NaN.",
  ],
  ["a price beyond reason", { usd_per_million_in: 1e7 }, "Expected at most 1000 USD/M tokens, got 10000000."],
])("an endpoint of %s is refused in a sentence", (_, row, sentence) => {
  expect(() => outcome([], table(row))).toThrow(sentence);
});

test("a season of more periods than a forecast takes is refused in a sentence", () => {
  expect(() => outcome([], table({}), { season: "10y", period: 60 })).toThrow(
    "A season has too many periods of the autoscaler.",
  );
});

test("endpoints that charge nothing share all requests, and earn nothing", () => {
  const free = { usd_per_million_in: 0, usd_per_million_out: 0 };
  const { run } = outcome([[1, 5, 5]], table(free, { provider: "B" }));
  expect(run.summary).toMatchObject({
    "requests.served": 1,
    "customers.paidUsd": 0,
    "tokens.usdPerMillion": 0,
  });
});

test("without endpoints every request is refused", () => {
  const { run } = outcome([[1, 5, 5]], table());
  expect(run.summary["requests.refused"]).toBe(1);
});
