/**
 * Flavoured numbers: a literal or a result is accepted anywhere, a declared unit is not accepted where another
 * is declared. Products are not checked; names carry them (`usdPerGpuHour`). Base units: seconds, tokens,
 * US dollars, joules, GPU-hours, ratio (0 to 1, never percent).
 */
export type Flavor<U extends string> = number & { readonly unit?: U };

export type Seconds = Flavor<"s">;
export type Tokens = Flavor<"tokens">;
export type Usd = Flavor<"USD">;
export type Joules = Flavor<"J">;
export type Watts = Flavor<"W">;
export type GpuHours = Flavor<"GPU h">;
export type Ratio = Flavor<"ratio">;

export const MINUTE: Seconds = 60;
export const HOUR: Seconds = 3_600;
export const DAY: Seconds = 86_400;
export const WEEK: Seconds = 604_800;
/** A simulated year has 365 days, everywhere. */
export const YEAR: Seconds = 31_536_000;

export const JOULES_PER_KILOWATT_HOUR = 3_600_000;

export const minutes = (count: number): Seconds => count * MINUTE;
export const hours = (count: number): Seconds => count * HOUR;
export const days = (count: number): Seconds => count * DAY;
export const years = (count: number): Seconds => count * YEAR;
export const percent = (count: number): Ratio => count / 100;

/** The nearest time that the calendar of a run knows, in whole microseconds: what is due at `time` happens then. */
export const instant = (time: Seconds): Seconds => Math.round(time * 1e6) / 1e6;

const DURATION_UNITS: Readonly<Record<string, Seconds>> = {
  s: 1,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: WEEK,
  y: YEAR,
};

/**
 * Seconds of a duration given as text: "600", "12s", "10m", "6h", "30d", "2w", "2y" (365 d).
 * Returns undefined where the text is no duration; the caller says where it stood.
 */
export function parseDuration(text: string): Seconds | undefined {
  const match = /^\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([smhdwy]?)\s*$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * (match[2] ? DURATION_UNITS[match[2]]! : 1);
}

/** The shortest duration that the clock tells from none: a microsecond. */
export const SHORTEST: Seconds = 1e-6;
/** The longest duration that the clock counts, less what rounding may add: 285 years. No horizon is as far. */
export const LONGEST: Seconds = 9e9;

/** A number in decimals, "-0.5" or "1e-3"; undefined where the text is another (hexadecimal, infinite, empty). */
export function parseNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A duration in words that people read: `365 d`, `1 d 6 h`, `90 s`. */
export function durationText(duration: Seconds): string {
  const sign = duration < 0 ? "-" : "";
  let rest = Math.abs(duration);
  const parts: string[] = [];
  for (const [unit, size] of [
    ["d", DAY],
    ["h", HOUR],
    ["min", MINUTE],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  if (rest > 0 || parts.length === 0) parts.push(`${Number(rest.toFixed(6))} s`);
  return sign + parts.slice(0, 2).join(" ");
}
