/**
 * Nosana's stake and how fees reach it (nosana-ci/nosana-programs `nosana-staking`, `nosana-rewards`). NOS in millionths,
 * multipliers × 10^15. Fees are reflected: a share of xNOS grows by them, and nobody is visited.
 */
import { OrreryError } from "../errors.ts";
import { type Whole, whole } from "./integers.ts";

const MULTIPLIER = 1_000_000_000_000_000n;
/** A third of a year of 365 days, s: so long a lock brings once its amount on top. */
const LOCK_UNIT = 10_512_000n;
const DAY = 86_400n;
/** The greatest number of 128 bits over 100 million NOS. */
const FIRST_RATE = ((1n << 128n) - 1n) / 100_000_000_000_000n;

/** xNOS of an amount that is locked for 14 to 365 days, in seconds: 1 + duration × 3 / year times as much; cut twice. */
export function nosanaStake(input: { readonly amount: bigint; readonly duration: Whole }): bigint {
  const duration = whole("duration", input.duration, 14n * DAY, 365n * DAY);
  return (((duration * MULTIPLIER) / LOCK_UNIT + MULTIPLIER) * input.amount) / MULTIPLIER;
}

/** All reflections and the xNOS that they stand for. */
export interface Reflections {
  readonly reflection: bigint;
  readonly xnos: bigint;
}

/** Reflections for an xNOS now: fees let it fall. */
export const nosanaRate = ({ reflection, xnos }: Reflections): bigint =>
  xnos === 0n ? FIRST_RATE : reflection / xnos;

/** A stake enters, or leaves where it is below 0, with its rewards; what its holder keeps of it is `reflection`. */
export function nosanaEnter(input: { readonly pool: Reflections; readonly xnos: bigint }): {
  readonly pool: Reflections;
  readonly reflection: bigint;
} {
  const { pool, xnos } = input;
  const reflection = xnos * nosanaRate(pool);
  return { pool: { reflection: pool.reflection + reflection, xnos: pool.xnos + xnos }, reflection };
}

/** A fee is shared among all that have entered. @throws OrreryError where nobody has: the fee would be nobody's */
export function nosanaFee(input: { readonly pool: Reflections; readonly fee: bigint }): Reflections {
  const { pool, fee } = input;
  if (pool.xnos === 0n) throw new OrreryError(`A fee of ${fee} cannot be shared: nothing is staked.`);
  return { reflection: pool.reflection, xnos: pool.xnos + fee };
}

/** What a stake may claim of the fees; cut in favour of the vault. */
export function nosanaClaimable(input: {
  readonly pool: Reflections;
  readonly reflection: bigint;
  readonly xnos: bigint;
}): bigint {
  const { pool, reflection, xnos } = input;
  const rate = nosanaRate(pool);
  if (rate === 0n) throw new OrreryError("Reflections are fewer than the xNOS that they stand for.");
  const worth = reflection / rate;
  return worth > xnos ? worth - xnos : 0n;
}
