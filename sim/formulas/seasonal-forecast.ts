/**
 * Forecasts by the additive method of Holt and Winters (Hyndman and Athanasopoulos, Forecasting: Principles and
 * Practice, 3rd ed., section 8.3): a level, a trend and a season, each an exponentially weighted mean.
 *
 *   ŷ(t + h) = ℓ(t) + h b(t) + s(t + h − m ⌈h / m⌉)
 *   ℓ(t) = α (y(t) − s(t − m)) + (1 − α) (ℓ(t − 1) + b(t − 1))
 *   b(t) = β* (ℓ(t) − ℓ(t − 1)) + (1 − β*) b(t − 1)
 *   s(t) = γ (y(t) − ℓ(t − 1) − b(t − 1)) + (1 − γ) s(t − m)
 *
 * The first two seasons set it up: the trend is the rise between their means over the length of a season, the level is
 * where the line through both means stands at the last observation, and a season is the mean distance of its two
 * observations from that line. A series that is a line plus a season is forecast without an error from then on.
 */

import type { Index } from "../indexed.ts";

/** Plain data. Until two seasons have been observed there is no forecast. */
export interface SeasonalForecast {
  observations: number;
  level: number;
  trend: number;
  /** By place in the season: of the first two seasons what was observed, then s. */
  season: Float64Array;
}

export interface Smoothing {
  /** α, β* and γ, each from 0 to 1. */
  readonly level: number;
  readonly trend: number;
  readonly season: number;
}

/** @param length observations of a season (m), at least 1 */
export function newSeasonalForecast(length: number): SeasonalForecast {
  return { observations: 0, level: 0, trend: 0, season: new Float64Array(2 * length) };
}

export function observe(forecast: SeasonalForecast, value: number, smoothing: Smoothing): void {
  const { season, observations } = forecast;
  const length = season.length / 2;
  forecast.observations++;
  if (observations < season.length) {
    season[observations] = value;
    if (forecast.observations === season.length) initialise(forecast);
    return;
  }
  const place: Index = observations % length;
  const expected = forecast.level + forecast.trend;
  const level = smoothing.level * (value - season[place]) + (1 - smoothing.level) * expected;
  forecast.trend = smoothing.trend * (level - forecast.level) + (1 - smoothing.trend) * forecast.trend;
  season[place] = smoothing.season * (value - expected) + (1 - smoothing.season) * season[place];
  forecast.level = level;
}

/** Whether two seasons have been observed. */
export const canForecast = ({ observations, season }: SeasonalForecast): boolean =>
  observations >= season.length;

/** The value `ahead` observations after the last one, from 1. */
export function seasonalForecast(forecast: SeasonalForecast, ahead: number): number {
  const { level, trend, season, observations } = forecast;
  return level + ahead * trend + season[(observations + ahead - 1) % (season.length / 2)]!;
}

function initialise(forecast: SeasonalForecast): void {
  const { season } = forecast;
  const length = season.length / 2;
  const first = mean(season.subarray(0, length));
  const second = mean(season.subarray(length));
  forecast.trend = (second - first) / length;
  forecast.level = second + (forecast.trend * (length - 1)) / 2;
  const line = (place: number) => forecast.level + forecast.trend * (place + 1 - 2 * length);
  for (let place: Index = 0; place < length; place++) {
    const before = season[place] - line(place);
    const after = season[place + length]! - line(place + length);
    season[place] = (before + after) / 2;
  }
  season.fill(0, length);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
