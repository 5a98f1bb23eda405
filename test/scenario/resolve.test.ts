import { expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { chain, lines, refusal } from "./problems.ts";

const scenario = { title: "test", until: "10d", world: [chain({ blockTime: "10m" })] };

const GENESIS = { mechanism: "issuance/genesis", params: {} };

test("a resolved scenario is complete, frozen, and round-trips through the codec", () => {
  const resolved = resolve(scenario, ORRERY, { name: "test" });
  expect(resolved).toMatchObject({
    until: 864_000,
    warmUp: 0,
    sample: 8_640,
    seed: 1,
    control: "base",
    replications: 1,
  });
  expect(resolved.designs[0]!.uses[0]).toMatchObject({
    as: "consensus/nakamoto",
    params: { blockTime: 600, retargetInterval: 2016 },
  });
  expect(Object.isFrozen(resolved.designs[0]!.uses[0]!.params)).toBe(true);
  expect(decode(encode(resolved))).toEqual(resolved);
});

test("equal content has equal identity, whatever its form; another parameter another one", () => {
  const first = resolve(scenario, ORRERY, { name: "test" });
  const second = resolve({ world: [chain({ blockTime: 600 })], until: 864_000, title: "test" }, ORRERY, {
    name: "test",
  });
  expect(scenarioHash(second)).toBe(scenarioHash(first));
  const other = resolve({ ...scenario, world: [chain({ blockTime: 601 })] }, ORRERY, { name: "test" });
  expect(scenarioHash(other)).not.toBe(scenarioHash(first));
});

test("a table is known by its cells, not by what is said of it", () => {
  const identity = (said: object, seconds: number) => {
    const cells = inlineTable({ submitted: [0], seconds: [seconds], gpus: [1] });
    const world = [{ mechanism: "demand/trace", params: { trace: { ...cells, ...said } } }];
    return scenarioHash(resolve({ title: "test", until: "1d", world }, ORRERY, { name: "test" }));
  };
  const first = identity({ path: "a.csv", sha256: "abc" }, 60);
  expect(identity({ path: "a.csv", sha256: "abc" }, 61)).not.toBe(first);
  expect(identity({ path: "b.csv", sha256: "" }, 60)).toBe(first);
});

test("settings reach a mechanism by its name and an instance by its own", () => {
  const world = [
    { mechanism: "traders/noise", params: {}, as: "main" },
    { mechanism: "traders/noise", params: {}, as: "side" },
    { mechanism: "defi/constant-product", params: {} },
  ];
  const { designs } = resolve({ ...scenario, world }, ORRERY, {
    set: ["traders/noise.usd=60", "side.tokens=10"],
  });
  const traders = designs[0]!.uses.filter(({ mechanism }) => mechanism === "traders/noise");
  expect(traders.map(({ params }) => [params["usd"], params["tokens"]])).toEqual([
    [60, 2_500_000],
    [60, 10],
  ]);
});

test("a shorter horizon says what it cuts, and a warm-up that no longer fits keeps its share", () => {
  const { warmUp, notes } = resolve({ ...scenario, warmUp: "5d" }, ORRERY, { until: "2d" });
  expect(warmUp).toBe(86_400);
  expect(notes).toEqual([
    "The run ends at 2 d of the scenario's 10 d: later shocks do not happen.",
    "The warm-up of 5 d no longer fits; it keeps its share of the horizon, 1 d.",
  ]);
});

test("error: unknown mechanism, parameter and field, with what was probably meant", () => {
  const world = [{ mechanism: "consensus/nakamto", params: {} }, chain({ blockTme: 3 })];
  expect(refusal({ titel: "x", world })).toBe(
    lines(
      "test has 3 problems.",
      "",
      "  titel",
      '    There is no such field. Did you mean "title"?',
      "  world[0] consensus/nakamto",
      '    There is no mechanism of that name. Did you mean "consensus/nakamoto"?',
      "  world[1] consensus/nakamoto › blockTme",
      '    There is no such parameter. Did you mean "blockTime"?',
    ),
  );
});

test("error: values of another type or unit", () => {
  const params = {
    asset: 3,
    blockTime: "10 parsecs",
    retargetInterval: 1.5,
    initialHashrate: "1e15 H/s",
    economics: "yes",
  };
  expect(refusal({ world: [chain(params)] })).toBe(
    lines(
      "test has 5 problems.",
      "",
      "  world[0] consensus/nakamoto › asset",
      "    Expected text, got 3.",
      "  world[0] consensus/nakamoto › blockTime",
      '    Expected a duration in seconds, or text such as "10m", "6h", "30d", "2y", got "10 parsecs".',
      "  world[0] consensus/nakamoto › retargetInterval",
      "    Expected a whole number, got 1.5.",
      "  world[0] consensus/nakamoto › initialHashrate",
      '    Expected a number of H/s, got "1e15 H/s".',
      "  world[0] consensus/nakamoto › economics",
      '    Expected true or false, got "yes".',
    ),
  );
});

test("error: values out of bounds, NaN, infinite, huge, and weights that weigh nothing", () => {
  const params = {
    blockTime: -600,
    retargetInterval: 1e300,
    asset: "",
    initialHashrate: Number.NaN,
    usdPerKilowattHour: Infinity,
    hashrate: { alice: -1, bob: 0 },
  };
  expect(refusal({ world: [chain(params)] })).toBe(
    lines(
      "test has 6 problems.",
      "",
      "  world[0] consensus/nakamoto › asset",
      "    Expected text that is not empty.",
      "  world[0] consensus/nakamoto › blockTime",
      "    Expected at least 0.1 s, got -600.",
      "  world[0] consensus/nakamoto › retargetInterval",
      "    Expected a whole number, got 1e+300.",
      "  world[0] consensus/nakamoto › initialHashrate",
      "    Expected a number of H/s, got NaN.",
      "  world[0] consensus/nakamoto › hashrate › alice",
      "    Expected a weight of at least 0, got -1.",
      "  world[0] consensus/nakamoto › usdPerKilowattHour",
      "    Expected a number of USD/kWh, got Infinity.",
    ),
  );
});

test("error: a scenario's own fields", () => {
  expect(
    refusal({
      title: undefined,
      seed: -1,
      until: Number.NaN,
      warmUp: Infinity,
      sample: "1x",
      replications: 0,
      schemaVersion: 9,
    }),
  ).toBe(
    lines(
      "test has 7 problems.",
      "",
      "  title",
      "    This must be given. What the scenario is called.",
      "  seed",
      "    Expected at least 0, got -1.",
      "  until",
      '    Expected a duration in seconds, or text such as "10m", "6h", "30d", "2y", got NaN.',
      "  warmUp",
      '    Expected a duration in seconds, or text such as "10m", "6h", "30d", "2y", got Infinity.',
      "  sample",
      '    Expected a duration in seconds, or text such as "10m", "6h", "30d", "2y", got "1x".',
      "  replications",
      "    Expected at least 1, got 0.",
      "  schemaVersion",
      "    This file is of format 9; this Orrery reads formats up to 1. Update Orrery.",
    ),
  );
});

test.each([
  [{ until: 1e12 }, "until", "Expected at most 9000000000 s, got 1000000000000."],
  [{ warmUp: "10d" }, "warmUp", "Expected less than the horizon of 10 d, got 10 d."],
  [
    { sample: 1e-3 },
    "sample",
    "A sample every 0.001 s makes 864000000 samples; at most 1000000 are kept. Take a longer period.",
  ],
  [{ world: [] }, 'designs["base"]', "The world and the design are empty: there is nothing to simulate."],
  [{ designs: {} }, "designs", "There is no design to run. Name at least one, or leave the field out."],
  [{ designs: { calm: 3 } }, 'designs["calm"]', "Expected a list of mechanisms, got 3."],
  [{ control: "bse" }, "control", 'There is no design "bse". Did you mean "base"?'],
  [
    { world: [chain(null)] },
    "world[0] consensus/nakamoto",
    "Expected parameters by name, such as { interval: 210000 }.",
  ],
  [
    { world: [chain([1])] },
    "world[0] consensus/nakamoto",
    "Expected parameters by name, such as { interval: 210000 }.",
  ],
  [
    { world: [null] },
    "world[0]",
    "Expected a mechanism, such as halving({ interval: 210000 }), or in YAML - issuance/halving: { interval: 210000 }.",
  ],
  [
    { world: [GENESIS, GENESIS] },
    "world[1] issuance/genesis",
    'world[0] issuance/genesis has the same name. Give one of them another by "as", or a place of its own by "in".',
  ],
  [
    { world: [{ ...chain({}), as: "" }] },
    "world[0] consensus/nakamoto › as",
    'Expected a name for the instance, got "".',
  ],
  [
    { assets: { usd: { decimals: 2 } } },
    "assets › usd",
    "US dollars are always there, with 6 decimals. Leave them out.",
  ],
  [
    { assets: { token: { decimals: 30 } } },
    "assets › token › decimals",
    "Expected a whole number from 0 to 18, got 30.",
  ],
  [
    { expect: { "it works": { nevr: "x" } } },
    'expect › "it works"',
    'Expected one of always, never, eventually, atEnd, summary, recovers, monotone, compare with an expression, such as { always: "ledger.supply <= 21e6" }.',
  ],
])("error: %o", (given, path, message) => {
  expect(refusal(given)).toBe(lines("test has 1 problem.", "", `  ${path}`, `    ${message}`));
});

test("error: two that write one chain, and earn into one account", () => {
  expect(refusal({ world: [chain({}), { mechanism: "consensus/slot-pos", params: {} }] })).toBe(
    lines(
      "test has 2 problems.",
      "",
      "  world[1] consensus/slot-pos › accounts",
      '    world[0] consensus/nakamoto owns the account "rewards/security" too. Keep one of them, or give each a place of its own ("in").',
      "  world[1] consensus/slot-pos › emits block",
      '    world[0] consensus/nakamoto emits it too: both would write the same chain. Keep one of them, or give each a place of its own ("in"). docs/market.md says what goes together.',
    ),
  );
});

test("error: what the command line sets", () => {
  const set = ["blockTime", "consensus/nakamoto.blockTime=-1", "consensus/nakamto.blockTime=3"];
  expect(refusal({}, { set, until: "soon", seed: 1.5, designs: ["bas"] })).toBe(
    lines(
      "test has 6 problems.",
      "",
      "  --until",
      '    Expected a duration above 0 such as 90d, got "soon".',
      "  --seed",
      "    Expected a whole number of at least 0, got 1.5.",
      "  --set blockTime",
      "    Expected family/kind.parameter=value, such as issuance/halving.interval=4320.",
      "  --design",
      '    There is no design "bas". Did you mean "base"?',
      "  world[0] consensus/nakamoto › blockTime",
      "    Expected at least 0.1 s, got -1.",
      "  --set consensus/nakamto.blockTime=3",
      '    No mechanism or instance here is called "consensus/nakamto". Did you mean "consensus/nakamoto"?',
    ),
  );
});

test("a problem of the world is told once, however many designs share it", () => {
  const world = [chain({ blockTime: 0 })];
  expect(refusal({ world, designs: { one: [], two: [], three: [] } })).toBe(
    lines(
      "test has 1 problem.",
      "",
      "  world[0] consensus/nakamoto › blockTime",
      "    Expected at least 0.1 s, got 0.",
    ),
  );
});

test("error: an asset that the scenario does not have, where a mechanism names one", () => {
  const world = [chain({ asset: "tokn" })];
  expect(refusal({ world })).toBe(
    lines(
      "test has 1 problem.",
      "",
      "  world[0] consensus/nakamoto › asset",
      '    There is no asset "tokn". Did you mean "token"? There are: usd, token.',
    ),
  );
  expect(refusal({ world, assets: { tokn: { decimals: 2 } } })).toBeUndefined();
});
