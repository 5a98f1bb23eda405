import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Assignments,
  addJob,
  addShare,
  assignments,
  growHosts,
  jobRow,
  removeJob,
} from "../../../sim/kit/market/assignments.ts";

const HOSTS = 6;

function sharesOf(at: Assignments, job: number): [host: number, gpus: number][] {
  const found: [number, number][] = [];
  for (let share = at.shares[jobRow(at, job)]!; share !== -1; share = at.nextOfJob[share]!)
    found.push([at.host[share]!, at.part[share]!]);
  return found;
}

function jobsOn(at: Assignments, host: number): [job: number, gpus: number][] {
  const found: [number, number][] = [];
  for (let share = at.onHost[host]!; share !== -1; share = at.nextOfHost[share]!)
    found.push([at.rows.ids[at.jobOf[share]!]!, at.part[share]!]);
  return found;
}

const sorted = (pairs: readonly (readonly [number, number])[]) =>
  [...pairs].sort((a, b) => a[0] - b[0] || a[1] - b[1]);

test("jobs and hosts know each other as a plain list of (job, host, GPUs) does", () => {
  const step = fc.record({
    job: fc.nat(60),
    shares: fc.array(fc.tuple(fc.nat(HOSTS - 1), fc.integer({ min: 1, max: 8 })), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const at = assignments(2);
      growHosts(at, HOSTS);
      let model: { job: number; host: number; gpus: number }[] = [];
      const running = new Set<number>();
      for (const { job, shares } of steps) {
        if (running.delete(job)) {
          removeJob(at, job);
          model = model.filter((share) => share.job !== job);
          continue;
        }
        running.add(job);
        const row = addJob(at, job, 0, 0.5, 7);
        for (const [host, gpus] of shares) {
          addShare(at, row, host, gpus);
          model.push({ job, host, gpus });
        }
      }
      for (const job of running)
        expect(sorted(sharesOf(at, job))).toEqual(
          sorted(model.filter((share) => share.job === job).map(({ host, gpus }) => [host, gpus] as const)),
        );
      for (let host = 0; host < HOSTS; host++)
        expect(sorted(jobsOn(at, host))).toEqual(
          sorted(model.filter((share) => share.host === host).map(({ job, gpus }) => [job, gpus] as const)),
        );
    }),
  );
});

test("a job that does not run is removed without a trace", () => {
  const at = assignments(1);
  addShare(at, addJob(at, 1, 2, 0, 0), 0, 2);
  removeJob(at, 99);
  expect(jobsOn(at, 0)).toEqual([[1, 2]]);
});

test("shares are used again: memory follows what runs", () => {
  const at = assignments(1);
  for (let job = 0; job < 10_000; job++) {
    addShare(at, addJob(at, job, 1, 0, 0), 0, 1);
    if (job >= 5) removeJob(at, job - 5);
  }
  expect(at.usedShares).toBe(6);
  expect(at.host).toHaveLength(64);
});
