import { describe, expect, test } from "vitest";
import { KernelError } from "../../sim/errors.ts";
import { LoopError } from "../../sim/kernel/errors.ts";
import { Kernel } from "../../sim/kernel/kernel.ts";

function messageOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(KernelError);
    return (error as KernelError).message;
  }
  return "no error";
}

function at(now: number): Kernel {
  const kernel = new Kernel();
  kernel.run(now, () => {});
  return kernel;
}

describe("A kernel refuses", () => {
  test.each([-1, -1e-9, Number.NaN, Infinity, 9_007_199_254.8])("a delay of %d s", (delay) => {
    const kernel = at(1.5);
    expect(messageOf(() => kernel.schedule(7, delay))).toBe(
      `Event type 7 cannot be scheduled after a delay of ${delay} s.

  now: 1.5 s

A delay is a finite number of seconds, 0 or more, that ends before 9007199254.740992 s (2^53 microseconds).`,
    );
    expect(kernel.pending).toBe(0);
  });

  test.each([1.4, -1, Number.NaN, Infinity, 9_007_199_254.8])("a time of %d s at 1.5 s", (time) => {
    expect(messageOf(() => at(1.5).scheduleAt(7, time))).toBe(
      `Event type 7 cannot be scheduled at ${time} s.

  now: 1.5 s

A time is a finite number of seconds, not before now and before 9007199254.740992 s (2^53 microseconds).`,
    );
  });

  test.each([0.5, 4096, -4097, Number.NaN])("a priority of %d", (priority) => {
    const kernel = new Kernel();
    expect(messageOf(() => kernel.schedule(7, 0, priority))).toBe(
      `Event type 7 cannot be scheduled with priority ${priority}.

A priority is an integer from -4096 to 4095; the smaller goes first.`,
    );
    expect(kernel.pending).toBe(0);
  });

  test.each([1, Number.NaN, -Infinity, 1e10])("to run until %d s at 1.5 s", (until) => {
    expect(messageOf(() => at(1.5).run(until, () => {}))).toBe(
      `The calendar cannot run until ${until} s.

  now: 1.5 s

Run until a time that is not before now and before 9007199254.740992 s (2^53 microseconds), or until Infinity: until no event is pending.`,
    );
  });
});

describe("A loop at one instant", () => {
  function loop(kernel: Kernel): LoopError {
    kernel.schedule(9, 2);
    try {
      kernel.run(10, (type) => {
        if (type === 9) kernel.schedule(4, 0);
        else kernel.schedule(type === 4 ? 3 : 4, 0);
      });
    } catch (error) {
      if (error instanceof LoopError) return error;
      throw error;
    }
    throw new Error("no error");
  }

  test("names the types that loop and not those before them", () => {
    const error = loop(new Kernel({ maxEventsPerInstant: 5000 }));
    expect(error.types).toEqual([3, 4]);
    expect(error.micros).toBe(2_000_000);
    expect(
      error.message,
    ).toBe(`Time stands still at 2 s: more than 5000 events were delivered at this instant.

  event types delivered last: 3, 4

Give one of these events a delay above 0, or raise maxEventsPerInstant.`);
  });

  test("is found after a million events by default", () => {
    const kernel = new Kernel();
    loop(kernel);
    expect(kernel.delivered).toBe(1_000_001);
  });

  test("is counted across snapshots", () => {
    const kernel = new Kernel({ maxEventsPerInstant: 100 });
    const deliver = (): void => {
      kernel.schedule(1, 0);
    };
    kernel.schedule(1, 0);
    kernel.runEvents(100, 1, deliver);
    const restored = Kernel.restore(kernel.snapshot());
    expect(() => restored.step(() => {})).toThrow(LoopError);
  });

  test("is not seen where time moves on, however many events there are", () => {
    const kernel = new Kernel({ maxEventsPerInstant: 100 });
    kernel.schedule(1, 0);
    kernel.runEvents(10_000, Infinity, () => kernel.schedule(1, 1e-6));
    expect(kernel.delivered).toBe(10_000);
  });
});
