import type { ResolvedScenario } from "../../../sim/browser.ts";
import { scenarioText } from "../../../sim/scenario/scenario-text.ts";
import type { ExperimentData } from "../../../sim/site/experiment.ts";
import { shellOption, shellWord } from "../../../sim/text/shell.ts";
import type { Question } from "./address.ts";
import { branchOf, partsOf } from "./question.ts";

/** A question as a scenario file, which runs to the digests of the page. */
export function fileOf(data: ExperimentData, question: Question, resolved: ResolvedScenario): string {
  const branch = branchOf(data, question);
  const parts = partsOf(data, question);
  const settings = { ...data.settings, ...parts.settings };
  const own = resolved.branches?.branches.find(({ name }) => name === branch);
  if (!own) return scenarioText(resolved, { ...settings, ...parts.set });
  return scenarioText(resolved, settings, { branch, set: { ...own.set, ...parts.set } });
}

/** A question about a scenario that brings code of its own, as a command. */
export function commandOf(data: ExperimentData, question: Question): string {
  const branch = branchOf(data, question);
  const { settings, set } = partsOf(data, question);
  const options = Object.entries({ ...data.settings, ...settings, ...set }).map(([path, value]) =>
    shellOption("--set", `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`),
  );
  const future = branch === "" ? [] : [shellOption("--branch", branch)];
  return ["orrery run", shellWord(data.file), ...future, ...options].join(" ");
}
