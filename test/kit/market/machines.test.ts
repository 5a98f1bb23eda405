import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Ask,
  couldFit,
  type Fit,
  freeGpus,
  freeOf,
  hasRoom,
  type Machines,
  machines,
  occupy,
  offer,
  onlineGpus,
  place,
  release,
  type Shares,
  setReputation,
  withdraw,
} from "../../../sim/kit/market/machines.ts";
import { rowOf } from "../../../sim/model/columns.ts";
import type { Events } from "../../../sim/model/events.ts";

const terms = (machine: number, gpus: number, more: object = {}): Events["machineOffered"] => ({
  machine,
  gpus,
  kind: "A100",
  memory: 80,
  region: "US",
  throughput: 1,
  usdPerGpuHour: 1,
  reliability: 1,
  ...more,
});
const book = (...offers: Events["machineOffered"][]): Machines => {
  const at = machines();
  for (const each of offers) offer(at, each);
  return at;
};

/** The same by maps and scans. */
class Naive {
  readonly offers = new Map<number, Events["machineOffered"]>();
  readonly off = new Set<number>();
  readonly jobs = new Map<number, Shares>();
  readonly order: number[] = [];
  offer(event: Events["machineOffered"]): void {
    if (!this.offers.has(event.machine)) this.order.push(event.machine);
    this.offers.set(event.machine, event);
    this.off.delete(event.machine);
  }
  busy(machine: number): number {
    let sum = 0;
    for (const { machines, parts } of this.jobs.values())
      machines.forEach((each, at) => {
        if (each === machine) sum += parts[at]!;
      });
    return sum;
  }
  free(machine: number): number {
    return Math.max(0, this.offers.get(machine)!.gpus - this.busy(machine));
  }
  get online(): number[] {
    return this.order.filter((machine) => !this.off.has(machine));
  }
  suiting({ memory = 0, region = "" }: Ask): number[] {
    return this.online.filter((machine) => {
      const offered = this.offers.get(machine)!;
      return offered.memory >= memory && (region === "" || offered.region === region);
    });
  }
  /** GPUs that are free together on machines alike. */
  together(ask: Ask): number {
    const byGroup = new Map<string, number>();
    for (const machine of this.suiting(ask)) {
      const { memory, region, kind } = this.offers.get(machine)!;
      const group = `${memory} ${region} ${kind}`;
      byGroup.set(group, (byGroup.get(group) ?? 0) + this.free(machine));
    }
    return Math.max(0, ...byGroup.values());
  }
}

const REGIONS = ["US", "DE"];
const step = fc.oneof(
  fc.record({
    do: fc.constant("offer" as const),
    machine: fc.nat(9),
    gpus: fc.nat(12),
    memory: fc.constantFrom(24, 80),
    region: fc.constantFrom(...REGIONS),
  }),
  fc.record({ do: fc.constant("withdraw" as const), machine: fc.nat(9) }),
  fc.record({
    do: fc.constant("place" as const),
    gpus: fc.integer({ min: 1, max: 20 }),
    memory: fc.constantFrom(0, 24, 80),
    region: fc.constantFrom("", ...REGIONS),
    fit: fc.constantFrom<Fit>("best-fit", "first-fit", "roomiest"),
    span: fc.boolean(),
  }),
  fc.record({ do: fc.constant("release" as const), job: fc.nat(30) }),
);

test("the book says what maps and scans say, whatever is offered, withdrawn, placed and released", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const at = machines();
      const naive = new Naive();
      steps.forEach((each, job) => {
        if (each.do === "offer") {
          const event = terms(each.machine, each.gpus, { memory: each.memory, region: each.region });
          offer(at, event);
          naive.offer(event);
        } else if (each.do === "withdraw") {
          withdraw(at, each.machine);
          if (naive.offers.has(each.machine)) naive.off.add(each.machine);
        } else if (each.do === "release") {
          expect(release(at, each.job)).toBe(naive.jobs.delete(each.job));
        } else {
          const shares = place(at, each, each);
          expectRightPlace(naive, each, each, shares);
          if (shares === null) return;
          expect(hasRoom(at, shares)).toBe(true);
          occupy(at, job, shares, 1, 0);
          naive.jobs.set(job, shares);
        }
        expectSame(at, naive);
      });
    }),
    { numRuns: 300 },
  );
});

function expectSame(at: Machines, naive: Naive): void {
  expect(onlineGpus(at)).toBe(
    naive.online.reduce((sum, machine) => sum + naive.offers.get(machine)!.gpus, 0),
  );
  expect(freeGpus(at)).toBe(naive.online.reduce((sum, machine) => sum + naive.free(machine), 0));
  for (const machine of naive.order) expect(freeOf(at, rowOf(at, machine))).toBe(naive.free(machine));
}

function expectRightPlace(
  naive: Naive,
  ask: Ask,
  { fit, span }: { fit: Fit; span: boolean },
  shares: Shares | null,
): void {
  const roomy = naive.suiting(ask).filter((machine) => naive.free(machine) >= ask.gpus);
  if (roomy.length === 0) {
    const possible = span && naive.together(ask) >= ask.gpus;
    expect(shares !== null).toBe(possible);
    if (shares === null) return;
    const suiting = naive.suiting(ask);
    expect(shares.machines.every((machine) => suiting.includes(machine))).toBe(true);
    expect(shares.parts.reduce((sum, part) => sum + part)).toBe(ask.gpus);
    return;
  }
  expect(shares!.parts).toEqual([ask.gpus]);
  const chosen = shares!.machines[0]!;
  expect(roomy).toContain(chosen);
  const frees = roomy.map((machine) => naive.free(machine));
  if (fit === "best-fit") expect(naive.free(chosen)).toBe(Math.min(...frees));
  if (fit === "roomiest") expect(naive.free(chosen)).toBe(Math.max(...frees));
  if (fit === "first-fit") expect(chosen).toBe(roomy[0]);
}

describe("a place", () => {
  const at = book(terms(1, 8), terms(2, 4), terms(3, 16), terms(4, 2, { memory: 24, region: "DE" }));

  test.each([
    ["best-fit", 2],
    ["first-fit", 1],
    ["roomiest", 3],
  ] as const)("by %s for three GPUs is machine %i", (fit, machine) => {
    expect(place(at, { gpus: 3 }, { fit })).toEqual({ machines: [machine], parts: [3] });
  });

  test("is where memory and region are", () => {
    expect(place(at, { gpus: 1 })!.machines).toEqual([4]);
    expect(place(at, { gpus: 1, memory: 40 })!.machines).toEqual([2]);
    expect(place(at, { gpus: 1, region: "DE" })!.machines).toEqual([4]);
    expect(place(at, { gpus: 1, region: "DE", memory: 40 })).toBeNull();
  });

  test("of more GPUs than a machine has spans few machines alike, unless they must be together", () => {
    expect(place(at, { gpus: 20 })).toEqual({ machines: [3, 1], parts: [16, 4] });
    expect(place(at, { gpus: 20 }, { span: false })).toBeNull();
    expect(place(at, { gpus: 29 })).toBeNull();
  });

  test("is not found for what is no size: that is an error", () => {
    expect(() => place(at, { gpus: 1.5 })).toThrow("beyond one GPU cards are whole: expected 1 or 2 GPUs");
  });

  test("for no GPUs at all is on a machine, where there is one", () => {
    expect(place(at, { gpus: 0 })).toEqual({ machines: [4], parts: [0] });
    expect(place(machines(), { gpus: 0 })).toBeNull();
  });
});

test("a job could fit where the machines that have been there would hold it idle", () => {
  const at = book(terms(1, 8), terms(2, 4), terms(3, 2, { region: "DE" }));
  withdraw(at, 1);
  expect(couldFit(at, { gpus: 12 })).toBe(true);
  expect(couldFit(at, { gpus: 13 })).toBe(false);
  expect(couldFit(at, { gpus: 8 }, { span: false })).toBe(true);
  expect(couldFit(at, { gpus: 9 }, { span: false })).toBe(false);
  expect(couldFit(at, { gpus: 3, region: "DE" })).toBe(false);
  offer(at, terms(1, 2));
  expect(couldFit(at, { gpus: 7 })).toBe(false);
});

test("reputation is 1 until somebody says otherwise", () => {
  const at = book(terms(7, 1));
  expect(at.reputation[rowOf(at, 7)]).toBe(1);
  setReputation(at, { machine: 7, reputation: 0.4 });
  setReputation(at, { machine: 8, reputation: 0.1 });
  offer(at, terms(7, 2));
  expect(at.reputation[rowOf(at, 7)]).toBe(0.4);
});
