/**
 * Gonka's reward by the epoch, price by use and collateral (gonka-ai/gonka `proposals/tokenomics-v2`,
 * `inference-chain/x/inference/keeper/{bitcoin_rewards,dynamic_pricing}.go`). Amounts in 10^−9 GNK.
 */
import { exp } from "../math.ts";
import { finite, type Whole, whole } from "./integers.ts";

/** Base units of an epoch (a day): 285,000 GNK at first, falling by e^(−0.000475) an epoch; to the double that the rule is kept in. */
export function computeEpochReward(input: {
  readonly epoch: Whole;
  readonly initial?: bigint;
  readonly decay?: number;
}): bigint {
  const { epoch, initial = 285_000_000_000_000n, decay = 0.000475 } = input;
  return BigInt(Math.floor(Number(initial) * exp(-finite("decay", decay) * Number(whole("epoch", epoch)))));
}

/** Parts of a reward by weight, each cut; the rest goes to the first who has weight. Weights of 0 and below get nothing. */
export function computeEpochSplit(input: {
  readonly reward: bigint;
  readonly weights: readonly bigint[];
}): bigint[] {
  const weights = input.weights.map((weight) => (weight > 0n ? weight : 0n));
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights;
  const parts = weights.map((weight) => (input.reward * weight) / total);
  const rest = input.reward - parts.reduce((sum, part) => sum + part, 0n);
  const first = weights.findIndex((weight) => weight > 0n);
  return parts.map((part, index) => (index === first ? part + rest : part));
}

/** Price of a model's unit of work after a block in which `utilisation` of its capacity was used. Inside the zone it stands. */
export function utilisationPrice(input: {
  readonly price: bigint;
  readonly utilisation: number;
  /** Price where there is none yet. */
  readonly base: bigint;
  readonly least: bigint;
  readonly lower?: number;
  readonly upper?: number;
  /** Change of price by change of use. */
  readonly elasticity?: number;
}): bigint {
  const { base, least, lower = 0.4, upper = 0.6, elasticity = 0.05 } = input;
  const price = input.price === 0n ? base : input.price;
  const used = finite("utilisation", input.utilisation, 0, 1);
  const beyond = used < lower ? used - lower : used > upper ? used - upper : 0;
  if (beyond === 0) return price;
  const next = BigInt(Math.floor(Number(price) * (1 + beyond * elasticity)));
  return next > least ? next : least;
}
