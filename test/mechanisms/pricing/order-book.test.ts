import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";
import { happened, use } from "../supply/small-market.ts";
import { type Listed, left, listed, matches, order, outcome } from "./machine-market.ts";

const book = use("pricing/order-book");
const traded = (machines: readonly Listed[], ...orders: Parameters<typeof outcome>[1]) =>
  matches(outcome([listed(...machines), book], orders));

describe("an order book", () => {
  test("a job takes the cheapest ask that suits it, at the price that rests", () => {
    const [match] = traded([{ price: 3 }, { price: 1 }, { price: 2 }], order(10, 1, 8, 5));
    expect(match).toEqual({ t: 10, job: 1, machines: [1], parts: [8], usdPerGpuHour: 1 });
  });

  test("needs of memory and region go before price", () => {
    const machines = [
      { price: 1, memory: 24 },
      { price: 2, region: "DE" },
      { price: 3, region: "US" },
    ];
    const [match] = traded(machines, order(10, 1, 1, 5, { memory: 80, region: "US" }));
    expect([match?.machines, match?.usdPerGpuHour]).toEqual([[2], 3]);
  });

  test("a bid below every ask waits, and leaves when its patience is over", () => {
    const result = outcome([listed({ price: 2 }), book], [order(10, 1, 1, 1.5, { patience: 500 })]);
    expect(matches(result)).toEqual([]);
    expect(left(result)).toEqual([1]);
    expect(result.run.summary["market.spreadUsdPerGpuHour"]).toBeCloseTo(0.5, 12);
  });

  test("a job that can no longer be done by its deadline leaves", () => {
    const orders = [order(0, 1, 8, 5), order(10, 2, 8, 5, { deadline: 5000 })];
    const result = outcome([listed({ price: 2 }), book], orders);
    // An hour of work, due 5,000 s from its submission.
    expect(left(result)).toEqual([2]);
    expect(happened(result, "jobLeft").map(({ waited }) => waited)).toEqual([5000 - 3600]);
  });

  test("freed GPUs go to the highest bid that waits, at what it bid", () => {
    const first = order(0, 1, 8, 5);
    const trades = traded([{ price: 2 }], first, order(10, 2, 8, 3), order(20, 3, 8, 4), order(30, 4, 8, 4));
    expect(trades.map(({ t, job, usdPerGpuHour }) => [t, job, usdPerGpuHour])).toEqual([
      [0, 1, 2],
      [3600, 3, 4],
      [7200, 4, 4],
      [10_800, 2, 3],
    ]);
  });

  test("a job that no machine can hold takes the cheapest machines alike, and pays their mean price", () => {
    const machines = [{ price: 1, kind: "T4" }, { price: 2 }, { price: 4 }, { price: 3 }];
    const [match] = traded(machines, order(10, 1, 12, 9));
    expect(match).toMatchObject({ machines: [1, 3], parts: [8, 4] });
    expect(match?.usdPerGpuHour).toBeCloseTo((8 * 2 + 4 * 3) / 12, 12);
  });

  test("a bid for more GPUs than are free waits without holding up a smaller one", () => {
    const trades = traded([{ price: 1, gpus: 4 }], order(0, 1, 2, 5), order(10, 2, 4, 5), order(20, 3, 2, 2));
    expect(trades.map(({ t, job }) => [t, job])).toEqual([
      [0, 1],
      [20, 3],
      [3620, 2],
    ]);
  });

  test("a machine twice as fast may ask twice as much: prices are those of the work", () => {
    const machines = [{ price: 1.2 }, { price: 2, throughput: 2, kind: "H100" }];
    const [match] = traded(machines, order(10, 1, 1, 1.5));
    expect([match?.machines, match?.usdPerGpuHour]).toEqual([[1], 2]);
  });

  test("the surplus is divided as prices say", () => {
    const { run } = outcome([listed({ price: 2 }), book], [order(0, 1, 8, 5), order(10, 2, 8, 3)]);
    expect(run.summary["providers.surplusUsd"]).toBeCloseTo(8 * (3 - 2), 9);
    expect(run.summary["providers.lernerIndex"]).toBeCloseTo((8 * 1) / (8 * 2 + 8 * 3), 9);
    expect(run.summary["gpu.paidUsdPerGpuHour"]).toBeCloseTo(2.5, 9);
  });

  test("a bid that cannot be served whole forgoes what its GPUs could gain", () => {
    const { run } = outcome(
      [listed({ price: 1, gpus: 4 }), book],
      [order(0, 1, 2, 5), order(1800, 2, 4, 3, { patience: 1e6 })],
    );
    // Two GPUs are free and two of the four that are wanted could have them, for half an hour.
    expect(run.summary["market.deadweightUsd"]).toBeCloseTo(2 * (3 - 1) * 0.5, 9);
  });

  test("without machines or without jobs nothing trades, and every measure is a number", () => {
    const { run } = outcome([listed({ price: 1 }), book], []);
    expect(Object.values(run.summary).filter((value) => value === Number.POSITIVE_INFINITY)).toEqual([]);
    expect(run.summary["gpu.paidUsdPerGpuHour"]).toBe(0);
  });
});

/** Jobs of one GPU on machines, from the definition of price–time priority: everything is looked through every time. */
function naive(machines: readonly Listed[], jobs: readonly { t: number; limit: number; seconds: number }[]) {
  const free = machines.map(({ price, gpus = 8 }, id) => ({ id, price, gpus, since: 0 }));
  const waiting: { job: number; limit: number; t: number }[] = [];
  const ends: { t: number; machine: number }[] = [];
  const trades: { t: number; job: number; machine: number; price: number }[] = [];
  const tryTrade = (now: number, { job, limit, t }: (typeof waiting)[number]) => {
    const [ask] = free
      .filter(({ gpus, price }) => gpus > 0 && price <= limit)
      .sort((a, b) => a.price - b.price || a.since - b.since || a.id - b.id);
    if (!ask) return false;
    ask.gpus--;
    ends.push({ t: now + jobs[job]!.seconds, machine: ask.id });
    trades.push({ t: now, job, machine: ask.id, price: ask.since > t ? limit : ask.price });
    return true;
  };
  const arrivals = jobs.map(({ t, limit }, job) => ({ t, job, limit }));
  while (arrivals.length + ends.length > 0) {
    ends.sort((a, b) => a.t - b.t);
    if (arrivals.length > 0 && (ends.length === 0 || arrivals[0]!.t < ends[0]!.t)) {
      const job = arrivals.shift()!;
      if (!tryTrade(job.t, job)) waiting.push(job);
      continue;
    }
    const { t, machine } = ends.shift()!;
    const freed = free[machine]!;
    freed.gpus++;
    freed.since = t;
    const [best] = waiting
      .filter(({ limit }) => limit >= freed.price)
      .sort((a, b) => b.limit - a.limit || a.t - b.t || a.job - b.job);
    if (best && tryTrade(t, best)) waiting.splice(waiting.indexOf(best), 1);
  }
  return trades;
}

test("trades as a naive book does, whatever comes", () => {
  const machine = fc.record({
    price: fc.integer({ min: 1, max: 5 }),
    gpus: fc.integer({ min: 1, max: 3 }),
  });
  const job = fc.record({
    gap: fc.nat(900),
    limit: fc.integer({ min: 0, max: 7 }),
    minutes: fc.integer({ min: 5, max: 90 }),
  });
  fc.assert(
    fc.property(
      fc.array(machine, { minLength: 1, maxLength: 4 }),
      fc.array(job, { minLength: 1, maxLength: 30 }),
      (machines, drawn) => {
        let t = 0;
        const jobs = drawn.map(({ gap, limit, minutes }, number) => {
          t += gap + 1;
          // No two things happen at one time.
          return { t, limit, seconds: minutes * 60 + (number + 1) / 64 };
        });
        const orders = jobs.map(({ t, limit, seconds }, number) => order(t, number, 1, limit, { seconds }));
        const trades = matches(outcome([listed(...machines), book], orders, "4d")).map(
          ({ t, job, machines, usdPerGpuHour }) => ({
            t,
            job,
            machine: (machines as number[])[0],
            price: usdPerGpuHour,
          }),
        );
        const rounded = (list: typeof trades) =>
          list.map((each) => ({ ...each, t: Math.round(each.t * 1024) / 1024 }));
        expect(rounded(trades)).toEqual(rounded(naive(machines, jobs)));
      },
    ),
    { seed: PROPERTY_SEED, numRuns: 60 },
  );
});
