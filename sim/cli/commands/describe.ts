import type { Command } from "commander";
import { catalogueOf } from "../../scenario/catalogue.ts";
import { loadScenario } from "../../scenario/load.ts";
import { resolve } from "../../scenario/resolve.ts";
import { addScenarioOptions, type RunningOptions, resolving } from "../options/options.ts";
import { print } from "../terminal/print.ts";
import { odd } from "../written/odd.ts";

export function configure(command: Command): void {
  command.argument("<scenario>", "path of a scenario, or the name of one in scenarios/").action(describe);
  addScenarioOptions(command);
}

async function describe(
  name: string,
  options: Pick<RunningOptions, "seed" | "set" | "allowDataOutside">,
): Promise<void> {
  const loaded = await loadScenario(name, options);
  const catalogue = catalogueOf(loaded.scenario);
  print(
    odd(
      resolve(loaded.scenario, catalogue, { name: loaded.name, ...resolving(options), allowLong: true }),
      catalogue,
    ),
  );
}
