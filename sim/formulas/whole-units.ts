/** What was due and is below a unit; plain data. Who is paid is owed it, and gets it with what comes due next. */
export interface Carry {
  /** From 0 to below 1, but for what doubles round. */
  rest: number;
}

export const newCarry = (): Carry => ({ rest: 0 });

/** Of a unit: what lies so near to the next one that rounding alone keeps it from it. */
export const ROUNDING = 1e-6;

/** The whole units of an amount: 230,399,999.99999997 are 230,400,000. */
export const wholeUnits = (amount: number): number => Math.floor(amount + ROUNDING);

/**
 * Adds what is due to what was left and takes out the whole units, so that any number of small payments add up to the
 * floor of their sum. In doubles: for sums beyond 2^53 units, and exact rates, see fraction.ts.
 */
export function takeUnits(carry: Carry, due: number): number {
  const all = carry.rest + due;
  const whole = wholeUnits(all);
  carry.rest = all - whole;
  return whole;
}
