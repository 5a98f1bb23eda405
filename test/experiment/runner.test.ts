import { describe, expect, test } from "vitest";
import { InvariantError, OrreryError, ScenarioError } from "../../sim/errors.ts";
import { type Executor, runJobs } from "../../sim/experiment/runner.ts";
import { jobOf } from "./jobs.ts";
import { runOf } from "./runs.ts";

const jobs = Array.from({ length: 6 }, (_, replication) => jobOf("a", replication));

/** Later jobs finish first; some fail. */
function executor(
  width: number,
  { log = [], failing = {} }: { log?: string[]; failing?: Readonly<Record<number, Error>> } = {},
): Executor {
  let active = 0;
  return {
    width,
    async execute({ design, replication }, onProgress) {
      log.push(`start ${replication} (${++active} at a time)`);
      onProgress(5);
      await new Promise((resolve) => setTimeout(resolve, 2 * (6 - replication)));
      active--;
      if (failing[replication]) throw failing[replication];
      return [runOf(design, replication, [replication])];
    },
  };
}

const broken = new InvariantError("a claim does not hold.");
const refused = new ScenarioError("a", [{ path: "set", message: "They do not fit together." }]);

describe("runJobs", () => {
  test("hands on the runs of every job, whatever the width", async () => {
    for (const width of [1, 3, 10]) {
      const kept: number[] = [];
      const failures = await runJobs(jobs, 10, executor(width), {
        onRuns: (job, [run]) => void kept.push(run!.replication === job.replication ? job.replication : -1),
      });
      expect(kept.sort()).toEqual([0, 1, 2, 3, 4, 5]);
      expect(failures).toEqual([]);
    }
  });

  test("never runs more at a time than the executor is wide", async () => {
    const log: string[] = [];
    await runJobs(jobs, 10, executor(2, { log }));
    expect(log).toHaveLength(6);
    expect(log.join()).not.toContain("(3 at a time)");
  });

  test("finished jobs are not run again, and count as progress", async () => {
    const log: string[] = [];
    const progress: [number, number][] = [];
    const kept: string[] = [];
    await runJobs(jobs, 10, executor(1, { log }), {
      finished: new Set(["ka0", "ka1"]),
      onProgress: (t, done) => progress.push([t, done]),
      onRuns: ({ key }) => void kept.push(key),
    });
    expect(log).toHaveLength(4);
    expect(kept).toEqual(["ka2", "ka3", "ka4", "ka5"]);
    expect(progress).toEqual([
      [25, 2],
      [30, 3],
      [35, 3],
      [40, 4],
      [45, 4],
      [50, 5],
      [55, 5],
      [60, 6],
    ]);
  });

  test("progress sums up to all simulated time, failures included", async () => {
    const progress: number[] = [];
    await runJobs(jobs, 10, executor(3, { failing: { 2: broken } }), {
      onProgress: (t) => progress.push(t),
    });
    expect(progress.at(-1)).toBe(60);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
  });

  test("a job that comes to nothing is told at the end, in the order of the jobs; the rest goes on", async () => {
    const kept: number[] = [];
    const failures = await runJobs(jobs, 10, executor(3, { failing: { 4: broken, 1: refused } }), {
      onRuns: ({ replication }) => void kept.push(replication),
    });
    expect(failures.map(({ job, error }) => [job.name, error])).toEqual([
      ["a/1", refused],
      ["a/4", broken],
    ]);
    expect(kept.sort()).toEqual([0, 2, 3, 5]);
  });

  test("a defect is the end of its own job, and told with it", async () => {
    const kept: string[] = [];
    const failing = { 1: new TypeError("a defect") };
    const failures = await runJobs(jobs, 10, executor(2, { failing }), {
      onRuns: ({ key }) => void kept.push(key),
    });
    expect(failures.map(({ job, error }) => [job.name, error.exitCode, error.sentence])).toEqual([
      ["a/1", 70, "This is a defect of Orrery, not of your input."],
    ]);
    expect(failures[0]!.error.facts[0]).toBe("TypeError: a defect");
    expect(kept.sort()).toEqual(["ka0", "ka2", "ka3", "ka4", "ka5"]);
  });

  test("runs that cannot be kept stop everything: it is no fault of the job", async () => {
    const log: string[] = [];
    const full = new OrreryError("results cannot be written: the disk is full.");
    await expect(
      runJobs(jobs, 10, executor(1, { log }), { onRuns: () => Promise.reject(full) }),
    ).rejects.toBe(full);
    expect(log).toHaveLength(1);
  });

  test("a lane waits until the runs of its job are kept", async () => {
    const log: string[] = [];
    await runJobs(jobs.slice(0, 2), 10, executor(1, { log }), {
      onRuns: async ({ replication }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`kept ${replication}`);
      },
    });
    expect(log).toEqual(["start 0 (1 at a time)", "kept 0", "start 1 (1 at a time)", "kept 1"]);
  });

  test("after the signal no job starts, and its reason is thrown", async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const running = runJobs(jobs, 10, executor(1, { log }), {
      signal: controller.signal,
      onRuns: ({ replication }) => void (replication === 1 && controller.abort(new Error("enough"))),
    });
    await expect(running).rejects.toThrow("enough");
    expect(log).toHaveLength(2);
  });

  test("nothing to do is done at once", async () => {
    const done = await runJobs(jobs, 10, executor(2), { finished: new Set(jobs.map(({ key }) => key)) });
    expect(done).toEqual([]);
  });
});
