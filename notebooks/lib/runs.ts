import {
  ownWorker,
  PageWorkers,
  type ResolvedScenario,
  type Run,
  resolve,
  type Scenario,
  type Settings,
} from "orrery/browser";

/** Runs that are there by now, and how far the others are. */
export interface Progress {
  readonly scenario: ResolvedScenario;
  readonly runs: readonly Run[];
  /** From 0 to 1. */
  readonly share: number;
  /** Jobs that are done, and jobs: a run, or one for each branch. */
  readonly done: number;
  readonly total: number;
}

export interface BatchOptions {
  /** Replications of each design; 1 by default. */
  readonly replications?: number;
  /** Points of a sweep: parameters at other values; by default the scenario as it is. */
  readonly points?: readonly Settings[];
  /** Ends the workers: a cell's `invalidation`. */
  readonly invalidation: Promise<unknown>;
}

/**
 * Runs every design of a scenario in module workers, all replications and points, and yields whenever there is more. The
 * numbers do not depend on how many workers there are.
 *
 * @throws OrreryError where the scenario or a run is refused
 */
export async function* runBatch(given: Scenario, options: BatchOptions): AsyncGenerator<Progress> {
  const { replications = 1, points = [{}] } = options;
  const scenario = resolve(given);
  const jobs = points.flatMap((settings, point) =>
    Array.from({ length: replications }, (_, replication) =>
      scenario.designs.map(({ name }) => ({
        settings,
        point: points.length > 1 ? point : -1,
        options: { design: name, replication },
      })),
    ).flat(),
  );
  const workers = new PageWorkers(ownWorker, scenario, Math.min(jobs.length, crew()));
  options.invalidation.then(() => workers.stop());
  const shares = jobs.map(() => 0);
  const runs: Run[][] = jobs.map(() => []);
  const news = newsOf();
  for (const [at, job] of jobs.entries())
    workers
      .run(job, {
        onProgress: (simulated) => {
          shares[at] = Math.min(0.99, simulated / simulatedTime(scenario));
          news.tell();
        },
      })
      .then((found) => {
        shares[at] = 1;
        runs[at] = found;
        news.tell();
      }, news.tell);
  const now = (): Progress => ({
    scenario,
    runs: runs.flat(),
    share: shares.reduce((sum, share) => sum + share, 0) / jobs.length,
    done: shares.filter((share) => share === 1).length,
    total: jobs.length,
  });
  try {
    // What ends while nobody looks is told by the next look: the loop ends with what was told, not with what is.
    let told = now();
    yield told;
    while (told.done < told.total) {
      await news.next();
      told = now();
      yield told;
    }
  } finally {
    workers.stop();
  }
}

/** As many workers as there are cores but one, which is the page's; at most four. */
const crew = (): number => Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));

/** Simulated seconds of a run, those of all its branches together. */
const simulatedTime = ({ until, branches }: ResolvedScenario): number =>
  branches === null ? until : branches.at + branches.branches.length * (until - branches.at);

/** What happened since somebody looked: one promise at a time, however much there is to tell. */
function newsOf(): { readonly tell: (error?: unknown) => void; readonly next: () => Promise<void> } {
  let failure: unknown;
  let untold = false;
  let wake = (): void => {};
  return {
    tell(error) {
      failure ??= error;
      untold = true;
      wake();
    },
    async next() {
      if (!untold)
        await new Promise<void>((woken) => {
          wake = woken;
        });
      // One redraw a frame: many runs may have ended.
      await new Promise(requestAnimationFrame);
      untold = false;
      if (failure) throw failure;
    },
  };
}
