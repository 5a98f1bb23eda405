import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { OrreryError } from "../../errors.ts";
import { assumptionsOf } from "../../experiment/assumptions.ts";
import { openTable } from "../../experiment/store/formats.ts";
import type { Manifest } from "../../experiment/store/manifest.ts";
import { longTables, measuresOf, runsTable } from "../../experiment/store/tables.ts";
import { type PageWorker, workerForPage } from "../../experiment/workers/bundle.ts";
import type { DrawnFigure, FigureInput } from "../../figures/figure.ts";
import { plannedFigures } from "../../figures/figures.ts";
import { packRuns, unpackRuns } from "../../figures/live/pack.ts";
import { drawForScript } from "../../figures/svg.ts";
import type { Run } from "../../run/result.ts";
import { type Catalogue, isAllOrrerys } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { experimentOf } from "../../site/experiment.ts";
import type { SiteFile } from "../../site/page.ts";
import { type Download, type ScenarioSource, scenarioFolder } from "../../site/scenario-page.ts";
import { BY_NPX } from "../../text/commands.ts";
import { shellWord } from "../../text/shell.ts";
import { imagesOf, toldInput } from "../folders/report-files.ts";
import { markdownPart } from "../written/markdown-html.ts";
import { odd } from "../written/odd.ts";

/** Results that become a page, wherever they come from. */
export interface PublishedResults {
  /** Of the page; unique in its site. */
  readonly name: string;
  readonly scenario: ResolvedScenario;
  readonly runs: readonly Run[];
  readonly manifest: Pick<Manifest, "version" | "command" | "arguments" | "failures" | "points">;
  /** When it was run, ISO 8601; left out where it was run for this page alone. */
  readonly started?: string;
  /** Undefined: the scenario brings mechanisms whose code is not at hand. */
  readonly catalogue: Catalogue | undefined;
  readonly written: ScenarioSource["written"];
  /** The scenario's code, so that a page can run it; undefined where it is not at hand. */
  readonly loaded?: Loaded;
  /** The runs as what figures read of them, where no more of them was stored: the page's file of runs, and what is in it. */
  readonly packed?: { readonly content: Uint8Array<ArrayBuffer>; readonly input: FigureInput };
}

/** Draws, writes down and tabulates what the page of some results shows. */
export async function scenarioSource(results: PublishedResults): Promise<ScenarioSource> {
  const { name, scenario, runs, manifest, started, catalogue, written, packed } = results;
  const input = packed?.input ?? toldInput({ scenario, runs, points: manifest.points });
  const content = packed?.content ?? new Uint8Array(deflateSync(packRuns(input), { level: 9 }));
  const live = plannedFigures(packed?.input ?? (await unpackRuns(content))).map((figure) => figure.name);
  const figures = drawForScript(input, new Set(live));
  const { version, command, failures } = manifest;
  const run = await runInPage(results, input);
  return {
    name,
    input,
    figures,
    options: {
      version,
      failures,
      ...(started === undefined ? {} : { started }),
      ...(command === undefined ? {} : { command }),
      ...(manifest.arguments === undefined ? {} : { arguments: manifest.arguments }),
    },
    assumed: catalogue === undefined ? [] : assumptionsOf(scenario, catalogue),
    description: catalogue === undefined ? "" : markdownPart(odd(scenario, catalogue)),
    written,
    data: { runs: { url: packedPath(name) }, ...run.data },
    files: [{ path: packedPath(name), content }, ...run.files],
    ...(packed === undefined ? {} : { downloadNote: withoutSeries(manifest) }),
    downloads: [
      ...(await tableFiles(name, input, packed !== undefined)),
      ...(await chartFiles(name, figures)),
      ...(written === undefined ? [] : [writtenFile(name, written)]),
    ],
  };
}

/** What a page needs to run its scenario; nothing where its code is not at hand, or cannot run in a page. */
async function runInPage(
  { name, catalogue, loaded }: PublishedResults,
  input: FigureInput,
): Promise<{ data: object; files: readonly SiteFile[] }> {
  const worker = loaded && (await pageWorker(loaded));
  if (!loaded || !worker || catalogue === undefined) return { data: {}, files: [] };
  const url = `assets/${worker.name}`;
  const { data, files } = await experimentOf({
    input,
    catalogue,
    worker: { url, sha256: worker.sha256 },
    folder: scenarioFolder(name),
    file: path.dirname(loaded.path) === path.join(ROOT, "scenarios") ? name : path.basename(loaded.path),
    isAllOrrerys: isAllOrrerys(loaded.scenario),
  });
  return { data: { experiment: data }, files: [{ path: url, content: worker.content }, ...files] };
}

/** A scenario that asks Node for something has a page, and no sliders. */
async function pageWorker(loaded: Loaded): Promise<PageWorker | undefined> {
  try {
    return await workerForPage(loaded);
  } catch (error) {
    if (error instanceof OrreryError) return undefined;
    throw error;
  }
}

/** The runs that live figures are drawn from. */
const packedPath = (name: string): string => `${scenarioFolder(name)}/runs.orrery`;

/** Packed runs hold of their series what figures show. */
const withoutSeries = ({ command = "run", arguments: given = [] }: PublishedResults["manifest"]): string =>
  `The series over time are not among them, and who paid whom is of the first replication. ${BY_NPX} ${[command, ...given.map(shellWord)].join(" ")} writes all.`;

/** What the tables are, as docs/results.md has them. */
const TABLES: Readonly<Record<string, string>> = {
  runs: "a row a run, with its digest and all summary measures",
  series: "measures over time: run, time, measure, value",
  flows: "who paid whom, by month",
  balances: "opening and closing balances of each sector",
};

/** The tables of a results folder, as Parquet; those that are short also as CSV. Packed runs have no whole series. */
async function tableFiles(
  name: string,
  { runs, points }: FigureInput,
  isPacked: boolean,
): Promise<Download[]> {
  const shape = {
    branched: runs.some(({ branch }) => branch !== ""),
    points: points.map(({ settings }) => settings),
  };
  const all = [runsTable(shape, Object.keys(measuresOf(runs))), ...longTables(shape)];
  const folder = await mkdtemp(path.join(tmpdir(), "orrery-tables-"));
  try {
    const found: Download[] = [];
    for (const table of all) {
      const what = TABLES[table.name];
      if (what === undefined || (isPacked && table.name === "series")) continue;
      for (const format of table.name === "series" ? (["parquet"] as const) : (["parquet", "csv"] as const)) {
        const file = path.join(folder, `${table.name}.${format}`);
        const open = openTable(file, table, format);
        for (const run of runs) open.append(run);
        open.finish();
        const content = new Uint8Array(await readFile(file));
        found.push({ file: { path: `${scenarioFolder(name)}/${path.basename(file)}`, content }, what });
      }
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function chartFiles(name: string, figures: readonly DrawnFigure[]): Promise<Download[]> {
  const images = await imagesOf(figures.map(({ svg }) => svg));
  return figures.flatMap(({ name: figure, svg, drawing }, index) => [
    { file: chartFile(name, `${figure}.svg`, svg), what: drawing.title },
    { file: chartFile(name, `${figure}.png`, images[index]!), what: drawing.title },
  ]);
}

const chartFile = (name: string, file: string, content: string | Uint8Array): SiteFile => ({
  path: `${scenarioFolder(name)}/charts/${file}`,
  content,
});

const writtenFile = (name: string, { file, text }: NonNullable<ScenarioSource["written"]>): Download => ({
  file: { path: `${scenarioFolder(name)}/${file}`, content: text },
  what: "the scenario as written",
});
