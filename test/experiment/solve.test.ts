import quantileOfT from "@stdlib/stats-base-dists-t-quantile";
import { expect, test } from "vitest";
import type { Executor } from "../../sim/experiment/runner.ts";
import { type SolveOptions, solveFor } from "../../sim/experiment/solve.ts";
import { defineMechanism, defineScenario, fields } from "../../sim/index.ts";
import { runBranches } from "../../sim/run/run.ts";
import { type Catalogue, catalogueOf } from "../../sim/scenario/catalogue.ts";
import { measuresOfDesign } from "../../sim/scenario/measures-of-design.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";
import { vary } from "../../sim/scenario/vary.ts";

/** Publishes slope × luck, with luck between 0.9 and 1.1 in each replication, and the cube of the slope. */
const line = defineMechanism({
  name: "test/line",
  summary: "A line through 0.",
  source: "a test",
  params: {
    slope: fields.number("", { default: 1, doc: "Slope." }),
    steps: fields.count({ default: 1, doc: "A whole number." }),
  },
  init: () => ({ luck: 0 }),
  on: {
    start({ state, random }) {
      state.luck = 0.9 + 0.2 * random.at(1, "luck").uniform();
    },
  },
  ownMetrics: {
    "line.value": {
      unit: "1",
      kind: "level",
      words: "The line",
      better: "neither",
      doc: "The line.",
      value: ({ params, state }) => params.slope * state.luck,
    },
    "line.cube": {
      unit: "1",
      kind: "level",
      words: "The cube",
      better: "neither",
      doc: "The cube.",
      value: ({ params: { slope } }) => slope * slope * slope,
    },
    "line.steps": {
      unit: "1",
      kind: "level",
      words: "Steps",
      better: "neither",
      doc: "Steps.",
      value: ({ params }) => params.steps,
    },
  },
  example: () => ({ world: [{ mechanism: "test/line", params: {} }], until: "1d" }),
});

const scenario = (more: Partial<Scenario> = {}): Scenario =>
  defineScenario({ title: "Line", until: 10, sample: 1, world: [line({})], ...more });

/** Runs jobs in this thread. */
const inThread = (resolved: ResolvedScenario, catalogue: Catalogue): Executor => ({
  width: 1,
  execute: async ({ design, replication, seed, settings }) =>
    runBranches(vary(resolved, catalogue, settings), catalogue, { design, replication, seed }),
});

function solve(
  soThat: string,
  ends: readonly [number, number],
  options: SolveOptions = {},
  given = scenario(),
  path = "test/line.slope",
) {
  const catalogue = catalogueOf({ ...given, world: [line({})] });
  const resolved = resolve(given, catalogue, { name: "line" });
  return solveFor(
    resolved,
    catalogue,
    inThread(resolved, catalogue),
    { path, low: ends[0], high: ends[1], soThat },
    options,
  );
}

test("the root of a known curve: x³ = 10", async () => {
  const found = await solve("line.cube == 10", [0, 5], { tolerance: 1e-9 });
  expect(found.x).toBeCloseTo(Math.cbrt(10), 8);
  expect(found.bracket[0]).toBeLessThanOrEqual(found.x);
  expect(found.trials.map(({ x }) => x)).toEqual(found.trials.map(({ x }) => x).sort((a, b) => a - b));
});

test("the parameter is x in the equation", async () => {
  expect((await solve("line.cube == 4 * x", [1, 5], { tolerance: 1e-9 })).x).toBeCloseTo(2, 8);
});

test("all values share their luck, and the interval says how far luck moves the solution", async () => {
  const found = await solve("line.value == 4", [1, 10], { replications: 10, tolerance: 1e-6 });
  // The mean luck l of these replications makes x = 4 / l; without one of them, 4 / l of the others.
  const luck = found.trials.map(({ x, left }) => left / x);
  for (const each of luck) expect(each).toBeCloseTo(luck[0]!, 12);
  expect(found.x).toBeCloseTo(4 / luck[0]!, 4);
  const { low, high, count } = found.interval;
  expect(count).toBe(10);
  expect(low).toBeLessThan(4);
  expect(high).toBeGreaterThan(4);
  // Delta method: the error of 4 / l is 4 / l² times that of l, whose deviation is 0.2 / √12 or so.
  const reach = (quantileOfT(0.975, 9) * 4 * 0.2) / Math.sqrt(12 * 10);
  expect((high - low) / 2 / reach).toBeGreaterThan(0.5);
  expect((high - low) / 2 / reach).toBeLessThan(1.6);
});

test("one replication has a solution, and no interval", async () => {
  const { interval } = await solve("line.value == 4", [1, 10], { replications: 1 });
  expect([interval.low, interval.high]).toEqual([-Infinity, Infinity]);
});

test("two designs are made equal by the one that has the parameter", async () => {
  const designs = { a: [{ ...line({}), as: "varied" }], b: [line({ slope: 3 })] };
  const given = scenario({ world: [], designs });
  const equal = "[a].line.cube[varied] == [b].line.cube";
  const { x, trials } = await solve(equal, [1, 9], { tolerance: 1e-9 }, given, "varied.slope");
  expect(x).toBeCloseTo(3, 8);
  expect(trials.every(({ right }) => right === 27)).toBe(true);
});

test("ends of one sign are refused with both values, unless the search may leave them", async () => {
  await expect(solve("line.cube == 1000", [1, 5])).rejects.toThrow(
    "The root search finds no change of sign from 1 to 5.\n\n  value -999 at 1\n  value -875 at 5\n",
  );
  expect((await solve("line.cube == 1000", [1, 5], { expand: true, tolerance: 1e-9 })).x).toBeCloseTo(10, 8);
});

test("a whole parameter is tried at whole values only, each once", async () => {
  const found = await solve("line.steps == 41.5", [1, 100], {}, scenario(), "test/line.steps");
  expect([41, 42]).toContain(found.x);
  expect(found.trials.every(({ x }) => Number.isInteger(x))).toBe(true);
  expect(new Set(found.trials.map(({ x }) => x)).size).toBe(found.trials.length);
});

test.each([
  ["line.value > 4", /^"line\.value > 4" is no equation\./],
  ["line.value == 4 == 5", /is no equation\./],
  ["4 == 5", /^"4 == 5" names no measure/],
  ["line.valu == 4", /^There is no measure "line\.valu"\. Did you mean "line\.value"\?/],
  ["line.value && 1 == 4", /joins comparisons|is true or false/],
])("%s is refused with a sentence", async (soThat, message) => {
  await expect(solve(soThat, [1, 10])).rejects.toThrow(message);
});

test("a parameter that is not there, and a measure of no design, are refused", async () => {
  await expect(solve("line.value == 4", [1, 10], {}, scenario(), "test/line.slop")).rejects.toThrow(
    /vary › test\/line\.slop\n.*Did you mean "slope"\?/,
  );
  const two = scenario({ world: [], designs: { a: [line({})], b: [line({})] } });
  await expect(solve("line.value == 4", [1, 10], {}, two)).rejects.toThrow(
    /^"line\.value" of which design\?/,
  );
});

test("the measures of a design are known before it runs", () => {
  const catalogue = catalogueOf(scenario());
  const resolved = resolve(scenario({ world: [{ ...line({}), as: "mine" }] }), catalogue);
  expect(measuresOfDesign(resolved.assets, catalogue, resolved.designs[0]!)).toEqual([
    "line.value[mine]",
    "line.cube[mine]",
    "line.steps[mine]",
    "ledger.supply[token]",
    "ledger.circulating[token]",
    "ledger.minted[token]",
    "ledger.burned[token]",
    "token.inflation[token]",
    "token.dilution[token]",
  ]);
});
