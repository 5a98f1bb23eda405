import type { Command } from "commander";
import { collected, folder, workersOption } from "../options/options.ts";
import { buildRepositorySite } from "../published/repository-site.ts";
import { print } from "../terminal/print.ts";

interface SiteOptions {
  readonly out: string;
  readonly workers: number;
  readonly scenario?: readonly string[];
}

export function configure(command: Command): void {
  command
    .option("--out <dir>", "folder of the site", folder, "dist")
    .option("--scenario <name>", "only this scenario (repeat)", collected)
    .addOption(workersOption())
    .action(site);
}

async function site({ out, workers, scenario }: SiteOptions): Promise<void> {
  const pages = await buildRepositorySite({ out, workers, ...(scenario ? { scenarios: scenario } : {}) });
  print(`${pages} pages: ${out}/index.html. Look at them: npm run preview`);
}
