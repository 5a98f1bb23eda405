/** Inflation that falls by a part of itself each year down to a floor: Solana (solana-labs/solana `sdk/src/inflation.rs`). */
import { pow } from "../math.ts";
import { finite } from "./integers.ts";

export interface Disinflation {
  /** Years since it began, with their fraction. */
  readonly years: number;
  readonly initial?: number;
  /** Part of itself by which inflation falls in a year. */
  readonly taper?: number;
  readonly terminal?: number;
}

/** Yearly inflation, as a share of the supply. */
export function disinflationRate(input: Disinflation): number {
  const { years, initial = 0.08, taper = 0.15, terminal = 0.015 } = input;
  finite("years", years);
  finite("taper", taper, 0, 1);
  return Math.max(finite("initial", initial) * pow(1 - taper, years), finite("terminal", terminal));
}
