import { describe, expect, test } from "vitest";
import { scenarioFrom, TEMPLATE_NAMES, TEMPLATES } from "../../sim/cli/written/templates.ts";
import { shared } from "../../sim/model/mechanism.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { listScenarios, loadScenario } from "../../sim/scenario/load.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import type { OpenPoint, Scenario } from "../../sim/scenario/scenario.ts";
import { lines, use as own, refusal } from "./problems.ts";

const use = (mechanism: string, params: object = {}, more: object = {}) => ({ mechanism, params, ...more });

function open(changes: Partial<Scenario>): readonly OpenPoint[] {
  const scenario: Scenario = { title: "open", until: "30d", world: [], ...changes };
  return resolve(scenario, catalogueOf(scenario)).open;
}
const told = (changes: Partial<Scenario>): string[] =>
  open(changes).map(({ path, message }) => `${path}: ${message}`);
const paths = (changes: Partial<Scenario>): string[] => open(changes).map(({ path }) => path);

const GENESIS = use("issuance/genesis", { supply: 1_000 });
const POOL = use("defi/constant-product", { tokens: 100, usd: 100 });
const CHAIN = use("consensus/nakamoto");
const MARKET = [
  use("supply/cohorts"),
  use("pricing/utilisation-indexed"),
  use("pricing/first-come"),
  use("contracts/escrow"),
];

test.each(listScenarios())("%s leaves nothing open that is not meant", async (name) => {
  const { scenario } = await loadScenario(name);
  const found = resolve(scenario, catalogueOf(scenario), { name, allowLong: true }).open;
  expect(found.filter(({ meant }) => meant === "")).toEqual([]);
});

test.each(TEMPLATE_NAMES)("nor does the template %s", (name) => {
  const scenario = parseScenario(scenarioFrom(TEMPLATES[name]!, name, `${name}.yaml`), name);
  expect(resolve(scenario, catalogueOf(scenario)).open.filter(({ meant }) => meant === "")).toEqual([]);
});

describe("money", () => {
  test("a token that nothing prices, with who counts it and who could price it", () => {
    expect(told({ world: [GENESIS, CHAIN] })).toEqual([
      "price of token: Nothing here prices token: consensus/nakamoto counts it as worth nothing, in measures too. Add one of: defi/concentrated-liquidity, defi/constant-product, defi/equation-of-exchange, defi/geometric-brownian, defi/jump-diffusion, defi/recorded-price, defi/regime-switching, defi/stable-pool, defi/weighted-pool.",
    ]);
  });

  test("a token that nobody counts in USD, or of which there is none, needs no price", () => {
    expect(told({ world: [GENESIS, use("issuance/fixed", { split: { treasury: 1 } })] })).toEqual([]);
    expect(paths({ world: [...MARKET, use("demand/jobs")] })).toEqual([]);
  });

  test("a token has its price where it is, not elsewhere", () => {
    const assets = { a: { decimals: 9, in: "one" }, b: { decimals: 9, in: "two" } };
    const chain = (place: string) => [GENESIS, CHAIN].map((each) => ({ ...each, in: place }));
    const priced = { ...POOL, in: "one" };
    const found = paths({ assets, world: [...chain("one"), ...chain("two"), priced] });
    expect(found).toContain("price of two:b");
    expect(found).not.toContain("price of one:a");
  });

  test("a genesis that others add to, with the total to the last digit", () => {
    const world = [
      use("issuance/genesis", { supply: "900000000000000000.000000001" }),
      use("defi/constant-product", { tokens: "0.000002", usd: 1 }),
      use("traders/noise", { tokens: 0 }),
    ];
    expect(told({ world })).toEqual([
      "issuance/genesis.supply: The opening supply of token is 900000000000000000.000002001, not 900000000000000000.000000001: 0.000002 by defi/constant-product.tokens comes on top.",
    ]);
  });

  test("an issuance of less than a base unit", () => {
    const world = [GENESIS, use("issuance/fixed", { tokensPerDay: 0.01, split: { treasury: 1 } })];
    expect(told({ assets: { token: { decimals: 0 } }, world })).toEqual([
      "issuance/fixed: It mints about 0.3 token in 30 d, less than a base unit of 0 decimals: nothing. Mint more, or give the asset more decimals.",
    ]);
    expect(told({ assets: { token: { decimals: 2 } }, world })).toEqual([]);
  });

  test("a supply whose jobs nobody pays for, and a desk to which nobody pays", () => {
    const [unpaid, ...more] = told({ world: [...MARKET.slice(0, 3), use("demand/jobs")] });
    expect(more).toEqual([]);
    expect(unpaid).toMatch(
      /^revenue\/providers: No mechanism here pays into revenue\/providers of supply\/cohorts: providers earn nothing from customers\. Add one of: contracts\/escrow, /,
    );
    const desk = [GENESIS, POOL, use("contracts/burn-desk", { split: { treasury: 1 } })];
    expect(paths({ world: [...desk, ...MARKET, use("demand/jobs")] })).toContain("burn/desk");
    const burned = MARKET.map((each) =>
      each.mechanism === "contracts/escrow" ? use("contracts/escrow", { payment: "burn" }) : each,
    );
    expect(paths({ world: [...desk, ...burned, use("demand/jobs")] })).not.toContain("burn/desk");
  });

  test("an asset that is declared and that nobody moves; the one that is always there is none", () => {
    const assets = { token: { decimals: 9 }, spare: { decimals: 2 } };
    expect(paths({ assets, world: [GENESIS] })).toEqual(["assets › spare"]);
    expect(paths({ world: [use("demand/poisson"), use("supply/servers")] })).toEqual([]);
  });
});

describe("events", () => {
  test("an issuance by blocks without blocks, together with whoever else waits for them", () => {
    const world = [GENESIS, use("issuance/halving", { interval: 10 }), use("issuance/smooth-tail")];
    expect(told({ world })).toEqual([
      "block: issuance/halving and issuance/smooth-tail act on block, and no mechanism here emits it: they do nothing. Add one of: consensus/nakamoto, consensus/slot-pos.",
    ]);
  });

  test("an issuance that may run on blocks or days, only where it runs on blocks", () => {
    const minting = (update: string) => [
      GENESIS,
      use("issuance/bonded-ratio", { update, split: { treasury: 1 } }),
    ];
    expect(paths({ world: minting("day") })).toEqual([]);
    expect(paths({ world: minting("block") })).toEqual(["block"]);
  });

  test("blocks of another place, with who makes them", () => {
    const world = [
      GENESIS,
      { ...CHAIN, in: "btc" },
      use("issuance/halving", { interval: 10, split: { treasury: 1 } }),
    ];
    expect(told({ world })[1]).toBe(
      'block: issuance/halving acts on block, and no mechanism here emits it: it does nothing. In other places btc:consensus/nakamoto does: put them into one place ("in").',
    );
  });

  test("a market without jobs is told once, and not again as supply without matches", () => {
    expect(paths({ world: MARKET })).toEqual(["jobSubmitted"]);
    expect(paths({ world: [use("supply/cohorts")] })).toEqual(["jobMatched"]);
  });

  test("jobs of which none comes are no jobs", () => {
    expect(told({ world: [...MARKET, use("demand/multi-homing", { jobsPerDay: 0 })] })).toContain(
      "jobSubmitted: pricing/first-come acts on jobSubmitted, and demand/multi-homing emits none before the horizon: it does nothing.",
    );
  });

  test("an event of a scenario's own that is heard in another place alone", () => {
    const asks = own({ name: "a/asks", emits: { asked: { doc: "Asked.", fields: {} } } });
    const hears = own({
      name: "a/hears",
      on: { asked: () => {} },
      emits: { asked: { doc: "Asked.", fields: {} } },
    });
    expect(
      told({
        world: [
          { ...asks, in: "one" },
          { ...hears, in: "two" },
        ],
      }),
    ).toEqual([
      "one:asked: one:a/asks emits asked, and no mechanism in one answers it. Add a/hears. docs/market.md says what goes together.",
    ]);
  });

  test("trades that no pool answers, where there is something to trade and a price", () => {
    const prices = own({ name: "a/prices", signals: { usdPerToken: () => 2 } });
    const sells = own({ name: "a/sells", emits: { swapRequested: shared } });
    expect(paths({ world: [GENESIS, prices, sells] })).toEqual(["a/prices", "swapRequested"]);
    expect(paths({ world: [sells] })).toEqual([]);
  });
});

describe("signals", () => {
  test("a shock that nobody reads, with who would", () => {
    expect(told({ world: [use("shocks/demand", { at: "5d" })] })).toEqual([
      "shocks/demand: It publishes demandLevel, which nobody here reads: it changes nothing. These read it: demand/bootstrap-trace, demand/jobs, demand/multi-homing, demand/trace.",
    ]);
    const world = [...MARKET, use("demand/jobs"), use("shocks/demand", { at: "5d" })];
    expect(paths({ world })).toEqual([]);
  });

  test("a shock of one place is not read in another", () => {
    const demand = [...MARKET, use("demand/jobs")].map((each) => ({ ...each, in: "north" }));
    expect(paths({ world: [...demand, use("shocks/demand", { at: "5d" }, { in: "south" })] })).toEqual([
      "south:shocks/demand",
    ]);
    expect(paths({ world: [...demand, use("shocks/demand", { at: "5d" })] })).toEqual([]);
  });
});

describe("the horizon", () => {
  test("a time, or a block, that no run reaches", () => {
    const world = [GENESIS, CHAIN, POOL, use("issuance/halving", { interval: 5_000 })];
    const found = told({ world });
    expect(found).toContain(
      "issuance/halving.interval: 5000 blocks are more than the 4320 or so before the horizon of 30 d: it never comes. Take fewer, or a longer horizon.",
    );
    expect(paths({ world, until: "60d" })).not.toContain("issuance/halving.interval");
    expect(told({ world: [...MARKET, use("demand/jobs"), use("shocks/demand")] })).toEqual([
      "shocks/demand.at: 365 d lie beyond the horizon of 30 d: it never comes. Take an earlier time, or a longer horizon.",
    ]);
  });

  test("a cliff, from the start of its grant", () => {
    const vesting = (age: string) => [use("issuance/vesting", { cliff: "1y", age })];
    expect(told({ world: vesting("300d") })).toEqual([
      "issuance/vesting.cliff: 65 d lie beyond the horizon of 30 d: it never comes. Take an earlier time, or a longer horizon.",
    ]);
    expect(told({ world: vesting("340d") })).toEqual([]);
  });

  test("days of a run of hours", () => {
    const world = [GENESIS, use("issuance/fixed", { split: { treasury: 1 } })];
    expect(told({ until: "12h", world })).toEqual([
      "day: issuance/fixed acts at the end of each day, and the horizon of 12 h has none: it does nothing. Take a longer horizon.",
    ]);
    expect(told({ until: "1d", world })).toEqual([]);
  });

  test("who chooses between places and has one", () => {
    const north = MARKET.slice(1).map((each) => ({ ...each, in: "north" }));
    const switching = (places: string[]) => use("supply/profit-switching", { places });
    const world = [...north, use("demand/jobs", {}, { in: "north" })];
    expect(told({ world: [...world, switching(["north"])] })).toEqual([
      "supply/profit-switching.places: It chooses between places and has only north: it never changes. List two or more.",
    ]);
  });
});

describe("what is the same", () => {
  test("designs, branches and points of a sweep", () => {
    const world = [...MARKET, use("demand/jobs"), use("shocks/demand", { at: "5d" })];
    const found = told({
      world,
      designs: { one: [], two: [], three: [use("contracts/insurance")] },
      branches: { at: "6d", none: {}, half: { set: { "shocks/demand.factor": 0.5 } } },
      sweep: { grid: { "shocks/demand.at": ["2d", 172_800, 3] } },
    });
    expect(found).toEqual([
      'designs: "one" and "two" are the same, mechanism for mechanism: comparing them tells nothing. Change one of them, or leave it out.',
      'branches: "none" and "half" set the same: nothing differs between them. Change one of them, or leave it out.',
      "sweep › grid › shocks/demand.at: One point is the same as another: runs are made twice. Leave it out.",
    ]);
  });

  test("points of a list and a zip, by all of their values", () => {
    const world = [GENESIS];
    const path = "issuance/genesis.supply";
    expect(paths({ world, sweep: { list: [{}, { [path]: 5 }, { [path]: "5" }] } })).toEqual(["sweep › list"]);
    expect(paths({ world, sweep: { zip: { [path]: [5, 6, 5] } } })).toEqual(["sweep › zip"]);
    expect(paths({ world, sweep: { list: [{}, { [path]: 5 }] } })).toEqual([]);
  });
});

describe("claims", () => {
  test("one that names no measure, and times between two samples", () => {
    const expected = {
      "it is so": { always: "1 < 2" },
      "it comes at once": { eventually: "ledger.supply > 1", before: "1h" },
      "it comes back": { recovers: "ledger.supply > 1", after: "5d", within: "1h" },
      "it is there": { always: "ledger.supply > 1" },
    } as const;
    expect(paths({ world: [GENESIS], sample: "1d", expect: expected })).toEqual([
      'expect › "it is so"',
      'expect › "it comes at once"',
      'expect › "it comes back"',
    ]);
  });
});

describe("what is told", () => {
  test("of some designs says of which, of all of them once", () => {
    const designs = { mined: [use("issuance/halving", { interval: 10 })], other: [] };
    expect(told({ world: [GENESIS], designs })[0]).toMatch(/^block: In "mined": issuance\/halving acts/);
  });

  test("is no part of a scenario's identity", () => {
    const hashes = [{}, { meant: { "price of token": "only tokens are compared" } }].map((more) => {
      const scenario: Scenario = { title: "x", until: "30d", world: [GENESIS, CHAIN], ...more };
      return scenarioHash(resolve(scenario, catalogueOf(scenario)));
    });
    expect(hashes[0]).toBe(hashes[1]);
  });

  test("carries why it is meant; a reason for what is not open is a point of its own", () => {
    const meant = { "price of token": "only tokens are compared", "price of tokens": "a slip" };
    expect(open({ world: [GENESIS, CHAIN], meant })).toMatchObject([
      { path: "price of token", meant: "only tokens are compared" },
      {
        path: "meant › price of tokens",
        message: 'Nothing is left open under this name. Did you mean "price of token"? Leave it out.',
        meant: "",
      },
    ]);
    const scenario: Scenario = { title: "x", until: "30d", world: [GENESIS], meant: { block: "not here" } };
    const cut = resolve(scenario, catalogueOf(scenario), { until: "5d" });
    expect(cut.open).toEqual([]);
  });
});

test("error: reasons that are none", () => {
  const meant = { one: 5, two: "", three: "a\u001bb" } as unknown as Record<string, string>;
  const world = [GENESIS];
  expect(refusal({ world, meant })).toBe(
    lines(
      "test has 3 problems.",
      "",
      "  meant › one",
      "    Expected a reason in words, got 5.",
      "  meant › two",
      '    Expected a reason in words, got "".',
      "  meant › three",
      '    The character U+001B at place 2 of "a\\u001bb" cannot be printed. Leave it out.',
    ),
  );
});
