import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bestFit,
  firstFit,
  growPlacement,
  placement,
  roomiest,
  setFree,
} from "../../../sim/kit/market/placement.ts";

const LARGEST = 8;

/** The same by scanning a list: hosts that fit equally well stand in the order in which they came to that free count. */
class Scan {
  readonly free = new Map<number, number>();
  set(host: number, free: number): void {
    if ((this.free.get(host) ?? -1) === free) return;
    this.free.delete(host);
    if (free >= 0) this.free.set(host, free);
  }
  #first(free: number): number {
    for (const [host, own] of this.free) if (own === free) return host;
    return -1;
  }
  bestFit(gpus: number): number {
    for (let free = gpus; free <= LARGEST; free++) if (this.#first(free) !== -1) return this.#first(free);
    return -1;
  }
  roomiest(): number {
    for (let free = LARGEST; free > 0; free--) if (this.#first(free) !== -1) return this.#first(free);
    return -1;
  }
  firstFit(gpus: number): number {
    return Math.min(...[...this.free].map(([host, own]) => (own >= gpus ? host : 99)), 99);
  }
  get total(): number {
    return [...this.free.values()].reduce((sum, free) => sum + free, 0);
  }
}

test("placement finds the host that a scan of all hosts finds", () => {
  const change = fc.record({ host: fc.nat(11), free: fc.integer({ min: -1, max: LARGEST }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const at = placement(4, LARGEST);
      growPlacement(at, 12);
      const scan = new Scan();
      for (const { host, free } of changes) {
        setFree(at, host, free);
        scan.set(host, free);
        expect(at.total).toBe(scan.total);
        expect(roomiest(at)).toBe(scan.roomiest());
        for (let gpus = 1; gpus <= LARGEST + 1; gpus++) {
          expect(bestFit(at, gpus)).toBe(scan.bestFit(gpus));
          expect(firstFit(at, gpus)).toBe(scan.firstFit(gpus) === 99 ? -1 : scan.firstFit(gpus));
        }
      }
    }),
  );
});

test("hosts that fit equally well take turns", () => {
  const at = placement(3, LARGEST);
  for (const host of [0, 1, 2]) setFree(at, host, LARGEST);
  const served = Array.from({ length: 6 }, () => {
    const host = bestFit(at, 1);
    setFree(at, host, LARGEST - 1);
    setFree(at, host, LARGEST);
    return host;
  });
  expect(served).toEqual([0, 1, 2, 0, 1, 2]);
});

test("more hosts do not disturb those that are there", () => {
  const at = placement(1, LARGEST);
  setFree(at, 0, 3);
  growPlacement(at, 50);
  setFree(at, 49 as number, 2);
  expect([bestFit(at, 1), bestFit(at, 3), at.total]).toEqual([49, 0, 5]);
});

test("placement grows with its hosts and with the largest of them", () => {
  const at = placement(1, 2);
  setFree(at, 0, 2);
  expect(firstFit(at, 2)).toBe(0);
  growPlacement(at, 40, 5000);
  setFree(at, 39 as number, 5000);
  expect([bestFit(at, 3), firstFit(at, 3), roomiest(at), bestFit(at, 2)]).toEqual([39, 39, 39, 0]);
});
