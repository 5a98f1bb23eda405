import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { loadScenario } from "../../scenario/load.ts";
import { namesOf } from "../../scenario/named.ts";
import { shellArgument } from "../../text/shell.ts";
import { runScenarios } from "../folders/run-and-store.ts";
import { requireMeasures } from "../options/measure-option.ts";
import { addRunningOptions, collected, type RunningOptions } from "../options/options.ts";
import { comparisonJson, comparisonText } from "../words/compare-text.ts";

interface CompareOptions extends RunningOptions {
  readonly measure?: readonly string[];
}

/** Intervals of fewer are too wide to tell much apart. */
const LEAST_REPLICATIONS = 8;

export function configure(command: Command): void {
  command
    .argument("<scenario...>", "path of a scenario, or the name of one in scenarios/")
    .option("--measure <name>", "compare this measure (repeat); by default the well-known ones", collected)
    .action(compare);
  addRunningOptions(command);
}

async function compare(names: readonly string[], options: CompareOptions): Promise<void> {
  const replications = options.replications ?? (await enoughReplications(names, options));
  await requireMeasures(options.measure, names, options);
  const chosen = { measures: options.measure, defaulted: options.replications === undefined };
  await runScenarios(
    "compare",
    names,
    { ...options, replications },
    {
      text: (outcome) => comparisonText(outcome, chosen),
      json: (outcome) => comparisonJson(outcome, chosen),
    },
  );
}

/** The most that one of the scenarios asks for, and never too few. Refuses a scenario in which nothing is compared. */
async function enoughReplications(
  names: readonly string[],
  options: Pick<CompareOptions, "design" | "allowDataOutside">,
): Promise<number> {
  const wanted = [LEAST_REPLICATIONS];
  for (const name of names) {
    const { scenario } = await loadScenario(name, options);
    const designs = options.design?.length ?? namesOf(scenario.designs ?? { base: [] }).length;
    if (designs < 2 && scenario.branches === undefined)
      throw new UsageError(
        `There is nothing to compare in ${name}: it has one design and no branches.`,
        [],
        `Name a second design, or run it: orrery run ${shellArgument(name)}`,
      );
    if (Number.isSafeInteger(scenario.replications)) wanted.push(scenario.replications!);
  }
  return Math.max(...wanted);
}
