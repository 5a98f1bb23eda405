/**
 * What Ethereum's validators lose and how they come and go, since Electra (ethereum/consensus-specs `specs/electra`,
 * `specs/altair`, `specs/phase0/weak-subjectivity.md`). Amounts in gwei, times in epochs of 32 × 12 s.
 */
import { larger, smaller, type Whole, whole } from "./integers.ts";
import { BALANCE_INCREMENT } from "./proof-of-stake.ts";

const GWEI = BALANCE_INCREMENT;

/** Gwei that being slashed costs at once; the whistleblower is paid the same. */
export function slashingPenalty(input: { readonly effectiveBalance: bigint }): bigint {
  return input.effectiveBalance / 4_096n;
}

/** Gwei that it costs half-way to the exit: three times the share of stake that was slashed around the same time. */
export function correlationPenalty(input: {
  readonly effectiveBalance: bigint;
  /** Effective balances slashed within 8,192 epochs, this one among them. */
  readonly slashed: bigint;
  readonly totalActiveBalanceGwei: bigint;
}): bigint {
  const { effectiveBalance, slashed, totalActiveBalanceGwei: total } = input;
  const perIncrement = smaller(3n * slashed, total) / (total / GWEI);
  return perIncrement * (effectiveBalance / GWEI);
}

/** Inactivity score after an epoch: up by 4 where the target is missed, down by 1 where it is hit, by 16 out of a leak. */
export function inactivityScore(input: {
  readonly score: Whole;
  readonly hitTarget: boolean;
  readonly leaking: boolean;
}): bigint {
  const { hitTarget, leaking } = input;
  const score = whole("score", input.score);
  const moved = hitTarget ? score - smaller(1n, score) : score + 4n;
  return leaking ? moved : moved - smaller(16n, moved);
}

/** Gwei that missing the target costs by the score, beside the penalty of the flag. */
export function inactivityPenalty(input: {
  readonly effectiveBalance: bigint;
  readonly score: Whole;
}): bigint {
  return (input.effectiveBalance * whole("score", input.score)) / (4n * 16_777_216n);
}

/** Effective balance at the end of an epoch: a whole number of ETH that follows the balance only when it is far enough. */
export function nextEffectiveBalance(input: {
  readonly balance: bigint;
  readonly effectiveBalance: bigint;
  /** 2,048 ETH for compounding credentials, 32 ETH for others. */
  readonly most: bigint;
}): bigint {
  const { balance, effectiveBalance, most } = input;
  const near = balance + GWEI / 4n >= effectiveBalance && effectiveBalance + (5n * GWEI) / 4n >= balance;
  return near ? effectiveBalance : smaller(balance - (balance % GWEI), most);
}

/** Gwei that may come and go in an epoch: 1/65,536 of the stake, at least 128 ETH, in whole ETH. */
export function balanceChurn({
  totalActiveBalanceGwei,
}: {
  readonly totalActiveBalanceGwei: bigint;
}): bigint {
  const churn = larger(128n * GWEI, totalActiveBalanceGwei / 65_536n);
  return churn - (churn % GWEI);
}

/** Of them, what may be activated and what may exit: at most 256 ETH. What is left is for consolidations. */
export function activationExitChurn(input: { readonly totalActiveBalanceGwei: bigint }): bigint {
  return smaller(256n * GWEI, balanceChurn(input));
}

/**
 * Epochs for which a checkpoint is safe to start from (phase 0's rule, safety decay of 10 %): how long it takes until
 * so much stake has come and gone that two chains could both be finalised.
 *
 * @param averageBalance ETH, whole
 */
export function weakSubjectivityPeriod(input: {
  readonly validators: Whole;
  readonly averageBalance: Whole;
}): bigint {
  const validators = whole("validators", input.validators, 1n);
  const average = whole("averageBalance", input.averageBalance, 1n);
  const [most, decay] = [32n, 10n];
  const churn = larger(4n, validators / 65_536n);
  const topUps = 16n * 32n;
  const least = 256n;
  if (most * (200n + 3n * decay) < average * (200n + 12n * decay)) {
    const bySets =
      (validators * (average * (200n + 12n * decay) - most * (200n + 3n * decay))) /
      (600n * churn * (2n * average + most));
    const byTopUps = (validators * (200n + 3n * decay)) / (600n * topUps);
    return least + larger(bySets, byTopUps);
  }
  return least + (3n * validators * decay * average) / (200n * topUps * (most - average));
}
