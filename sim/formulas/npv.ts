/** Worth of capital over its life (Brealey, Myers and Allen, "Principles of Corporate Finance", chapters 2 and 6). */
import { OrreryError } from "../errors.ts";
import { exp, expm1, log1p, pow } from "../math.ts";

/** Worth today of 1 paid at the end of each of `periods`, at `rate` per period: (1 − (1 + r)^−n) / r. */
export function annuityFactor(rate: number, periods: number): number {
  return rate === 0 ? periods : -expm1(-periods * log1p(rate)) / rate;
}

export interface Investment {
  /** Paid at the start. */
  readonly capital: number;
  /** Earned at the end of each period. */
  readonly margin: number;
  /** Received at the end of the last period. */
  readonly resale: number;
  readonly periods: number;
  /** Discount per period. */
  readonly rate: number;
}

/** Net present value of a level margin with resale, in the money of the arguments. */
export function netPresentValue({ capital, margin, resale, periods, rate }: Investment): number {
  return margin * annuityFactor(rate, periods) + resale * pow(1 + rate, -periods) - capital;
}

/** Level margin per period at which the net present value is 0. */
export function annuityPayment({ capital, resale, periods, rate }: Omit<Investment, "margin">): number {
  return (capital - resale * pow(1 + rate, -periods)) / annuityFactor(rate, periods);
}

/** Loss of worth per period where it falls evenly from capital to resale. */
export function straightLineDepreciation(capital: number, resale: number, periods: number): number {
  return (capital - resale) / periods;
}

/** A point of a schedule: at `age`, `share` of the price of new hardware is left. */
export interface ResidualPoint {
  readonly age: number;
  readonly share: number;
}

/** Share of the price left at `age`: linear between the points of a schedule sorted by age, level beyond them. */
export function residualShare(age: number, schedule: readonly ResidualPoint[]): number {
  const next = schedule.findIndex((point) => point.age >= age);
  if (schedule.length === 0) throw new OrreryError("A schedule of residual value needs at least one point.");
  if (next === -1) return schedule.at(-1)!.share;
  if (next === 0) return schedule[0]!.share;
  const before = schedule[next - 1]!;
  const after = schedule[next]!;
  return before.share + ((after.share - before.share) * (age - before.age)) / (after.age - before.age);
}

/**
 * Mean over a span of time of what holds from each of `times` on, what is sooner counting more: ∫ v e^(−rt) dt over
 * ∫ e^(−rt) dt. The first value holds before its time, the last one for ever.
 *
 * @param rate continuous discount per unit of time
 */
export function discountedMean(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  from: number,
  to: number,
  rate: number,
): number {
  const weight = (begin: number, end: number): number =>
    rate === 0 ? end - begin : (-exp(-rate * (begin - from)) * expm1(-rate * (end - begin))) / rate;
  let sum = 0;
  for (let row = 0; row < times.length; row++) {
    const begin = row === 0 ? from : Math.max(from, times[row]!);
    const end = row === times.length - 1 ? to : Math.min(to, times[row + 1]!);
    if (end > begin) sum += values[row]! * weight(begin, end);
  }
  return sum / weight(from, to);
}
