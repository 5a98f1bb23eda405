import { describe, expect, test } from "vitest";
import { collectRuns, runPlanned } from "../../../sim/experiment/workers/experiment.ts";
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
