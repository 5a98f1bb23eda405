import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { sweepPoints } from "../../sim/experiment/points.ts";
import { registry } from "../../sim/mechanisms/registry.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { Simulation, type SimulationSnapshot } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { type ResolveOptions, resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";
import { vary } from "../../sim/scenario/vary.ts";
import type { Field } from "../../sim/schema/fields.ts";
import { exampleOf, PROPERTY_SEED } from "../contracts/worlds.ts";
import { lines, refusal } from "./problems.ts";

const resolved = (scenario: Scenario, options: ResolveOptions = {}): ResolvedScenario =>
  resolve(scenario, ORRERY, { name: "amounts", ...options });
const yaml = (text: string): Scenario => parseScenario(text, "amounts");

/** Opening balance of the holders, who get everything. */
const held = (scenario: ResolvedScenario): bigint =>
  run(scenario, ORRERY, { design: "base" }).balances.find(
    ({ asset, sector }) => asset === "token" && sector === "holders",
  )!.opening;

const fileOf = (supply: string, decimals: number): string =>
  `{ "title": "amounts", "until": "2d", "assets": { "token": { "decimals": ${decimals} } },
     "world": [{ "issuance/genesis": { "supply": ${supply}, "allocation": { "holders": 1 } } }] }`;
const scenarioOf = (supply: number | string | bigint, decimals: number): Scenario => ({
  title: "amounts",
  until: "2d",
  assets: { token: { decimals } },
  world: [{ mechanism: "issuance/genesis", params: { supply, allocation: { holders: 1 } } }],
});

describe("an amount reaches the ledger to the base unit", () => {
  test.each([
    ["1000000000", 18, 10n ** 27n],
    ["21000000.1", 18, 21_000_000_100_000_000_000_000_000n],
    ["18446744073709551615", 0, 2n ** 64n - 1n],
    ["0x10000000000000001", 0, 2n ** 64n + 1n],
    ["79228162514.264337593543950335", 18, 2n ** 96n - 1n],
    ["79228162514264337593543950335", 0, 2n ** 96n - 1n],
    ["1e9", 9, 10n ** 18n],
    ["0.000000000000000001", 18, 1n],
    ["0", 18, undefined],
  ])("%s of %d decimals, as YAML has it", (text, decimals, units) => {
    const balance = run(resolved(yaml(fileOf(text, decimals))), ORRERY, { design: "base" }).balances[0];
    expect(balance?.opening).toBe(units);
  });

  test("from YAML, JSON, code, --set and a grid alike, with one hash, for any digits and decimals", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: (1n << 96n) - 1n }),
        fc.integer({ min: 0, max: 18 }),
        (units, decimals) => {
          const all = `${units}`.padStart(decimals + 1, "0");
          const text = decimals === 0 ? all : `${all.slice(0, -decimals)}.${all.slice(-decimals)}`;
          const whole = resolved(scenarioOf(text, decimals));
          expect(held(whole)).toBe(units);
          const alike = [
            resolved(yaml(fileOf(text, decimals))),
            resolved(yaml(fileOf(`"${text}"`, decimals))),
            resolved(yaml(fileOf(`${units}e-${decimals}`, decimals))),
            resolved(yaml(fileOf("5", decimals)), { set: [`issuance/genesis.supply=${text}`] }),
            ...sweepPoints(
              resolved(
                yaml(
                  fileOf("5", decimals).replace(
                    /}$/,
                    `, "sweep": { "grid": { "issuance/genesis.supply": [${text}] } } }`,
                  ),
                ),
              ),
            ).map(({ settings }) => vary(resolved(scenarioOf(5, decimals)), ORRERY, settings)),
          ];
          expect(alike.map(scenarioHash)).toEqual(alike.map(() => scenarioHash(whole)));
        },
      ),
      { seed: PROPERTY_SEED, numRuns: 40 },
    );
  });

  test("from a bigint, as whole tokens", () => {
    expect(held(resolved(scenarioOf(18_446_744_073_709_551_615n, 0)))).toBe(2n ** 64n - 1n);
  });

  test("and is the same after what is stored of it is read again and resumed", () => {
    const scenario = resolved(scenarioOf("1000000000.000000000000000001", 18));
    const read = decode(encode(scenario)) as ResolvedScenario;
    expect(scenarioHash(read)).toBe(scenarioHash(scenario));
    const begun = new Simulation(scenario, ORRERY, { design: "base", replication: 0, seed: 1 });
    begun.runTo({ time: 86_400 });
    const snapshot = decode(encode(begun.snapshot())) as SimulationSnapshot;
    expect(Simulation.restore(read, ORRERY, snapshot).finish().balances).toEqual(begun.finish().balances);
  });

  test("where it is divided, by weights as they are written", () => {
    const scenario = scenarioOf("1000000000", 18);
    const world = [
      { mechanism: "issuance/genesis", params: { allocation: { holders: 0.8, treasury: 0.15, team: 0.05 } } },
    ];
    const { balances } = run(resolved({ ...scenario, world }), ORRERY, { design: "base" });
    expect(balances.map(({ sector, opening }) => [sector, opening])).toEqual([
      ["holders", 8n * 10n ** 26n],
      ["team", 5n * 10n ** 25n],
      ["treasury", 15n * 10n ** 25n],
    ]);
  });

  test("of every endowment: a pool's reserves, a trader's, a sale's", () => {
    const tokens = "1000000.000000000000000001";
    const { balances } = run(
      resolved({
        title: "amounts",
        until: "1h",
        assets: { token: { decimals: 18 } },
        world: [
          { mechanism: "defi/constant-product", params: { tokens, usd: "0.000001" } },
          { mechanism: "traders/value", params: { tokens, usd: 1 } },
          { mechanism: "shocks/token-sale", params: { tokens } },
        ],
      }),
      ORRERY,
      { design: "base" },
    );
    const opening = (asset: string, sector: string) =>
      balances.find((row) => row.asset === asset && row.sector === sector)!.opening;
    expect(opening("token", "pool")).toBe(10n ** 24n + 1n);
    expect(opening("token", "holders")).toBe(2n * (10n ** 24n + 1n));
    expect(opening("usd", "pool")).toBe(1n);
  });
});

/** Every parameter of the registry that is an amount. */
const amounts = registry.flatMap(({ mechanism }) =>
  Object.entries<Field>(mechanism.params)
    .filter(([, { amount }]) => amount)
    .map(([param, field]) => ({ name: mechanism.name, param, field, mechanism })),
);

describe.each(amounts)("$name.$param", ({ name, param, field, mechanism }) => {
  const isUsd = field.amount!.asset === "usd";
  const written = (last: number) => `21000000.1${"0".repeat(isUsd ? 4 : 16)}${last}`;
  /** The mechanism's example with the amount at a decimal that no double holds, where it has its full digits. */
  const example = (given: object): Scenario => {
    const { world } = exampleOf(mechanism);
    return {
      title: "amounts",
      until: "1h",
      assets: { token: { decimals: 18 } },
      world: world!.map((use) =>
        use.mechanism === name ? { ...use, params: { ...use.params, ...given } } : use,
      ),
    };
  };
  const kept = ({ designs }: ResolvedScenario) =>
    designs[0]!.uses.find((use) => use.mechanism === name)!.params[param];

  test("keeps all digits from code, a file, --set and a sweep to the run", () => {
    const text = written(1);
    const file = JSON.stringify({
      ...example({ [param]: "here" }),
      world: example({ [param]: "here" }).world!.map(({ mechanism, params }) => ({
        [`${mechanism}`]: params,
      })),
    }).replace('"here"', text);
    const path = `${name}.${param}`;
    const swept = resolved({ ...example({}), sweep: { grid: { [path]: [text] } } });
    const values = [
      resolved(example({ [param]: text })),
      resolved(yaml(file)),
      resolved(example({}), { set: [`${path}=${text}`] }),
      vary(resolved(example({})), ORRERY, sweepPoints(swept)[0]!.settings),
    ].map(kept);
    expect(values.map(String)).toEqual(values.map(() => (isUsd ? String(Number(text)) : text)));
  });

  if (field.amount!.role === "endowment")
    test("opens the books with each base unit", () => {
      const opened = (last: number): bigint =>
        run(resolved(example({ [param]: written(last) })), ORRERY, { design: "base" })
          .balances.filter(({ asset, sector }) => asset === (isUsd ? "usd" : "token") && sector !== "world")
          .reduce((sum, { opening }) => sum + opening, 0n);
      expect(opened(2) - opened(1)).toBe(1n);
    });
});

describe("what is issued by the block is exact to the base unit", () => {
  const paid = (decimals: number, use: Use): bigint => {
    const chain = { rewards: "none", slotTime: 60, missRate: 0, initialBondedRatio: 0, churn: 0 };
    const { balances } = run(
      resolved({
        title: "amounts",
        until: 60,
        assets: { token: { decimals } },
        world: [
          { mechanism: "issuance/genesis", params: { supply: 0 } },
          { mechanism: "consensus/slot-pos", params: chain },
          use,
        ],
      }),
      ORRERY,
      { design: "base" },
    );
    return balances.reduce((sum, { asset, closing }) => (asset === "token" ? sum + closing : sum), 0n);
  };
  const split = { treasury: 1 };

  test.each([
    [18, "21000000.1", 21_000_000_100_000_000_000_000_000n],
    [0, "18446744073709551615", 2n ** 64n - 1n],
    [12, "18446744.073709551615", 2n ** 64n - 1n],
    [18, "79228162514.264337593543950335", 2n ** 96n - 1n],
  ])("a subsidy of %d decimals: %s", (decimals, subsidy, units) => {
    expect(paid(decimals, { mechanism: "issuance/halving", params: { subsidy, interval: 1, split } })).toBe(
      units,
    );
  });

  test.each([
    [18, "21000000.100000000000000001", 21_000_000_100_000_000_000_000_001n],
    [12, "18446744.073709551615", 2n ** 64n - 1n],
    [0, "18446744073709551615", 2n ** 64n - 1n],
  ])("a cap of %d decimals that the first block reaches: %s", (decimals, cap, units) => {
    const params = { cap, subsidy: `${BigInt(cap.split(".")[0]!) + 1n}`, split };
    expect(paid(decimals, { mechanism: "issuance/halving-by-supply", params })).toBe(units);
  });
});

describe("error: what the asset cannot be counted in", () => {
  const genesis = (supply: unknown, decimals = 9) => ({
    ...scenarioOf(supply as number, decimals),
    title: "test",
  });
  const told = (scenario: object, options: ResolveOptions = {}): string[] =>
    (refusal(scenario, options) ?? "").split("\n").slice(2);
  const at = (message: string) => ["  world[0] issuance/genesis › supply", `    ${message}`];

  test.each([
    [
      "1.0000000001",
      9,
      "1.0000000001 has 10 decimals, and token has 9. Round it, or give the asset more decimals.",
    ],
    [0.5, 0, "0.5 has 1 decimals, and token has 0. Round it, or give the asset more decimals."],
    [
      1e308,
      9,
      "1e+308 token are too many: the ledger counts to less than 2^96 base units, which are 79228162514264337593.543950336 token of 9 decimals.",
    ],
    [
      "79228162514264337593543950336",
      0,
      "79228162514264337593543950336 token are too many: the ledger counts to less than 2^96 base units, which are 79228162514264337593543950336 token of 0 decimals.",
    ],
    [
      // As a literal in code would be read.
      Number("12345678901234567890"),
      0,
      '12345678901234567000 is a number that keeps 15 digits for sure, and this one has more. Write all of them as text: "12345678901234567000".',
    ],
    [-1, 9, "Expected at least 0 tokens, got -1."],
    ["-1e-9", 9, "Expected at least 0 tokens, got -1e-9."],
    [
      "ten",
      9,
      'Expected an amount of tokens, such as 1000000 or, with more digits than a number keeps, "1000000.000000000000000001", got "ten".',
    ],
    [
      Number.NaN,
      9,
      'Expected an amount of tokens, such as 1000000 or, with more digits than a number keeps, "1000000.000000000000000001", got NaN.',
    ],
    [
      [5],
      9,
      'Expected an amount of tokens, such as 1000000 or, with more digits than a number keeps, "1000000.000000000000000001", got a list.',
    ],
  ])("%j of %d decimals", (supply, decimals, message) => {
    expect(told(genesis(supply, decimals))).toEqual(at(message));
  });

  test("by --set, in a grid and in a branch", () => {
    const scenario = genesis(5);
    expect(told(scenario, { set: ["issuance/genesis.supply=0.00000000001"] })).toEqual(
      at("1e-11 has 11 decimals, and token has 9. Round it, or give the asset more decimals."),
    );
    const path = "issuance/genesis.supply";
    expect(told({ ...scenario, sweep: { grid: { [path]: [1, "1e30"] } } })[0]).toBe(
      `  sweep › grid › ${path}`,
    );
    expect(told({ ...scenario, branches: { at: "1d", more: { set: { [path]: "1e30" } } } })[0]).toBe(
      `  branches › "more" › set › ${path}`,
    );
  });

  test("a rate may have any decimals", () => {
    const world = [
      ...genesis(5).world,
      { mechanism: "issuance/fixed", params: { tokensPerDay: "0.00000000001", split: { treasury: 1 } } },
    ];
    expect(refusal({ ...genesis(5), world })).toBeUndefined();
  });

  test("the endowments of a design together", () => {
    const world = [
      { mechanism: "issuance/genesis", params: { supply: "7e19" } },
      { mechanism: "shocks/token-sale", params: { tokens: "2e19" } },
      { mechanism: "defi/constant-product", params: { tokens: 1 } },
    ];
    expect(refusal({ world })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  world[2] defi/constant-product › tokens",
        "    Together with 70000000000000000000 of world[0] issuance/genesis › supply, 20000000000000000000 of world[1] shocks/token-sale › tokens this is 90000000000000000001 token; the ledger counts to less than 2^96 base units, which are 79228162514264337593.543950336 token of 9 decimals.",
      ),
    );
  });
});

test("a number that is no amount takes the nearest double, however many digits its file has", () => {
  const pi = "3.14159265358979323846264338327950288";
  const { designs } = resolved(
    yaml(`{ title: pi, until: 1d, world: [{ consensus/nakamoto: { propagationDelay: ${pi} } }] }`),
  );
  expect(designs[0]!.uses[0]!.params["propagationDelay"]).toBe(Math.PI);
});

test("a value of a sampled range is rounded to the base unit, not refused", () => {
  const sampled = vary(resolved(scenarioOf(5, 9)), ORRERY, { "issuance/genesis.supply": 5.123_456_789_123 });
  expect(held(sampled)).toBe(5_123_456_789n);
});
