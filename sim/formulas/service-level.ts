/** Promised levels of service (Trivedi and Bobbio, Reliability and Availability Engineering, 2017). */
import { OrreryError } from "../errors.ts";

/** The credit of the lowest level that the availability missed: a share of the bill; 0 where it kept all. */
export function serviceCredit(
  reached: number,
  levels: readonly number[],
  credits: readonly number[],
): number {
  let credit = 0;
  for (let level = 0; level < levels.length; level++) if (reached < levels[level]!) credit = credits[level]!;
  return credit;
}

/** Throws an OrreryError unless levels fall, credits rise, and there is one for each. */
export function checkCreditLevels(levels: readonly number[], credits: readonly number[]): void {
  const sorted = levels.every((level, at) => level <= 1 && (at === 0 || level < levels[at - 1]!));
  const rising = credits.every((credit, at) => credit <= 1 && (at === 0 || credit >= credits[at - 1]!));
  if (sorted && rising && levels.length === credits.length) return;
  throw new OrreryError(
    "Levels of service need a credit each: levels that fall from 1 at most, credits that rise to 1 at most.",
    [`levels ${levels.join(", ")}`, `credits ${credits.join(", ")}`],
  );
}
