import type { OrreryError } from "../../errors.ts";
import type { Plan } from "../../experiment/plan.ts";
import type { Failure } from "../../experiment/runner.ts";
import { completeReplay } from "../replay/replay-hint.ts";

/** Failed runs of one kind that are told in full. */
const TOLD = 2;

/** A failure's text, with a replay command that has the options of a command line, this one's, and the point's parameters. */
export const failureText = (
  { job, error }: Failure,
  file: string,
  args: readonly string[] = process.argv.slice(2),
): string => completeReplay(replayable(error, job.settings), [...args, file]);

const replayable = (error: OrreryError, settings: Failure["job"]["settings"]): OrreryError =>
  error.replay === undefined ? error : Object.assign(error, { replay: { ...error.replay, settings } });

/** What went wrong, as text for stderr: of each kind the first ones in full, the others by name. */
export function failuresText(name: string, failures: readonly Failure[], file: string): string[] {
  const kinds = new Map<string, Failure[]>();
  for (const failure of failures) {
    const kind = `${failure.error.name}: ${failure.error.sentence}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), failure]);
  }
  return [...kinds.values()].flatMap((alike) => {
    const told = alike
      .slice(0, TOLD)
      .map(
        (failure) =>
          `\n${failure.job.name} of ${name} came to nothing.\n${failure.error.name}: ${failureText(failure, file)}`,
      );
    const more = alike.slice(TOLD).map(({ job }) => job.name);
    return more.length === 0 ? told : [...told, `\nSo did ${listed(more)}.`];
  });
}

const LISTED = 10;

const listed = (names: readonly string[]): string =>
  names.length <= LISTED
    ? names.join(", ")
    : `${names.slice(0, LISTED).join(", ")} and ${names.length - LISTED} more`;

/** What is missing in tables and figures, design by design; empty where nothing is. */
export function missingText({ jobs, resolved }: Plan, failures: readonly Failure[]): string {
  const of = (design: string, some: readonly { readonly design: string }[]): number =>
    some.filter((job) => job.design === design).length;
  const failed = failures.map(({ job }) => job);
  const parts = resolved.designs.flatMap(({ name }) => {
    const missing = of(name, failed);
    const all = of(name, jobs);
    if (missing === 0) return [];
    return `${name}, ${missing === all ? (all === 1 ? "its run" : `all ${all} runs`) : `${missing} of ${all} runs`}`;
  });
  return parts.length === 0 ? "" : `Not in it, for they came to nothing: ${parts.join("; ")}.`;
}
