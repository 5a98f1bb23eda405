/**
 * Akash's burn and mint between its token (AKT) and compute credits (ACT, worth 1 USD): akash-network/AEP `spec/aep-76`,
 * akash-network/node `x/bme/keeper`. Amounts in millionths; basis points are 1/10,000.
 */
import { OrreryError } from "../errors.ts";
import { type Decimal, divide, multiply, ONE } from "./decimal.ts";
import { above, larger, smaller } from "./integers.ts";

const BASIS_POINTS = 10_000n;
/** Ratios of collateral are told up to here; without credits there is no limit. */
const MOST_BASIS_POINTS = 4_294_967_295n;

export interface Conversion {
  /** Base units of the other token before the spread. */
  readonly gross: bigint;
  /** Of them, what the module keeps. */
  readonly spread: bigint;
  readonly received: bigint;
}

/**
 * What burning `amount` at price `from` gives of the other at price `to` (USD, decimals of 18 places), less a spread.
 * @throws OrreryError where it comes to nothing or to less than the `least` that may be minted: then nothing is burned
 */
export function bmeConversion(input: {
  readonly amount: bigint;
  readonly from: Decimal;
  readonly to: Decimal;
  readonly spreadBps: bigint;
  readonly least?: bigint;
}): Conversion {
  const { amount, from, to, spreadBps, least = 1n } = input;
  if (from <= 0n || to <= 0n) throw new OrreryError("A conversion needs two prices above 0.");
  const exact = divide(multiply(amount * ONE, from), to);
  const gross = exact / ONE;
  if (gross < larger(least, 1n))
    throw new OrreryError(
      `Burning ${amount} gives ${gross}, and ${larger(least, 1n)} is the least that is minted.`,
    );
  const spread = multiply(exact, (spreadBps * ONE) / BASIS_POINTS) / ONE;
  return { gross, spread, received: gross - spread };
}

/** Where the credit for tokens that the vault holds stands after a redemption. */
export interface Redemption {
  readonly fromVault: bigint;
  readonly minted: bigint;
  readonly credit: bigint;
}

/** Pays `gross` tokens out of the vault as far as its credit goes, and mints the rest. */
export function bmeRedemption(input: { readonly gross: bigint; readonly credit: bigint }): Redemption {
  const fromVault = smaller(input.gross, input.credit);
  return { fromVault, minted: input.gross - fromVault, credit: input.credit - fromVault };
}

/** Collateral behind the credits, in basis points, cut: (vault − pending) × price / credits. */
export function bmeCollateralRatio(input: {
  readonly vault: bigint;
  readonly pending: bigint;
  /** Credits for a token: the token's price over the credit's; a decimal of 18 places. */
  readonly price: Decimal;
  readonly credits: bigint;
}): bigint {
  const { vault, pending, price, credits } = input;
  if (credits === 0n) return MOST_BASIS_POINTS;
  const ratio = divide(multiply(above(vault, pending) * ONE, price), credits * ONE);
  return smaller((ratio * BASIS_POINTS) / ONE, MOST_BASIS_POINTS);
}

export type BmeStatus = "healthy" | "warning" | "halt";

/** Whether credits may be minted: below `halt` they may not; redeeming is never stopped by the ratio. */
export function bmeStatus(input: {
  readonly ratioBps: bigint;
  readonly warnBps?: bigint;
  readonly haltBps?: bigint;
}): BmeStatus {
  const { ratioBps, warnBps = 9_500n, haltBps = 9_000n } = input;
  if (ratioBps > warnBps) return "healthy";
  return ratioBps > haltBps ? "warning" : "halt";
}

/** Blocks until credits are minted again: more by `percent` for each tenth of a point below the warning; at most a day's. */
export function bmeBackoff(input: {
  readonly ratioBps: bigint;
  readonly warnBps?: bigint;
  readonly leastBlocks?: bigint;
  readonly mostBlocks?: bigint;
  readonly percent?: bigint;
}): bigint {
  const { ratioBps, warnBps = 9_500n, leastBlocks = 10n, mostBlocks = 14_400n, percent = 10n } = input;
  const growth = ONE + (percent * ONE) / 100n;
  let blocks = leastBlocks * ONE;
  for (let steps = above(warnBps, ratioBps) / 10n; steps > 0n && blocks < mostBlocks * ONE; steps -= 1n)
    blocks = multiply(blocks, growth);
  return smaller(blocks / ONE, mostBlocks);
}
