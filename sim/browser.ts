// biome-ignore-all lint/performance/noBarrelFile: what a page may import, in one place
/**
 * The part of Orrery that runs in a page: resolve a scenario, run it here or in a module worker, draw its figures.
 * It imports nothing of Node.
 */

// Parts that stand alone
export { decode, encode, hash } from "./codec.ts";
export { OrreryError, ScenarioError } from "./errors.ts";
// Figures
export { domFigure } from "./figures/dom.ts";
export type { Drawing, FigureInput } from "./figures/figure.ts";
export { drawings } from "./figures/figures.ts";
export { deflated } from "./figures/live/deflate.ts";
export { type LiveFigures, type LiveOptions, liveFigures } from "./figures/live/live-figures.ts";
export { packRuns, unpackRuns } from "./figures/live/pack.ts";
export { LIVE_STYLE } from "./figures/live/style.ts";
// In a worker of the page
export { type InWorkerOptions, PageWorkers, runInWorker } from "./page-workers.ts";
export type { Measure, Run } from "./run/result.ts";
export { type RunOptions, replicationSeed, run, runBranches } from "./run/run.ts";
export { Simulation, type SimulationSnapshot } from "./run/simulation.ts";
// From data to a run
export { type Catalogue, catalogueOf, ORRERY } from "./scenario/catalogue.ts";
export { parseScenario } from "./scenario/load-data.ts";
export { type ResolveOptions, resolve, scenarioHash } from "./scenario/resolve.ts";
export { defineScenario, type ResolvedScenario, type Scenario, type Settings } from "./scenario/scenario.ts";
export { type ReadFile, withTables } from "./scenario/tables.ts";
export { vary } from "./scenario/vary.ts";
// In a worker: `serve` answers there, the page posts a RunRequest
export { errorOf, type RunAnswer, type RunRequest, serve } from "./worker.ts";
