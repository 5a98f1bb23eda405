import { describe, expect, test } from "vitest";
import { choiceProbabilities, logsum } from "../../../sim/formulas/logit.ts";
import { happened, quotes, type Scripted, script, simulate, use } from "../supply/small-market.ts";
import { cluster, type Machine, starts, submit } from "./small-cluster.ts";

const market = (
  machines: readonly Machine[],
  params: object,
  events: readonly Scripted[],
  cloud: number | null = null,
) =>
  simulate(
    [
      cluster(...machines),
      use("pricing/posted", params),
      ...(cloud === null ? [] : [quotes({ cloudUsdPerGpuHour: cloud })]),
      script(...events),
    ],
    "2d",
  );
const shareOf = (outcome: ReturnType<typeof market>, machine: number) => {
  const matched = happened(outcome, "jobMatched");
  return matched.filter(({ machines }) => (machines as number[])[0] === machine).length;
};
const JOBS = 4000;
/** Jobs of one GPU that never stand in each other's way, at one price limit. */
const many = Array.from({ length: JOBS }, (_, n) => submit(1 + n * 10, n, 1, 5, { usdPerGpuHour: 50 }));
/** Four standard errors of a count. */
const margin = (probability: number) => 4 * Math.sqrt(JOBS * probability * (1 - probability));
const weights = { speedWeight: 0, reliabilityWeight: 0, reputationWeight: 0 };

describe("who is chosen", () => {
  test("machines and the cloud have the shares of the logit in their prices", () => {
    const prices = [0.5, 0.8, 1.1];
    const outcome = market(
      prices.map((price, at) => ({ gpus: 8, price, kind: `kind ${at}` })),
      { ...weights, priceSensitivity: 2 },
      many,
      1,
    );
    const expected = choiceProbabilities([...prices, 1].map((price) => -2 * price));
    prices.forEach((_, machine) => {
      expect(Math.abs(shareOf(outcome, machine) - JOBS * expected[machine]!)).toBeLessThan(
        margin(expected[machine]!),
      );
    });
    const outside = happened(outcome, "jobLeft").length;
    expect(Math.abs(outside - JOBS * expected[3]!)).toBeLessThan(margin(expected[3]!));
    expect(outcome.run.summary["jobs.choseOutside"]).toBe(outside);
  });

  test("a machine twice as fast at twice the price is as dear by work, and better liked for its speed", () => {
    const machines = [
      { gpus: 8, price: 1 },
      { gpus: 8, price: 2, throughput: 2, kind: "H100" },
    ];
    const outcome = market(machines, { ...weights, priceSensitivity: 3, speedWeight: 1 }, many);
    // The outside is 50 USD away: nobody goes there. e^1 to one.
    const expected = Math.E / (1 + Math.E);
    expect(Math.abs(shareOf(outcome, 1) - JOBS * expected)).toBeLessThan(margin(expected));
  });

  test("the surplus is the logsum over the price sensitivity, for the work asked", () => {
    const outcome = market([{ gpus: 8, price: 0.5 }], { ...weights, priceSensitivity: 2 }, many, 1);
    const gain = (logsum([-1, -2]) - -2) / 2;
    expect(outcome.run.summary["customers.choiceSurplusUsd"]).toBeCloseTo((JOBS * gain * 5) / 3600, 9);
  });

  test("nobody pays more than the job will, nor takes a machine that is too slow for its deadline", () => {
    const machines = [
      { gpus: 8, price: 2, throughput: 2, kind: "H100" },
      { gpus: 8, price: 1, throughput: 1 },
    ];
    const events = [
      submit(1, 0, 1, 100, { usdPerGpuHour: 1.5 }),
      submit(2, 1, 1, 100, { deadline: 60 }),
      submit(3, 2, 1, 100, { usdPerGpuHour: 0.5, patience: 10 }),
    ];
    const outcome = market(machines, { priceSensitivity: 100 }, events);
    expect(happened(outcome, "jobMatched").map(({ job, machines }) => [job, machines])).toEqual([
      [0, [1]],
      [1, [0]],
    ]);
    expect(happened(outcome, "jobLeft")).toMatchObject([{ job: 2, waited: 10 }]);
  });

  test("of more machines than a customer compares, some at random: all get their share", () => {
    const outcome = market([{ gpus: 8, price: 1, count: 40 }], { considered: 4 }, many);
    const jobs = Array.from({ length: 40 }, (_, machine) => shareOf(outcome, machine));
    expect(jobs.reduce((sum, each) => sum + each)).toBe(JOBS);
    expect(Math.min(...jobs)).toBeGreaterThan(60);
    expect(Math.max(...jobs)).toBeLessThan(145);
  });
});

describe("who waits", () => {
  test("a job waits while all that suits it is busy, and leaves when its patience is over", () => {
    const events = [
      submit(0, 0, 8, 1000),
      submit(10, 1, 8, 100),
      submit(20, 2, 1, 100, { patience: 50 }),
      submit(30, 3, 4, 10),
    ];
    const outcome = market([{ gpus: 8 }], {}, events);
    expect(starts(outcome)).toEqual({ 0: 0, 1: 1000, 3: 1100 });
    expect(happened(outcome, "jobLeft")).toMatchObject([{ t: 70, job: 2, waited: 50 }]);
  });

  test("a job wider than any machine spans several, at their mean price", () => {
    const machines = [
      { gpus: 4, price: 1 },
      { gpus: 2, price: 4 },
    ];
    const outcome = market(machines, {}, [submit(1, 0, 6, 10)]);
    expect(happened(outcome, "jobMatched")).toMatchObject([{ usdPerGpuHour: 2, parts: [4, 2] }]);
  });

  test("a job that nothing could ever hold leaves at once", () => {
    const outcome = market([{ gpus: 8 }], {}, [submit(0, 0, 9, 1), submit(5, 1, 9, 1)]);
    expect(happened(outcome, "jobLeft").map(({ job, t }) => [job, t])).toEqual([
      [0, 0],
      [1, 5],
    ]);
  });
});

test("the price is the mean of what is let, or of what is posted where nothing is", () => {
  const machines = [
    { gpus: 6, price: 1 },
    { gpus: 2, price: 3, kind: "H100" },
  ];
  // One job takes the dear machine, which alone has the memory.
  const run = (until: number) =>
    simulate(
      [
        cluster(machines[0]!, { ...machines[1]!, memory: 141 }),
        use("pricing/posted"),
        script(submit(100, 0, 2, 50, { memory: 100 })),
      ],
      until,
    ).run.atEnd["gpu.usdPerGpuHour"];
  expect([run(50), run(120), run(200)]).toEqual([1.5, 3, 1.5]);
});

test("what is paid is a mean over the GPU-hours that ran, whenever they did", () => {
  const outcome = market(
    [
      { gpus: 6, price: 1 },
      { gpus: 2, price: 3, kind: "H100", memory: 141 },
    ],
    {},
    [submit(100, 0, 2, 50, { memory: 100 }), submit(1000, 1, 6, 100)],
  );
  // 2 GPUs for 50 s at 3 USD, 6 GPUs for 100 s at 1 USD.
  expect(outcome.run.summary["gpu.paidUsdPerGpuHour"]).toBeCloseTo((2 * 50 * 3 + 6 * 100) / 700, 12);
});
