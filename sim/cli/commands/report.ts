import path from "node:path";
import type { Command } from "commander";
import { readRuns } from "../../experiment/store/read.ts";
import { readScenario, writeReport } from "../../experiment/store/results.ts";
import { chartsAndReport } from "../folders/report-files.ts";
import { shownPath } from "../options/options.ts";
import { print } from "../terminal/print.ts";

export function configure(command: Command): void {
  command
    .argument("<results>", "a results folder, such as results/flagship")
    .option("--quiet", "only what went wrong")
    .action(draw);
}

async function draw(folder: string, { quiet }: { readonly quiet?: boolean }): Promise<void> {
  const runs = await readRuns(folder);
  const { files } = await writeReport(folder, await readScenario(folder), runs, chartsAndReport);
  const charts = Object.keys(files).filter((name) => name.endsWith(".svg")).length;
  if (!quiet)
    print(
      `${charts} ${charts === 1 ? "figure" : "figures"} drawn. Report: ${shownPath(path.join(path.resolve(folder), "report.html"))}`,
    );
}
