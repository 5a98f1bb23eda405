import { describe, expect, test } from "vitest";
import { registryText } from "../../sim/cli/commands/registry.ts";
import { fieldSchema, scenarioSchema } from "../../sim/cli/commands/schema.ts";
import { decimalText } from "../../sim/cli/replay/state.ts";
import { count, seconds } from "../../sim/schema/fields.ts";
import { COIN_TOSS, orrery } from "./orrery.ts";

describe("orrery", () => {
  test("without a command prints the help", async () => {
    const { code, stdout } = await orrery([]);
    expect(stdout).toMatch(/^Usage: orrery \[options\] \[command\]\n/);
    for (const name of [
      "run",
      "check",
      "replay",
      "verify",
      "report",
      "list",
      "explain",
      "describe",
      "new",
      "schema",
    ])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(code).toBe(0);
  });
});

describe("orrery list, explain, describe", () => {
  test("list names the mechanisms of a family, and refuses a family that is not there", async () => {
    const { stdout } = await orrery(["list", "issuance"]);
    expect(stdout).toMatch(/^issuance\/halving +Pays/m);
    expect((await orrery(["list", "isuance"])).stderr).toMatch(
      /^UsageError: There is no family "isuance"\. Did you mean "issuance"\?\n/,
    );
  });

  test("explain gives each parameter with default, bounds and source", async () => {
    const { stdout } = await orrery(["explain", "issuance/halving"]);
    expect(stdout).toContain(
      "  interval\n      Blocks between halvings.\n      default 210000 · at least 1 · source:",
    );
    const { stdout: measures } = await orrery(["explain", "--measures"]);
    expect(measures).toMatch(
      /^ledger\.supply\[asset\] +Token supply +\{asset\} +level +– +Units in existence\. +ledger/m,
    );
    const { stdout: json } = await orrery(["explain", "--measures", "--json"]);
    const price = JSON.parse(json).find(({ name }: { name: string }) => name === "gpu.usdPerGpuHour");
    expect(price).toMatchObject({
      unit: "USD/GPU h",
      words: "Price of a GPU-hour",
      better: "less",
      for: "customers",
    });
    expect(price.publishers).toContain("pricing/posted");
  });

  test("describe follows the seven elements of the ODD protocol and lists what is assumed", async () => {
    const { stdout } = await orrery(["describe", COIN_TOSS]);
    const headings = stdout.split("\n").filter((line) => /^###? /.test(line));
    expect(headings).toEqual([
      "## Overview",
      "### 1. Purpose and patterns",
      "### 2. Entities, state variables and scales",
      "### 3. Process overview and scheduling",
      "## Design concepts",
      "### 4. Design concepts",
      "## Details",
      "### 5. Initialisation",
      "### 6. Input data",
      "### 7. Submodels",
      "### Assumptions",
    ]);
    expect(stdout).toContain("| heads | 0.6 ratio | this scenario | Chance of heads. |");
  });
});

describe("orrery schema", () => {
  test("a count keeps its bounds and default, a duration may be text", () => {
    expect(
      fieldSchema(count({ default: 3, min: 1, max: 9, doc: "Things.", source: "a paper" })),
    ).toMatchObject({
      type: "integer",
      minimum: 1,
      maximum: 9,
      default: 3,
      description: "Things. Source: a paper.",
    });
    const { anyOf } = fieldSchema(seconds({ default: 60, doc: "A while." })) as {
      anyOf: { type: string; pattern?: string }[];
    };
    expect(anyOf.map(({ type }) => type)).toEqual(["number", "string"]);
    expect("10m").toMatch(new RegExp(anyOf[1]!.pattern!));
    expect("soon").not.toMatch(new RegExp(anyOf[1]!.pattern!));
  });

  test("knows the fields of a scenario and every mechanism", () => {
    const schema = scenarioSchema() as {
      properties: object;
      $defs: { use: { anyOf: { enum?: string[] }[] } };
    };
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(["title", "until", "world", "designs", "expect"]),
    );
    expect(schema.$defs.use.anyOf[0]!.enum).toContain("issuance/halving");
  });
});

describe("orrery registry", () => {
  test("imports each mechanism under its own name, and under family and kind where two share one", () => {
    const text = registryText([
      { name: "fees/fixed", exported: "fixed" },
      { name: "issuance/fixed", exported: "fixed" },
      { name: "supply/spot-market", exported: "spotMarket" },
    ]);
    expect(text).toContain(
      'import { fixed as feesFixed } from "./fees/fixed.ts";\nimport { fixed as issuanceFixed } from "./issuance/fixed.ts";\nimport { spotMarket } from "./supply/spot-market.ts";\n',
    );
    expect(text).toContain("= [\n  feesFixed,\n  issuanceFixed,\n  spotMarket,\n];\n");
  });
});

test("decimalText: base units as an exact decimal number", () => {
  expect(decimalText(1_500_000_000n, 9)).toBe("1.5");
  expect(decimalText(-5n, 6)).toBe("-0.000005");
  expect(decimalText(123_456_789_012_345_678_901_234_567n, 18)).toBe("123456789.012345678901234567");
  expect(decimalText(7n, 0)).toBe("7");
});
