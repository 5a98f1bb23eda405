/**
 * What Filecoin's storage providers lock and pay (filecoin-project/FIPs 0081, 0098, 0100;
 * filecoin-project/builtin-actors `actors/miner/src/monies.rs`). AttoFIL; power in quality-adjusted bytes; epochs of 30 s.
 */
import { powerOfTen } from "../exact-decimal.ts";
import { larger, smaller, type Whole, whole } from "./integers.ts";

const EPOCHS_PER_DAY = 2_880n;
const FIL = powerOfTen(18);
const SECTOR = 32n << 30n;
const MILLE = 1_000n;

export interface InitialPledgeInput {
  /** Of the sector, bytes. */
  readonly sectorPower: bigint;
  readonly networkPower: bigint;
  readonly baselinePower: bigint;
  readonly circulatingSupply: bigint;
  /** What the sector is expected to earn in twenty days. */
  readonly expectedReward: bigint;
  /** Epochs since the ramp of FIP-0081 began; below 0 before it. */
  readonly sinceRampStart: Whole;
  readonly rampDuration: Whole;
}

/**
 * Collateral of a new sector: twenty days of reward, and its part of 30 % of what circulates, of which the ramp takes
 * up to 30 % out of the baseline's reach; at most 1 FIL for 32 GiB.
 */
export function filecoinInitialPledge(input: InitialPledgeInput): bigint {
  const { sectorPower: power, networkPower, baselinePower, circulatingSupply, expectedReward } = input;
  const simple = rampUp(input);
  const share = (part: bigint, against: bigint): bigint =>
    (part * circulatingSupply * 3n * power) / (MILLE * 10n * larger(against, power));
  const consensus = share(MILLE - simple, larger(networkPower, baselinePower)) + share(simple, networkPower);
  return smaller(larger(expectedReward, 1n) + consensus, (FIL / SECTOR) * power);
}

/** Thousandths of the consensus pledge that are measured against the network alone. */
function rampUp({ sinceRampStart, rampDuration }: InitialPledgeInput): bigint {
  const since = whole("sinceRampStart", sinceRampStart, -(1n << 62n));
  const duration = whole("rampDuration", rampDuration);
  if (since < 0n) return 0n;
  return since >= duration ? 300n : (300n * since) / duration;
}

/** What ending a sector early costs (FIP-0098): 8.5 % of its pledge, less while it is younger than 140 days. */
export function filecoinTerminationFee(input: {
  readonly pledge: bigint;
  /** Epochs since the sector began. */
  readonly age: Whole;
  /** Fee of a day's continued fault. */
  readonly faultFee: bigint;
}): bigint {
  const { pledge, faultFee } = input;
  const most = (pledge * 85n) / MILLE;
  const base = smaller(most, (whole("age", input.age) * most) / (140n * EPOCHS_PER_DAY));
  return larger(base, larger((pledge * 2n) / 100n, (faultFee * 105n) / 100n));
}

/** Parts in 10^17 of the circulating supply that 32 GiB pay a day (FIP-0100): 5.56 × 10^−15. */
const DAILY_FEE = 556n;

/** What a sector pays a day, set as it begins: by its power and what circulates then. */
export function filecoinDailyFee(input: {
  readonly circulatingSupply: bigint;
  readonly sectorPower: bigint;
}): bigint {
  return (input.circulatingSupply * DAILY_FEE * input.sectorPower) / (powerOfTen(17) * SECTOR);
}
