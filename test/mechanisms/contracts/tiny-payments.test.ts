import { describe, expect, test } from "vitest";
import type { Use } from "../../../sim/model/mechanism.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { type Happening, scriptedEvents, stretch } from "../scripted-events.ts";

/*
 * 10^5 jobs of one second at 0.0012 USD an hour: a third of a base unit each, 33,333 together. Rounding each up would
 * charge three times as much, each down nothing.
 */
const JOBS = 100_000;
const PRICE = { usdPerGpuHour: 0.0012 };
const COST = 33_333;

type Ending = (job: number) => Happening;
const finished: Ending = (job) => [job + 1, "jobFinished", stretch(job, 1, PRICE)];
const interrupted: Ending = (job) => [job + 1, "jobInterrupted", stretch(job, 1, PRICE)];

/** USD in base units by what they were paid for, of jobs that start one a second and run for `seconds` unless they end before. */
function paid(contract: Use, ending: Ending, seconds = 1): (kind: string) => number {
  const jobs = Array.from({ length: JOBS }, (_, job) => job);
  const script = scriptedEvents(
    jobs.flatMap((job) => [[job, "jobStarted", stretch(job, seconds, PRICE)] as const, ending(job)]),
  );
  const scenario = { title: "tiny", until: JOBS + 2, world: [contract, script] };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "tiny" });
  const { flows } = new Simulation(resolved, catalogue, {
    design: "base",
    replication: 0,
    seed: 1,
    claims: "block",
  }).finish();
  return (kind) =>
    flows.filter((flow) => flow.kind === kind).reduce((sum, { amount }) => sum + Number(amount), 0);
}
const withinAUnit = (units: number, exact: number): void =>
  expect(Math.abs(units - exact)).toBeLessThanOrEqual(1);

describe("contracts/escrow", () => {
  const contract: Use = { mechanism: "contracts/escrow", params: { fee: 0.05 } };

  test("jobs that are done cost their sum, and the fee is its share", () => {
    const of = paid(contract, finished);
    withinAUnit(of("deposits"), COST);
    withinAUnit(of("market fee") + of("GPU time"), COST);
    withinAUnit(of("market fee"), COST * 0.05);
    expect(of("refunds")).toBe(0);
  });

  test("jobs that are interrupted half way pay for what ran, and get the rest back", () => {
    const of = paid(contract, interrupted, 2);
    withinAUnit(of("deposits"), 2 * COST);
    withinAUnit(of("market fee") + of("GPU time"), COST);
    // From escrow to the customers, and on to where their money comes from.
    withinAUnit(of("refunds") / 2, COST);
  });
});

test("contracts/lease pays a rate below a base unit a block, and its fee", () => {
  const contract: Use = { mechanism: "contracts/lease", params: { blockTime: 0.1, takeRate: 0.05 } };
  // One lease of 10^5 s: 10^6 blocks at a thirtieth of a unit, paid out daily.
  const script = scriptedEvents([
    [0, "jobStarted", stretch(1, JOBS, PRICE)],
    [JOBS, "jobFinished", stretch(1, JOBS, PRICE)],
  ]);
  const scenario = { title: "tiny", until: JOBS, world: [contract, script] };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "tiny" });
  const { flows } = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 }).finish();
  const of = (kind: string) =>
    flows.filter((flow) => flow.kind === kind).reduce((sum, { amount }) => sum + Number(amount), 0);
  withinAUnit(of("market fee") + of("GPU time"), COST);
  withinAUnit(of("market fee"), COST * 0.05);
});

test("contracts/insurance takes the sum of premiums below a base unit", () => {
  // Expected claim of a second at 0.36 USD an hour, one failure in 10^4 s: 100 units × ½ × 10^−4, nearly.
  const jobs = Array.from({ length: JOBS }, (_, job) => job);
  const price = { usdPerGpuHour: 0.36 };
  const script = scriptedEvents(
    jobs.flatMap((job) => [
      [job, "jobStarted", stretch(job, 1, price)] as const,
      [job + 1, "jobFinished", stretch(job, 1, price)] as const,
    ]),
  );
  const contract: Use = { mechanism: "contracts/insurance", params: { mtbf: 10_000, loading: 0 } };
  const scenario = { title: "tiny", until: JOBS + 2, world: [contract, script] };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "tiny" });
  const { flows } = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 }).finish();
  const premiums = flows
    .filter(({ kind }) => kind === "premiums")
    .reduce((sum, { amount }) => sum + Number(amount), 0);
  // ∫ from 0 to 1 of 100 t × 10^−4 e^(−10^−4 t) dt, to first order and the next.
  const expected = JOBS * 100 * (0.5e-4 - 1e-8 / 3);
  withinAUnit(premiums, expected);
});
