import { describe, expect, test } from "vitest";
import { validationPages } from "../../sim/cli/published/validation-pages.ts";
import { VALIDATIONS } from "../../sim/cli/validation/rows.ts";
import { judge, type Validation } from "../../sim/site/validation.ts";
import { validationPage } from "../../sim/site/validation-page.ts";

const judged = new Map<string, Awaited<ReturnType<typeof judge>>>();

describe("what is published and what ours is", () => {
  test.each(VALIDATIONS.map((row) => [row.id, row] as const))(
    "%s",
    async (id, row) => {
      const found = await judge(row);
      judged.set(id, found);
      expect(found.cases.filter(({ agrees }) => !agrees)).toEqual([]);
      expect(found.agrees).toBe(true);
      // An interval that holds everything says nothing.
      for (const { interval, published } of found.cases)
        if (interval) expect((interval.high - interval.low) / Number(published)).toBeLessThan(0.1);
    },
    60_000,
  );

  test("each row has a name of its own, and a source", () => {
    expect(new Set(VALIDATIONS.map(({ id }) => id)).size).toBe(VALIDATIONS.length);
    for (const { source } of VALIDATIONS) expect(source.length).toBeGreaterThan(10);
  });

  test("stand on the page, row by row", () => {
    const html = validationPage([...judged.values()]).slots["sections"]!;
    expect(html.match(/data-verdict="holds"/g)).toHaveLength(VALIDATIONS.length);
    expect(html).not.toContain('data-verdict="fails"');
    expect(html).toContain("2,099,999,997,690,000 satoshi");
  });
});

const row = (given: Partial<Validation>): Validation => ({
  id: "made-up",
  subject: "Tests",
  what: "<script>alert(1)</script>",
  source: "made up for this test",
  unit: "USD",
  tolerance: "exact",
  cases: () => [{ label: "one", published: 2, ours: 2 }],
  ...given,
});

test.each([
  ["exact", 2, 2, true],
  ["exact", 2, 2.0000001, false],
  ["exact", 2n ** 70n, 2n ** 70n + 1n, false],
  [{ absolute: 0.1, why: "" }, 2, 2.09, true],
  [{ absolute: 0.1, why: "" }, 2, 2.11, false],
  [{ absolute: 0.1, why: "" }, 2, Number.NaN, false],
  [{ relative: 0.1, why: "" }, 20, 18.1, true],
  [{ relative: 0.1, why: "" }, 20, 17.9, false],
] as const)("by %j, %s and %s agree: %s", async (tolerance, published, ours, agrees) => {
  expect((await judge(row({ tolerance, cases: () => [{ label: "", published, ours }] }))).agrees).toBe(
    agrees,
  );
});

test("an interval has to hold what is published, and nothing agrees without a number", async () => {
  const within = (published: number) =>
    row({
      tolerance: "interval",
      cases: () => [{ label: "", published, ours: 2, interval: { low: 1.9, high: 2.1, confidence: 0.99 } }],
    });
  expect((await judge(within(2.05))).agrees).toBe(true);
  expect((await judge(within(2.2))).agrees).toBe(false);
  expect((await judge(row({ tolerance: "interval" }))).agrees).toBe(false);
  expect((await judge(row({ cases: () => [] }))).agrees).toBe(false);
});

test("a row that misses fails the build and says by what; text stays text", async () => {
  const missing = row({ cases: () => [{ label: "the price", published: 2, ours: 3 }] });
  await expect(validationPages([row({}), missing])).rejects.toThrow(
    "made-up, the price: published 2 USD, ours 3 USD, tolerance exact",
  );
  const [page] = await validationPages([row({})]);
  expect(Object.values(page!.slots).join("")).not.toContain("<script");
});
