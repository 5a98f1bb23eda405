import type { Command } from "commander";
import {
  addDataOption,
  addLongOption,
  folder,
  MOST_RUNS,
  shownPath,
  wholeNumber,
  workersOption,
} from "../options/options.ts";
import { type PublishOptions, publishSite } from "../published/publish-site.ts";
import { print } from "../terminal/print.ts";

export function configure(command: Command): void {
  command
    .argument(
      "<results or scenario...>",
      "results folders, such as results/flagship, and scenarios, which are run first",
    )
    .option("--out <dir>", "folder of the site", folder, "site")
    .option("--title <text>", "what the site is called (default: the scenario's title where there is one)")
    .option("--logo <image>", "shown beside the title: PNG, JPEG, GIF, WebP or SVG")
    .option("--replications <n>", "runs of each design of a scenario that is run", wholeNumber(1, MOST_RUNS))
    .option("--run-code", "results may run their scenario's code, which describes mechanisms of its own")
    .addOption(workersOption())
    .option("--quiet", "only what went wrong")
    .action(publish);
  addDataOption(command);
  addLongOption(command);
}

async function publish(given: readonly string[], options: PublishOptions): Promise<void> {
  const pages = await publishSite(given, options);
  if (!options.quiet)
    print(
      `${pages} pages: ${shownPath(`${options.out}/index.html`)}\nThe folder is all that a host of static files needs. Here: npx serve ${shownPath(options.out)}`,
    );
}
