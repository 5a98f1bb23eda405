import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canForecast,
  newSeasonalForecast,
  observe,
  type SeasonalForecast,
  seasonalForecast,
} from "../../sim/formulas/seasonal-forecast.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

/** Level and trend at t = 0 and the season before it, as if two seasons had been observed. */
function startedAt(level: number, trend: number, season: readonly number[]): SeasonalForecast {
  const started = newSeasonalForecast(season.length);
  started.season.set(season);
  return { ...started, observations: 2 * season.length, level, trend };
}

/** Rounds as the tables do. */
const rounded = (value: number) => Math.round(value * 100) / 100;

describe("the recursion", () => {
  // Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 2nd ed., section 7.3: international visitor
  // nights in Australia, additive season. t, observed, level, trend, season, forecast one step ahead.
  const VISITORS = [
    [42.21, 32.82, 0.7, 9.5, 42.66],
    [24.65, 33.66, 0.7, -9.13, 24.21],
    [32.67, 34.36, 0.7, -1.69, 32.67],
    [37.26, 35.33, 0.7, 1.69, 36.37],
  ] as const;

  test("gives the visitor nights of Hyndman and Athanasopoulos to the digits printed", () => {
    const forecast = startedAt(32.26, 0.7, [9.7, -9.31, -1.69, 1.31]);
    for (const [at, [observed, level, trend, season, expected]] of VISITORS.entries()) {
      expect(Math.abs(seasonalForecast(forecast, 1) - expected)).toBeLessThan(0.015);
      observe(forecast, observed, { level: 0.306, trend: 0.0003, season: 0.426 });
      expect(Math.abs(forecast.level - level)).toBeLessThan(0.015);
      expect(rounded(forecast.trend)).toBe(trend);
      expect(Math.abs(forecast.season[at]! - season)).toBeLessThan(0.015);
    }
  });

  // Unistat, Winters' additive seasonal, cola sales: α = 0.2, β = 0.1, γ = 0.05 on y − ℓ(t), which is 0.05 (1 − 0.2)
  // on y − ℓ(t − 1) − b(t − 1). Rows 1 to 3; the level before row 1 and the seasons follow from the forecasts printed.
  test("gives the cola sales of Unistat to the digits printed", () => {
    const smoothing = { level: 0.2, trend: 0.1, season: 0.05 * 0.8 };
    const level = 411.1948;
    const trend = 10.6955;
    const second = 202.5518 - level - trend;
    const third = 222.1597 - 427.18 - 11.2245;
    const forecast = startedAt(level, trend, [second, third]);
    expect(seasonalForecast(forecast, 1)).toBeCloseTo(202.5518, 4);
    observe(forecast, 229, smoothing);
    expect(forecast.level).toBeCloseTo(427.18, 3);
    expect(forecast.trend).toBeCloseTo(11.2245, 3);
    expect(forecast.season[0]).toBeCloseTo(-218.2806, 3);
    observe(forecast, 249, smoothing);
    expect(forecast.level).toBeCloseTo(443.7725, 3);
  });

  test("is simple exponential smoothing where a season is one observation without weight, and no trend", () => {
    const forecast = startedAt(10, 0, [0]);
    const alone = { level: 0.25, trend: 0, season: 0 };
    observe(forecast, 20, alone);
    expect(seasonalForecast(forecast, 1)).toBe(12.5);
    observe(forecast, 4.5, alone);
    expect(seasonalForecast(forecast, 3)).toBe(10.5);
  });
});

describe("the first two seasons", () => {
  const smoothing = { level: 0.3, trend: 0.1, season: 0.2 };

  test("by hand: 1, 3, 5, 11 rise by 3 a step, in the mean half below that line and half above it", () => {
    // Means 2 and 8; the line through them stands at 0.5, 3.5, 6.5 and 9.5: distances 0.5, −0.5, −1.5 and 1.5.
    const forecast = newSeasonalForecast(2);
    for (const value of [1, 3, 5]) observe(forecast, value, smoothing);
    expect(canForecast(forecast)).toBe(false);
    observe(forecast, 11, smoothing);
    expect(canForecast(forecast)).toBe(true);
    expect(forecast).toMatchObject({ level: 9.5, trend: 3 });
    expect([...forecast.season]).toEqual([-0.5, 0.5, 0, 0]);
  });

  test("a line plus a season is forecast without an error, as far ahead as one likes", () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), value, value, (season, level, trend) => {
        const at = (step: number) => level + trend * step + season[step % season.length]!;
        const forecast = newSeasonalForecast(season.length);
        for (let step = 0; step < 5 * season.length; step++) observe(forecast, at(step), smoothing);
        for (const ahead of [1, 2, season.length, 3 * season.length + 1])
          expect(seasonalForecast(forecast, ahead)).toBeCloseTo(at(5 * season.length - 1 + ahead), 6);
      }),
      { seed: PROPERTY_SEED },
    );
  });
});
