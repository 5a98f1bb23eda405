import fc from "fast-check";
import { expect, test } from "vitest";
import type { Handle } from "../../../sim/kernel/kernel.ts";
import {
  isWaiting,
  join,
  leave,
  leaveAll,
  patienceOf,
  queueMetrics,
  takeUp,
  wait,
  waitAgain,
  waiting,
} from "../../../sim/kit/market/waiting.ts";

const submitted = (job: number, more: object = {}) => ({
  job,
  gpus: 1 + (job % 4),
  seconds: 10,
  usdPerGpuHour: 2,
  patience: 100,
  ...more,
});

/** A market around a queue: what it emitted, and which timers run. */
function market() {
  const timers = new Map<number, number>();
  const left: { job: number; waited: number }[] = [];
  let handles = 0;
  const emitter = <T>(receive: (payload: T, handle: number) => void) => {
    const emit = (payload: T): Handle => {
      receive(payload, ++handles);
      return handles as Handle;
    };
    return Object.assign(emit, { at: emit });
  };
  return {
    now: 0,
    state: { queue: waiting("memory", "region", "deadline", "customer") },
    emit: {
      jobLeft: emitter<{ job: number; waited: number }>((payload) => left.push(payload)),
      patienceOver: emitter<{ row: number }>(({ row }, handle) => timers.set(handle, row)),
    },
    cancel: (handle: Handle) => timers.delete(handle as number),
    timers,
    left,
  };
}

test("the queue holds whom a plain list holds, in its order, and measures what that measures", () => {
  const step = fc.record({
    do: fc.constantFrom("wait", "wait", "again", "takeUp", "leave"),
    pick: fc.nat(20),
    seconds: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const context = market();
      const { queue } = context.state;
      const plain: { job: number; row: number; since: number; again: boolean }[] = [];
      let integral = 0;
      let waits = 0;
      steps.forEach(({ do: what, pick, seconds }, job) => {
        integral += plain.length * seconds;
        context.now += seconds;
        if (what === "wait")
          plain.push({ job, row: wait(context, submitted(job)), since: context.now, again: false });
        else if (what === "again")
          plain.push({ job, row: waitAgain(context, submitted(job)), since: context.now, again: true });
        else if (plain.length > 0) {
          const [one] = plain.splice(pick % plain.length, 1);
          if (what === "leave") leave(context, one!.row);
          else {
            takeUp(context, one!.row);
            if (!one!.again) waits++;
          }
          expect(isWaiting(queue, one!.row)).toBe(false);
          if (what === "leave")
            expect(context.left.at(-1)).toMatchObject({ job: one!.job, waited: context.now - one!.since });
        }
        const jobs: number[] = [];
        for (let row = queue.first; row !== -1; row = queue.next[row]!) jobs.push(queue.job[row]!);
        expect(jobs).toEqual(plain.map((each) => each.job));
        expect(queue.count).toBe(plain.length);
        expect(queue.gpusWaiting).toBe(100 * plain.reduce((sum, each) => sum + 1 + (each.job % 4), 0));
        expect(context.timers.size).toBe(plain.filter((each) => !each.again).length);
        expect(queueMetrics["jobs.waiting"].totals(context)).toEqual([integral, context.now]);
      });
      expect(queue.waits.count).toBe(waits);
      leaveAll(context);
      expect([queue.count, queue.first, queue.gpuSecondsWaiting, context.timers.size]).toEqual([0, -1, 0, 0]);
    }),
    { numRuns: 60 },
  );
});

test("what a market asks to keep of a job is kept, also when the queue grows", () => {
  const context = market();
  const { queue } = context.state;
  context.now = 7;
  const rows = Array.from({ length: 200 }, (_, job) =>
    join(
      context,
      submitted(
        job,
        job % 2 ? { memory: job, region: `region ${job % 3}`, deadline: 10, customer: job } : {},
      ),
    ),
  );
  for (const [job, row] of rows.entries()) {
    const plain = job % 2 === 0;
    expect(queue.memory[row]).toBe(plain ? 0 : job);
    expect(queue.regions[queue.region[row]!]).toBe(plain ? "" : `region ${job % 3}`);
    expect(queue.deadline[row]).toBe(plain ? Number.POSITIVE_INFINITY : 17);
    expect(queue.customer[row]).toBe(plain ? -1 : job);
  }
});

test("a job is as patient as it says, and no longer than it can still be in time", () => {
  expect(patienceOf(submitted(0), 1)).toBe(100);
  expect(patienceOf(submitted(0, { deadline: 60 }), 1)).toBe(50);
  expect(patienceOf(submitted(0, { deadline: 60 }), 2)).toBe(55);
  expect(patienceOf(submitted(0, { deadline: 5 }), 1)).toBe(0);
});
