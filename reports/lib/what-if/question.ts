import { quoted } from "../../../sim/schema/shown.ts";
import { nearOrAll } from "../../../sim/schema/suggest.ts";
import type { ExperimentData } from "../../../sim/site/experiment.ts";
import type { Addressed, Question } from "./address.ts";

/* What a question means for the scenario of a page. */

/** The scenario as it was published. */
export const NOTHING: Question = { set: {} };

/** Events that a page simulates in about two seconds, on each of its workers. */
const EVENTS_AT_ONCE = 2e6;

export const designsOf = ({ published }: ExperimentData): string[] => [
  ...new Set(published.map(({ design }) => design)),
];

export const branchesOf = ({ published }: ExperimentData): string[] => [
  ...new Set(published.map(({ branch }) => branch)),
];

export const branchOf = (data: ExperimentData, { branch }: Question): string => branch ?? data.featured;

/** What a parameter is where the reader sets nothing: the branch's value, or the scenario's. */
export function ownValue(data: ExperimentData, question: Question, path: string): number {
  const { value, inBranches } = data.sliders.find((slider) => slider.path === path)!;
  return inBranches[branchOf(data, question)] ?? value;
}

/** The question with a parameter at another value; at its own, it is not asked about. */
export function withValue(data: ExperimentData, question: Question, path: string, value: number): Question {
  const { [path]: _, ...others } = question.set;
  const set = value === ownValue(data, question, path) ? others : { ...others, [path]: value };
  return { ...question, set };
}

/** What is set from the start, and what from where futures part on. */
export function partsOf(
  { sliders }: ExperimentData,
  { set }: Question,
): { readonly settings: Record<string, unknown>; readonly set: Record<string, unknown> } {
  const live = new Set(sliders.filter((slider) => slider.live).map(({ path }) => path));
  const entries = Object.entries(set);
  return {
    settings: Object.fromEntries(entries.filter(([path]) => !live.has(path))),
    set: Object.fromEntries(entries.filter(([path]) => live.has(path))),
  };
}

/**
 * The designs that are run: those that are asked for, or else as many as are simulated in about two seconds, two at least,
 * in the scenario's order.
 *
 * @param width how many runs go on side by side
 */
export function runDesigns(data: ExperimentData, { designs }: Question, width: number): readonly string[] {
  if (designs) return designs;
  const { published, forks, featured } = data;
  let left = EVENTS_AT_ONCE * width;
  return designsOf(data).filter((design, at) => {
    const events = published.find((run) => run.design === design && run.branch === featured)?.events ?? 0;
    // What lies behind a stored start, about half of a run, is not simulated.
    left -= forks.length > 0 ? events / 2 : events;
    return at < 2 || left >= 0;
  });
}

/** All that an address says twice, or of designs and futures that are not there; parameters are the simulator's to check. */
export function addressProblems(data: ExperimentData, { question, problems }: Addressed): string[] {
  const { branch, designs = [] } = question;
  const [branches, known] = [branchesOf(data), designsOf(data)];
  const strange = designs.filter((design) => !known.includes(design));
  return [
    ...problems,
    ...(branch === undefined || branches.includes(branch)
      ? []
      : [`branch: There is no future ${quoted(branch)}.${nearOrAll(branch, branches)}`]),
    ...strange.map((design) => `design: There is no design ${quoted(design)}.${nearOrAll(design, known)}`),
  ];
}
