/**
 * The shared quantities that one mechanism may read of another. A design has one publisher of each, or readers name the
 * instance; of an `additive` one any number, and what is read is their sum.
 */
export const SIGNALS = {
  usdPerToken: { unit: "USD/token", doc: "Marginal price of the token.", prices: true },
  usdPerGpuHour: { unit: "USD/GPU h", doc: "Price of GPU time on the network." },
  cloudUsdPerGpuHour: { unit: "USD/GPU h", doc: "What clouds ask for the same GPU." },
  marketplaceUsdPerGpuHour: {
    unit: "USD/GPU h",
    doc: "What hosts earn at other marketplaces for the same GPU, before their fee.",
  },
  cloudReservedUsdPerGpuHour: {
    unit: "USD/GPU h",
    doc: "What clouds ask for the same GPU by the reserved hour, used or not, upfront payment included.",
  },
  cloudSpotUsdPerGpuHour: {
    unit: "USD/GPU h",
    doc: "What clouds ask for spare capacity that they may take back.",
  },
  miningUsdPerGpuHour: {
    unit: "USD/GPU h",
    doc: "What mining brings an hour of the GPU, electricity not deducted.",
  },
  servingUsdPerGpuHour: {
    unit: "USD/GPU h",
    doc: "What serving inference itself brings an hour of the GPU, electricity not deducted.",
  },
  volunteeringUsdPerGpuHour: {
    unit: "USD/GPU h",
    doc: "What an hour of volunteer computing is worth in credits, electricity not deducted.",
  },
  loadForecast: { unit: "ratio", doc: "Utilisation that is forecast one period ahead." },
  gpusOnline: { unit: "GPUs", doc: "GPUs that can run jobs now, busy ones included." },
  gpusFree: { unit: "GPUs", doc: "GPUs online that run nothing, and what is left of those that run parts." },
  gpusFreeWhole: { unit: "GPUs", doc: "GPUs online that run nothing at all: jobs of whole GPUs need such." },
  gpuPartFree: { unit: "GPUs", doc: "The most that is left of a GPU online that runs parts; 0: none does." },
  gpusFreeInBook: {
    unit: "GPUs",
    doc: "GPUs on offer that a market's own book of machines has free: what supply says of them, from the other side.",
  },
  gpuUtilisation: { unit: "ratio", doc: "Busy over online GPUs." },
  gpuHoursOnline: { unit: "GPU h", doc: "GPU-hours online since the start." },
  gpuHoursDelivered: { unit: "GPU h", doc: "GPU-hours run since the start." },
  expectedWait: { unit: "s", doc: "Expected wait of a job that joins the queue now." },
  gpusWaiting: { unit: "GPUs", doc: "GPUs that queued jobs wait for." },
  demandLevel: {
    unit: "ratio",
    doc: "Share of potential jobs that still exist: a job is asked for while its u is below this.",
  },
  marketFee: { unit: "ratio", doc: "Share of the customers' payment that does not reach providers." },
  accruedUsd: {
    unit: "USD",
    doc: "What providers have earned under contracts by now and are paid in USD when that is next settled.",
    additive: true,
  },
  accruedInTokensUsd: {
    unit: "USD",
    doc: "The same of what they are paid in tokens, worth so many USD.",
    additive: true,
  },
  tokensMintedAgain: {
    unit: "tokens",
    doc: "Tokens minted since the start for what customers' payments burned: no subsidy.",
  },
  marketGasPerSecond: { unit: "gas/s", doc: "Gas that the market's own transactions use." },
  gasPerSecond: { unit: "gas/s", doc: "Gas that execution can carry." },
  baseFee: { unit: "tokens/gas", doc: "Base fee of a unit of gas." },
  bondedRatio: { unit: "ratio", doc: "Staked over circulating tokens." },
  stakingYield: { unit: "ratio/y", doc: "Yearly reward of a staked token." },
  difficulty: { unit: "ratio", doc: "Difficulty of proof of work, relative to the easiest target." },
  recordedHashrate: { unit: "H/s", doc: "Hashrate that a record implies for now." },
  securityUsdPerDay: { unit: "USD/d", doc: "USD a day paid to those who secure the chain." },
} as const;

type Vocabulary = { [K in keyof typeof SIGNALS]: number };
/** Value by signal name. A mechanism that shares a signal of its own adds to it by declaration merging. */
export interface Signals extends Vocabulary {}
export type SignalName = keyof Signals & string;

/** Whether several may publish a signal, each its part of a sum. */
export const isAdditive = (signal: string): boolean =>
  (SIGNALS as Record<string, { readonly additive?: true }>)[signal]?.additive === true;

/** Whether it is what an asset is worth, the one that its reader's parameter `asset` names. */
export const isPrice = (signal: string): boolean =>
  (SIGNALS as Record<string, { readonly prices?: true }>)[signal]?.prices === true;
