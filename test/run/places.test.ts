import { describe, expect, test } from "vitest";
import { meet, meetIn, own, ownEach, provide, provideIn } from "../../sim/model/accounts.ts";
import { verifyChain } from "../../sim/model/chain.ts";
import { genesisOf, verifyBlocks } from "../../sim/run/block-log.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { places } from "../../sim/schema/fields.ts";
import { chain, type Part, use } from "../scenario/problems.ts";

function start(world: readonly unknown[], scenario: object = {}): Simulation {
  const whole = { title: "test", until: 100, ...scenario, world } as never;
  const catalogue = catalogueOf(whole);
  return new Simulation(resolve(whole, catalogue), catalogue, { design: "base", replication: 0, seed: 1 });
}

const inside = (place: string, part: Part, as?: string) => ({ ...use(part, as), in: place });
const miners = (place: string, params: object = {}) => ({ ...chain(params), in: place });
const RANG = { rang: { doc: "It rings.", fields: { bell: "number" } } } as const;

/** Notes what it hears, where, and what it reads there. */
const ear = (name: string, more: Part = {}): Part => ({
  name,
  init: () => ({ heard: [] }),
  on: {
    rang: ({ state, from }, { bell }) => state.heard.push([from, bell]),
  },
  ...more,
});
const bell = (number: number, more: Part = {}): Part => ({
  name: `test/bell-${number}`,
  emits: RANG,
  on: { opened: ({ emit }) => emit.rang({ bell: number }, 1) },
  ...more,
});
const heardBy = (simulation: Simulation) =>
  Object.fromEntries(
    simulation.states
      .filter(({ state }) => (state as any).heard)
      .map(({ instance, state }) => [instance, (state as any).heard]),
  );

describe("two chains in one design", () => {
  const world = [miners("btc", { blockTime: 600 }), miners("doge", { blockTime: 60 })];
  const run = start(world, { until: "2d" }).finish();

  test("each makes its blocks, and its log is a chain of its own", () => {
    const blocks = (place: string) => run.blocks.filter((block) => block.place === place);
    expect([...new Set(run.blocks.map(({ place }) => place))]).toEqual(["btc", "doge"]);
    expect(run.summary["btc.chain.blocks"]).toBeGreaterThan(200);
    expect(run.summary["doge.chain.blocks"]).toBeGreaterThan(2_000);
    expect(blocks("btc")).toHaveLength(run.summary["btc.chain.blocks"]!);
    for (const place of ["btc", "doge"])
      expect(verifyChain(blocks(place), genesisOf(run.scenarioHash, place))).toEqual({ ok: true });
    expect(verifyBlocks(run.blocks, run.scenarioHash)).toEqual({ ok: true });
  });

  test("a block that is moved to the other chain is found", () => {
    const moved = run.blocks.map((block) =>
      block.place === "btc" ? { ...block, place: "doge" } : { ...block, place: "btc" },
    );
    expect(verifyBlocks(moved, run.scenarioHash)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("has parent"),
    });
    const changed = run.blocks.map((block, at) => (at === 3 ? { ...block, proposer: "mallory" } : block));
    expect(verifyBlocks(changed, run.scenarioHash)).toMatchObject({
      reason: expect.stringMatching(/^In btc: Block 3 hashes to/),
    });
  });

  test("each has its own luck, the same as where it stands alone", () => {
    const alone = start(world.slice(0, 1), { until: "2d" }).finish();
    expect(run.series["btc.chain.blocks"]).toEqual(alone.series["btc.chain.blocks"]);
  });

  test("the digest is the same for any order of the list, and cut and resumed", () => {
    expect(start([...world].reverse(), { until: "2d" }).finish().digest).toBe(run.digest);
    const half = start(world, { until: "2d" });
    half.runTo({ time: 100_000 });
    const resumed = half.fork().finish();
    expect(resumed.digest).toBe(run.digest);
    expect(resumed.blocks).toEqual(run.blocks);
  });
});

describe("an event", () => {
  test("is heard in the place of its emitter alone", () => {
    const world = [
      inside("a", bell(1)),
      inside("b", bell(2)),
      inside("a", ear("test/ear")),
      inside("b", ear("test/ear")),
      use(ear("test/world-ear", { emits: RANG })),
    ];
    expect(heardBy(started(world))).toEqual({
      "a:test/ear": [["a", 1]],
      "b:test/ear": [["b", 2]],
      "test/world-ear": [],
    });
  });

  test("is told with its place, and so is one at which a claim breaks", () => {
    const seen: unknown[] = [];
    const world = [inside("a", bell(1)), use(bell(2))];
    const simulation = start(world);
    simulation.onEvent(({ place, name }) => {
      if (name === "rang") seen.push(place);
    });
    simulation.finish();
    expect(seen).toEqual(["a", undefined]);
    const broken: Part = {
      name: "test/broken",
      init: () => ({ rings: 0 }),
      on: { rang: ({ state }) => void state.rings++ },
      invariants: { "it never rings": ({ state }: any) => state.rings === 0 },
    };
    expect(() => started([inside("a", bell(1)), inside("a", broken)])).toThrow(
      /^a:test\/broken: it never rings\./,
    );
  });

  test("of the calendar and an outage go from the world to all; an outage of a place stays there", () => {
    const dark: Part = {
      name: "test/dark",
      init: () => ({ heard: [] }),
      on: {
        day: ({ state }) => state.heard.push("day"),
        regionOutage: ({ state }, { seconds }) => state.heard.push(seconds),
      },
    };
    const shock = (seconds: number): Part => ({
      name: `test/shock-${seconds}`,
      emits: { regionOutage: "shared" },
      on: { opened: ({ emit }) => emit.regionOutage({ region: "", seconds }) },
    });
    const world = [use(shock(5)), inside("a", shock(7)), inside("a", dark), inside("b", dark), use(dark)];
    const simulation = start(world, { until: "1d" });
    simulation.finish();
    expect(heardBy(simulation)).toEqual({
      "a:test/dark": [7, 5, "day"],
      "b:test/dark": [5, "day"],
      "test/dark": [5, "day"],
    });
  });
});

function started(world: readonly unknown[]): Simulation {
  const simulation = start(world);
  simulation.finish();
  return simulation;
}

test("a read looks in its own place, then in the world; a lagged one takes the value from before the event there", () => {
  const count = (from: number): Part => ({
    name: `test/count-${from}`,
    init: () => ({ count: from }),
    emits: RANG,
    signals: { baseFee: ({ state }: any) => state.count },
    on: {
      opened: ({ emit }) => emit.rang({ bell: 0 }, 1),
      rang: ({ state }) => state.count++,
    },
  });
  const reader = (lagged: boolean): Part => ({
    name: lagged ? "test/lagged" : "test/live",
    init: () => ({ heard: [] }),
    emits: RANG,
    reads: { baseFee: lagged ? { lagged: true } : {} },
    on: {
      opened: ({ emit }) => emit.rang({ bell: 0 }, 1),
      rang: ({ state, read, mine }) => mine && state.heard.push(read.baseFee()),
    },
  });
  const both = [reader(true), reader(false)];
  const world = [
    inside("a", count(10)),
    ...both.map((part) => inside("a", part)),
    ...both.map((part) => inside("b", part)),
    use(count(20)),
  ];
  // Bells ring in the order of delivery: in a the publisher's first, then the readers'. The world's does not ring in b:
  // it rings between theirs, after the reader that need not stand behind it.
  expect(heardBy(started(world))).toEqual({
    "a:test/lagged": [11],
    "a:test/live": [13],
    "b:test/lagged": [20],
    "b:test/live": [21],
  });
});

describe("accounts", () => {
  const named = ({ ledger }: any, accounts: readonly number[]) => accounts.map((id) => ledger.name(id));

  test("that are met are a place's own; fiat is the world's; an instance's are called after it", () => {
    const part: Part = {
      name: "test/meeting",
      accounts: {
        own: own("users"),
        each: ownEach("users"),
        treasury: meet("treasury"),
        world: meet("world"),
      },
      init: () => ({ heard: [] }),
      on: {
        opened: (context) => {
          const { own, each, treasury, world } = context.account;
          context.state.heard.push(...named(context, [own, each(7), treasury, world]));
        },
      },
    };
    expect(heardBy(started([inside("a", part), inside("b", part), use(part)]))).toEqual({
      "a:test/meeting": ["a:test/meeting.own", "a:test/meeting.each[7]", "a:treasury", "world"],
      "b:test/meeting": ["b:test/meeting.own", "b:test/meeting.each[7]", "b:treasury", "world"],
      "test/meeting": ["test/meeting.own", "test/meeting.each[7]", "treasury", "world"],
    });
  });

  const pool = (name: string): Part => ({ name, accounts: { pool: provide("pool") } });
  const meets = (accounts: Part["accounts"], more: Part = {}): Part => ({
    name: "test/meets",
    accounts,
    init: () => ({ heard: [] }),
    on: {
      opened: (context) => {
        const { pool } = context.account;
        context.state.heard.push(...named(context, typeof pool === "number" ? [pool] : Object.values(pool)));
      },
    },
    ...more,
  });

  test("with an owner are those of the place's owner, or else of the world's", () => {
    const part = meets({ pool: meet("pool") });
    const world = [
      inside("a", pool("test/near")),
      use(pool("test/far")),
      inside("a", part),
      inside("b", part),
    ];
    expect(heardBy(started(world))).toEqual({ "a:test/meets": ["a:pool"], "b:test/meets": ["pool"] });
    expect(() => started([inside("a", pool("test/near")), inside("b", part)])).toThrow(
      'No mechanism in b owns the account "pool", which this one needs. Add one of: defi/concentrated-liquidity, defi/constant-product, defi/equation-of-exchange, defi/geometric-brownian, defi/jump-diffusion, defi/recorded-price, defi/regime-switching, defi/stable-pool, defi/weighted-pool, test/near.',
    );
    expect(() => started([inside("a", pool("test/near")), inside("a", pool("test/second"))])).toThrow(
      'owns the account "pool" too. Keep one of them, or give each a place of its own ("in").',
    );
    expect(() => started([inside("a", pool("test/near")), inside("b", pool("test/second"))])).not.toThrow();
  });

  test("of the places that a joiner joins are met by place", () => {
    const params = { places: places({ doc: "Where." }) };
    const joiner = (list: string[]) => ({
      ...use(meets({ pool: meetIn("pool") }, { params })),
      params: { places: list },
    });
    const pools = ["a", "b"].map((place) => inside(place, pool("test/pool")));
    expect(heardBy(started([...pools, joiner(["a", "b"])]))).toEqual({ "test/meets": ["a:pool", "b:pool"] });
    const third = inside("c", { name: "test/third" });
    expect(() => started([...pools, third, joiner(["a", "c"])])).toThrow(
      "No mechanism in c owns the account",
    );
  });

  test("of the places that a joiner joins are its own in each, and met there", () => {
    const params = { places: places({ doc: "Where." }) };
    const owner = (list: string[], name: string) => ({
      ...use({ name, params, accounts: { pool: provideIn("pool") } }),
      params: { places: list },
    });
    const meeting = ["a", "b"].map((place) => inside(place, meets({ pool: meet("pool") })));
    expect(heardBy(started([...meeting, owner(["a", "b"], "test/owner")]))).toEqual({
      "a:test/meets": ["a:pool"],
      "b:test/meets": ["b:pool"],
    });
    expect(() => started([...meeting, owner(["a"], "test/owner")])).toThrow(
      'No mechanism in b owns the account "pool"',
    );
    expect(() =>
      started([...meeting, owner(["a", "b"], "test/owner"), inside("b", pool("test/pool"))]),
    ).toThrow('owns the account "pool" too.');
  });
});

describe("a joiner", () => {
  const params = { places: places({ doc: "Where." }) };
  const joining = (part: Part, list: readonly string[]) => ({
    ...use({ name: "test/joiner", params, ...part }),
    params: { places: list },
  });
  const fee = (value: number): Part => ({
    name: `test/fee-${value}`,
    signals: { baseFee: () => value },
  });

  test("hears where it joins, knows where, reads and emits there", () => {
    const part = ear("test/joiner", {
      params,
      reads: { baseFee: {} },
      emits: { ...RANG, echoed: { doc: "It echoes.", fields: { fee: "number" } } },
      on: {
        opened: ({ emit }) => emit.rang({ bell: 9 }, 2),
        rang: ({ state, from, mine, read, emit }, { bell: number }) => {
          state.heard.push([from, number]);
          if (!mine && from !== "") emit.echoed.in(from, { fee: read.baseFee.in(from) }, 1);
        },
      },
    });
    const listening = (name: string): Part =>
      ear(name, { on: { echoed: ({ state }, event) => state.heard.push(event.fee) } });
    const world = [
      ...["a", "b", "c"].flatMap((place, at) => [
        inside(place, bell(at)),
        inside(place, fee(10 * at)),
        inside(place, listening("test/listening")),
      ]),
      joining(part, ["a", "b"]),
    ];
    expect(() => start(world)).toThrow("Nobody in c emits an event of that name");
    const heard = heardBy(started(world.filter(({ in: place }: any) => place !== "c")));
    expect(heard).toEqual({
      "a:test/listening": [0],
      "b:test/listening": [10],
      "test/joiner": [
        ["a", 0],
        ["b", 1],
        ["", 9],
      ],
    });
  });

  test("publishes to each place what it says of it", () => {
    const publishing: Part = {
      reads: { baseFee: {} },
      signals: { gasPerSecond: ({ from, read }: any) => (from === "" ? -1 : read.baseFee.in(from) + 1) },
    };
    const asks: Part = {
      name: "test/asks",
      init: () => ({ heard: [] }),
      reads: { gasPerSecond: {} },
      on: { opened: ({ state, read }) => state.heard.push(read.gasPerSecond()) },
      ownMetrics: {
        "test.gas": {
          kind: "level",
          unit: "",
          words: "What it reads",
          better: "neither",
          doc: "What it reads.",
          value: ({ read }: any) => read.gasPerSecond(),
        },
      },
    };
    const world = [
      inside("a", fee(10)),
      inside("b", fee(20)),
      inside("a", asks),
      inside("b", asks),
      use(asks),
      joining(publishing, ["a", "b"]),
    ];
    const simulation = start(world);
    const { summary } = simulation.finish();
    expect(heardBy(simulation)).toEqual({ "a:test/asks": [11], "b:test/asks": [21], "test/asks": [-1] });
    expect(summary).toMatchObject({ "a.test.gas": 11, "b.test.gas": 21, "test.gas": -1 });
  });

  test("the same event in two places is two to the digest", () => {
    const emits = (where: string): Part => ({
      emits: RANG,
      on: { opened: ({ emit }) => emit.rang.in(where, { bell: 1 }, 1) },
    });
    const world = [inside("a", ear("test/ear", { on: {} })), inside("b", ear("test/ear", { on: {} }))];
    const digest = (where: string) => start([...world, joining(emits(where), ["a", "b"])]).finish().digest;
    expect(digest("a")).not.toBe(digest("b"));
  });

  test("error: a place that it does not join, a read in the world where nobody publishes", () => {
    const wrong = (on: (context: any) => void): Part => ({
      reads: { baseFee: {} },
      emits: RANG,
      on: { opened: on },
    });
    const world = (part: Part) => [inside("a", fee(1)), inside("b", fee(2)), joining(part, ["a"])];
    const message = (part: Part) => {
      try {
        started(world(part));
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message(wrong(({ read }) => read.baseFee.in("b")))).toContain(
      'test/joiner reads baseFee in "b", which it does not join.',
    );
    expect(message(wrong(({ emit }) => emit.rang.in("b", { bell: 1 })))).toContain(
      'test/joiner emits rang in "b", which it does not join.',
    );
    expect(message(wrong(({ read }) => read.baseFee()))).toContain(
      "test/joiner reads baseFee in the world, where nobody publishes it.",
    );
  });
});
