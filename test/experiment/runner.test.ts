import { describe, expect, test } from "vitest";
import type { Job } from "../../sim/experiment/plan.ts";
import { type Executor, runJobs } from "../../sim/experiment/runner.ts";
import { runOf } from "./runs.ts";

const jobs: Job[] = Array.from({ length: 6 }, (_, replication) => ({
  key: `k${replication}`,
  run: `a/${replication}`,
  design: "a",
  replication,
  seed: 0,
}));

/** Later jobs finish first. */
function executor(width: number, log: string[] = [], fail?: number): Executor {
  let active = 0;
  return {
    width,
    async execute({ design, replication }, onProgress) {
      log.push(`start ${replication} (${++active} at a time)`);
      onProgress(5);
      await new Promise((resolve) => setTimeout(resolve, 2 * (6 - replication)));
      active--;
      if (replication === fail) throw new Error(`run ${replication} failed`);
      return runOf(design, replication, [replication]);
    },
  };
}

describe("runJobs", () => {
  test("gives the results in the order of the jobs, whatever the width", async () => {
    for (const width of [1, 3, 10]) {
      const runs = await runJobs(jobs, 10, executor(width));
      expect(runs.map(({ replication }) => replication)).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  test("never runs more at a time than the executor is wide", async () => {
    const log: string[] = [];
    await runJobs(jobs, 10, executor(2, log));
    expect(log).toHaveLength(6);
    expect(log.join()).not.toContain("(3 at a time)");
  });

  test("finished runs are not run again, and count as progress", async () => {
    const log: string[] = [];
    const progress: number[] = [];
    const kept: string[] = [];
    const finished = new Map([
      ["k0", runOf("a", 0, [1])],
      ["k1", runOf("a", 1, [1])],
    ]);
    const runs = await runJobs(jobs, 10, executor(1, log), {
      finished,
      onProgress: (t) => progress.push(t),
      onRun: ({ key }) => void kept.push(key),
    });
    expect(log).toHaveLength(4);
    expect(kept).toEqual(["k2", "k3", "k4", "k5"]);
    expect(progress).toEqual([25, 30, 35, 40, 45, 50, 55, 60]);
    expect(runs[0]).toBe(finished.get("k0"));
  });

  test("a failure stops what has not begun, and is thrown after what has", async () => {
    const log: string[] = [];
    const kept: string[] = [];
    await expect(
      runJobs(jobs, 10, executor(2, log, 1), { onRun: ({ key }) => void kept.push(key) }),
    ).rejects.toThrow("run 1 failed");
    expect(log).toHaveLength(2);
    expect(kept).toEqual(["k0"]);
  });

  test("after the signal no job starts", async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const running = runJobs(jobs, 10, executor(1, log), {
      signal: controller.signal,
      onRun: ({ replication }) => void (replication === 1 && controller.abort(new Error("enough"))),
    });
    await expect(running).rejects.toThrow("enough");
    expect(log).toHaveLength(2);
  });
});
