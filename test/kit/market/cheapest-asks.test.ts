import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Order } from "../../../sim/formulas/price-time.ts";
import { cheapest, sharesOf } from "../../../sim/kit/market/cheapest-asks.ts";
import { ask } from "../../../sim/kit/market/trading.ts";
import { type Trading, trading } from "../../../sim/kit/market/trading-state.ts";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";

interface Machine {
  readonly gpus: number;
  readonly kind: string;
  readonly memory: number;
  readonly region: string;
  readonly throughput: number;
  readonly usdPerGpuHour: number;
}

/** Asks of machines that rest since the start. */
function resting(machines: readonly Machine[]): Trading {
  const state = trading();
  machines.forEach((terms, machine) => {
    ask({ state, now: 0 } as unknown as Parameters<typeof ask>[0], { ...terms, machine, reliability: 1 });
  });
  return state;
}

const costOf = (state: Trading, orders: readonly Order[], gpus: number) =>
  sharesOf(state, orders, gpus).parts.reduce((sum, part, at) => sum + part * orders[at]!.price, 0);

const machine: fc.Arbitrary<Machine> = fc.record({
  gpus: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom("A100", "H100"),
  memory: fc.constantFrom(24, 80),
  region: fc.constantFrom("US", "DE"),
  throughput: fc.constantFrom(1, 2),
  usdPerGpuHour: fc.integer({ min: 0, max: 6 }),
});
const job = fc.record({
  gpus: fc.integer({ min: 1, max: 8 }),
  memory: fc.constantFrom(0, 80),
  region: fc.constantFrom("", "US"),
});

/** The least that any set of machines alike, each of which suits, would cost; one machine goes before several. */
function leastCost(
  machines: readonly Machine[],
  needs: { gpus: number; memory: number; region: string },
  ceiling: number,
) {
  const priceOf = ({ usdPerGpuHour, throughput }: Machine) => usdPerGpuHour / throughput;
  const suitable = machines.filter(
    (each) =>
      each.memory >= needs.memory &&
      (needs.region === "" || each.region === needs.region) &&
      priceOf(each) <= ceiling,
  );
  const single = suitable.filter(({ gpus }) => gpus >= needs.gpus).map((each) => priceOf(each) * needs.gpus);
  if (single.length > 0) return Math.min(...single);
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 2 ** suitable.length; set++) {
    const chosen = suitable.filter((_, at) => (set >> at) & 1);
    const alike = new Set(
      chosen.map((each) => [each.memory, each.region, each.kind, each.throughput].join()),
    );
    if (alike.size > 1 || chosen.reduce((sum, { gpus }) => sum + gpus, 0) < needs.gpus) continue;
    let missing = needs.gpus;
    let cost = 0;
    for (const each of [...chosen].sort((a, b) => priceOf(a) - priceOf(b))) {
      const part = Math.min(missing, each.gpus);
      missing -= part;
      cost += part * priceOf(each);
    }
    least = Math.min(least, cost);
  }
  return Number.isFinite(least) ? least : null;
}

describe("the cheapest asks for a whole job", () => {
  test("cost as little as any set of machines alike that suit it", () =>
    fc.assert(
      fc.property(
        fc.array(machine, { maxLength: 8 }),
        job,
        fc.integer({ min: 0, max: 6 }),
        (machines, needs, ceiling) => {
          const state = resting(machines);
          const orders = cheapest(state, needs, ceiling);
          expect(orders && costOf(state, orders, needs.gpus)).toEqual(leastCost(machines, needs, ceiling));
        },
      ),
      { seed: PROPERTY_SEED, numRuns: 400 },
    ));

  test("give all that is asked for, the last machine what is missing", () => {
    const alike = { kind: "A100", memory: 80, region: "US", throughput: 1 };
    const state = resting([
      { ...alike, gpus: 4, usdPerGpuHour: 2 },
      { ...alike, gpus: 4, usdPerGpuHour: 1 },
    ]);
    expect(sharesOf(state, cheapest(state, { gpus: 6 }, 9)!, 6)).toEqual({ machines: [1, 0], parts: [4, 2] });
  });

  test("are none of a machine that does no work", () => {
    const state = resting([
      { kind: "A100", memory: 80, region: "US", throughput: 0, gpus: 8, usdPerGpuHour: 0 },
    ]);
    expect(cheapest(state, { gpus: 1 }, 1e9)).toBeNull();
  });
});
