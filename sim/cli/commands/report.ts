import path from "node:path";
import type { Command } from "commander";
import { readRuns } from "../../experiment/store/read.ts";
import { readScenario, writeReport } from "../../experiment/store/results.ts";
import { numberText } from "../../figures/number-text.ts";
import { chartsAndLiveReport, chartsAndReport } from "../folders/report-files.ts";
import { interactiveOption, shownPath } from "../options/options.ts";
import { print } from "../terminal/print.ts";

export function configure(command: Command): void {
  command
    .argument("<results>", "a results folder, such as results/flagship")
    .addOption(interactiveOption())
    .option("--quiet", "only what went wrong")
    .action(draw);
}

interface ReportOptions {
  readonly interactive?: boolean;
  readonly quiet?: boolean;
}

async function draw(folder: string, { interactive, quiet }: ReportOptions): Promise<void> {
  const runs = await readRuns(folder);
  const report = interactive ? chartsAndLiveReport : chartsAndReport;
  const { files } = await writeReport(folder, await readScenario(folder), runs, report);
  const charts = Object.keys(files).filter((name) => name.endsWith(".svg")).length;
  const page = path.join(path.resolve(folder), "report.html");
  const size = interactive ? ` (interactive, ${numberText(files["report.html"]!.bytes / 1e6, 2)} MB)` : "";
  if (!quiet)
    print(`${charts} ${charts === 1 ? "figure" : "figures"} drawn. Report: ${shownPath(page)}${size}`);
}
