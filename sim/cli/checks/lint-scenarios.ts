import { OrreryError, type Problem, ScenarioError } from "../../errors.ts";
import { type Catalogue, catalogueOf } from "../../scenario/catalogue.ts";
import { type LoadOptions, loadScenario } from "../../scenario/load.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { OpenPoint, ResolvedScenario } from "../../scenario/scenario.ts";
import { type RunningOptions, resolving } from "../options/options.ts";

/** What can be said of a scenario without running it. */
export interface Linted {
  readonly scenario: string;
  /** Absolute; empty where there is no such file. */
  readonly file: string;
  /** Why it does not run, ready to be told, and its problems one by one. */
  readonly error: OrreryError | undefined;
  readonly problems: readonly Problem[];
  /** What it leaves open, meant or not. */
  readonly open: readonly OpenPoint[];
}

export type LintOptions = LoadOptions &
  Pick<RunningOptions, "seed" | "set" | "until" | "design" | "allowLong">;

/** Loads and resolves a scenario; what is wrong with it is a result, so that the others are still looked at. */
export async function lintScenario(named: string, options: LintOptions): Promise<Linted> {
  let [scenario, file] = [named, ""];
  try {
    const loaded = await loadScenario(named, options);
    [scenario, file] = [loaded.name, loaded.path];
    const catalogue = catalogueOf(loaded.scenario);
    const resolved = resolve(loaded.scenario, catalogue, { name: scenario, ...resolving(options) });
    const problems = unsoundTogether(resolved, catalogue);
    if (problems.length > 0) throw new ScenarioError(scenario, problems);
    const { open } = resolved;
    return { scenario, file, error: undefined, problems: [], open };
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    const problems =
      error instanceof ScenarioError
        ? error.problems
        : [{ path: "", message: [error.sentence, ...error.facts].join(" ") }];
    return { scenario, file, error, problems, open: [] };
  }
}

/** Parameters that are within their bounds one by one, and that their mechanism refuses together as a run begins. */
function unsoundTogether({ designs }: ResolvedScenario, catalogue: Catalogue): Problem[] {
  const found = new Map<string, Problem>();
  for (const { mechanism, params, id } of designs.flatMap(({ uses }) => uses))
    try {
      catalogue.get(mechanism)?.init(params as never);
    } catch (error) {
      const message =
        error instanceof OrreryError
          ? [error.sentence, ...error.facts].join("\n")
          : `${mechanism} fails as a run begins: ${(error as Error).message}`;
      found.set(`${id} ${message}`, { path: id, message });
    }
  return [...found.values()];
}
