/** Rules of stake and of who shares in what it earns, as the package gives them, with what each takes. */
import * as aethir from "../aethir.ts";
import * as delegation from "../delegation.ts";
import * as nosana from "../nosana.ts";
import * as subnets from "../subnets.ts";
import * as theta from "../theta.ts";
import { byName } from "./checked.ts";
import { fields, flag, list, number, oneOf, optional, share, signed, units, whole } from "./kinds.ts";

export const { aethirStake, aethirSlash } = byName(aethir, {
  aethirStake: { kind: number(), coefficient: units() },
  aethirSlash: {
    offence: oneOf("idle", "interrupted", "dishonest"),
    required: units(),
    rewards: units(),
    stake: units(),
  },
});

const reflections = { reflection: units(), xnos: units() };

export const { nosanaStake, nosanaRate, nosanaEnter, nosanaFee, nosanaClaimable } = byName(nosana, {
  nosanaStake: { amount: units(), duration: whole(14n * 86_400n, 365n * 86_400n) },
  nosanaRate: reflections,
  nosanaEnter: { pool: fields(reflections), xnos: signed() },
  nosanaFee: { pool: fields(reflections), fee: units() },
  nosanaClaimable: { pool: fields(reflections), reflection: units(), xnos: units() },
});

export const { thetaRewards } = byName(theta, {
  thetaRewards: { stakes: list(units()), of: oneOf("guardian", "edge"), blocks: optional(whole()) },
});

/** Beyond it sums of doubles would end. */
const MOST = 1e150;
const either = () => number(Number.NEGATIVE_INFINITY);
const proportion = () => units(0n, 10n ** 18n);

export const {
  subnetPriceMean,
  subnetPriceShares,
  subnetFlowMean,
  subnetNetFlows,
  subnetFlowShares,
  subnetBurnShares,
  subnetRootProportion,
  subnetInjection,
  subnetDividends,
  subnetEmissions,
} = byName(subnets, {
  subnetPriceMean: { mean: number(), price: number(), blocks: number(0, MOST) },
  subnetPriceShares: { prices: list(number(0, MOST)) },
  subnetFlowMean: { mean: either(), flow: either() },
  subnetNetFlows: { flows: list(fields({ users: either(), protocol: either() })) },
  subnetFlowShares: {
    flows: list(either()),
    cutoff: optional(either()),
    exponent: optional(number(0, 2)),
  },
  subnetBurnShares: {
    subnets: list(fields({ price: number(0, MOST), minerBurned: share(), enabled: flag() })),
  },
  subnetRootProportion: { rootStake: units(), taoWeight: units(), alphaIssuance: units() },
  subnetInjection: {
    emission: units(),
    price: units(),
    rootProportion: proportion(),
    alphaEmission: units(),
  },
  subnetDividends: { alphaEmission: units(), rootProportion: proportion() },
  subnetEmissions: { emission: whole(), shares: list(share()) },
});

const delegated = { tokens: units(), shares: units(), perShare: units() };

export const { delegate, undelegate, delegationReward, delegationEarned, delegationSlash, delegationFees } =
  byName(delegation, {
    delegate: { stake: fields(delegated), amount: units() },
    undelegate: { stake: fields(delegated), shares: units() },
    delegationReward: { stake: fields(delegated), reward: units(), commission: share() },
    delegationEarned: { shares: units(), perShare: units(), from: units() },
    delegationSlash: { stake: fields(delegated), unbonding: list(units()), part: share() },
    delegationFees: { fees: units(), powers: list(units()), tax: share() },
  });
