import { OrreryError, PageWorkers, type ResolvedScenario } from "../../sim/browser.ts";
import type { ExperimentData } from "../../sim/site/experiment.ts";
import { scenarioOf } from "../../sim/site/scenario-files.ts";

/** What a page asks about, ready to run: its scenario, and workers that wait. */
export interface OpenExperiment {
  readonly data: ExperimentData;
  readonly resolved: ResolvedScenario;
  readonly workers: PageWorkers;
  /** Bytes of a file of the site, fetched once. */
  readonly bytesOf: (url: string) => Promise<Uint8Array<ArrayBuffer>>;
}

const MOST_WORKERS = 4;

/** How many runs go on side by side. */
export const widthOf = (): number => Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS);

/** @param address of a file, by its path from the root of the site */
export async function openExperiment(
  data: ExperimentData,
  address: (path: string) => string,
): Promise<OpenExperiment> {
  const fetched = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const bytesOf = (url: string): Promise<Uint8Array<ArrayBuffer>> => {
    const known = fetched.get(url) ?? read(address(url));
    fetched.set(url, known);
    // What could not be read may be there the next time.
    known.catch(() => fetched.delete(url));
    return known;
  };
  const resolved = await scenarioOf(data.scenario, bytesOf);
  const start = (): Worker => new Worker(address(data.worker.url), { type: "module" });
  return { data, resolved, bytesOf, workers: new PageWorkers(start, resolved, widthOf()) };
}

async function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url);
  if (!answer.ok) throw new OrreryError(`${url} cannot be read: ${answer.status} ${answer.statusText}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** An error in the words of the command line, and a defect by its message. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const isStop = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError";
