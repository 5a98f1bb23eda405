import type { Command } from "commander";
import { collected, folder, MOST_RUNS, wholeNumber, workersOption } from "../options/options.ts";
import { buildRepositorySite, storeAll } from "../published/repository-site.ts";
import { print } from "../terminal/print.ts";

interface SiteOptions {
  readonly out: string;
  readonly workers: number;
  readonly scenario?: readonly string[];
  readonly all?: boolean;
  readonly results?: boolean;
  readonly replications?: number;
  readonly spread?: string;
}

export function configure(command: Command): void {
  command
    .option("--out <dir>", "folder of the site", folder, "dist")
    .option("--scenario <name>", "only this scenario (repeat)", collected)
    .option("--all", "also scenarios that run for minutes and have no stored results")
    .option(
      "--results",
      "run anew what is stored in reports/results, in place of building the site: the scenarios named, or all that have changed",
    )
    .option("--replications <n>", "of the results that are stored", wholeNumber(1, MOST_RUNS))
    .option("--spread <points>", "of a sweep whose results are stored, such as latin:24")
    .addOption(workersOption())
    .action(site);
}

async function site(options: SiteOptions): Promise<void> {
  const { out, workers, scenario, all, results, replications, spread } = options;
  const part = { ...(replications ? { replications } : {}), ...(spread ? { spread } : {}) };
  if (results) return storeAll(scenario, part, workers, print);
  const { pages, leftOut } = await buildRepositorySite({
    out,
    workers,
    all: all === true,
    ...(scenario ? { scenarios: scenario } : {}),
  });
  if (leftOut.length > 0)
    print(`Left out, because they run for minutes: ${leftOut.join(", ")}. With them: npm run site -- --all`);
  print(`${pages} pages: ${out}/index.html. Look at them: npm run preview`);
}
