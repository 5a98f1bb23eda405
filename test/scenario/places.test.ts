import { describe, expect, test } from "vitest";
import { constantProduct } from "../../sim/mechanisms/defi/constant-product.ts";
import { halving } from "../../sim/mechanisms/issuance/halving.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { places, text } from "../../sim/schema/fields.ts";
import { chain, lines, type Part, refusal, use } from "./problems.ts";

const resolved = (scenario: object, set: readonly string[] = []) => {
  const whole = { title: "test", until: "10d", ...scenario } as never;
  return resolve(whole, catalogueOf(whole), { name: "test", set });
};
const identities = (scenario: object) =>
  resolved(scenario).designs[0]!.uses.map(({ id, as, place }) => [id, as, place]);
const inside = (place: string, part: Part, as?: string) => ({ ...use(part, as), in: place });
const one = (path: string, message: string): string =>
  lines("test has 1 problem.", "", `  ${path}`, `    ${message}`);

const miners = (place: string) => ({ ...chain({}), in: place });

describe("identity", () => {
  test("is place and name, in the world the name alone", () => {
    expect(
      identities({ world: [chain({}), { ...chain({}), as: "main", in: "btc" }, { ...chain({}), in: 1 }] }),
    ).toEqual([
      ["1:consensus/nakamoto", "consensus/nakamoto", "1"],
      ["btc:main", "main", "btc"],
      ["consensus/nakamoto", "consensus/nakamoto", ""],
    ]);
  });

  test("a factory takes its place, and YAML has it beside the name", () => {
    expect(halving({}, { in: "btc", as: "main" })).toMatchObject({ in: "btc", as: "main" });
    const text =
      "title: t\nuntil: 1d\nworld:\n  - consensus/nakamoto: { blockTime: 60 }\n    in: btc\n    as: main\n";
    const parsed = parseScenario(text, "test");
    expect(resolve(parsed, catalogueOf(parsed)).designs[0]!.uses[0]).toMatchObject({
      id: "btc:main",
      place: "btc",
      params: { blockTime: 60 },
    });
  });

  test("error: twice in one place", () => {
    expect(refusal({ world: [miners("btc"), { ...chain({ hashrate: 5 }), in: "btc" }] })).toContain(
      'world[0] consensus/nakamoto in btc has the same name. Give one of them another by "as", or a place of its own by "in".',
    );
  });
});

describe("what several may not share in the world, each may have in a place", () => {
  test("two chains", () => {
    expect(refusal({ world: [miners("btc"), miners("eth")] })).toBeUndefined();
    expect(refusal({ world: [chain({}), { ...chain({}), as: "second" }] })).toContain(
      'Keep one of them, or give each a place of its own ("in").',
    );
  });

  test("two pools", () => {
    const reader = { name: "test/reader", reads: { usdPerToken: {} } };
    const pools = [constantProduct({}, { in: "a" }), constantProduct({}, { in: "b" })];
    expect(refusal({ world: [...pools, inside("a", reader), inside("b", reader)] })).toBeUndefined();
    expect(refusal({ world: [...pools, use(reader)] })).toBe(
      one(
        "world[2] test/reader › reads usdPerToken",
        "No mechanism here publishes usdPerToken; in other places: a:defi/constant-product, b:defi/constant-product. Add one of: defi/concentrated-liquidity, defi/constant-product, defi/equation-of-exchange, defi/geometric-brownian, defi/jump-diffusion, defi/recorded-price, defi/regime-switching, defi/stable-pool, defi/weighted-pool.",
      ),
    );
    expect(
      refusal({ world: [constantProduct(), constantProduct({}, { as: "second" }), use(reader)] }),
    ).toContain('Keep one, or give each a place of its own with those who read it ("in").');
  });

  test("an event that is awaited comes from the same place", () => {
    const offers = { name: "test/offers", emits: { machineOffered: "shared" as const } };
    const market = { name: "test/market", on: { machineOffered: () => {} } };
    expect(refusal({ world: [inside("a", offers), inside("a", market)] })).toBeUndefined();
    expect(refusal({ world: [inside("a", offers), inside("b", market)] })).toContain(
      "No mechanism in b emits machineOffered, without which this one does nothing.",
    );
  });

  test("an event of a mechanism's own is known in its place", () => {
    const spec = { doc: "It rings.", fields: {} };
    const bell = { name: "test/bell", emits: { rang: spec } };
    const ear = { name: "test/ear", on: { rang: () => {} } };
    expect(refusal({ world: [inside("a", bell), inside("a", ear)] })).toBeUndefined();
    expect(refusal({ world: [inside("a", bell), inside("b", ear)] })).toBe(
      one(
        "world[1] test/ear in b › on rang",
        "Nobody in b emits an event of that name; in other places: a:test/bell.",
      ),
    );
    const siren = { name: "test/siren", emits: { rang: { ...spec, everywhere: true as const } } };
    expect(refusal({ world: [use(siren), inside("b", ear)] })).toBeUndefined();
  });
});

describe("a read", () => {
  const fee = (name: string) => ({ name, signals: { baseFee: () => 1 } });
  const orderOf = (...world: readonly unknown[]) => resolved({ world }).designs[0]!.uses.map(({ id }) => id);

  test("looks in its own place, then in the world: publishers stand before readers over all places", () => {
    const reader = { name: "a/reader", reads: { baseFee: {} } };
    expect(
      orderOf(inside("one", reader), inside("two", reader), inside("two", fee("z/fee")), use(fee("y/fee"))),
    ).toEqual(["two:z/fee", "two:a/reader", "y/fee", "one:a/reader"]);
  });

  test("of a named instance: one of its place, or any by its identity", () => {
    const params = { from: text({ default: "z/fee", doc: "Whose fee." }) };
    const reader = (from: string) => ({
      ...use({ name: "a/reader", params, reads: { baseFee: { of: "from" } } }),
      params: { from },
      in: "one",
    });
    const fees = [inside("one", fee("z/fee")), inside("two", fee("z/fee"))];
    expect(orderOf(...fees, reader("z/fee"))).toEqual(["one:z/fee", "one:a/reader", "two:z/fee"]);
    expect(orderOf(...fees, reader("two:z/fee"))).toEqual(["one:z/fee", "two:z/fee", "one:a/reader"]);
    expect(refusal({ world: [...fees, reader("y/fee")] })).toContain(
      'Parameter "from" names "y/fee", which does not publish baseFee; these do: one:z/fee.',
    );
  });
});

describe("settings", () => {
  const world = [chain({}), miners("btc"), miners("eth"), { ...chain({}), as: "main", in: "eth" }];
  const apart = {
    world: world.slice(0, 3),
    designs: { one: [], two: [{ ...chain({}), as: "x", in: "ltc" }] },
  };
  const blockTimes = (scenario: ReturnType<typeof resolved>) =>
    Object.fromEntries(scenario.designs[1]!.uses.map(({ id, params }) => [id, params["blockTime"]]));

  test("without a place before it a path means all places, with one the place alone", () => {
    expect(blockTimes(resolved(apart, ["consensus/nakamoto.blockTime=60"]))).toEqual({
      "btc:consensus/nakamoto": 60,
      "consensus/nakamoto": 60,
      "eth:consensus/nakamoto": 60,
      "ltc:x": 60,
    });
    expect(
      blockTimes(resolved(apart, ["btc:consensus/nakamoto.blockTime=60", "ltc:x.blockTime=30"])),
    ).toMatchObject({ "btc:consensus/nakamoto": 60, "eth:consensus/nakamoto": 600, "ltc:x": 30 });
  });

  test("sweeps and branches take the same paths, and tell of a place that is not there", () => {
    const varied = vary(resolved(apart), catalogueOf(apart as never), {
      "eth:consensus/nakamoto.blockTime": 5,
    });
    expect(blockTimes(varied)).toMatchObject({ "btc:consensus/nakamoto": 600, "eth:consensus/nakamoto": 5 });
    expect(refusal({ ...apart, sweep: { grid: { "etc:consensus/nakamoto.blockTime": [1, 2] } } })).toContain(
      'Did you mean "btc:consensus/nakamoto"?',
    );
    expect(
      refusal({ ...apart, branches: { at: "1d", a: { set: { "btc:consensus/nakamoto.blockTim": 1 } } } }),
    ).toContain("consensus/nakamoto has no such parameter.");
  });

  test("error: one parameter by two paths", () => {
    expect(
      refusal(apart, { set: ["consensus/nakamoto.blockTime=60", "btc:consensus/nakamoto.blockTime=50"] }),
    ).toContain(
      "consensus/nakamoto.blockTime sets btc:consensus/nakamoto.blockTime too: one parameter under two names.",
    );
  });
});

describe("names of places", () => {
  const named = (place: unknown) => refusal({ world: [{ ...chain({}), in: place }] });

  test("error: none, one with a mark, one that measures begin with", () => {
    expect(named("")).toContain("Expected a name that is not empty");
    expect(named({})).toContain("Expected the name of a place, got an object.");
    expect(named("a:b")).toContain('No place has ":" in its name');
    expect(named("a.b")).toContain('No place has "." in its name');
    expect(named("chain")).toContain('No place is called "chain": measures such as chain.');
    expect(named("token")).toContain('No place is called "token": measures such as token.');
    expect(named("__proto__")).toContain("JavaScript has a meaning for it");
  });
});

describe("assets", () => {
  const assets = { btc: { decimals: 8, in: "one" }, eth: { decimals: 18, in: "two" } };

  test("a place's own is what stands there takes, unless another is named", () => {
    const world = [
      constantProduct({}, { in: "one" }),
      constantProduct({}, { in: "two" }),
      constantProduct({ asset: "btc" }, { in: "wrap", as: "wrapped" }),
    ];
    expect(
      resolved({ assets, world }).designs[0]!.uses.map(({ id, params }) => [id, params["asset"]]),
    ).toEqual([
      ["one:defi/constant-product", "btc"],
      ["two:defi/constant-product", "eth"],
      ["wrap:wrapped", "btc"],
    ]);
  });

  test("error: two of one place, one of a place in which nobody stands", () => {
    const both = { btc: { decimals: 8, in: "one" }, eth: { decimals: 18, in: "one" } };
    expect(refusal({ assets: both, world: [miners("one")] })).toContain(
      "btc is the asset of one. A place has one: what stands there may name another.",
    );
    expect(refusal({ assets, world: [miners("one")] })).toContain('Nobody stands in a place "two".');
  });
});

describe("joiners", () => {
  const params = { places: places({ doc: "Where it sells." }) };
  const joiner = (part: Part, list: readonly string[]) => ({
    ...use({ name: "test/joiner", ...part, params }),
    params: { places: list },
  });
  const fee = { name: "test/fee", signals: { baseFee: () => 1 } };

  test("error: one that stands in a place, or joins one that is not there", () => {
    const own = [miners("a"), miners("b")];
    expect(refusal({ world: [...own, { ...joiner({}, ["a"]), in: "b" }] })).toContain(
      'It stands in b, and who joins places stands in the world. Leave out "in", or "places".',
    );
    expect(refusal({ world: [...own, joiner({}, ["a", "c"])] })).toContain('Nobody stands in a place "c".');
    expect(refusal({ world: [...own, joiner({}, ["a", "a"])] })).toContain("A place stands here twice.");
  });

  test("reads in each place that it joins", () => {
    const reads = { reads: { baseFee: {} } };
    const own = [inside("a", fee), inside("b", { name: "test/other" })];
    expect(refusal({ world: [...own, joiner(reads, ["a"])] })).toBeUndefined();
    expect(refusal({ world: [...own, joiner(reads, ["a", "b"])] })).toContain(
      "No mechanism in b publishes baseFee; in other places: a:test/fee.",
    );
  });

  test("counts as a source in each of its places, and not in the world", () => {
    const emits = { emits: { block: "shared" as const } };
    expect(refusal({ world: [miners("a"), miners("b"), chain({})] })).toBeUndefined();
    expect(
      refusal({ world: [miners("a"), chain({}), inside("b", {}), joiner(emits, ["b"])] }),
    ).toBeUndefined();
    expect(refusal({ world: [miners("a"), joiner(emits, ["a"])] })).toContain(
      "both would write the same chain",
    );
  });
});
