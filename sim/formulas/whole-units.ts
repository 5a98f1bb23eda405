/** What was due and is below a unit; plain data. Who is paid is owed it, and gets it with what comes due next. */
export interface Carry {
  /** From 0 to below 1. */
  rest: number;
}

export const newCarry = (): Carry => ({ rest: 0 });

/**
 * Adds what is due to what was left and takes out the whole units, so that any number of small payments add up to the
 * floor of their sum. In doubles: for sums beyond 2^53 units, and exact rates, see fraction.ts.
 */
export function takeUnits(carry: Carry, due: number): number {
  const all = carry.rest + due;
  const whole = Math.floor(all);
  carry.rest = all - whole;
  return whole;
}
