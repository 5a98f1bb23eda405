import { expect, test } from "vitest";
import { type Decision, decide } from "../../../sim/experiment/expectations/sequential.ts";
import { Random } from "../../../sim/random.ts";
import type { Comparison } from "../../../sim/scenario/expression.ts";
import type { ResolvedExpectation } from "../../../sim/scenario/scenario.ts";

const EXPERIMENTS = 2_000;
const MOST = 32;

const expectation = (kind: ResolvedExpectation["kind"]): ResolvedExpectation => ({
  claim: "it holds",
  kind,
  expression: "m > 0",
  before: 1,
  after: 0,
  direction: "rising",
  design: "",
  branch: "",
  confidence: 0.95,
  share: 0.9,
});
const comparison: Comparison = { relation: ">", subject: "m", difference: () => Number.NaN };

/** Asks as `orrery check` does: no more replications than the last answer wanted. */
function checked(kind: ResolvedExpectation["kind"], difference: (replication: number) => number) {
  const answers: Parameters<typeof decide>[2][number][] = [];
  let decision: Decision = { outcome: "undecided", sentence: "", next: 1 };
  while (decision.next > answers.length) {
    for (let replication = answers.length; replication < decision.next; replication++) {
      const value = difference(replication);
      const contradiction = value > 0 ? "" : `m = ${value}.`;
      answers.push({
        name: `a/${replication}`,
        replication,
        answer: { contradiction, note: "", difference: value },
      });
    }
    decision = decide(expectation(kind), comparison, answers, { most: MOST, antithetic: false });
  }
  return { outcome: decision.outcome, replications: answers.length };
}

/** Shares of outcomes, and replications in the mean, over many experiments. */
function rates(kind: ResolvedExpectation["kind"], mean: (uniform: number, normal: number) => number) {
  const random = new Random(7, "experiments");
  const results = Array.from({ length: EXPERIMENTS }, (_, experiment) =>
    checked(kind, (replication) => {
      const uniform = random.at(experiment, "uniform", replication).uniform();
      return mean(uniform, random.at(experiment, "normal", replication).normal(0, 1));
    }),
  );
  const rate = (outcome: Decision["outcome"]): number =>
    results.filter((result) => result.outcome === outcome).length / EXPERIMENTS;
  const replications = results.reduce((sum, result) => sum + result.replications, 0) / EXPERIMENTS;
  return { holds: rate("holds"), broken: rate("broken"), undecided: rate("undecided"), replications };
}

const kept = (share: number) => (uniform: number) => (uniform < share ? 1 : -1);
const around = (mean: number) => (_: number, normal: number) => mean + normal;

test("a share of what is claimed is called broken at most once in twenty", () => {
  expect(rates("always", kept(0.9)).broken).toBeLessThanOrEqual(0.05);
});

test("a share far below what is claimed is called held at most once in twenty", () => {
  expect(rates("always", kept(0.7)).holds).toBeLessThanOrEqual(0.05);
});

test("a claim that always holds is decided by twelve replications, one that never does by four", () => {
  expect(rates("always", kept(1))).toMatchObject({ holds: 1, replications: 12 });
  expect(rates("always", kept(0))).toMatchObject({ broken: 1, replications: 4 });
});

test("a mean on the wrong side is called held at most once in forty, the other side of a two-sided interval", () => {
  // Three standard errors of 2,000 experiments above 0.025.
  expect(rates("summary", around(-0.001)).holds).toBeLessThanOrEqual(0.0355);
  expect(rates("summary", around(0.001)).broken).toBeLessThanOrEqual(0.0355);
});

test("a mean two deviations from the border takes few replications, one at the border takes all", () => {
  const far = rates("summary", around(2));
  expect(far.holds).toBeGreaterThan(0.999);
  expect(far.replications).toBeLessThan(8);
  const border = rates("summary", around(0));
  expect(border.undecided).toBeGreaterThan(0.95);
  expect(border.replications).toBeGreaterThan(30);
});
