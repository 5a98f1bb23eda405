/** Rules of issuance as the package gives them, with what each takes. */
import * as bme from "../burn-mint-elastic.ts";
import * as cosmos from "../cosmos-mint.ts";
import * as solana from "../disinflation.ts";
import * as arweave from "../endowment.ts";
import * as pledge from "../filecoin-pledge.ts";
import * as filecoin from "../filecoin-rewards.ts";
import * as halving from "../halving.ts";
import * as helium from "../helium.ts";
import * as idealStake from "../ideal-stake-curve.ts";
import * as compute from "../proof-of-compute-epochs.ts";
import * as stake from "../proof-of-stake.ts";
import * as render from "../render-rewards.ts";
import * as monero from "../smooth-tail.ts";
import * as polkadot from "../stepped-cap.ts";
import * as bittensor from "../supply-halving.ts";
import * as livepeer from "../target-bonding.ts";
import { byName, inOrder } from "./checked.ts";
import {
  above,
  fields,
  integer,
  list,
  number,
  oneOf,
  optional,
  share,
  signed,
  units,
  whole,
  wholeOfEitherSign,
} from "./kinds.ts";

/** Above it a `bigint` is no double any more. */
const DOUBLE = 1n << 512n;
/** Basis points of a whole. */
const ALL_BPS = 10_000n;
const bps = () => units(0n, ALL_BPS);

export const { bmeConversion, bmeRedemption, bmeCollateralRatio, bmeStatus, bmeBackoff } = byName(bme, {
  bmeConversion: {
    amount: units(),
    from: units(1n),
    to: units(1n),
    spreadBps: bps(),
    least: optional(units()),
  },
  bmeRedemption: { gross: units(), credit: units() },
  bmeCollateralRatio: { vault: units(), pending: units(), price: units(), credits: units() },
  bmeStatus: { ratioBps: units(), warnBps: optional(units()), haltBps: optional(units()) },
  bmeBackoff: {
    ratioBps: units(),
    warnBps: optional(units()),
    leastBlocks: optional(units(1n)),
    mostBlocks: optional(units(1n)),
    percent: optional(units(1n)),
  },
});

export const { nextInflation, annualProvisions, blockProvision } = byName(cosmos, {
  nextInflation: {
    inflation: units(),
    bondedRatio: units(),
    inflationRateChange: optional(units()),
    inflationMax: optional(units()),
    inflationMin: optional(units()),
    goalBonded: optional(units(1n)),
    blocksPerYear: optional(units(1n)),
  },
  annualProvisions: { inflation: units(), supply: units() },
  blockProvision: { provisions: units(), blocksPerYear: optional(units(1n)) },
});

export const { disinflationRate } = byName(solana, {
  disinflationRate: {
    years: number(),
    initial: optional(number()),
    taper: optional(share()),
    terminal: optional(number()),
  },
});

export const { arweaveReward, arweaveRewards, perpetualCost } = byName(arweave, {
  arweaveReward: { height: whole(), blocksPerYear: optional(whole(1n)) },
  arweaveRewards: { from: whole(), to: whole(), blocksPerYear: optional(whole(1n)) },
  perpetualCost: { yearlyCost: number(), decline: above(0, 1) },
});

export const { filecoinInitialPledge, filecoinTerminationFee, filecoinDailyFee } = byName(pledge, {
  filecoinInitialPledge: {
    sectorPower: units(1n),
    networkPower: units(),
    baselinePower: units(),
    circulatingSupply: units(),
    expectedReward: units(),
    sinceRampStart: wholeOfEitherSign(),
    rampDuration: whole(),
  },
  filecoinTerminationFee: { pledge: units(), age: whole(), faultFee: units() },
  filecoinDailyFee: { circulatingSupply: units(), sectorPower: units() },
});

/** Epochs until the doubling baseline is beyond a double. */
const epochs = () => number(0, 500_000_000);
const effective = {
  effectiveTime: units(),
  effectiveBaseline: units(1n),
  realized: units(),
  required: units(),
};

export const {
  filecoinSimpleReward,
  filecoinSimpleMinted,
  filecoinBaselineTime,
  filecoinBaselineReward,
  filecoinReward,
  filecoinEffectiveTime,
} = byName(filecoin, {
  filecoinSimpleReward: { epoch: whole() },
  filecoinSimpleMinted: { from: whole(), to: whole() },
  filecoinBaselineTime: { effectiveEpochs: epochs(), epoch: epochs(), epochs: epochs(), power: number() },
  filecoinBaselineReward: { thetaPrevious: units(), theta: units() },
  filecoinReward: { thetaPrevious: units(), theta: units(), epoch: whole() },
  filecoinEffectiveTime: effective,
});

export const { filecoinExpNeg, filecoinLaunch, filecoinAdvance } = inOrder(filecoin, {
  filecoinExpNeg: [["x", units()]],
  filecoinLaunch: [["start", optional(units(1n))]],
  filecoinAdvance: [
    ["state", fields({ ...effective, baseline: units() })],
    ["power", units()],
  ],
});

export const { blockSubsidy, subsidySum } = byName(halving, {
  blockSubsidy: { initial: units(), interval: whole(1n), height: whole() },
  subsidySum: { initial: units(), interval: whole(1n), from: whole(), to: whole() },
});

export const {
  heliumNetEmission,
  dataCreditsFromHnt,
  hntFromDataCredits,
  heliumDeployerBand,
  heliumSupplement,
} = byName(helium, {
  heliumNetEmission: {
    supplyBefore: units(),
    supply: units(),
    notEmitted: units(),
    smoothed: units(),
    cap: optional(units()),
  },
  dataCreditsFromHnt: { bones: units(), price: units() },
  hntFromDataCredits: { credits: units(), price: units(1n) },
  heliumDeployerBand: {
    credits: units(),
    schedule: units(),
    reemitted: units(),
    smoothed: units(),
    share: whole(0n, 4_294_967_295n),
    floorPrice: units(1n),
    price: units(1n),
    cap: optional(units()),
  },
  heliumSupplement: { time: whole() },
});

const curve = { staked: share(), ideal: optional(above(0, 1)), falloff: optional(above(0)) };

export const { idealStakeShare, idealStakeInflation } = byName(idealStake, {
  idealStakeShare: curve,
  idealStakeInflation: { ...curve, min: optional(number()), max: optional(number()) },
});

export const { computeEpochReward, computeEpochSplit, utilisationPrice } = byName(compute, {
  computeEpochReward: {
    epoch: whole(),
    initial: optional(units(0n, DOUBLE)),
    decay: optional(number()),
  },
  computeEpochSplit: { reward: units(), weights: list(signed()) },
  utilisationPrice: {
    price: units(0n, DOUBLE),
    utilisation: share(),
    base: units(0n, DOUBLE),
    least: units(),
    lower: optional(share()),
    upper: optional(share()),
    elasticity: optional(number(0, 1e6)),
  },
});

const active = { totalActiveBalanceGwei: units(1n, DOUBLE), factor: optional(units(0n, DOUBLE)) };
const epoch = { ...active, totalActiveBalanceGwei: units(0n, DOUBLE) };
const flag = oneOf("source", "target", "head");

export const {
  baseRewardPerIncrement,
  baseReward,
  flagReward,
  flagPenalty,
  syncReward,
  proposerSyncReward,
  proposerAttestationReward,
  epochIssuance,
  annualIssuance,
} = byName(stake, {
  baseRewardPerIncrement: active,
  baseReward: { ...active, effectiveBalance: units() },
  flagReward: {
    reward: units(),
    flag,
    participating: units(),
    active: units(stake.BALANCE_INCREMENT),
  },
  flagPenalty: { reward: units(), flag },
  syncReward: epoch,
  proposerSyncReward: epoch,
  proposerAttestationReward: { credited: units() },
  epochIssuance: epoch,
  annualIssuance: { ...epoch, epochsPerYear: optional(number()) },
});

/** A logarithm of it is divided by. */
const average = () => above(1);

export const { renderNodePenalty, renderAvailability, renderComputeReward, renderBurn } = byName(render, {
  renderNodePenalty: { nodes: whole() },
  renderAvailability: {
    idle: share(),
    bench: number(1),
    averageBench: average(),
    memory: number(1),
    averageMemory: average(),
    age: number(1),
    averageAge: average(),
    nodes: whole(),
  },
  renderComputeReward: { multiplier: number(), hours: number(), weekly: optional(number()) },
  renderBurn: { usd: units(), feeBps: optional(bps()) },
});

const smooth = {
  generated: units(),
  curve: optional(units()),
  shift: optional(integer(0, 64)),
  tail: optional(units()),
};

export const { smoothTailReward, smoothTailSum, rewardForWeight } = byName(monero, {
  smoothTailReward: smooth,
  smoothTailSum: { ...smooth, blocks: whole() },
  rewardForWeight: { reward: units(), weight: units(), medianWeight: units() },
});

const stepped = {
  period: whole(0n, 100_000n),
  cap: optional(units()),
  initial: optional(units()),
  perbill: optional(units(0n, 1_000_000_000n)),
};

export const { steppedCapEmission, steppedCapEra } = byName(polkadot, {
  steppedCapEmission: stepped,
  steppedCapEra: { ...stepped, elapsed: whole() },
});

const capped = { issuance: units(), cap: optional(units()), initial: optional(units()) };

export const { supplyHalvingReward, supplyHalvingSum } = byName(bittensor, {
  supplyHalvingReward: capped,
  supplyHalvingSum: { ...capped, blocks: whole() },
});

export const { bondingRate, targetBondingInflation, targetBondingMintable, targetBondingReward } = byName(
  livepeer,
  {
    bondingRate: { bonded: units(), supply: units() },
    targetBondingInflation: {
      inflation: units(),
      bondingRate: units(),
      change: optional(units()),
      target: optional(units()),
    },
    targetBondingMintable: { supply: units(), inflation: units() },
    targetBondingReward: { mintable: units(), stake: units(), totalStake: units() },
  },
);
