import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";
import type { FigureInput } from "../../figures/figure.ts";
import { packRuns } from "../../figures/live/pack.ts";
import { drawForPage } from "../../figures/svg.ts";
import type { Mechanism } from "../../model/mechanism.ts";
import { run } from "../../run/run.ts";
import type { Catalogue } from "../../scenario/catalogue.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { scenarioText } from "../../scenario/scenario-text.ts";
import { exampleScenario } from "../../site/example.ts";
import { experimentOf } from "../../site/experiment.ts";
import { type MechanismSource, mechanismFolder } from "../../site/mechanism-page.ts";
import { formulasOf } from "./formulas-of.ts";

/** The worker that runs a mechanism's example in its page. */
export interface ExampleWorker {
  readonly url: string;
  readonly sha256: string;
  /** Whether all that it knows is Orrery's: then the example can be written as a file. */
  readonly isAllOrrerys: boolean;
}

/** Runs a mechanism's example, draws it, and reads the rules that its code goes by. */
export async function mechanismSource(
  mechanism: Mechanism,
  catalogue: Catalogue,
  worker: ExampleWorker | undefined,
): Promise<Omit<MechanismSource, "usages" | "neighbours" | "links">> {
  const folder = mechanismFolder(mechanism.name);
  const scenario = exampleScenario(mechanism, catalogue);
  const design = scenario.control;
  const input: FigureInput = { scenario, runs: [run(scenario, catalogue, { design })], points: [] };
  const runs = { path: `${folder}/runs.orrery`, content: new Uint8Array(deflateSync(packRuns(input))) };
  const file = `${scenario.name}.yaml`;
  const inPage =
    worker &&
    (await experimentOf({ input, catalogue, worker, folder, file, isAllOrrerys: worker.isAllOrrerys }));
  const text = scenarioText(scenario);
  return {
    mechanism,
    formulas: formulasOf(mechanism.name),
    code: codeOf(mechanism.name),
    figures: drawForPage(input),
    example: { file: { path: `${folder}/${file}`, content: text }, text },
    data: { runs: { url: runs.path }, ...(inPage && { experiment: inPage.data }) },
    files: [runs, ...(inPage?.files ?? [])],
  };
}

/** The file of one of Orrery's mechanisms; undefined: it is somebody else's. */
function codeOf(name: string): MechanismSource["code"] {
  const file = `sim/mechanisms/${name}.ts`;
  const known = path.join(ROOT, file);
  return existsSync(known) ? { file, text: readFileSync(known, "utf8") } : undefined;
}
