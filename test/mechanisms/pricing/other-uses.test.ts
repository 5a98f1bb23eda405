import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate, use } from "../supply/small-market.ts";

const run = (params: object, until = "10d") => simulate([use("pricing/other-uses", params)], until).run;
const mining = "market.miningUsdPerGpuHour";

describe("what other uses bring", () => {
  test("stays where it starts without volatility", () => {
    const { series } = run({ mining: 0.08, serving: 0.2, volunteering: 0 });
    expect(new Set(series[mining])).toEqual(new Set([0.08]));
    expect(new Set(series["market.servingUsdPerGpuHour"])).toEqual(new Set([0.2]));
    expect(new Set(series["market.volunteeringUsdPerGpuHour"])).toEqual(new Set([0]));
  });

  test("walks by days of the given volatility, whose mean factor is 1", () => {
    const { series, t } = run({ mining: 1, miningVolatility: 0.05 }, "3000d");
    expect(t[1]! - t[0]!).toBe(86_400);
    const levels = [...series[mining]!].map((level) => Math.log(level));
    const steps = levels.slice(1).map((level, at) => level - levels[at]!);
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    const variance = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / (steps.length - 1);
    // Standard errors of a mean and of a deviation over 2999 days.
    expect(Math.abs(mean + 0.05 ** 2 / 2)).toBeLessThan((4 * 0.05) / Math.sqrt(2999));
    expect(Math.abs(Math.sqrt(variance) - 0.05)).toBeLessThan((4 * 0.05) / Math.sqrt(2 * 2999));
  });

  test("follows a series from each of its times on", () => {
    const series = inlineTable({
      t: [2 * 86_400, 4 * 86_400, 5 * 86_400],
      use: ["mining", "serving", "mining"],
      usd_per_gpu_hour: [0.09, 0.3, 0],
    });
    const outcome = run({ mining: 0.01, series });
    const at = (day: number, measure = mining) =>
      outcome.series[measure]![outcome.t.findIndex((t) => t >= day * 86_400)];
    expect([at(1), at(2), at(3), at(6)]).toEqual([0.01, 0.09, 0.09, 0]);
    expect(at(4, "market.servingUsdPerGpuHour")).toBe(0.3);
  });

  test("of an unknown use, of no number or back in time is refused", () => {
    const series = (t: number[], uses: string[], usd: number[]) => () =>
      run({ series: inlineTable({ t, use: uses, usd_per_gpu_hour: usd }) });
    expect(series([0], ["minning"], [1])).toThrow(
      'pricing/other-uses knows no use "minning". Did you mean "mining"?',
    );
    expect(series([0], ["mining"], [Number.NaN])).toThrow("Expected a number of USD/GPU h, got NaN.");
    expect(series([9, 3], ["mining", "mining"], [1, 1])).toThrow(
      'Rows must be in ascending order of "t": 3 comes after a later one.',
    );
  });
});
