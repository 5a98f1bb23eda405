import type { ResolvedScenario } from "../scenario/scenario.ts";
import { DAY, durationText, type Seconds } from "../units.ts";
import type { FigureInput } from "./figure.ts";

/** Branches in the order in which one of them is chosen to stand for all: the first shock, later ones, the reference. */
function preference({ branches }: ResolvedScenario): string[] {
  const [reference, ...shocks] = branches?.branches.map(({ name }) => name) ?? [];
  return [...shocks, ...(reference === undefined ? [] : [reference]), ""];
}

/** The branch that stands for all: the first after the reference that any run has, or the reference where it is alone. */
export function featuredBranch({ scenario, runs }: FigureInput): string {
  const names = new Set(runs.map(({ branch }) => branch));
  return preference(scenario).find((name) => names.has(name)) ?? "";
}

/** The same input with the runs of the featured branch; those of a sweep's points are left out. */
export function featuredFuture(input: FigureInput): FigureInput {
  const unswept = { ...input, runs: input.runs.filter(({ point }) => point < 0), points: [] };
  const featured = featuredBranch(unswept);
  return { ...unswept, runs: unswept.runs.filter(({ branch }) => branch === featured) };
}

/** "day 365", "6 h". */
export const momentText = (time: Seconds): string =>
  time % DAY === 0 ? `day ${time / DAY}` : durationText(time);

/** When the futures of the runs parted; undefined where they did not. */
export function partingOf({ scenario, runs }: FigureInput): Seconds | undefined {
  return runs.some(({ branch }) => branch !== "") ? scenario.branches?.at : undefined;
}

/** "after day 365: demand halves", for the runs of one future; empty where none parted. */
export function futureText(input: FigureInput): string {
  const parting = partingOf(input);
  return parting === undefined ? "" : `after ${momentText(parting)}: ${input.runs[0]!.branch}`;
}

/** From when on the summaries of these runs count: the end of the warm-up, or the time at which futures parted if later. */
export const summariesFrom = (input: FigureInput): Seconds =>
  Math.max(input.scenario.warmUp, partingOf(input) ?? 0);
