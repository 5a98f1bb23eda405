import { describe, expect, test } from "vitest";
import { defineMechanism, shared } from "../../../../sim/model/mechanism.ts";
import { inlineTable } from "../../../../sim/schema/table.ts";
import { ALIKE, happened, job, quotes, script, simulate, use } from "../small-market.ts";

const DAY = 86_400;
const world = (supply: object, usdPerGpuHour = 0.36) => [
  quotes({ usdPerGpuHour }),
  use("supply/cohorts", { ...ALIKE, ...supply }),
  use("pricing/first-come"),
  use("contracts/escrow"),
  script([0, "jobSubmitted", job(1, 8, DAY)]),
];
const regions = (usd: number, weight = 1) =>
  inlineTable({ region: ["A"], usd_per_kwh: [usd], gco2e_per_kwh: [400], weight: [weight] });

describe("odd input", () => {
  test("a region without a price of electricity is refused by name", () => {
    expect(() => simulate(world({ regions: regions(Number.NaN) }))).toThrow(
      "regions › row 1 › usd_per_kwh\n    Expected a number of USD/kWh, got NaN.",
    );
  });

  test("no region, or none with a weight, is refused", () => {
    const none = inlineTable({ region: [], usd_per_kwh: [], gco2e_per_kwh: [], weight: [] });
    expect(() => simulate(world({ regions: none }))).toThrow(
      "supply/cohorts has no region for its providers.",
    );
    expect(() => simulate(world({ regions: regions(0.1, 0) }))).toThrow(
      "supply/cohorts has no region with a weight above 0 for its providers.",
    );
  });

  test("free electricity is fine, and so is a price of 0", () => {
    const { run } = simulate(world({ regions: regions(0) }, 0), "3d");
    expect(run.summary["gpu.delivered"]).toBe(192);
    expect(run.summary["providers.margin"]).toBe(0);
  });

  test("without providers jobs wait, and every measure is a number", () => {
    const outcome = simulate(world({ providers: 0 }), "40d");
    expect(happened(outcome, "jobStarted")).toEqual([]);
    expect(outcome.run.atEnd).toMatchObject({
      "gpu.supply": 0,
      "providers.gini": 0,
      "providers.herfindahl": 0,
      "providers.medianIncomeUsd": 0,
    });
  });

  test("who is to foresee perfectly needs a path", () => {
    expect(() => simulate(world({ expectations: "perfect" }))).toThrow(
      "supply/cohorts is to foresee perfectly, but no path is given.",
    );
  });
});

/** Evicts a job. */
const evictor = (kept: boolean) =>
  defineMechanism({
    name: "test/evictor",
    summary: "Evicts a job.",
    source: "tests",
    params: {},
    emits: { jobEvicted: shared },
    init: () => ({}),
    on: { opened: ({ emit }) => void emit.jobEvicted({ job: 1, kept }, 3600) },
    example: () => ({ world: [] }),
  })();

test("an evicted job pauses where its data are kept, else it is interrupted; its GPUs are free at once", () => {
  for (const [kept, event] of [
    [true, "jobPaused"],
    [false, "jobInterrupted"],
  ] as const) {
    const outcome = simulate([...world({}), evictor(kept)], "2d");
    expect(happened(outcome, event)).toMatchObject([{ t: 3600, job: 1, gpus: 8, seconds: 3600 }]);
    expect(happened(outcome, "jobFinished")).toEqual([]);
    expect(outcome.run.summary["gpu.delivered"]).toBeCloseTo(8, 9);
  }
});

test("paid and billed weekly, everybody has the same in the end as daily", () => {
  const run = (settleEvery: number) => simulate(world({ settleEvery }), "14d").run;
  const [daily, weekly] = [run(1), run(7)];
  for (const measure of ["providers.margin", "energy.joules"])
    expect(weekly.summary[measure], measure).toBeCloseTo(daily.summary[measure]!, 9);
  const income = "providers.medianIncomeUsd";
  expect(weekly.atEnd[income]).toBeCloseTo(daily.atEnd[income]!, 6);
});
