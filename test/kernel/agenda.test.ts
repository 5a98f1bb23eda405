import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Agenda, rankOf } from "../../sim/kernel/agenda.ts";
import { HeapAgenda } from "../../sim/kernel/heap.ts";
import { LadderAgenda } from "../../sim/kernel/ladder.ts";

type Entry = readonly [time: number, rank: number, slot: number];

const ALL = Number.MAX_SAFE_INTEGER;

/** The definition: the least (time, rank) of a list. */
class SortedList {
  private entries: Entry[] = [];

  push(...entry: Entry): void {
    const later = this.entries.findIndex(
      ([time, rank]) => time > entry[0] || (time === entry[0] && rank > entry[1]),
    );
    this.entries.splice(later < 0 ? this.entries.length : later, 0, entry);
  }

  peek(): number {
    return this.entries[0]?.[0] ?? Infinity;
  }

  pop(limit: number): Entry | undefined {
    return this.peek() <= limit ? this.entries.shift() : undefined;
  }

  keep(isLiving: (slot: number) => boolean): void {
    this.entries = this.entries.filter(([, , slot]) => isLiving(slot));
  }

  get size(): number {
    return this.entries.length;
  }
}

function popped(agenda: Agenda, limit: number): Entry | undefined {
  const slot = agenda.pop(limit);
  return slot < 0 ? undefined : [agenda.time, agenda.rank, slot];
}

/** How far ahead entries are pushed: at one instant, close together, far apart, and over all scales. */
const spreads = {
  "one instant": fc.constant(0),
  "few instants": fc.constantFrom(0, 0, 0, 1, 2, 12),
  "one second": fc.integer({ min: 0, max: 1e6 }),
  "all scales": fc
    .tuple(fc.integer({ min: 0, max: 45 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([power, part]) => Math.floor(part * 2 ** power)),
};

type Step =
  | { kind: "push"; delay: number; priority: number }
  | { kind: "burst"; delay: number; count: number }
  | { kind: "pop"; count: number }
  | { kind: "compact"; modulus: number };

function steps(delay: fc.Arbitrary<number>): fc.Arbitrary<Step[]> {
  const priority = fc.constantFrom(0, 0, 0, -1, 3, -4096, 4095);
  return fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant("push" as const), delay, priority }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant("burst" as const),
          delay,
          count: fc.integer({ min: 1, max: 700 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant("pop" as const), count: fc.integer({ min: 1, max: 400 }) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant("compact" as const),
          modulus: fc.integer({ min: 2, max: 5 }),
        }),
      },
    ),
    { maxLength: 25 },
  );
}

/** Follows the steps in both; a burst spreads its entries by a fixed stride over [now, now + delay]. */
function follow(agenda: Agenda, list: SortedList, story: readonly Step[]): void {
  let now = 0;
  let sequence = 0;
  const push = (delay: number, priority: number): void => {
    const entry: Entry = [now + delay, rankOf(priority, sequence), sequence];
    sequence += 1;
    agenda.push(...entry);
    list.push(...entry);
  };
  for (const step of story) {
    if (step.kind === "push") push(step.delay, step.priority);
    if (step.kind === "burst") {
      for (let index = 0; index < step.count; index += 1)
        push((index * 7919) % (step.delay + 1), index % 11 === 0 ? -1 : 0);
    }
    if (step.kind === "compact") {
      const isLiving = (slot: number): boolean => slot % step.modulus !== 0;
      agenda.compact(isLiving);
      list.keep(isLiving);
    }
    for (let left = step.kind === "pop" ? step.count : 0; left > 0; left -= 1) {
      const limit = now + 1e6;
      expect(agenda.peek()).toBe(list.peek());
      const entry = popped(agenda, limit);
      expect(entry).toEqual(list.pop(limit));
      now = entry?.[0] ?? limit;
    }
    expect(agenda.size).toBe(list.size);
  }
  while (list.size > 0) expect(popped(agenda, ALL)).toEqual(list.pop(ALL));
  expect(popped(agenda, ALL)).toBeUndefined();
  expect(agenda.peek()).toBe(Infinity);
}

describe.each([
  ["heap", () => new HeapAgenda()],
  ["ladder", () => new LadderAgenda()],
] as const)("The %s", (_, create) => {
  test.each(Object.entries(spreads))(
    "gives entries in the order of a sorted list, times within %s",
    (__, delay) => {
      fc.assert(
        fc.property(steps(delay), (story) => follow(create(), new SortedList(), story)),
        { numRuns: 40, seed: 1 },
      );
    },
  );

  test("holds a million entries and gives them in order", () => {
    const agenda = create();
    const count = 1_000_000;
    for (let index = 0; index < count; index += 1) agenda.push((index * 48_271) % 999_983, index, index);
    let before = -1;
    for (let index = 0; index < count; index += 1) {
      const slot = agenda.pop(ALL);
      const key = agenda.time * count + slot;
      if (key <= before) expect.fail(`slot ${slot} at ${agenda.time} came after ${before}`);
      before = key;
    }
    expect(agenda.size).toBe(0);
  });

  test("gives a million entries of one instant in the order of their ranks", () => {
    const agenda = create();
    const count = 1_000_000;
    agenda.push(0, 0, 0);
    for (let index = 1; index < count; index += 1) agenda.push(5, rankOf(index % 3, index), index);
    let before = -1;
    for (let index = 0; index < count; index += 1) {
      agenda.pop(ALL);
      if (agenda.rank <= before) expect.fail(`rank ${agenda.rank} came after ${before}`);
      before = agenda.rank;
    }
  });

  test("its snapshot is the living entries in order, whatever its history", () => {
    const agenda = create();
    for (let index = 0; index < 3000; index += 1) agenda.push((index * 7919) % 1009, index, index);
    for (let index = 0; index < 1000; index += 1) agenda.pop(ALL);
    const { times, ranks, slots } = agenda.snapshot((slot) => slot % 2 === 0);
    const fresh = new HeapAgenda();
    for (let index = 0; index < times.length; index += 1)
      fresh.push(times[index]!, ranks[index]!, slots[index]!);
    expect(fresh.snapshot(() => true)).toEqual({ times, ranks, slots });
    expect(slots.every((slot) => slot % 2 === 0)).toBe(true);
    expect(times).toEqual(times.toSorted());
  });
});
