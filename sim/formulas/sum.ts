/** Sum of the first `count` values, from the first on: of all of them unless a count is given. */
export function sum(values: ArrayLike<number>, count = values.length): number {
  let total = 0;
  for (let at = 0; at < count; at++) total += values[at]!;
  return total;
}
