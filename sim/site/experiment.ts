import { sha256Hex } from "../codec.ts";
import type { FigureInput } from "../figures/figure.ts";
import { featuredBranch } from "../figures/future.ts";
import { headlineMeasures } from "../figures/headline-measures.ts";
import { definitionOf, phraseIn } from "../figures/measure-catalogue.ts";
import { forkOf } from "../run/fork.ts";
import type { Run } from "../run/result.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { Settings } from "../scenario/scenario.ts";
import { scenarioText } from "../scenario/scenario-text.ts";
import { type Slider, slidersOf } from "../scenario/sliders.ts";
import type { SiteFile } from "./page.ts";
import { scenarioFiles } from "./scenario-files.ts";

/** A run that was published, as far as a page that makes it again has to know it. */
export interface PublishedRun {
  readonly design: string;
  readonly replication: number;
  readonly branch: string;
  /** −1: nothing is swept. */
  readonly point: number;
  readonly events: number;
  readonly digest: string;
  /** Of the headline measures, in their order; null: no value. */
  readonly values: readonly (number | null)[];
}

/** What a page has to know to run its scenario again, as it was published or otherwise. Plain JSON. */
export interface ExperimentData {
  /** The resolved scenario, as `scenarioOf` reads it: address from the root of the site. */
  readonly scenario: string;
  /** The module worker that runs it, and the sha256 of its code. */
  readonly worker: { readonly url: string; readonly code: string };
  /** What `orrery run` is given. */
  readonly file: string;
  /** Whether the scenario can be written as a file of data; else a command runs it. */
  readonly copy: "file" | "command";
  readonly sliders: readonly Slider[];
  /** The future that is shown first; empty where none parts. */
  readonly featured: string;
  readonly measures: readonly { readonly name: string; readonly label: string; readonly unit: string }[];
  /** The first replication of every design under every future, of the first point where one sweeps. */
  readonly published: readonly PublishedRun[];
  /** How many runs were published in all. */
  readonly of: number;
  /** What the first point of a sweep sets. */
  readonly settings: Settings;
  /** Stored starts where futures part, by design. */
  readonly forks: readonly {
    readonly design: string;
    readonly url: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
}

export interface ExperimentSource {
  readonly input: FigureInput;
  readonly catalogue: Catalogue;
  /** What `workerForPage` made, and where it stands in the site. */
  readonly worker: { readonly url: string; readonly sha256: string };
  /** Where the files of this page go, from the root of the site. */
  readonly folder: string;
  /** What `orrery run` is given. */
  readonly file: string;
  /** Whether all of its mechanisms are Orrery's. */
  readonly isAllOrrerys: boolean;
}

/** A scenario file of data may be so large. */
const LARGEST_FILE = 1_000_000;

/** What a scenario's page needs to run it, and the files that stand beside it. Runs every design up to where futures part. */
export async function experimentOf(
  source: ExperimentSource,
): Promise<{ data: ExperimentData; files: SiteFile[] }> {
  const { input, catalogue, worker, folder, file, isAllOrrerys } = source;
  const { scenario, runs, points } = input;
  const copyable = isAllOrrerys && scenarioText(scenario).length < LARGEST_FILE;
  // A command sets parameters from the start: what it says is what the page does.
  const sliders = slidersOf(scenario, catalogue).map((slider) =>
    copyable ? slider : { ...slider, live: false },
  );
  const first = firstRuns(runs);
  const measures = headlineMeasures({ ...input, runs: first });
  const forks = sliders.some(({ live }) => live) ? await storedForks(source, first) : [];
  const [resolved, ...tables] = await scenarioFiles(scenario, `${folder}/scenario.json`);
  return {
    files: [resolved!, ...tables, ...forks.map(({ file }) => file)],
    data: {
      scenario: resolved!.path,
      worker: { url: worker.url, code: worker.sha256 },
      file,
      copy: copyable ? "file" : "command",
      sliders,
      featured: featuredBranch({ ...input, runs: first }),
      measures: measures.map((name) => ({
        name,
        label: phraseIn(input, name).label,
        unit: definitionOf(input, name)!.unit,
      })),
      published: first.map((run) => publishedRun(run, measures)),
      of: runs.length,
      settings: points.find(({ index }) => index === first[0]?.point)?.settings ?? {},
      forks: forks.map(({ design, file: { path, content } }) => ({
        design,
        url: path,
        sha256: sha256Hex(content),
        bytes: content.length,
      })),
    },
  };
}

/** Of every design and branch the run of the least point and replication. */
function firstRuns(runs: readonly Run[]): Run[] {
  const first = new Map<string, Run>();
  for (const run of runs) {
    const key = JSON.stringify([run.design, run.branch]);
    const known = first.get(key);
    if (
      !known ||
      run.point < known.point ||
      (run.point === known.point && run.replication < known.replication)
    )
      first.set(key, run);
  }
  return [...first.values()];
}

const publishedRun = (run: Run, measures: readonly string[]): PublishedRun => ({
  design: run.design,
  replication: run.replication,
  branch: run.branch,
  point: run.point,
  events: run.events,
  digest: run.digest,
  values: measures.map((name) => {
    const value = run.summary[name] ?? Number.NaN;
    return Number.isFinite(value) ? value : null;
  }),
});

/** Designs whose runs are stored where futures part, at most: each is run there as the site is built. */
const MOST_FORKED = 6;

/** Where there are many designs, or points of a sweep, a reader's question is run from the start. */
async function storedForks(
  { input, catalogue, worker, folder }: ExperimentSource,
  first: readonly Run[],
): Promise<{ design: string; file: SiteFile & { content: Uint8Array } }[]> {
  const { scenario } = input;
  if (scenario.sweep !== null || scenario.designs.length > MOST_FORKED) return [];
  const forks: { design: string; file: SiteFile & { content: Uint8Array } }[] = [];
  for (const [at, { name: design }] of scenario.designs.entries()) {
    const replication = first.find((run) => run.design === design)?.replication;
    if (replication === undefined) continue;
    const content = await forkOf(scenario, catalogue, { design, replication, code: worker.sha256 });
    // By number: a design's name is its author's, and no name of a file.
    if (content) forks.push({ design, file: { path: `${folder}/fork-${at + 1}.bin`, content } });
  }
  return forks;
}
