import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { loadScenario } from "../../scenario/load.ts";
import { runScenarios } from "../folders/run-and-store.ts";
import { requireMeasures } from "../options/measure-option.ts";
import { addRunningOptions, collected, type RunningOptions } from "../options/options.ts";
import { addSweepOptions, periodOf, type SweepOptions, sweepOf } from "../options/sweep-options.ts";
import { sweepJson, sweepText } from "../words/sweep-text.ts";

interface SweepingOptions extends RunningOptions, Omit<SweepOptions, "sample"> {
  readonly measure?: readonly string[];
}

export function configure(command: Command): void {
  command
    .argument("<scenario>", "path of a scenario, or the name of one in scenarios/")
    .option("--measure <name>", "show this measure (repeat)", collected)
    .action(sweep);
  addRunningOptions(command);
  addSweepOptions(command);
}

async function sweep(name: string, options: SweepingOptions): Promise<void> {
  const { scenario } = await loadScenario(name, options);
  const given = sweepOf(options, scenario.sweep);
  const { sample: _, ...running } = options;
  const period = periodOf(options);
  await requireMeasures(options.measure, [name], options);
  if (given === undefined && scenario.sweep === undefined)
    throw new UsageError(
      `${name} has no sweep, and the command line names none.`,
      [],
      'Name one: --grid family/kind.param=1,2,3, --sample latin:64 --assumed, or sweep: { grid: { "family/kind.param": [1, 2, 3] } } in the scenario.',
    );
  const chosen = { measures: options.measure };
  await runScenarios(
    "sweep",
    [name],
    { ...running, ...(period === undefined ? {} : { sample: period }) },
    { text: (outcome) => sweepText(outcome, chosen), json: (outcome) => sweepJson(outcome, chosen) },
    { swept: true, ...(given ? { sweep: given } : {}) },
  );
}
