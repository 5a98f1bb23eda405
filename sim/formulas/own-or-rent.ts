import { annuityPayment } from "./npv.ts";

const HOURS_PER_YEAR = 8_760;

/** What an owned GPU costs: hardware, money, place. */
export interface Ownership {
  /** USD of a GPU with its share of the host. */
  readonly capital: number;
  /** Share of that which it is worth at the end of its life. */
  readonly resaleShare: number;
  readonly years: number;
  /** Yearly cost of capital. */
  readonly rate: number;
}

/** USD an hour that a GPU costs its owner whether it works or not: the annuity of its price less its resale (Brealey, Myers and Allen, chapter 6). */
export function capitalUsdPerHour({ capital, resaleShare, years, rate }: Ownership): number {
  return annuityPayment({ capital, resale: capital * resaleShare, periods: years, rate }) / HOURS_PER_YEAR;
}

/** Beyond this a break-even utilisation says no more than "never". */
const NEVER = 10;

/**
 * Utilisation from which an owned GPU is cheaper than a rented one: fixed / (rent − variable). Above 1: renting is
 * cheaper even around the clock; 10 stands for more.
 *
 * @param fixed USD an hour that is spent on an owned GPU in any case
 * @param variable USD more for an hour in which it works
 * @param rent USD of a rented hour
 */
export function breakEvenUtilisation(fixed: number, variable: number, rent: number): number {
  return rent - variable > fixed / NEVER ? fixed / (rent - variable) : NEVER;
}
