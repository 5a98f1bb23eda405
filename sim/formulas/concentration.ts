/** How unequally an amount is held. Values are at least 0; the total may be in any unit. All are 0 where nothing is held. */

/**
 * Gini coefficient: 0 where all hold the same, near 1 where one holds all (Gini 1912; the sorted form of Sen 1973).
 * Takes a sort of the values.
 */
export function gini(values: ArrayLike<number>): number {
  const sorted = ascending(values);
  const count = sorted.length;
  let total = 0;
  let ranked = 0;
  for (let index = 0; index < count; index += 1) {
    total += sorted[index]!;
    ranked += (2 * index + 1 - count) * sorted[index]!;
  }
  return total > 0 ? ranked / (count * total) : 0;
}

/** Herfindahl–Hirschman index: the sum of squared shares, 1 over the number of equal holders (Hirschman 1964). */
export function herfindahl(values: ArrayLike<number>): number {
  let total = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    total += values[index]!;
    squares += values[index]! * values[index]!;
  }
  return total > 0 ? squares / total / total : 0;
}

/**
 * Hoover index: the share of all that would have to change hands for all to hold the same; half the mean absolute
 * deviation over the mean (Hoover, Interstate Redistribution of Population, Journal of Economic History 1, 1941).
 */
export function hoover(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index]!;
  if (total <= 0) return 0;
  let deviation = 0;
  for (let index = 0; index < values.length; index += 1)
    deviation += Math.abs(values[index]! / total - 1 / values.length);
  return deviation / 2;
}

/**
 * Nakamoto coefficient: the fewest holders who together have more than `share` of all (Srinivasan and Lee 2017).
 * Takes a sort of the values.
 */
export function nakamotoCoefficient(values: ArrayLike<number>, share = 1 / 2): number {
  const sorted = ascending(values);
  let total = 0;
  for (let index = 0; index < sorted.length; index += 1) total += sorted[index]!;
  let held = 0;
  let holders = 0;
  for (let index = sorted.length - 1; index >= 0 && total > 0; index -= 1) {
    held += sorted[index]!;
    holders += 1;
    if (held > share * total) break;
  }
  return holders;
}

/** Share of all that those `part` of the holders have who have least; a fraction of one holder counts as that fraction. */
export function lowestShare(values: ArrayLike<number>, part: number): number {
  const sorted = ascending(values);
  const holders = part * sorted.length;
  let total = 0;
  let held = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    total += sorted[index]!;
    held += sorted[index]! * Math.max(0, Math.min(1, holders - index));
  }
  return total > 0 ? held / total : 0;
}

/** The values from the least to the greatest; where they come so, themselves: to sort a million takes a tenth of a second. */
function ascending(values: ArrayLike<number>): ArrayLike<number> {
  for (let index = 1; index < values.length; index += 1)
    if (values[index]! < values[index - 1]!) return Float64Array.from(values).sort();
  return values;
}
