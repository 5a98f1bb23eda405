import { describe, expect, test } from "vitest";
import { parseClaim, parseExpression } from "../../sim/scenario/expression.ts";

const KNOWN = [
  "gpu.utilisation",
  "gpu.usdPerGpuHour",
  "ledger.supply",
  "ledger.supply[token]",
  "t",
  "queue.wait[line a]",
];
const VALUES: Record<string, number> = {
  "gpu.utilisation": 0.5,
  "gpu.usdPerGpuHour": 2,
  "ledger.supply": 7,
  "ledger.supply[token]": 21,
  t: 3,
  "queue.wait[line a]": 5,
};
const value = (text: string): number | boolean =>
  parseExpression(text, KNOWN).evaluate((measure) => VALUES[measure]!);

describe("an expression over measures", () => {
  test.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-t + 10 / 4", -0.5],
    ["ledger.supply[token] - ledger.supply", 14],
    ["queue.wait[line a] * 2", 10],
    ["min(t, 1, 5) + max(t, 1) + abs(0 - 2)", 6],
    ["t*gpu.usdPerGpuHour", 6],
    ["2.1e1 == ledger.supply[token]", true],
    ["ledger.supply[token] <= 21e6 && gpu.utilisation > 0.6", false],
    ["gpu.utilisation > 0.6 || !(t > 3)", true],
    ["t != 3", false],
  ])("%s is %s", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test("names the measures that it reads", () => {
    expect(parseExpression("ledger.supply[token] > t", KNOWN).measures).toEqual([
      "ledger.supply[token]",
      "t",
    ]);
  });
});

describe("a claim that compares two numbers", () => {
  const comparison = (text: string) => parseClaim(text, KNOWN).comparison;

  test.each([
    ["t <= 4", "<=", "t − 4", -1],
    ["gpu.usdPerGpuHour > 0", ">", "gpu.usdPerGpuHour", 2],
    [
      "t < ledger.supply[token] - queue.wait[line a]",
      "<",
      "t − (ledger.supply[token] - queue.wait[line a])",
      -13,
    ],
    ["2 * t >= abs(t)", ">=", "2 * t − abs(t)", 3],
  ])("%s", (text, relation, subject, difference) => {
    const found = comparison(text)!;
    expect([found.relation, found.subject, found.difference((measure) => VALUES[measure]!)]).toEqual([
      relation,
      subject,
      difference,
    ]);
  });

  test("any other claim compares none, or several", () => {
    for (const text of ["t == 3", "t > 1 && t < 5", "!(t > 4)"]) expect(comparison(text)).toBeUndefined();
  });
});

describe("error", () => {
  test.each([
    ["gpu.utilization > 0", 'There is no measure "gpu.utilization". Did you mean "gpu.utilisation"?'],
    [
      "ledger.supply[tokn] > 0",
      'There is no measure "ledger.supply[tokn]". Did you mean "ledger.supply[token]"?',
    ],
    ["maxx(t) > 0", 'There is no function "maxx"; there are abs, min, max. Did you mean "max"?'],
    ["t > ", '"t > " is no expression: Expected expression after >.'],
    ["1 < t < 5", "< takes numbers, but stands beside a comparison. Join comparisons by &&."],
    ["t && true", "&& joins comparisons, but stands beside a number."],
    ["t + 1", '"t + 1" is a number, not a claim. Compare it with something, such as "t + 1 >= 0".'],
    ["t > 'a'", "The expression holds 'a', which is neither a number nor a measure."],
    [
      "constructor.constructor('return 1')() > 0",
      'There is no function "CallExpression"; there are abs, min, max.',
    ],
    ["toString > 0", 'There is no measure "toString".'],
    ["$0 > t", '"$0 > t" is no expression: $ has no meaning here.'],
    [
      "t > 1; t < 2",
      "The expression holds what is neither a number, a measure, a comparison nor a sum (Compound).",
    ],
    ["t | 1", "The expression uses |, which has no meaning here."],
  ])("%s", (text, message) => {
    expect(() => parseClaim(text, KNOWN)).toThrow(expect.objectContaining({ message }));
  });
});

test.each([
  ["terms", `1${" + 1".repeat(50_000)} > 0`, 50_001],
  ["brackets", `${"(".repeat(50_000)}1${")".repeat(50_000)} > 0`, 100_001],
  ["signs", `${"-".repeat(50_000)}1 > 0`, 50_001],
])("error: an expression of 50,000 %s", (_, text, count) => {
  expect(() => parseClaim(text, [])).toThrow(
    `The expression has ${count} operators and brackets; at most 1000 are read.`,
  );
});

test("an expression of a thousand operators is read", () => {
  expect(parseClaim(`1${" + 1".repeat(998)} == 999`, []).evaluate(() => 0)).toBe(true);
  expect(parseClaim(`${"(".repeat(499)}1${")".repeat(499)} > 0`, []).evaluate(() => 0)).toBe(true);
});
