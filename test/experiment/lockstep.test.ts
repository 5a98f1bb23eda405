import { expect, test } from "vitest";
import { firstDifference } from "../../sim/experiment/lockstep.ts";
import { luckOf } from "../../sim/run/run.ts";
import { type Happening, Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import scenario from "../cli/scenarios/coin-toss.ts";
import { BRANCHING, FORKED, forked } from "../run/forked.ts";

const catalogue = catalogueOf(scenario);
const resolved = (set: readonly string[] = []): ResolvedScenario =>
  resolve(scenario, catalogue, { name: "coin-toss", set });
const start = (from: ResolvedScenario, seen: Happening[] = []) => {
  const simulation = new Simulation(from, catalogue, {
    design: "fair",
    replication: 0,
    seed: luckOf(from, 0).seed,
  });
  simulation.onEvent((happening) => void seen.push(structuredClone(happening)));
  return { simulation, resolved: from };
};

test("the first event that differs is the one that a comparison of all events finds", () => {
  const [plain, heavier] = [resolved(), resolved(["test/toss.heads=0.53"])];
  const [one, other]: [Happening[], Happening[]] = [[], []];
  start(plain, one).simulation.runTo();
  start(heavier, other).simulation.runTo();
  const at = one.findIndex((event, index) => JSON.stringify(event) !== JSON.stringify(other[index]));
  expect(at).toBeGreaterThan(10);
  const found = firstDifference(start(plain), start(heavier), "", one.length);
  expect(found?.event).toBe(at + 1);
  expect(found?.first).toEqual(one[at]);
  expect(found?.second).toEqual(other[at]);
});

test("two runs of the same scenario never differ", () => {
  expect(firstDifference(start(resolved()), start(resolved()), "", 900)).toBeUndefined();
});

test("a difference that begins in a branch is found after the time of branching", () => {
  const branches = (factor: number) => ({
    branches: { ...FORKED.branches!, halves: { set: { "shocks/demand.factor": factor } } },
  });
  const sides = [0.5, 0.4].map((factor) => {
    const own = forked(branches(factor));
    const { seed } = luckOf(own.resolved, 0);
    const options = { design: "base", replication: 0, seed };
    return { simulation: new Simulation(own.resolved, own.catalogue, options), resolved: own.resolved };
  });
  const found = firstDifference(sides[0]!, sides[1]!, "halves", 2_000);
  expect(found?.first?.t).toBeGreaterThanOrEqual(BRANCHING);
});
