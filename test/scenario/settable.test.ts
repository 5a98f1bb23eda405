import { describe, expect, test } from "vitest";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { estimateOf } from "../../sim/scenario/estimate.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { count, number, tokens } from "../../sim/schema/fields.ts";
import { inlineTable, textColumn } from "../../sim/schema/table.ts";
import { chain, lines, type Part, refusal, use } from "./problems.ts";

const capacity = { mechanism: "execution/capacity", params: {} };
const changes = (...rows: readonly (readonly [string, number])[]) => ({
  mechanism: "shocks/parameter",
  params: { changes: rows.map(([parameter, value]) => ({ t: "1d", parameter, value })) },
});
const setter = (path: string, low: number, high: number): Part => ({
  name: "test/setter",
  sets: () => [{ path, low, high, where: "vote" }],
});

describe("what may be set in the middle of a run", () => {
  test("error: all that is wrong is told at once, before the run", () => {
    const world = [
      chain({}),
      capacity,
      changes(
        ["execution/capacity.conflicts", 0.1],
        ["execution/capcity.cores", 1],
        ["execution/capacity.conflict", 0.1],
        ["consensus/nakamoto.blockTime", 60],
        ["fee", 0.1],
        ["execution/capacity.conflicts", 1.5],
        ["consensus/nakamoto.economics", 1],
        ["shocks/parameter.changes", 1],
      ),
    ];
    expect(refusal({ world })).toBe(
      lines(
        "test has 7 problems.",
        "",
        "  world[2] shocks/parameter › changes › row 2",
        '    No mechanism or instance here is called "execution/capcity". Did you mean "execution/capacity"?',
        "  world[2] shocks/parameter › changes › row 3",
        '    execution/capacity has no such parameter. Did you mean "conflicts"?',
        "  world[2] shocks/parameter › changes › row 4",
        "    blockTime of consensus/nakamoto does not change in the middle of a run. These do: joulesPerTerahash, usdPerKilowattHour, usdPerTerahashPerSecond.",
        "  world[2] shocks/parameter › changes › row 5",
        '    Expected family/kind.parameter, such as contracts/escrow.fee, got "fee".',
        "  world[2] shocks/parameter › changes › row 6",
        "    Expected 0 to 1 ratio, got 1.5.",
        "  world[2] shocks/parameter › changes › row 7",
        "    economics of consensus/nakamoto does not change in the middle of a run. These do: joulesPerTerahash, usdPerKilowattHour, usdPerTerahashPerSecond.",
        "  world[2] shocks/parameter › changes › row 8",
        "    changes of shocks/parameter does not change in the middle of a run. None of its parameters do.",
      ),
    );
  });

  test("error: both ends of a range lie within the owner's, in its order, whole where the parameter is", () => {
    const owner = use({
      name: "test/owner",
      params: {
        share: number("ratio", { default: 0.5, min: 0, max: 1, doc: "Share." }),
        copies: count({ default: 2, doc: "Copies." }),
      },
      settable: { share: [0.1, 0.9], copies: [1, 5] },
    });
    const told = (path: string, low: number, high: number) =>
      refusal({ world: [owner, use(setter(path, low, high))] })
        ?.split("\n")
        .filter((line) => line.startsWith("    "))
        .map((line) => line.trim());
    expect(told("test/owner.share", 0.2, 0.8)).toBeUndefined();
    expect(told("test/owner.share", 0, 1)).toEqual([
      "Expected 0.1 to 0.9 ratio, got 0.",
      "Expected 0.1 to 0.9 ratio, got 1.",
    ]);
    expect(told("test/owner.share", 0.8, 0.2)).toEqual([
      "Expected a range from its lower end to its higher one, got 0.8 to 0.2.",
    ]);
    expect(told("test/owner.copies", 1, 2.5)).toEqual(["Expected a whole number, got 2.5."]);
    expect(told("test/owner.share", Number.NaN, 0.5)).toEqual(["Expected 0.1 to 0.9 ratio, got NaN."]);
  });

  test("error: an amount has no more decimals than its asset, a rate may", () => {
    const assets = { cent: { decimals: 2 } };
    const owner = use({
      name: "test/owner",
      params: {
        asset: { ...chainAsset },
        deposit: tokens({ default: 1, doc: "Deposit." }),
        rate: tokens({ role: "rate", default: 1, doc: "Rate." }),
      },
      settable: { deposit: [0, 10], rate: [0, 10] },
    });
    const both = (value: number) => [
      owner,
      use({
        name: "test/setter",
        sets: () =>
          ["deposit", "rate"].map((name) => ({
            path: `test/owner.${name}`,
            low: value,
            high: value,
            where: name,
          })),
      }),
    ];
    expect(refusal({ assets, world: both(0.25) })).toBeUndefined();
    expect(refusal({ assets, world: both(0.125) })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  world[1] test/setter › deposit",
        "    0.125 has 3 decimals, and cent has 2. Round it, or give the asset more decimals.",
      ),
    );
  });

  test("error: only the run emits the change", () => {
    expect(refusal({ world: [use({ emits: { parameterSet: "shared" } })] })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  world[0] test/part › emits parameterSet",
        "    Only the run emits it. List what it may set in `sets`, and call `context.set`.",
      ),
    );
  });

  test("a setter whose own parameters are wrong is told of those alone", () => {
    const world = [
      capacity,
      { mechanism: "shocks/parameter", params: { changes: [{ t: -1, parameter: "x", value: 1 }] } },
    ];
    expect(refusal({ world })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  world[1] shocks/parameter › changes › row 1 › t",
        "    Expected at least 0 s, got -1.",
      ),
    );
  });
});

const chainAsset = {
  ...ORRERY.get("issuance/fixed")!.params.asset,
  default: "cent",
};

describe("what a run is expected to cost", () => {
  const emitting: Part = {
    name: "test/emitting",
    params: {
      rate: number("1/s", { default: 1, min: 0, max: 1e9, doc: "Ticks a second." }),
      each: number("", { default: 1, min: 1, max: 1e6, doc: "Ticks that one event stands for." }),
    },
    settable: { rate: [0, 1e9], each: [1, 1e6] },
    emits: { tick: { doc: "A tick.", private: true, fields: {} } },
    estimate: ({ rate, each }: any, { horizon }: any) => ({ events: { tick: (rate * horizon) / each } }),
  };
  const ticks = (...setters: readonly Part[]): number => {
    const world = [use(emitting), ...setters.map((part, at) => use(part, `setter ${at}`))];
    const scenario = { title: "Ticks", until: 1_000, world };
    const catalogue = catalogueOf(scenario);
    const resolved = resolve(scenario, catalogue, { name: "ticks", allowLong: true });
    return estimateOf(resolved.designs[0]!, catalogue, resolved).byEvent["tick"]!;
  };

  test("is that at the costlier ends of what may be set", () => {
    const rate = (low: number, high: number): Part => ({
      ...setter("test/emitting.rate", low, high),
      name: "test/rate",
    });
    const each = (low: number, high: number): Part => ({
      ...setter("test/emitting.each", low, high),
      name: "test/each",
    });
    expect(ticks()).toBe(1_000);
    expect(ticks(rate(0.5, 3))).toBe(3_000);
    expect(ticks(rate(0, 0.5))).toBe(1_000);
    expect(ticks(each(2, 4))).toBe(1_000);
    expect(ticks(rate(0.5, 3), rate(2, 7))).toBe(7_000);
    expect(ticks(rate(1, 5), each(1, 10))).toBe(5_000);
  });

  test("and refuses a schedule of new tokens that the ledger could not count", () => {
    const world = [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "issuance/fixed", params: { split: { treasury: 1 } } },
      changes(["issuance/fixed.tokensPerDay", 1e9]),
    ];
    const assets = { token: { decimals: 18 } };
    expect(refusal({ assets, world, until: "3y" })).toMatch(
      /assets › token\n {4}About 1,100,000,000,000 token are minted/,
    );
    expect(refusal({ assets, world, until: "10d" })).toBeUndefined();
  });
});

describe("a table given in place by rows", () => {
  const yaml = (rows: string) => `
title: A vote
until: 10d
world:
  - execution/capacity
  - shocks/parameter:
      changes:
${rows}
`;
  const text = yaml(`        - { t: 2d, parameter: execution/capacity.conflicts, value: 0.02 }
        - { t: 400000, parameter: execution/capacity.conflicts, value: 0 }`);

  test("is the table of these columns, in YAML, JSON and TypeScript", () => {
    const columns = {
      t: [172_800, 400_000],
      parameter: ["execution/capacity.conflicts", "execution/capacity.conflicts"],
      value: [0.02, 0],
    };
    const inPlace = {
      title: "A vote",
      until: "10d",
      world: [capacity, { mechanism: "shocks/parameter", params: { changes: inlineTable(columns) } }],
    };
    const resolved = resolve(parseScenario(text, "vote"), ORRERY, { name: "vote" });
    expect(resolved).toEqual(resolve(inPlace, ORRERY, { name: "vote" }));
    const { changes: table } = resolved.designs[0]!.uses.find(
      ({ mechanism }) => mechanism === "shocks/parameter",
    )!.params as {
      changes: ReturnType<typeof inlineTable>;
    };
    expect(textColumn(table, "parameter")).toEqual(columns.parameter);
  });

  test.each([
    [
      "- { t: 2d, paramter: execution/capacity.conflicts, value: 1 }",
      "changes",
      'Row 1 has a cell "paramter", and there is no such column. Did you mean "parameter"?',
    ],
    ["- 3", "changes", "Row 1 is no row: expected cells by the names t, parameter, value, got 3."],
    [
      "- { t: 2d, parameter: execution/capacity.conflicts }",
      "changes › row 1 › value",
      "Expected a number, got undefined.",
    ],
    [
      "- { t: soon, parameter: execution/capacity.conflicts, value: 1 }",
      "changes › row 1 › t",
      'Expected a number of s, got "soon".',
    ],
  ])("error: %s", (row, where, message) => {
    const given = parseScenario(yaml(`        ${row}`), "vote");
    expect(refusal({ world: given.world })).toBe(
      lines("test has 1 problem.", "", `  world[1] shocks/parameter › ${where}`, `    ${message}`),
    );
  });
});
