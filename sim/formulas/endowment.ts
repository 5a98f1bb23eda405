/** Arweave's inflation and the endowment that pays for storage (ArweaveTeam/arweave `ar_inflation.erl`, `ar_pricing.erl`). */
import { OrreryError } from "../errors.ts";
import { type Whole, whole } from "./integers.ts";

const WINSTON = 1_000_000_000_000n;
const GENESIS = 55_000_000n;
/** ln 2 as the source has it: a quotient of whole numbers. */
const LN_2 = { dividend: 6_931_471_805_599_453n, divisor: 10_000_000_000_000_000n };
/** Highest power of its argument in the series of e^x. */
const TERMS = 24n;

/**
 * Winston (10^−12 AR) that the block at this height creates beside its fees: 0.2 × genesis × ln 2 × 2^(−years) a year,
 * exactly as the source cuts it. Without what the first year's blocks got on top of it.
 *
 * @param blocksPerYear 262,800: blocks of 120 s
 */
export function arweaveReward(input: { readonly height: Whole; readonly blocksPerYear?: Whole }): bigint {
  return rewardAt(whole("height", input.height), perYearOf(input.blocksPerYear), 1n);
}

/** Of a winston, what a sum of many blocks is reckoned in. */
const FINE = 10n ** 40n;

/**
 * Winston of the blocks from height `from` to before `to` together, as a geometric sum whose quotient is that of the
 * middle. For a day it is within a winston a block of the sum of `arweaveReward`, which cuts each.
 */
export function arweaveRewards(input: {
  readonly from: Whole;
  readonly to: Whole;
  readonly blocksPerYear?: Whole;
}): bigint {
  const perYear = perYearOf(input.blocksPerYear);
  const from = whole("from", input.from);
  const to = whole("to", input.to, from);
  const at = (height: bigint): bigint => rewardAt(height, perYear, FINE);
  const middle = (from + to) / 2n;
  const fall = at(middle) - at(middle + 1n);
  return fall === 0n ? 0n : (at(middle) * (at(from) - at(to))) / fall / FINE;
}

const perYearOf = (given: Whole = 262_800): bigint => whole("blocksPerYear", given, 1n);

function rewardAt(height: bigint, perYear: bigint, scale: bigint): bigint {
  const x = height * LN_2.dividend;
  const y = perYear * LN_2.divisor;
  // e^(x/y) over the denominator y^24 × 24!: Horner from the last term.
  let dividend = 1n;
  let divisor = 1n;
  for (let term = TERMS; term >= 1n; term -= 1n) {
    dividend = divisor * y * term + x * dividend;
    divisor *= y * term;
  }
  return (
    (scale * GENESIS * WINSTON * divisor * 2n * LN_2.dividend) / (10n * perYear * LN_2.divisor * dividend)
  );
}

/** What must be laid by to pay a yearly cost for ever while it falls by this part of itself a year: cost / decline. */
export function perpetualCost(input: { readonly yearlyCost: number; readonly decline: number }): number {
  const { yearlyCost, decline } = input;
  if (!(decline > 0 && decline < 1) || !(yearlyCost >= 0))
    throw new OrreryError("Paying for ever needs a cost of at least 0 that falls by a part of itself.", [
      `cost ${yearlyCost} a year`,
      `decline ${decline}`,
    ]);
  return yearlyCost / decline;
}
