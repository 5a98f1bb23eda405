import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  parseStored,
  storedClaim,
  storedDifference,
  storedText,
} from "../../sim/experiment/claims/stored.ts";
import type { ClaimRuns } from "../../sim/experiment/claims/values.ts";
import { judgeClaim } from "../../sim/experiment/claims/verdict.ts";
import { agreesWithClosedForm, verdictText } from "../../sim/experiment/claims/words.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { type ClaimInput, defineClaim } from "../../sim/scenario/claim.ts";
import { listClaims, loadScenario } from "../../sim/scenario/load.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";

const stored = (name: string) => {
  const file = path.resolve(import.meta.dirname, "../../scenarios", `${name}.result.json`);
  return parseStored(readFileSync(file, "utf8"), file);
};

describe.each(listClaims())("%s", (name) => {
  test("is what its kept runs were made of, and theory agrees where it knows", async () => {
    const { scenario, claim, name: stem } = await loadScenario(name);
    const result = stored(name);
    expect(result.scenarioHash).toBe(scenarioHash(resolve(scenario, catalogueOf(scenario), { name: stem })));
    const found = judgeClaim(claim!, result, stem);
    expect(agreesWithClosedForm(claim!, found)).toBe(true);
    expect(claim!.sources.every(({ text }) => /\(\d{4}\)/.test(text))).toBe(true);
    expect(claim!.notEstablished.length).toBeGreaterThan(0);
    for (const { points } of found.worlds)
      for (const { tests } of points) for (const { margin } of tests) expect(margin.count).toBeGreaterThan(3);
  });

  test("names only parameters that its scenario has", async () => {
    const { scenario, claim, name: stem } = await loadScenario(name);
    const { designs } = resolve(scenario, catalogueOf(scenario), { name: stem });
    const uses = designs.flatMap((design) => design.uses);
    const unknown = Object.keys(claim!.values).filter((value) => {
      const at = value.lastIndexOf(".");
      const [target, param] = [value.slice(0, at), value.slice(at + 1)];
      return !uses.some(
        ({ as, mechanism, params }) => (as === target || mechanism === target) && param in params,
      );
    });
    expect(unknown).toEqual([]);
  });
});

/** `cheap` costs what the condition says and half of the replication's luck; `dear` costs 5 and the same luck. */
const claim: ClaimInput = {
  claim: "Cheap is cheaper than dear.",
  sources: [{ text: "Nobody (2000)" }],
  scenario: { title: "Two prices", until: "1d", world: [] },
  setUp: "Two prices.",
  whoPays: "Nobody.",
  tests: { "it costs less": { less: "[cheap].cost", than: "[dear].cost" } },
  condition: { words: "the price", unit: "USD", values: [1, 4, 8], set: (price) => ({ "a/b.price": price }) },
  values: {},
  notEstablished: [],
};
const LUCK = [0, 0.1, -0.1, 0.05, -0.05];
const runs = (cheap: readonly number[], dear = 5): ClaimRuns => ({
  units: { cost: "USD" },
  runs: cheap.flatMap((cost, point) =>
    LUCK.flatMap((luck, replication) =>
      [
        { design: "cheap", cost: cost + luck },
        { design: "dear", cost: dear + luck * 1.2 },
      ].map(({ design, cost }) => ({ point, design, replication, digest: "", values: { cost } })),
    ),
  ),
});
const { claim: part } = defineClaim(claim);

test("a verdict is computed from the runs: a world that changes it flips it, and the break-even is where the lines cross", () => {
  const judged = judgeClaim(part, runs([1, 4, 8]), "two");
  expect(judged.outcome).toBe("depends");
  const [turn] = judged.worlds[0]!.breakEvens;
  expect(turn!.above).toBe("fails");
  expect(turn!.between).toEqual([4, 8]);
  expect(turn!.mean).toBeCloseTo(5, 10);
  expect(turn!.low).toBeLessThan(5);
  expect(turn!.high).toBeGreaterThan(5);
  expect(judgeClaim(part, runs([1, 4, 8], 20), "two").outcome).toBe("holds");
  expect(judgeClaim(part, runs([1, 4, 8], 0), "two").outcome).toBe("fails");
  expect(verdictText(part, judged.worlds[0]!)).toMatch(
    /^depends on the price: holds below 5 USD \(95 % interval 4\.9/,
  );
});

test("what luck may explain is not established, and does not turn a verdict", () => {
  const noise = runs([1, 5, 8]);
  const judged = judgeClaim(part, noise, "two");
  expect(judged.worlds[0]!.points.map(({ outcome }) => outcome)).toEqual([
    "holds",
    "not established",
    "fails",
  ]);
  expect(judged.worlds[0]!.breakEvens[0]!.between).toEqual([1, 8]);
});

test("all tests of a claim have to be passed", () => {
  const two = { ...part, tests: { ...part.tests, "dear costs little": { less: "[dear].cost", than: "4" } } };
  expect(judgeClaim(two, runs([1, 2, 3]), "two").outcome).toBe("fails");
  expect(judgeClaim(two, runs([1, 2, 2.5], 3), "two").outcome).toBe("holds");
});

test("a test that names no measure is told with what was meant", () => {
  const wrong = { ...part, tests: { "it costs less": { less: "[cheap].costs", than: "[dear].cost" } } };
  expect(() => judgeClaim(wrong, runs([1, 4, 8]), "two")).toThrow('Did you mean "[cheap].cost"?');
});

test("a kept result that was changed by hand is refused; one of other runs says which", () => {
  const kept = storedClaim("hash", runs([1, 4, 8]));
  const text = storedText(kept);
  expect(parseStored(text, "kept.json")).toEqual(kept);
  expect(() => parseStored(text.replace('"cost":1.1', '"cost":1.2'), "kept.json")).toThrow(
    "it was changed by hand",
  );
  expect(storedDifference(kept, kept)).toBe("");
  expect(storedDifference(kept, storedClaim("hash", runs([1, 4, 9])))).toBe(
    "cheap/0 at point 2: cost was 8, now 9",
  );
});
