/*
 * No number is without bounds: what is beyond all sense (a price of 1e308) would make sums and products infinite in
 * the middle of a run. A field or a column that gives none of its own has those of its unit.
 */

/** A thousand times and more what anybody may want to simulate. */
const LARGEST: Readonly<Record<string, number>> = {
  // 30,000 years: whatever is due after the end of a run never comes.
  s: 1e12,
  d: 1e7,
  y: 1e5,
  // Of one thing: a machine, a stake, a fee.
  USD: 1e9,
  "USD/GPU": 1e7,
  "USD/GPU h": 1e4,
  "USD/h": 1e5,
  "USD/kWh": 1e4,
  "USD/gas": 1,
  "USD/M tokens": 1e9,
  tokens: 1e18,
  W: 1e6,
  GB: 1e9,
  GPUs: 1e9,
  replicas: 1e6,
  requests: 1e9,
  "g/kWh": 1e6,
  K: 1e4,
  "°C": 1e3,
};
const LARGEST_OF_OTHERS = 1e15;
/** What somebody may own: the world's wealth is some 5e14 USD. */
export const LARGEST_FORTUNE = 1e15;
const COLDEST = -273.15;

/** Weights are relative: more says nothing. */
export const LARGEST_WEIGHT = 1e15;

/** The bounds that are given, or those of the unit; a default lies within them. */
export function boundsOf(
  unit: string,
  given: { readonly min?: number | undefined; readonly max?: number | undefined; readonly default?: number },
): { min: number; max: number } {
  const largest = LARGEST[unit] ?? LARGEST_OF_OTHERS;
  const wide = Math.max(largest, Math.abs(given.default ?? 0));
  return {
    min: given.min ?? (unit === "°C" ? COLDEST : -wide),
    max: given.max ?? Math.max(wide, given.min ?? 0),
  };
}
