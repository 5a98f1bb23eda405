import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  close,
  interrupt,
  open,
  pause,
  reprice,
  rest,
  startStretch,
  unfinished,
} from "../../../sim/kit/demand/unfinished.ts";

const HOUR = 3_600;
const JOB = { gpus: 2, seconds: 10 * HOUR, limit: 1, patience: 1e9, deadline: 1e9, checkpoint: HOUR };

describe("work done", () => {
  test("outlives a pause whole, and an interruption up to the last checkpoint", () => {
    const jobs = unfinished();
    open(jobs, 0, 7, JOB);
    startStretch(jobs, 0, { job: 7, seconds: 10 * HOUR, usdPerGpuHour: 1 });
    pause(jobs, 1.5 * HOUR, { job: 7, seconds: 1.5 * HOUR });
    expect(rest(jobs, 2 * HOUR, 7)!.seconds).toBe(8.5 * HOUR);
    startStretch(jobs, 2 * HOUR, { job: 7, seconds: 8.5 * HOUR, usdPerGpuHour: 1 });
    // 1.5 + 0.75 hours of work: back to 2.
    expect(interrupt(jobs, 2.75 * HOUR, { job: 7, seconds: 0.75 * HOUR })).toBeCloseTo(0.25 * 2, 12);
    expect(rest(jobs, 2.75 * HOUR, 7)!.seconds).toBe(8 * HOUR);
  });

  test("never goes down but by what an interruption reports lost, and never passes the job", () => {
    const stretch = fc.record({ ran: fc.double({ min: 0, max: 1, noNaN: true }), pauses: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 20 }),
        fc.constantFrom(0, 600, HOUR),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (stretches, checkpoint, throughput) => {
          const jobs = unfinished();
          open(jobs, 0, 1, { ...JOB, checkpoint });
          let now = 0;
          let work = 0;
          for (const { ran, pauses } of stretches) {
            const left = rest(jobs, now, 1)!.seconds;
            const seconds = left / throughput;
            startStretch(jobs, now, { job: 1, seconds, usdPerGpuHour: 1 });
            now += ran * seconds;
            work += ran * left;
            const event = { job: 1, seconds: ran * seconds };
            if (pauses) pause(jobs, now, event);
            else work -= (interrupt(jobs, now, event) * HOUR) / JOB.gpus;
            const done = JOB.seconds - rest(jobs, now, 1)!.seconds;
            expect(done).toBeCloseTo(work, 5);
            expect(done).toBeLessThanOrEqual(JOB.seconds);
            if (!pauses && checkpoint > 0)
              expect(Math.abs(done / checkpoint - Math.round(done / checkpoint))).toBeLessThan(1e-6);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("what is paid", () => {
  test("is each price for as long as it stood, lost work and pauses included", () => {
    const jobs = unfinished();
    open(jobs, 0, 7, JOB);
    startStretch(jobs, HOUR, { job: 7, seconds: 10 * HOUR, usdPerGpuHour: 1 });
    reprice(jobs, 3 * HOUR, { job: 7, usdPerGpuHour: 0.5 });
    pause(jobs, 4 * HOUR, { job: 7, seconds: 3 * HOUR });
    reprice(jobs, 5 * HOUR, { job: 7, usdPerGpuHour: 9 });
    startStretch(jobs, 6 * HOUR, { job: 7, seconds: 7 * HOUR, usdPerGpuHour: 2 });
    // Two GPUs: two hours at 1, one at 0.5, seven at 2.
    expect(close(jobs, 13 * HOUR, 7)).toEqual({ paidUsd: 2 * (2 + 0.5 + 14), inTime: true });
    expect(jobs.rows.count).toBe(0);
  });
});

describe("a customer", () => {
  test("gives up when the time lost passes the patience, and not for time that was work", () => {
    const jobs = unfinished();
    open(jobs, 0, 7, { ...JOB, patience: 2 * HOUR });
    startStretch(jobs, HOUR, { job: 7, seconds: 10 * HOUR, usdPerGpuHour: 1 });
    interrupt(jobs, 6.5 * HOUR, { job: 7, seconds: 5.5 * HOUR });
    // One hour of waiting and half an hour of work that is lost.
    expect(rest(jobs, 6.5 * HOUR, 7)).toMatchObject({ seconds: 5 * HOUR, patience: 0.5 * HOUR });
    expect(rest(jobs, 7.1 * HOUR, 7)).toBeUndefined();
  });

  test("gives up when the rest cannot be done in time", () => {
    const jobs = unfinished();
    open(jobs, 100, 7, { ...JOB, deadline: 12 * HOUR });
    expect(rest(jobs, 100 + 2 * HOUR, 7)!.deadline).toBe(10 * HOUR);
    expect(rest(jobs, 100 + 2 * HOUR + 1, 7)).toBeUndefined();
    expect(close(jobs, 100 + 12 * HOUR + 1, 7).inTime).toBe(false);
  });
});

test("a job of somebody else is nobody's here", () => {
  const jobs = unfinished();
  startStretch(jobs, 0, { job: 3, seconds: 1, usdPerGpuHour: 1 });
  reprice(jobs, 0, { job: 3, usdPerGpuHour: 1 });
  pause(jobs, 0, { job: 3, seconds: 1 });
  expect(interrupt(jobs, 0, { job: 3, seconds: 1 })).toBe(0);
  expect(rest(jobs, 0, 3)).toBeUndefined();
  expect(close(jobs, 0, 3)).toEqual({ paidUsd: 0, inTime: false });
});
