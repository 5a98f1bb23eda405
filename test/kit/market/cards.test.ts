import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allFreeOf,
  cardsTold,
  freeGpus,
  hasRoom,
  machines,
  occupy,
  offer,
  onlineGpus,
  partFree,
  place,
  release,
  wholeFree,
  withdraw,
} from "../../../sim/kit/market/machines.ts";
import { rowOf } from "../../../sim/model/columns.ts";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";

const terms = (machine: number, gpus: number) => ({
  machine,
  gpus,
  kind: "A100",
  memory: 80,
  region: "US",
  throughput: 1,
  usdPerGpuHour: 1,
  reliability: 1,
});

/** Cards one by one, in whole hundredths: which job has how much of which card of which machine. */
class Plain {
  readonly size = new Map<number, number>();
  readonly off = new Set<number>();
  readonly jobs = new Map<number, { machine: number; card: number; hundredths: number }[]>();

  /** What cards that run parts have in use, by machine and card. */
  used(machine: number): Map<number, number> {
    const cards = new Map<number, number>();
    for (const shares of this.jobs.values())
      for (const { machine: at, card, hundredths } of shares)
        if (at === machine && card >= 0) cards.set(card, (cards.get(card) ?? 0) + hundredths);
    return cards;
  }
  whole(machine: number): number {
    let gpus = 0;
    for (const shares of this.jobs.values())
      for (const { machine: at, card, hundredths } of shares)
        if (at === machine && card < 0) gpus += hundredths / 100;
    return gpus;
  }
  cardSize = (machine: number): number => Math.min(100, this.size.get(machine)!);
  /** Cards that run nothing; one that is all a machine has on offer in part is none. */
  idle(machine: number): number {
    if (this.size.get(machine)! < 100) return 0;
    return this.size.get(machine)! / 100 - this.whole(machine) - this.used(machine).size;
  }
  /** What is left of each card that runs parts, or may run no whole job. */
  left(machine: number): number[] {
    const size = this.cardSize(machine);
    const used = [...this.used(machine).values()];
    if (size < 100 && used.length === 0) return [size];
    return used.map((each) => size - each);
  }
  get online(): number[] {
    return [...this.size.keys()].filter((machine) => !this.off.has(machine));
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const part = fc.integer({ min: 1, max: 99 });
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant("switch" as const), machine: fc.nat(5) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("place" as const),
      hundredths: fc.oneof(
        { weight: 4, arbitrary: part },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }).map((gpus) => gpus * 100) },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("release" as const), pick: fc.nat(99) }) },
);

test("the book of cards is that of a plain list of them, whatever comes, goes, is placed and released", () => {
  const sizes = fc.array(
    fc.oneof(
      part,
      fc.integer({ min: 1, max: 4 }).map((gpus) => gpus * 100),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(sizes, fc.array(step, { maxLength: 150 }), (offered, steps) => {
      const book = machines();
      const plain = new Plain();
      offered.forEach((size, machine) => {
        plain.size.set(machine, size);
        offer(book, terms(machine, size / 100));
      });
      steps.forEach((each, job) => {
        if (each.do === "switch") turn(each.machine);
        else if (each.do === "release") free(each.pick);
        else put(job, each.hundredths);
        const { online } = plain;
        expect(Math.round(100 * freeGpus(book))).toBe(
          sum(online.map((at) => 100 * plain.idle(at) + sum(plain.left(at)))),
        );
        expect(Math.round(100 * onlineGpus(book))).toBe(sum(online.map((at) => plain.size.get(at)!)));
        expect(wholeFree(book)).toBe(sum(online.map((at) => plain.idle(at))));
        expect(Math.round(100 * partFree(book))).toBe(Math.max(0, ...online.flatMap((at) => plain.left(at))));
      });
      while (plain.jobs.size > 0) free(0);
      for (const machine of plain.size.keys())
        expect(allFreeOf(book, rowOf(book, machine))).toBe(plain.size.get(machine)! / 100);
      expect(sum([...book.inUse])).toBe(0);

      function turn(machine: number): void {
        if (!plain.size.has(machine)) return;
        if (plain.off.delete(machine)) offer(book, terms(machine, plain.size.get(machine)! / 100));
        else {
          plain.off.add(machine);
          withdraw(book, machine);
        }
      }
      function free(pick: number): void {
        const job = [...plain.jobs.keys()][pick % Math.max(1, plain.jobs.size)];
        if (job === undefined) return;
        expect(release(book, job)).toBe(true);
        plain.jobs.delete(job);
      }
      function put(job: number, hundredths: number): void {
        const shares = place(book, { gpus: hundredths / 100 });
        const { online } = plain;
        if (hundredths < 100) {
          const tightest = Math.min(
            ...online.flatMap((at) => plain.left(at)).filter((left) => left >= hundredths),
          );
          const idle = online.some((at) => plain.idle(at) > 0);
          expect(shares !== null).toBe(Number.isFinite(tightest) || idle);
          if (shares === null) return;
          const row = occupy(book, job, shares, 1, 0);
          const [machine] = shares.machines;
          const [card] = cardsTold(book, row).cards!;
          const used = plain.used(machine!).get(card!);
          const left = plain.cardSize(machine!) - (used ?? 0);
          // The one that is left with the least; a new one only where no other has room.
          expect(left).toBe(Number.isFinite(tightest) ? tightest : 100);
          plain.jobs.set(job, [{ machine: machine!, card: card!, hundredths }]);
          return;
        }
        const together = sum(online.map((at) => plain.idle(at)));
        expect(shares !== null).toBe(together * 100 >= hundredths);
        if (shares === null) return;
        expect(hasRoom(book, shares)).toBe(true);
        expect(sum(shares.parts) * 100).toBe(hundredths);
        for (const [at, machine] of shares.machines.entries())
          expect(shares.parts[at]!).toBeLessThanOrEqual(plain.idle(machine));
        const row = occupy(book, job, shares, 1, 0);
        expect(cardsTold(book, row)).toEqual({});
        plain.jobs.set(
          job,
          shares.machines.map((machine, at) => ({ machine, card: -1, hundredths: 100 * shares.parts[at]! })),
        );
      }
    }),
    { seed: PROPERTY_SEED, numRuns: 150 },
  );
});

test("what is left of two cards is no GPU together, and holds what one of them has left", () => {
  const book = machines();
  offer(book, terms(0, 2));
  for (const job of [1, 2]) occupy(book, job, place(book, { gpus: 0.6 })!, 1, 0);
  expect(freeGpus(book)).toBe(0.8);
  expect([wholeFree(book), partFree(book)]).toEqual([0, 0.4]);
  expect(place(book, { gpus: 0.5 })).toBeNull();
  expect(place(book, { gpus: 1 })).toBeNull();
  expect(place(book, { gpus: 0.4 })).toEqual({ machines: [0], parts: [0.4] });
  release(book, 1);
  expect(place(book, { gpus: 1 })).toEqual({ machines: [0], parts: [1] });
});

test("a tenth, two and three tenths leave four, without a rest", () => {
  const book = machines();
  offer(book, terms(0, 1));
  for (const [job, gpus] of [0.1, 0.2, 0.3].entries()) occupy(book, job, place(book, { gpus })!, 1, 0);
  expect(freeGpus(book)).toBe(0.4);
  for (const job of [0, 1, 2]) release(book, job);
  expect([freeGpus(book), wholeFree(book), book.inUse[0]]).toEqual([1, 1, 0]);
});

test("a card that its market names is the one that supply takes", () => {
  const book = machines();
  offer(book, terms(0, 2));
  occupy(book, 1, { machines: [0], parts: [0.5], cards: [7] }, 1, 0);
  expect(hasRoom(book, { machines: [0], parts: [0.6], cards: [7] })).toBe(false);
  expect(hasRoom(book, { machines: [0], parts: [0.6], cards: [0] })).toBe(true);
  occupy(book, 2, { machines: [0], parts: [0.5], cards: [3] }, 1, 0);
  expect(hasRoom(book, { machines: [0], parts: [0.1], cards: [4] })).toBe(false);
  expect([freeGpus(book), wholeFree(book)]).toEqual([1, 0]);
});

test("a machine that comes back with part of a card keeps what runs on it, and offers the rest", () => {
  const book = machines();
  offer(book, terms(0, 1));
  occupy(book, 1, place(book, { gpus: 0.4 })!, 1, 0);
  offer(book, terms(0, 0.5));
  expect(onlineGpus(book)).toBe(0.5);
  release(book, 1);
  expect([freeGpus(book), wholeFree(book), partFree(book)]).toEqual([0.5, 0, 0.5]);
  offer(book, terms(0, 1));
  expect([freeGpus(book), wholeFree(book), partFree(book)]).toEqual([1, 1, 0]);
});
