// biome-ignore-all lint/performance/noBarrelFile: what a page may import, in one place
/**
 * The part of Orrery that runs in a page: resolve a scenario, run it here or in a module worker, draw its figures.
 * It imports nothing of Node.
 */

// Parts that stand alone
export { decode, encode, hash } from "./codec.ts";
// What runs say, compared
export { type DesignEffect, designEffects, type MeasureEffects } from "./comparison/effects.ts";
export { type Finding, findings } from "./comparison/findings.ts";
export { OrreryError, ScenarioError } from "./errors.ts";
// Figures
export { domFigure } from "./figures/dom.ts";
export type { Drawing, FigureInput } from "./figures/figure.ts";
export { drawings } from "./figures/figures.ts";
export { deflated } from "./figures/live/deflate.ts";
export { type LiveFigures, type LiveOptions, liveFigures } from "./figures/live/live-figures.ts";
export { packRuns, unpackRuns } from "./figures/live/pack.ts";
export { LIVE_STYLE } from "./figures/live/style.ts";
// Closed forms and published rules: docs/formulas.md
export type { AsertInput } from "./formulas/asert.ts";
export { type BaseFeeRule, EIP_1559 } from "./formulas/base-fee.ts";
export * as birthDeath from "./formulas/checked/birth-death.ts";
export {
  asertBits,
  bitsFromTarget,
  difficulty,
  doubleSpendProbability,
  lwmaDifficulty,
  nakamotoDoubleSpend,
  nextBits,
  retargetBits,
  selfishRevenue,
  selfishThreshold,
  targetFromBits,
  work,
} from "./formulas/checked/consensus.ts";
export * as decimals from "./formulas/checked/decimals.ts";
export { baseFeePerGas } from "./formulas/checked/fees.ts";
export {
  annualIssuance,
  annualProvisions,
  baseRewardPerIncrement,
  blockSubsidy,
  bondingRate,
  computeEpochReward,
  disinflationRate,
  filecoinSimpleReward,
  idealStakeInflation,
  idealStakeShare,
  nextInflation,
  smoothTailReward,
  steppedCapEmission,
  subsidySum,
  supplyHalvingReward,
  targetBondingInflation,
  targetBondingMintable,
} from "./formulas/checked/issuance.ts";
export * as queues from "./formulas/checked/queues.ts";
export { constantProductOut } from "./formulas/checked/sharing.ts";
export { amdahlSpeedUp } from "./formulas/checked/work.ts";
export type { Disinflation } from "./formulas/disinflation.ts";
export type { Halving } from "./formulas/halving.ts";
export type { LwmaInput } from "./formulas/lwma.ts";
export type { SmoothTail } from "./formulas/smooth-tail.ts";
export * as math from "./math.ts";
// In a worker of the page
export { type InWorkerOptions, ownWorker, PageWorkers, runInWorker } from "./page-workers.ts";
// From data to a run
export type { Preset, PresetFactory, PresetSettings } from "./presets/define-preset.ts";
export { PRESETS } from "./presets/presets.ts";
export { inStatedWorld, type StatedWorld } from "./presets/stated-world.ts";
export type { Measure, Run } from "./run/result.ts";
export { type RunOptions, replicationSeed, run, runBranches } from "./run/run.ts";
export { Simulation, type SimulationSnapshot } from "./run/simulation.ts";
export { type Catalogue, catalogueOf, ORRERY } from "./scenario/catalogue.ts";
export { parseScenario } from "./scenario/load-data.ts";
export { type ResolveOptions, resolve, scenarioHash } from "./scenario/resolve.ts";
export { defineScenario, type ResolvedScenario, type Scenario, type Settings } from "./scenario/scenario.ts";
export { type ReadFile, withTables } from "./scenario/tables.ts";
export { vary } from "./scenario/vary.ts";
export { inlineTable } from "./schema/table.ts";
export { type JointDifference, jointDifferences } from "./statistics/holm.ts";
export { type Interval, tInterval } from "./statistics/interval.ts";
export { type Difference, pairedDifference, type Sample, varianceRatio } from "./statistics/paired.ts";
export { type DifferenceWords, differenceSentence } from "./statistics/sentences.ts";
// In a worker: `serve` answers there, the page posts a RunRequest
export { serve } from "./worker.ts";
export { errorOf, type RunAnswer, type RunRequest } from "./worker-messages.ts";
