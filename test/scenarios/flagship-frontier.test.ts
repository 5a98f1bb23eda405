import { expect, test } from "vitest";
import { sweepPoints } from "../../sim/experiment/points.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { vary } from "../../sim/scenario/vary.ts";

const LEVELS = [0, 0.01, 0.02, 0.04, 0.08, 0.16];
const { scenario } = await loadScenario("flagship-frontier");
const resolved = resolve(scenario, ORRERY, {
  name: "flagship-frontier",
  until: "30d",
  set: ["demand/bootstrap-trace.replicas=2", "supply/cohorts.providers=15"],
});
const points = sweepPoints(resolved);
/** Tokens of 30 days at each level of emission. */
const emitted = (design: string) =>
  points.map(({ settings }) =>
    run(vary(resolved, ORRERY, settings), ORRERY, { design, replication: 0 }).series[
      "emission.tokens"
    ]!.reduce((sum, value) => sum + value, 0),
  );

test("the fourth doubling is the flagship itself", () => {
  expect(vary(resolved, ORRERY, points[4]!.settings).designs).toEqual(resolved.designs);
});

test("without emission a token that nobody pays with changes nothing about GPUs", () => {
  const nothing = vary(resolved, ORRERY, points[0]!.settings);
  const series = (design: string) => run(nothing, ORRERY, { design, replication: 0 }).series;
  const control = series("no token");
  for (const design of ["fixed on PoW", "halving on PoW", "bonded ratio on PoS"])
    expect(series(design)).toMatchObject(
      Object.fromEntries(Object.entries(control).filter(([measure]) => !measure.startsWith("ledger."))),
    );
});

test.each(["fixed on PoW", "burn and mint on PoS"])("%s emits in step", (design) => {
  emitted(design).forEach((tokens, level) => {
    expect(tokens).toBeCloseTo((LEVELS[level]! * 100e6 * 30) / 365, 3);
  });
});

// The first subsidy is 730 / (274 + 137 + 45.5) times the mean. Where little is emitted tips are a large part of miners'
// income, hashrate enters for them, and until the retarget follows, blocks come faster.
test("halving on PoW emits in step, up to what hashrate does to the pace of blocks", () => {
  emitted("halving on PoW").forEach((tokens, level) => {
    const expected = ((LEVELS[level]! * 100e6 * 30) / 365) * (730 / 456.5);
    expect(Math.abs(tokens - expected)).toBeLessThanOrEqual(0.2 * expected);
  });
});

// The rule starts at the level and moves by at most as much in a year.
test("bonded ratio on PoS emits in step, up to what its rule does in 30 days", () => {
  emitted("bonded ratio on PoS").forEach((tokens, level) => {
    const expected = (LEVELS[level]! * 100e6 * 30) / 365;
    expect(Math.abs(tokens - expected)).toBeLessThanOrEqual(0.1 * expected);
  });
});
