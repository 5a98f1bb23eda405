import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../sim/schema/table.ts";
import { ALIKE, happened, job, quotes, script, simulate, use } from "../supply/small-market.ts";

const HOUR = 3_600;
const twoRegions = inlineTable({
  region: ["A", "B"],
  usd_per_kwh: [0.12, 0.12],
  gco2e_per_kwh: [400, 400],
  weight: [1, 1],
});
const outage = (region: string, t = 1000, seconds = 12 * HOUR) =>
  use("shocks/region-outage", { outages: inlineTable({ t: [t], region: [region], seconds: [seconds] }) });

const world = (shock: ReturnType<typeof use>, jobs = 2) => [
  quotes({ usdPerGpuHour: 0.3 }),
  use("supply/cohorts", { ...ALIKE, providers: 40, regions: twoRegions, byRegion: true }),
  use("pricing/first-come"),
  use("contracts/escrow"),
  script(...Array.from({ length: jobs }, (_, n) => [0, "jobSubmitted", job(n, 8, 5e5)] as const)),
  shock,
];

describe("an outage of a region", () => {
  test("takes all of its GPUs down at once, interrupts the jobs on them, and gives the GPUs back after it", () => {
    const { run, simulation, ...outcome } = simulate(world(outage("A"), 40), "2d");
    const { region } = simulation.states.find(({ instance }) => instance === "supply/cohorts")!.state as {
      region: Int32Array;
    };
    const inA = region.subarray(0, 40).filter((row) => row === 0).length;
    expect(inA).toBeGreaterThan(5);
    expect(happened({ run, simulation, ...outcome }, "jobInterrupted")).toHaveLength(inA);
    const hours = (measure: string) => run.series[measure]!.reduce((sum, gpus) => sum + gpus, 0) * 0.48;
    expect(hours("gpu.supply[A]")).toBeCloseTo(inA * 8 * (48 - 12), 6);
    expect(hours("gpu.supply[B]")).toBeCloseTo((40 - inA) * 8 * 48, 6);
    expect(hours("gpu.supply")).toBeCloseTo(40 * 8 * 48 - inA * 8 * 12, 6);
    expect(run.atEnd["gpu.supply"]).toBe(320);
    expect(run.summary["outages.count"]).toBe(1);
    expect(run.summary["outages.hours"]).toBe(12);
  });

  test("of every region leaves nothing; two that overlap end with the later one", () => {
    const both = use("shocks/region-outage", {
      outages: inlineTable({ t: [0, 6 * HOUR], region: ["", "A"], seconds: [12 * HOUR, 12 * HOUR] }),
    });
    const { run } = simulate(world(both, 0), "2d");
    const at = (hour: number, measure: string) =>
      run.series[measure]![run.t.findIndex((t) => t >= hour * HOUR)];
    expect([at(5, "gpu.supply"), at(11, "gpu.supply")]).toEqual([0, 0]);
    expect(at(15, "gpu.supply[A]")).toBe(0);
    expect(at(15, "gpu.supply[B]")).toBeGreaterThan(0);
    expect(at(20, "gpu.supply")).toBe(320);
  });

  test.each([
    ["where nobody is", outage("Atlantis")],
    ["of no time", outage("A", 1000, 0)],
  ])("%s does nothing", (_, shock) => {
    const { run, ...outcome } = simulate(world(shock), "2d");
    expect(happened({ run, ...outcome }, "jobInterrupted")).toEqual([]);
    expect(run.atEnd["gpu.supply"]).toBe(320);
  });
});

describe("outages at random", () => {
  const rates = inlineTable({ region: ["A", "B"], per_year: [50, 10] });
  const struck = (params: object) =>
    simulate([use("shocks/region-outage", { rates, ...params })], "40y").events.filter(
      ({ name }) => name === "regionOutage",
    );

  test("come as often as their rates say", () => {
    const events = struck({});
    const count = (region: string) => events.filter(({ payload }) => payload["region"] === region).length;
    expect(Math.abs(count("A") - 2000)).toBeLessThan(4 * Math.sqrt(2000));
    expect(Math.abs(count("B") - 400)).toBeLessThan(4 * Math.sqrt(400));
  });

  test("last as long as their mean says, by either law", () => {
    for (const [duration, deviation] of [
      ["lognormal", Math.sqrt(Math.E - 1)],
      ["exponential", 1],
    ] as const) {
      const lasts = struck({ duration, meanDuration: "4h" }).map(({ payload }) => Number(payload["seconds"]));
      const mean = lasts.reduce((sum, seconds) => sum + seconds, 0) / lasts.length / (4 * HOUR);
      expect(Math.abs(mean - 1)).toBeLessThan((4 * deviation) / Math.sqrt(lasts.length));
    }
  });
});

test("an outage of no length in numbers is refused", () => {
  expect(() => simulate([outage("A", 0, Number.NaN)], "1d")).toThrow(
    "outages › row 1 › seconds\n    Expected a number of s, got NaN.",
  );
});
