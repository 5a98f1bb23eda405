import { describe, expect, test } from "vitest";
import { drawings } from "../../sim/figures/figures.ts";
import { asSeenIn, placesOf } from "../../sim/figures/places.ts";
import { booksOf } from "../../sim/figures/profit-shifts.ts";
import { betterOf, phraseOf, rankOf } from "../../sim/metrics/known-measures.ts";
import { placedMeasure } from "../../sim/model/measures/names.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";

/** Two chains, each with a token and its pool. */
const scenario = {
  title: "test",
  until: "60d",
  sample: "1d",
  assets: { one: { decimals: 9, in: "a" }, two: { decimals: 18, in: "b" } },
  world: ["a", "b"].flatMap((place) => [
    { mechanism: "issuance/genesis", params: { allocation: { holders: 0.5, treasury: 0.5 } }, in: place },
    { mechanism: "defi/constant-product", params: {}, in: place },
    { mechanism: "traders/noise", params: {}, in: place },
    { mechanism: "consensus/nakamoto", params: {}, in: place },
    { mechanism: "issuance/halving", params: {}, in: place },
  ]),
};
const inputOf = (given: typeof scenario) => {
  const catalogue = catalogueOf(given as never);
  const resolved = resolve(given as never, catalogue);
  return { scenario: resolved, runs: [run(resolved, catalogue, { design: "base" })], points: [] };
};
const input = inputOf(scenario);

describe("figures of places", () => {
  test("each place has its own, named and titled by it", () => {
    const drawn = drawings(input);
    const names = drawn.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "supply-and-emission-a",
        "supply-and-emission-b",
        "security-budget-a",
        "security-budget-b",
      ]),
    );
    expect(names).not.toContain("supply-and-emission");
    expect(names).not.toContain("security-budget");
    const { title } = drawn.find(({ name }) => name === "supply-and-emission-b")!.drawing;
    expect(title).toMatch(/^b: Token supply \(two\)/);
  });

  test("a place sees its own measures by their names there, and its asset's", () => {
    expect(placesOf(input.scenario)).toEqual(["a", "b"]);
    const [seen] = asSeenIn(input, "b").runs;
    expect(seen!.summary["token.usd"]).toBe(input.runs[0]!.summary["b.token.usd"]);
    expect(Object.keys(seen!.summary)).toContain("ledger.supply[two]");
    expect(Object.keys(seen!.summary).filter((name) => /one|^[ab]\./.test(name))).toEqual([]);
  });

  test("profits count every token at the price of its own pool, and all sectors still add up", () => {
    const books = booksOf(input);
    const total = (part: "usd" | "tokens") =>
      [...books.runs[0]!.bySector.values()].reduce((sum, profit) => sum + profit[part], 0);
    expect(Math.abs(total("usd"))).toBeLessThan(1e-6);
    expect(Math.abs(total("tokens"))).toBeLessThan(1e-3);
    // Sixty days of 7,200 tokens each, at about 0.2 USD: either token alone would be half of it.
    const issued = -books.runs[0]!.bySector.get("issuance")!.tokens;
    expect(issued).toBeGreaterThan(1.5 * 432_000 * 0.1);
    const alone = booksOf({
      ...input,
      scenario: { ...input.scenario, assets: input.scenario.assets.slice(0, 2) },
    });
    expect(-alone.runs[0]!.bySector.get("issuance")!.tokens).toBeLessThan(0.7 * issued);
  });
});

describe("words for measures of places", () => {
  test("are those of the measure, with its place", () => {
    expect(placedMeasure("btc.chain.blocks")).toEqual({ place: "btc", name: "chain.blocks" });
    expect(placedMeasure("chain.blocks")).toEqual({ place: "", name: "chain.blocks" });
    expect(placedMeasure("gpu.supply[eu.west]")).toEqual({ place: "", name: "gpu.supply[eu.west]" });
    expect(placedMeasure("x.unheard.of")).toEqual({ place: "x", name: "unheard.of" });
    expect(phraseOf("btc.chain.blocks").label).toBe("Blocks (btc)");
    expect(phraseOf("btc.gpu.supply[US]").label).toBe("GPUs online (btc, US)");
    expect(rankOf("btc.gpu.supply")).toBe(rankOf("gpu.supply"));
    expect(betterOf("btc.jobs.waitP95")).toBe("lower");
  });
});
