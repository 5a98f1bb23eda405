import type { Command } from "commander";
import { runScenarios } from "../folders/run-and-store.ts";
import { addRunningOptions, type RunningOptions } from "../options/options.ts";
import { closingText, outcomeJson } from "../words/run-summary.ts";

export function configure(command: Command): void {
  command
    .argument("<scenario...>", "path of a scenario, or the name of one in scenarios/")
    .action((names: readonly string[], options: RunningOptions) =>
      runScenarios("run", names, options, { text: closingText, json: outcomeJson }),
    );
  addRunningOptions(command);
}
