import { describe, expect, it } from "vitest";
import { bands } from "../../sim/figures/bands.ts";
import { syntheticRunOf, syntheticScenario } from "./synthetic-runs.ts";

const scenario = syntheticScenario({
  designs: [{ name: "base", uses: [] }],
  control: "base",
  until: 60,
  sample: 10,
  warmUp: 0,
});
const ramp = (start: number) => ({
  ...syntheticRunOf(scenario, { level: { unit: "1", kind: "level", at: (t) => start + t } }),
  design: "base",
});

describe("bands", () => {
  it("give mean and 10–90 % range at each sample", () => {
    const runs = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map(ramp);
    const [band] = bands({ scenario, runs, points: [] }, "level", { points: 100 });
    expect(band!.replications).toBe(11);
    expect(band!.points.map(({ t }) => t)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(band!.points[0]).toEqual({ design: "base", t: 10, low: 20, mean: 60, high: 100 });
  });

  it("average consecutive samples where a line would have too many points", () => {
    const [band] = bands({ scenario, runs: [ramp(0)], points: [] }, "level", { points: 3 });
    expect(band!.points.map(({ t, mean }) => [t, mean])).toEqual([
      [15, 15],
      [35, 35],
      [55, 55],
    ]);
  });

  it("turn a flow into a rate over the time that it grew in", () => {
    const run = syntheticRunOf(scenario, { flow: { unit: "1", kind: "flow", at: () => 5 } });
    const [band] = bands({ scenario, runs: [{ ...run, design: "base" }], points: [] }, "flow", {
      points: 4,
      rateOver: 60,
    });
    expect(band!.points.map(({ mean }) => mean)).toEqual([30, 30, 30]);
  });

  it("draw the last part of a period with the period before it", () => {
    const cut = { ...scenario, until: 65 };
    // Five each period, at its end: the part after 60 has none of it yet.
    const run = syntheticRunOf(cut, { flow: { unit: "1", kind: "flow", at: (t) => (t % 10 === 0 ? 5 : 0) } });
    const own = { ...run, design: "base", t: Float64Array.of(10, 20, 30, 40, 50, 60, 65) };
    const series = { flow: Float64Array.of(5, 5, 5, 5, 5, 5, 0) };
    const input = { scenario: cut, runs: [{ ...own, series }], points: [] };
    const [band] = bands(input, "flow", { points: 100, rateOver: 10 });
    expect(band!.points.map(({ mean }) => mean)).toEqual([5, 5, 5, 5, 5, 5 / 1.5]);
    expect(band!.points.at(-1)!.t).toBe(62.5);
  });

  it("leave out designs without the measure", () => {
    expect(bands({ scenario, runs: [ramp(0)], points: [] }, "other", { points: 3 })).toEqual([]);
  });
});
