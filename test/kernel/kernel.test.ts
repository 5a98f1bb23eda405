import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeapAgenda } from "../../sim/kernel/heap.ts";
import { Kernel } from "../../sim/kernel/kernel.ts";
import { LadderAgenda } from "../../sim/kernel/ladder.ts";

/** Events of these stories are lettered: type 1 is "a". */
const [A, B, C] = [1, 2, 3];
const letter = (type: number): string => String.fromCharCode(96 + type);

/** Delivers everything up to `until` and logs (letter, seconds). */
function logOf(kernel: Kernel, until = Infinity): [string, number][] {
  const log: [string, number][] = [];
  kernel.run(until, (type) => log.push([letter(type), kernel.now]));
  return log;
}

describe("Order", () => {
  test("events leave by time", () => {
    const kernel = new Kernel();
    kernel.schedule(A, 3);
    kernel.schedule(B, 1);
    kernel.schedule(C, 2);
    expect(logOf(kernel)).toEqual([
      ["b", 1],
      ["c", 2],
      ["a", 3],
    ]);
  });

  test("at one time the smaller priority leaves first, negative ones included", () => {
    const kernel = new Kernel();
    kernel.schedule(A, 1, 1);
    kernel.schedule(B, 1, -1);
    kernel.schedule(C, 1);
    expect(logOf(kernel).map(([name]) => name)).toEqual(["b", "c", "a"]);
  });

  test("at one time and priority events leave first in, first out", () => {
    const kernel = new Kernel();
    for (const type of [B, A, C]) kernel.schedule(type, 1);
    expect(logOf(kernel).map(([name]) => name)).toEqual(["b", "a", "c"]);
  });

  test("an event without delay does not overtake those that wait at the same instant", () => {
    const kernel = new Kernel();
    const log: string[] = [];
    kernel.schedule(A, 1);
    kernel.schedule(B, 1);
    kernel.run(2, (type) => {
      log.push(letter(type));
      if (type === A) kernel.schedule(C, 0);
    });
    expect(log).toEqual(["a", "b", "c"]);
  });

  test("times that differ by less than half a microsecond are one instant", () => {
    const kernel = new Kernel();
    kernel.schedule(A, 0.1 + 0.2, 1);
    kernel.scheduleAt(B, 0.3);
    expect(logOf(kernel)).toEqual([
      ["b", 0.3],
      ["a", 0.3],
    ]);
  });
});

describe("Delivery", () => {
  test("hands over type, both numbers and the payload, or undefined where there is none", () => {
    const kernel = new Kernel();
    const payload = { job: 7 };
    kernel.schedule(A, 0, 0, 0.5, -2, payload);
    kernel.schedule(B, 0, 0, 2 ** 40);
    kernel.schedule(C, 0, 0, 0, 0, null);
    const got: unknown[] = [];
    while (kernel.step((...event) => got.push(event)));
    expect(got).toEqual([
      [A, 0.5, -2, payload],
      [B, 2 ** 40, 0, undefined],
      [C, 0, 0, null],
    ]);
  });

  test("the slot of an event with a payload carries none for the next", () => {
    const kernel = new Kernel();
    const got: unknown[] = [];
    kernel.schedule(A, 1, 0, 0, 0, "payload");
    kernel.step((_, __, ___, data) => got.push(data));
    kernel.schedule(A, 1);
    kernel.step((_, __, ___, data) => got.push(data));
    expect(got).toEqual(["payload", undefined]);
  });

  test("step delivers one event and says whether there was one", () => {
    const kernel = new Kernel();
    kernel.schedule(A, 2);
    expect([kernel.peek(), kernel.pending, kernel.delivered]).toEqual([2, 1, 0]);
    expect(kernel.step(() => {})).toBe(true);
    expect([kernel.peek(), kernel.pending, kernel.delivered, kernel.now, kernel.micros]).toEqual([
      Infinity,
      0,
      1,
      2,
      2_000_000,
    ]);
    expect(kernel.step(() => {})).toBe(false);
  });

  test("run delivers up to and including its end, then it is that time", () => {
    const kernel = new Kernel();
    for (const delay of [1, 2, 2.000001]) kernel.schedule(A, delay);
    expect(logOf(kernel, 2)).toEqual([
      ["a", 1],
      ["a", 2],
    ]);
    kernel.run(1_000, () => {});
    expect(kernel.now).toBe(1_000);
  });

  test("run without an end leaves the time at the last event", () => {
    const kernel = new Kernel();
    kernel.schedule(A, 5);
    logOf(kernel);
    expect(kernel.now).toBe(5);
  });

  test("runEvents stops after its count, and moves to its end only when nothing is left before it", () => {
    const kernel = new Kernel();
    for (const delay of [1, 2, 3, 9]) kernel.schedule(A, delay);
    expect([kernel.runEvents(2, 5, () => {}), kernel.now]).toEqual([2, 2]);
    expect([kernel.runEvents(2, 5, () => {}), kernel.now]).toEqual([1, 5]);
    expect([kernel.runEvents(1, 9, () => {}), kernel.now]).toEqual([1, 9]);
  });

  test("the trace sees each event before its handler", () => {
    const kernel = new Kernel();
    const log: unknown[] = [];
    kernel.trace = (...event) => log.push(event);
    kernel.schedule(A, 1, 0, 2, 3, "data");
    kernel.run(1, (type) => log.push(type));
    expect(log).toEqual([[1_000_000, A, 2, 3, "data"], A]);
  });

  test("after a handler that throws the event counts as delivered and the others follow", () => {
    const kernel = new Kernel();
    kernel.schedule(A, 1);
    kernel.schedule(B, 2);
    const deliver = (): void => {
      throw new Error("out of memory");
    };
    expect(() => kernel.run(9, deliver)).toThrow("out of memory");
    expect([kernel.now, kernel.pending, kernel.delivered]).toEqual([1, 1, 1]);
    expect(logOf(kernel, 9)).toEqual([["b", 2]]);
  });
});

describe("Cancelling", () => {
  test("a cancelled event is not delivered, and is cancelled once", () => {
    const kernel = new Kernel();
    const handle = kernel.schedule(A, 1);
    kernel.schedule(B, 2);
    expect([kernel.cancel(handle), kernel.cancel(handle), kernel.pending]).toEqual([true, false, 1]);
    expect(kernel.peek()).toBe(2);
    expect(logOf(kernel)).toEqual([["b", 2]]);
  });

  test("a handler may cancel an event of the same instant", () => {
    const kernel = new Kernel();
    const log: string[] = [];
    kernel.schedule(A, 1);
    const handle = kernel.schedule(B, 1);
    kernel.run(1, (type) => {
      log.push(letter(type));
      kernel.cancel(handle);
    });
    expect(log).toEqual(["a"]);
  });

  test("the handle of a delivered event does not reach the event that took its slot", () => {
    const kernel = new Kernel();
    const stale = kernel.schedule(A, 1);
    kernel.run(1, () => {});
    const fresh = kernel.schedule(B, 1);
    expect(fresh).not.toBe(stale);
    expect([kernel.cancel(stale), kernel.pending, kernel.cancel(fresh)]).toEqual([false, 1, true]);
  });

  test.each([0, -1, 0.5, 2 ** 26 + 0.5, 2 ** 26 + 7, 2 ** 53, Number.NaN, Infinity])(
    "%d is no handle",
    (handle) => {
      const kernel = new Kernel();
      kernel.schedule(A, 1);
      expect([kernel.cancel(handle), kernel.pending]).toEqual([false, 1]);
    },
  );

  test("timers that are mostly cancelled do not pile up in the agenda", () => {
    const kernel = new Kernel();
    let timer = kernel.schedule(B, 1000);
    kernel.schedule(A, 1);
    kernel.runEvents(100_000, Infinity, () => {
      kernel.cancel(timer);
      timer = kernel.schedule(B, 1000);
      kernel.schedule(A, 1e-3);
    });
    expect(kernel.pending).toBe(2);
    expect(kernel.snapshot().agenda.times).toHaveLength(2);
    expect(kernel.snapshot().events.generations.length).toBeLessThan(10);
  });
});

describe("Snapshots", () => {
  /** A clock that ticks at three rates, with payloads, a timer and cancelled events. */
  function story(
    kernel: Kernel,
    log: unknown[],
  ): (type: number, a: number, b: number, data: unknown) => void {
    return (type, a, b, data) => {
      log.push([letter(type), kernel.micros, a, b, data]);
      if (type === C) return;
      const timer = kernel.schedule(C, 0.7 * type, a % 3, a, b, a % 2 ? { tick: a } : undefined);
      if (a % 4 === 0) kernel.cancel(timer);
      kernel.schedule(type, type / 3, 0, a + 1, timer);
    };
  }

  function started(): Kernel {
    const kernel = new Kernel();
    kernel.schedule(A, 0);
    kernel.schedule(B, 0);
    return kernel;
  }

  test.each([0, 1, 2, 3, 17, 100, 333])(
    "a run cut after %d events gives the same log, handles included",
    (cut) => {
      const whole: unknown[] = [];
      const kernel = started();
      kernel.runEvents(500, Infinity, story(kernel, whole));

      const parts: unknown[] = [];
      const first = started();
      first.runEvents(cut, Infinity, story(first, parts));
      const second = Kernel.restore(first.snapshot());
      second.runEvents(500 - cut, Infinity, story(second, parts));

      expect(parts).toEqual(whole);
      expect(second.snapshot()).toEqual(kernel.snapshot());
    },
  );

  test("a handle of before the snapshot cancels after it", () => {
    const kernel = new Kernel();
    const handle = kernel.schedule(A, 1);
    const restored = Kernel.restore(kernel.snapshot());
    expect([restored.cancel(handle), restored.pending, kernel.pending]).toEqual([true, 0, 1]);
  });

  test("a fork and its origin do not touch each other", () => {
    const kernel = started();
    const original: unknown[] = [];
    kernel.runEvents(50, Infinity, story(kernel, original));
    const before = kernel.snapshot();
    const fork = kernel.fork();
    fork.runEvents(200, Infinity, story(fork, []));
    expect(kernel.snapshot()).toEqual(before);
    expect(Kernel.restore(before).snapshot()).toEqual(before);
  });
});

describe.each([
  ["heap", () => new HeapAgenda()],
  ["ladder", () => new LadderAgenda()],
] as const)("Over the %s", (_, create) => {
  const action = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constant("schedule" as const), fc.nat(20), fc.integer({ min: -2, max: 2 })),
    },
    { weight: 3, arbitrary: fc.tuple(fc.constant("cancel" as const), fc.nat(), fc.constant(0)) },
    { weight: 3, arbitrary: fc.tuple(fc.constant("step" as const), fc.nat(4), fc.constant(0)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant("restore" as const), fc.constant(0), fc.constant(0)) },
  );

  test("any schedules, cancellations, deliveries and snapshots equal a sorted list", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 1500, size: "max" }), (actions) => {
        let kernel = new Kernel({ agenda: create() });
        const list: { micros: number; priority: number; id: number; handle: number }[] = [];
        actions.forEach(([verb, number, priority], id) => {
          if (verb === "schedule") {
            list.push({
              micros: kernel.micros + number,
              priority,
              id,
              handle: kernel.schedule(A, number / 1e6, priority, id),
            });
            list.sort((x, y) => x.micros - y.micros || x.priority - y.priority || x.id - y.id);
          } else if (verb === "cancel" && list.length > 0) {
            const [cancelled] = list.splice(number % list.length, 1);
            expect([kernel.cancel(cancelled!.handle), kernel.cancel(cancelled!.handle)]).toEqual([
              true,
              false,
            ]);
          } else if (verb === "step") {
            for (let left = number; left > 0; left -= 1) {
              const next = list.shift();
              const got: number[] = [];
              kernel.step((__, a) => got.push(kernel.micros, a));
              expect(got).toEqual(next ? [next.micros, next.id] : []);
            }
          } else if (verb === "restore") {
            kernel = Kernel.restore(kernel.snapshot(), create());
          }
          expect([kernel.pending, kernel.peek()]).toEqual([
            list.length,
            list[0] ? list[0].micros / 1e6 : Infinity,
          ]);
        });
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});

describe("Many events", () => {
  test("columns grow: a million pending events keep their numbers and payloads", () => {
    const kernel = new Kernel();
    const count = 1_000_000;
    for (let index = 0; index < count; index += 1) {
      const due = (index * 48_271) % count;
      kernel.schedule(A, due / 1e6, 0, due, -due, due % 1000 === 0 ? due : undefined);
    }
    expect(kernel.pending).toBe(count);
    let wrong = 0;
    let due = 0;
    kernel.run(1, (type, a, b, data) => {
      if (type !== A || a !== due || b !== -due || data !== (due % 1000 === 0 ? due : undefined)) wrong += 1;
      due += 1;
    });
    expect([wrong, due, kernel.pending]).toEqual([0, count, 0]);
  });
});
