import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";
import type { FigureInput } from "../../figures/figure.ts";
import { packRuns } from "../../figures/live/pack.ts";
import { drawForPage } from "../../figures/svg.ts";
import type { Mechanism } from "../../model/mechanism.ts";
import { run } from "../../run/run.ts";
import { type Catalogue, ORRERY } from "../../scenario/catalogue.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { scenarioText } from "../../scenario/scenario-text.ts";
import { exampleScenario } from "../../site/example.ts";
import { experimentOf } from "../../site/experiment.ts";
import type { MechanismSource } from "../../site/mechanism-page.ts";
import { formulasOf } from "./formulas-of.ts";

/** The worker that runs a mechanism's example in its page. */
export interface ExampleWorker {
  /** From the root of the site. */
  readonly url: string;
  readonly sha256: string;
}

/** What of a mechanism's page does not depend on the site that it stands in. */
type Source = Omit<MechanismSource, "above" | "usages" | "presets" | "neighbours" | "links">;

/**
 * Runs a mechanism's example, draws it, and reads the rules that its code goes by.
 *
 * @param place of its page and its files, without an ending
 * @param worker left out: the example cannot be run again in the page
 */
export async function mechanismSource(
  mechanism: Mechanism,
  place: string,
  catalogue: Catalogue,
  worker?: ExampleWorker,
): Promise<Source> {
  const isOrrerys = ORRERY.get(mechanism.name) === mechanism;
  const source = {
    mechanism,
    place,
    formulas: isOrrerys ? formulasOf(mechanism.name) : [],
    code: isOrrerys ? codeOf(mechanism.name) : undefined,
  };
  const input = exampleRun(mechanism, catalogue, isOrrerys);
  if (input === undefined) return { ...source, figures: [], example: undefined, files: [] };
  const runs = { path: `${place}/runs.orrery`, content: new Uint8Array(deflateSync(packRuns(input))) };
  // What names a mechanism of somebody's own is no file of data that others could run.
  const text = isOrrerys ? scenarioText(input.scenario) : undefined;
  const file = `${input.scenario.name}.yaml`;
  const { data, files } = worker
    ? await experimentOf({ input, catalogue, worker, folder: place, file, isAllOrrerys: isOrrerys })
    : { data: undefined, files: [] };
  return {
    ...source,
    figures: drawForPage(input),
    example: text === undefined ? undefined : { file: { path: `${place}/${file}`, content: text }, text },
    data: {
      runs: { url: runs.path },
      ...(data && { experiment: isOrrerys ? data : { ...data, sliders: [] } }),
    },
    files: [runs, ...files],
  };
}

/** Undefined where the example of somebody's own mechanism does not run: its page then goes without. */
function exampleRun(mechanism: Mechanism, catalogue: Catalogue, isOrrerys: boolean): FigureInput | undefined {
  try {
    const scenario = exampleScenario(mechanism, catalogue);
    return { scenario, runs: [run(scenario, catalogue, { design: scenario.control })], points: [] };
  } catch (error) {
    if (isOrrerys) throw error;
    return undefined;
  }
}

/** The file of one of Orrery's mechanisms. */
function codeOf(name: string): MechanismSource["code"] {
  const file = `sim/mechanisms/${name}.ts`;
  const known = path.join(ROOT, file);
  return existsSync(known) ? { file, text: readFileSync(known, "utf8") } : undefined;
}
