import { describe, expect, test } from "vitest";
import { collectRuns, type Prepared, runPlanned } from "../../../sim/experiment/workers/experiment.ts";
import type { Run } from "../../../sim/run/result.ts";
import { runBranches, simulatedTime } from "../../../sim/run/run.ts";
import { vary } from "../../../sim/scenario/vary.ts";
import { FORKED } from "../../run/forked.ts";
import { QUEUE } from "../jobs.ts";
import { prepared } from "../store/stored.ts";

describe("runs on worker threads", () => {
  test("are those of this thread: points, branches, luck and all", async () => {
    const sweep = { grid: { "supply/cohorts.providers": [8, 12] } };
    const market = await prepared({ ...FORKED, sweep, antithetic: true }, { swept: true, replications: 2 });
    const { resolved, jobs } = market.plan;
    const here = jobs.flatMap(({ design, replication, point, settings }) =>
      runBranches(vary(resolved, market.catalogue, settings), market.catalogue, { design, replication }).map(
        (run): Run => ({ ...run, point }),
      ),
    );
    const progress: number[] = [];
    const { runs, failures } = await collectRuns(market, {
      workers: 2,
      onProgress: (simulated) => progress.push(simulated),
    });
    expect(runs).toEqual(here);
    expect(failures).toEqual([]);
    expect(progress.at(-1)).toBeCloseTo(jobs.length * simulatedTime(resolved), 3);
  });

  test("come to the same whatever the number of threads", async () => {
    const queue = await prepared(QUEUE, { replications: 4 });
    const digests = async (workers: number) =>
      (await collectRuns(queue, { workers })).runs.map(({ digest }) => digest);
    expect(await digests(2)).toEqual(await digests(1));
  });

  test("a point whose parameters a mechanism refuses comes to nothing; the other points are run", async () => {
    // Each value is fine by itself; only within the run do they turn out not to fit.
    const sweep = { list: [{}, { "demand/poisson.customers": 1 }] };
    const world = [
      { mechanism: "demand/poisson", params: {} },
      { mechanism: "supply/servers", params: {} },
    ];
    const queue = await prepared({ title: "A queue", until: 200, world, sweep }, { swept: true });
    const broken = {
      ...queue,
      plan: {
        ...queue.plan,
        jobs: queue.plan.jobs.map((job) =>
          job.point === 1 ? { ...job, settings: { "supply/servers.servers": -1 } } : job,
        ),
      },
    };
    const { runs, failures } = await collectRuns(broken, { workers: 1 });
    expect(runs.map(({ point }) => point)).toEqual([0]);
    expect(failures.map(({ job, error }) => [job.name, error.name, error.exitCode])).toEqual([
      ["base/0/p1", "ScenarioError", 2],
    ]);
    expect(failures[0]!.error.message).toContain("Expected at least 1, got -1.");
  });

  test("a point of a sweep that would take days is refused before any point runs", async () => {
    const sweep = { grid: { "demand/poisson.arrivalRate": [1, 1e6] } };
    const crowd = {
      title: "A crowd",
      until: "10d",
      world: [{ mechanism: "demand/poisson", params: {} }],
      sweep,
    };
    await expect(prepared(crowd, { swept: true })).rejects.toThrow("Point 1 of");
    await expect(prepared(crowd, { swept: true, allowLong: true })).resolves.toBeDefined();
    await expect(prepared(crowd)).resolves.toBeDefined();
  });

  test("a signal ends the runs under way", async () => {
    const endless = await prepared({ ...QUEUE, until: "30d" }, { replications: 4 });
    const controller = new AbortController();
    const running = runPlanned(endless, {
      workers: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(running).rejects.toThrow("enough");
  });
});

describe("a short experiment on the thread that asks", () => {
  const short = (): Promise<Prepared> => prepared(QUEUE, { replications: 2 });
  /** The same experiment on threads: a catalogue that is not Orrery's own always gets them. */
  const onThreads = async (): Promise<Prepared> => {
    const queue = await short();
    return { ...queue, catalogue: new Map(queue.catalogue) };
  };

  test("comes to what threads come to, to the last value, and tells its progress", async () => {
    const progress: number[] = [];
    const queue = await short();
    const here = await collectRuns(queue, {
      workers: 2,
      onProgress: (simulated) => progress.push(simulated),
    });
    expect(here).toEqual(await collectRuns(await onThreads(), { workers: 2 }));
    expect(progress.at(-1)).toBeCloseTo(queue.plan.jobs.length * simulatedTime(queue.plan.resolved), 3);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  test("tells a run that fails as threads do, and runs the others", async () => {
    const failing = ({ plan, ...rest }: Prepared): Prepared => ({
      ...rest,
      plan: {
        ...plan,
        jobs: plan.jobs.map((job, index) =>
          index === 1 ? { ...job, settings: { "supply/servers.servers": -1 } } : job,
        ),
      },
    });
    const told = async (queue: Prepared) => {
      const { runs, failures } = await collectRuns(failing(queue), { workers: 1 });
      return {
        runs: runs.map(({ digest }) => digest),
        failures: failures.map(({ job, error }) => [job.name, error.name, error.exitCode, error.message]),
      };
    };
    const here = await told(await short());
    expect(here.failures).toHaveLength(1);
    expect(here.runs).toHaveLength(3);
    expect(here).toEqual(await told(await onThreads()));
  });

  test("a signal between two of its runs keeps what is done", async () => {
    const controller = new AbortController();
    const done: string[] = [];
    const running = runPlanned(await short(), {
      workers: 1,
      signal: controller.signal,
      onRuns: ({ name }) => {
        done.push(name);
        controller.abort(new Error("enough"));
      },
    });
    await expect(running).rejects.toThrow("enough");
    expect(done).toHaveLength(1);
  });
});
