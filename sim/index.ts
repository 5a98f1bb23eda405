/** The library: what the command line uses. Reads as a table of contents. */

// Parts that stand alone
export { decode, encode, hash } from "./codec.ts";
// What runs say, compared
export { branchEffects, designEffects } from "./comparison/effects.ts";
export { type Finding, findings } from "./comparison/findings.ts";
export { type HeadlineRatio, headlineRatios } from "./comparison/headline.ts";
export type { Future, Outcomes } from "./comparison/outcomes.ts";
export { type Paths, paths } from "./comparison/paths.ts";
export { type ResultDifference, resultDifferences } from "./comparison/results.ts";
export { type Sensitivity, sensitivityOf } from "./comparison/sensitivity.ts";
export {
  InvariantError,
  KernelError,
  LedgerError,
  OrreryError,
  ScenarioError,
  UsageError,
} from "./errors.ts";
export { type ClaimFinding, judgeClaim } from "./experiment/claims/verdict.ts";
// Experiments and what is drawn of them
export { judge, type Verdict } from "./experiment/expectations.ts";
export { type Foresight, perfectForesight } from "./experiment/foresight.ts";
export { type Point, sweepPoints } from "./experiment/points.ts";
export { type Solution, solveFor } from "./experiment/solve.ts";
export {
  collectRuns,
  type Experiment,
  experiment,
  type Prepared,
  prepare,
  runPlanned,
} from "./experiment/workers/experiment.ts";
export type { Drawing, Figure, FigureInput } from "./figures/figure.ts";
export { drawings, figures } from "./figures/figures.ts";
export { reportPage } from "./figures/report.ts";
export { svgText } from "./figures/svg.ts";
// Closed forms and published rules, for claims and mechanisms of your own: docs/formulas.md
export type { AsertInput } from "./formulas/asert.ts";
export type { AuditGame } from "./formulas/audit-game.ts";
export { type BaseFeeRule, EIP_1559 } from "./formulas/base-fee.ts";
export type { Deployment } from "./formulas/batched-decoding.ts";
export {
  BLOB_SCHEDULES,
  type BlobSchedule,
  type ExcessBlobGasInput,
  GAS_PER_BLOB,
} from "./formulas/blob-fee.ts";
export type { BondingCurve } from "./formulas/bonding-curve.ts";
export type { BmeStatus, Conversion, Redemption } from "./formulas/burn-mint-elastic.ts";
export * as birthDeath from "./formulas/checked/birth-death.ts";
export {
  activationExitChurn,
  asertBits,
  balanceChurn,
  bitsFromTarget,
  correlationPenalty,
  difficulty,
  difficultyOfBits,
  doubleSpendProbability,
  ethereumDifficulty,
  firstTurns,
  hashesOfBits,
  inactivityPenalty,
  inactivityScore,
  lwmaDifficulty,
  nakamotoDoubleSpend,
  nextBits,
  nextEffectiveBalance,
  nextProposer,
  retargetBits,
  selfishRevenue,
  selfishThreshold,
  slashingPenalty,
  targetFromBits,
  weakSubjectivityPeriod,
  work,
} from "./formulas/checked/consensus.ts";
export * as decimals from "./formulas/checked/decimals.ts";
export { baseFeePerGas, blobBaseFee, excessBlobGas, fakeExponential } from "./formulas/checked/fees.ts";
export * as fractions from "./formulas/checked/fractions.ts";
export {
  annualIssuance,
  annualProvisions,
  arweaveReward,
  arweaveRewards,
  baseReward,
  baseRewardPerIncrement,
  blockProvision,
  blockSubsidy,
  bmeBackoff,
  bmeCollateralRatio,
  bmeConversion,
  bmeRedemption,
  bmeStatus,
  bondingRate,
  computeEpochReward,
  computeEpochSplit,
  dataCreditsFromHnt,
  disinflationRate,
  epochIssuance,
  filecoinAdvance,
  filecoinBaselineReward,
  filecoinBaselineTime,
  filecoinDailyFee,
  filecoinEffectiveTime,
  filecoinExpNeg,
  filecoinInitialPledge,
  filecoinLaunch,
  filecoinReward,
  filecoinSimpleMinted,
  filecoinSimpleReward,
  filecoinTerminationFee,
  flagPenalty,
  flagReward,
  heliumDeployerBand,
  heliumNetEmission,
  heliumSupplement,
  hntFromDataCredits,
  idealStakeInflation,
  idealStakeShare,
  nextInflation,
  perpetualCost,
  proposerAttestationReward,
  proposerSyncReward,
  renderAvailability,
  renderBurn,
  renderComputeReward,
  renderNodePenalty,
  rewardForWeight,
  smoothTailReward,
  smoothTailSum,
  steppedCapEmission,
  steppedCapEra,
  subsidySum,
  supplyHalvingReward,
  supplyHalvingSum,
  syncReward,
  targetBondingInflation,
  targetBondingMintable,
  targetBondingReward,
  utilisationPrice,
} from "./formulas/checked/issuance.ts";
export * as queues from "./formulas/checked/queues.ts";
export {
  accumulate,
  amountOfAsset0,
  amountOfAsset1,
  bondingPrice,
  bondingPurchase,
  bondingSale,
  boostedStake,
  constantProductIn,
  constantProductOut,
  earned,
  escrowVotes,
  liquidityForAmounts,
  sqrtPriceAtTick,
  sqrtPriceOf,
  stableInvariant,
  stablePrice,
  stableSwapIn,
  stableSwapOut,
  swapWithinRange,
  tickAtSqrtPrice,
  vestedInSteps,
  vestedLinear,
  weightedIn,
  weightedOut,
  weightedPrice,
} from "./formulas/checked/sharing.ts";
export {
  aethirSlash,
  aethirStake,
  delegate,
  delegationEarned,
  delegationFees,
  delegationReward,
  delegationSlash,
  nosanaClaimable,
  nosanaEnter,
  nosanaFee,
  nosanaRate,
  nosanaStake,
  subnetBurnShares,
  subnetDividends,
  subnetEmissions,
  subnetFlowMean,
  subnetFlowShares,
  subnetInjection,
  subnetNetFlows,
  subnetPriceMean,
  subnetPriceShares,
  subnetRootProportion,
  thetaRewards,
  undelegate,
} from "./formulas/checked/staking.ts";
export {
  amdahlSpeedUp,
  cheatingPayoff,
  checkThreshold,
  decodeRate,
  disputeMessages,
  honestPayoff,
  isHonestBest,
  replicaDetection,
  servingSpeeds,
  slashedAmount,
} from "./formulas/checked/work.ts";
export { type LiquidRange, MAX_TICK, MIN_TICK, type RangeSwap } from "./formulas/concentrated-liquidity.ts";
export type { Reserves } from "./formulas/constant-product.ts";
export type { CosmosMint } from "./formulas/cosmos-mint.ts";
export type { DelegatedStake } from "./formulas/delegation.ts";
export type { Disinflation } from "./formulas/disinflation.ts";
export type { DoubleSpend, SelfishMining } from "./formulas/double-spend.ts";
export type { EthereumDifficultyInput } from "./formulas/ethereum-difficulty.ts";
export type { InitialPledgeInput } from "./formulas/filecoin-pledge.ts";
export type { BaselineState, EffectiveTimes } from "./formulas/filecoin-rewards.ts";
export type { Halving } from "./formulas/halving.ts";
export type { DeployerBand, DeployerBandInput, NetEmission } from "./formulas/helium.ts";
export type { IdealStake } from "./formulas/ideal-stake-curve.ts";
export type { Whole } from "./formulas/integers.ts";
export type { LwmaInput } from "./formulas/lwma.ts";
export type { Reflections } from "./formulas/nosana.ts";
export {
  type ActiveStake,
  BALANCE_INCREMENT,
  EPOCHS_PER_JULIAN_YEAR,
  FLAG_WEIGHTS,
  type Flag,
} from "./formulas/proof-of-stake.ts";
export type { Turn } from "./formulas/proposer-priority.ts";
export type { RenderNode } from "./formulas/render-rewards.ts";
export { type Retarget, SHORTEST_TIMESPAN } from "./formulas/retarget.ts";
export type { SmoothTail } from "./formulas/smooth-tail.ts";
export type { StablePool, StableSwap } from "./formulas/stable-swap.ts";
export type { SteppedCap } from "./formulas/stepped-cap.ts";
export type { SupplyHalving } from "./formulas/supply-halving.ts";
export type { Grant } from "./formulas/vesting.ts";
export type { WeightedPool } from "./formulas/weighted-pool.ts";
export { Kernel } from "./kernel/kernel.ts";
export { defineIssuance } from "./kit/issuance/define-issuance.ts";
export {
  baseUnitRate,
  baseUnits,
  type EmissionSplit,
  mintSplit,
  portions,
  recipients,
  splitField,
  splitOf,
} from "./kit/issuance/emission.ts";
export { endow } from "./kit/issuance/endowment.ts";
export { readsStake, staked, stakedShare } from "./kit/issuance/staked.ts";
export * as math from "./math.ts";
// The mechanisms themselves: `halving({ interval: 210000 })`
export * from "./mechanisms/registry.ts";
export { drawdown } from "./metrics/drawdown.ts";
export { timeToRecover } from "./metrics/time-to-recover.ts";
export { timeWeightedMean } from "./metrics/time-weighted-mean.ts";
export { volatility } from "./metrics/volatility.ts";
// Writing mechanisms
export {
  ACCOUNTS,
  allot,
  assetIn,
  type EachAccount,
  meet,
  meetEach,
  meetIn,
  meetShares,
  own,
  ownEach,
  provide,
  provideEach,
  provideIn,
} from "./model/accounts.ts";
export { type BlockHeader, Chain, verifyChain } from "./model/chain.ts";
// Whole, so that `declare module "orrery" { interface Events { … } }` types events of your own.
export * from "./model/events.ts";
export type { BalanceRow, FlowRow } from "./model/ledger/statements.ts";
export { ChartOfAccounts, Ledger } from "./model/ledger.ts";
export type { MeasureEntry } from "./model/measures/entry.ts";
export type { Metric } from "./model/measures/metric.ts";
export { MEASURES } from "./model/measures/vocabulary.ts";
export {
  type Context,
  type ContextOf,
  defineMechanism,
  type Invariant,
  type Mechanism,
  shared,
  type Use,
} from "./model/mechanism.ts";
export { SIGNALS, type Signals } from "./model/signals.ts";
// Known networks
export {
  definePreset,
  type Preset,
  type PresetFactory,
  type PresetSettings,
} from "./presets/define-preset.ts";
export * as presets from "./presets/presets.ts";
export { PRESETS } from "./presets/presets.ts";
export { inStatedWorld, type StatedWorld } from "./presets/stated-world.ts";
export { aliasTable, Random } from "./random.ts";
export type { BlockRow, Measure, Run } from "./run/result.ts";
export { type RunOptions, replicationSeed, run, runBranches } from "./run/run.ts";
export { type ClaimsAt, type Happening, Simulation, type SimulationSnapshot } from "./run/simulation.ts";
// Statistics and sampling, for questions of your own
export { latinHypercube } from "./sampling/latin-hypercube.ts";
export { morrisEffects, morrisTrajectories } from "./sampling/morris.ts";
export { prim } from "./sampling/prim.ts";
export { rangeOf, spread } from "./sampling/ranges.ts";
export { partialRankCorrelations } from "./sampling/rank-correlation.ts";
export { findRoot } from "./sampling/root.ts";
export { sobolPoints } from "./sampling/sobol.ts";
export { saltelliDesign, sobolIndices } from "./sampling/sobol-indices.ts";
// From a file to a run
export { type Catalogue, catalogueOf, ORRERY } from "./scenario/catalogue.ts";
// Writing scenarios
export { type Claim, type ClaimInput, type ClaimScenario, defineClaim } from "./scenario/claim.ts";
export { type Loaded, listClaims, listScenarios, loadScenario } from "./scenario/load.ts";
export { type ResolveOptions, resolve, scenarioHash } from "./scenario/resolve.ts";
export { defineScenario, type ResolvedScenario, type Scenario, type Settings } from "./scenario/scenario.ts";
export { vary } from "./scenario/vary.ts";
export * as fields from "./schema/fields.ts";
export { inlineTable, numberColumn, type Table, textColumn } from "./schema/table.ts";
export { batchMeans } from "./statistics/batch-means.ts";
export { bootstrapInterval } from "./statistics/bootstrap.ts";
export { kaplanMeier, restrictedMean, survivalAt, waitQuantile } from "./statistics/censored.ts";
export { jointDifferences } from "./statistics/holm.ts";
export { medianInterval, tInterval } from "./statistics/interval.ts";
export { independentDifference, pairedDifference, varianceRatio } from "./statistics/paired.ts";
export { sequentialMean, sequentialShare } from "./statistics/sequential.ts";
export { warmUp } from "./statistics/warm-up.ts";
export * as units from "./units.ts";
