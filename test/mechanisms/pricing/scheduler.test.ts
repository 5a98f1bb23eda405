import { describe, expect, test } from "vitest";
import { happened } from "../supply/small-market.ts";
import { scheduled, starts, submit } from "./small-cluster.ts";

/** Twenty jobs on eight GPUs: arrival, GPUs, seconds, and by hand when first come, first served starts each, and why. */
const TWENTY: [arrival: number, gpus: number, seconds: number, start: number][] = [
  [0, 4, 5000, 0], // 4 of 8 busy until 5000
  [100, 4, 300, 100], // the other 4, until 400
  [200, 8, 1000, 5000], // all 8: when job 0 ends; until 6000
  [250, 1, 9000, 6000], // behind job 2; until 15000
  [300, 2, 50, 6000], // beside it: 3 busy; until 6050
  [400, 8, 2000, 15_000], // all 8: when job 3 ends; until 17000
  [500, 3, 700, 17_000], // behind job 5: until 17700
  [6000, 5, 800, 17_000], // 3 + 5 = 8; until 17800
  [6100, 3, 4000, 17_700], // when job 6 ends; until 21700
  [6200, 1, 100, 17_800], // 5 + 3 are busy until job 7 ends; until 17900
  [6300, 7, 1200, 21_700], // 3 + 1, then 3 are busy: when job 8 ends; until 22900
  [6400, 1, 60, 21_700], // 7 + 1 = 8; until 21760
  [6500, 1, 61, 21_760], // until 21821
  [9000, 8, 10, 22_900], // all 8: when job 10 ends; until 22910
  [9001, 2, 3000, 22_910], // until 25910
  [9002, 6, 3000, 22_910], // 2 + 6 = 8; until 25910
  [9003, 8, 1, 25_910], // until 25911
  [20_000, 8, 500, 25_911], // until 26411
  [20_100, 1, 1, 26_411], // until 26412
  [20_100, 7, 1, 26_411], // 1 + 7 = 8
];

describe("first come, first served", () => {
  test("twenty jobs on eight GPUs start when the hand says", () => {
    const events = TWENTY.map(([t, gpus, seconds], number) => submit(t, number, gpus, seconds));
    const expected = Object.fromEntries(TWENTY.map(([, , , start], number) => [number, start]));
    expect(starts(scheduled([{ gpus: 8 }], { backfill: "none" }, events))).toEqual(expected);
    // The same on eight machines of one GPU, over which gangs span.
    expect(starts(scheduled([{ gpus: 1, count: 8 }], { backfill: "none" }, events))).toEqual(expected);
  });
});

describe("backfill", () => {
  /*
   * Ten nodes. Job 0 has 6 until 100; job 1 wants 8 and is promised 100, when 2 more than it needs will be free.
   * Job 2 (2 nodes, 50 s) is done by then; job 3 (2 nodes, 500 s) is not, but leaves job 1 its 8; job 4 would not.
   */
  const story = [
    submit(0, 0, 6, 100),
    submit(1, 1, 8, 100),
    submit(2, 2, 2, 50),
    submit(3, 3, 2, 500),
    submit(4, 4, 2, 500),
    submit(5, 5, 2, 90),
  ];
  const nodes = [{ gpus: 1, count: 10 }];

  test("none: nobody overtakes", () => {
    expect(starts(scheduled(nodes, { backfill: "none" }, story))).toEqual({
      0: 0,
      1: 100,
      2: 100,
      3: 150,
      4: 200,
      5: 200,
    });
  });

  test("easy: whoever is done by the promise to the first, or needs only what that leaves over", () => {
    // At 52 job 2 has ended: job 4 may not start (500 s, nothing is left over), job 5 would end at 142: neither.
    expect(starts(scheduled(nodes, { backfill: "easy" }, story))).toEqual({
      0: 0,
      2: 2,
      3: 3,
      1: 100,
      4: 200,
      5: 200,
    });
  });

  test("easy: job 5 overtakes job 4, where it is done by the promise to job 1", () => {
    const shorter = [...story.slice(0, 5), submit(5, 5, 2, 40)];
    expect(starts(scheduled(nodes, { backfill: "easy" }, shorter))[5]).toBe(52);
  });

  test("conservative: nor may anybody delay the second", () => {
    /*
     * Four nodes. Job 0 has 3 until 10; job 1 wants 4 and is promised 10 to 20; job 2 wants 2 for 30 s and is promised
     * 20 to 50; job 3 wants 3 for 5 s: 50. Job 4 (1 node, 40 s) would end at 44: EASY refuses it too. Job 5 (1 node,
     * 6 s) is done by 10.
     */
    const events = [
      submit(0, 0, 3, 10),
      submit(1, 1, 4, 10),
      submit(2, 2, 2, 30),
      submit(3, 3, 3, 5),
      submit(4, 4, 1, 40),
      submit(4, 5, 1, 6),
    ];
    expect(starts(scheduled([{ gpus: 4 }], { backfill: "conservative" }, events))).toEqual({
      0: 0,
      5: 4,
      1: 10,
      2: 20,
      4: 20,
      3: 50,
    });
  });

  test("easy lets pass whom conservative holds: it delays only those behind the first", () => {
    // Job 3 may overtake job 2 under EASY: it leaves job 1 alone, and pushes job 2 from 10 to 100.
    const events = [
      submit(0, 0, 2, 10), // until 10
      submit(1, 1, 3, 5), // promised 10 to 15, of 4
      submit(2, 2, 4, 5), // promised 15
      submit(3, 3, 1, 97), // one node from 3 to 100: job 1 has its three
    ];
    expect(starts(scheduled([{ gpus: 4 }], { backfill: "easy" }, events))).toEqual({
      0: 0,
      3: 3,
      1: 10,
      2: 100,
    });
    expect(starts(scheduled([{ gpus: 4 }], { backfill: "conservative" }, events))).toEqual({
      0: 0,
      1: 10,
      2: 15,
      3: 20,
    });
  });
});

describe("order", () => {
  const busy = submit(0, 0, 8, 100);

  test("shortest first", () => {
    const events = [busy, submit(1, 1, 8, 30), submit(2, 2, 8, 10), submit(3, 3, 8, 20), submit(4, 4, 8, 10)];
    expect(starts(scheduled([{ gpus: 8 }], { order: "shortest-first" }, events))).toEqual({
      0: 0,
      2: 100,
      4: 110,
      3: 120,
      1: 140,
    });
  });

  test("priority, first come among equals", () => {
    const events = [busy, ...[1, 3, 2, 3].map((priority, at) => submit(1 + at, at + 1, 8, 10, { priority }))];
    expect(starts(scheduled([{ gpus: 8 }], { order: "priority" }, events))).toEqual({
      0: 0,
      2: 100,
      4: 110,
      3: 120,
      1: 130,
    });
  });

  test("fair share gives two customers the same, however many jobs one of them has", () => {
    const greedy = Array.from({ length: 400 }, (_, at) => submit(0, at, 2, 3600, { customer: 1 }));
    const modest = Array.from({ length: 100 }, (_, at) => submit(1, 1000 + at, 4, 1800, { customer: 2 }));
    const gpuHours = (order: string) => {
      const outcome = scheduled([{ gpus: 8 }], { order, backfill: "none" }, [...greedy, ...modest], "2d");
      const sum = (mine: (job: number) => boolean) =>
        happened(outcome, "jobFinished")
          .filter(({ job }) => mine(job as number))
          .reduce((total, { gpus, seconds }) => total + ((gpus as number) * (seconds as number)) / 3600, 0);
      return [sum((job) => job < 1000), sum((job) => job >= 1000)];
    };
    expect(gpuHours("first-come")[1]).toBe(0);
    const [many, few] = gpuHours("fair-share");
    expect(many! + few!).toBeGreaterThan(370);
    expect(Math.abs(many! - few!)).toBeLessThan(16);
  });

  test("fair share forgets: who had all before comes next after a few half-lives as before any", () => {
    const events = [
      submit(0, 0, 8, 1000, { customer: 1 }),
      submit(50_000, 1, 8, 100, { customer: 2 }),
      submit(50_001, 2, 8, 100, { customer: 1 }),
      submit(50_002, 3, 8, 100, { customer: 2 }),
    ];
    // After 49 half-lives customer 1 has had next to nothing, customer 2 has just been given 800 GPU-seconds.
    expect(starts(scheduled([{ gpus: 8 }], { order: "fair-share", halfLife: 1000 }, events))).toMatchObject({
      2: 50_100,
      3: 50_200,
    });
    expect(starts(scheduled([{ gpus: 8 }], { order: "fair-share", halfLife: 1e9 }, events))).toMatchObject({
      3: 50_100,
      2: 50_200,
    });
  });
});

describe("preemption", () => {
  const params = { order: "priority", preempt: true };

  test("a higher priority stops the lowest, then the latest; they wait for the rest and finish it", () => {
    const events = [
      submit(0, 0, 4, 1000, { priority: 1 }),
      submit(10, 1, 2, 1000, { priority: 1 }),
      submit(20, 2, 2, 1000, { priority: 2 }),
      submit(100, 3, 2, 50, { priority: 3 }),
    ];
    const outcome = scheduled([{ gpus: 8 }], params, events);
    expect(happened(outcome, "jobEvicted")).toEqual([{ t: 100, job: 1, kept: true }]);
    expect(happened(outcome, "jobPaused")).toMatchObject([{ t: 100, job: 1, seconds: 90 }]);
    expect(happened(outcome, "jobStarted").filter(({ job }) => job === 1)).toMatchObject([
      { t: 10, seconds: 1000 },
      { t: 150, seconds: 910 },
    ]);
    expect(happened(outcome, "jobFinished").map(({ job, t }) => [job, t])).toEqual([
      [3, 150],
      [0, 1000],
      [2, 1020],
      [1, 1060],
    ]);
    expect(outcome.run.summary["jobs.preempted"]).toBe(1);
  });

  test("never stops an equal or a higher priority", () => {
    const events = [
      submit(0, 0, 8, 1000, { priority: 2 }),
      submit(1, 1, 8, 10, { priority: 2 }),
      submit(2, 2, 8, 10, { priority: 1 }),
    ];
    const outcome = scheduled([{ gpus: 8 }], params, events);
    expect(happened(outcome, "jobEvicted")).toEqual([]);
    expect(starts(outcome)).toEqual({ 0: 0, 1: 1000, 2: 1010 });
  });

  test("a job that has only just been matched can be stopped as soon as it runs", () => {
    const events = [submit(5, 0, 8, 100, { priority: 1 }), submit(5, 1, 8, 100, { priority: 2 })];
    const outcome = scheduled([{ gpus: 8 }], params, events);
    expect(happened(outcome, "jobFinished").map(({ job, t }) => [job, t])).toEqual([
      [1, 105],
      [0, 205],
    ]);
  });

  test("stops nobody where that would not make room", () => {
    const events = [
      submit(0, 0, 4, 1000, { priority: 1 }),
      submit(0, 1, 4, 1000, { priority: 5 }),
      submit(1, 2, 8, 10, { priority: 2 }),
    ];
    expect(happened(scheduled([{ gpus: 8 }], params, events), "jobEvicted")).toEqual([]);
  });
});

describe("placement", () => {
  test("gangs span machines that are alike, or wait until one has room", () => {
    const events = [submit(0, 0, 3, 100), submit(1, 1, 3, 500), submit(2, 2, 2, 10)];
    const machines = [{ gpus: 4, count: 2 }];
    expect(starts(scheduled(machines, { gangs: "span" }, events))).toEqual({ 0: 0, 1: 1, 2: 2 });
    expect(starts(scheduled(machines, { gangs: "together" }, events))).toEqual({ 0: 0, 1: 1, 2: 100 });
  });

  test("a job runs where memory and region are, and waits for no other machine", () => {
    const machines = [
      { gpus: 8, memory: 24, region: "US" },
      { gpus: 8, memory: 80, region: "DE" },
    ];
    const events = [
      submit(0, 0, 8, 100, { memory: 40 }),
      submit(1, 1, 8, 100, { region: "DE" }),
      submit(2, 2, 8, 50, { region: "US" }),
    ];
    // Strictly in order job 2 waits behind job 1; backfill lets it pass: job 1 can't use that machine.
    expect(starts(scheduled(machines, { backfill: "none" }, events))).toEqual({ 0: 0, 1: 100, 2: 100 });
    expect(starts(scheduled(machines, { backfill: "easy" }, events))).toEqual({ 0: 0, 1: 100, 2: 2 });
    expect(starts(scheduled(machines, { backfill: "conservative" }, events))).toEqual({ 0: 0, 1: 100, 2: 2 });
  });

  test("a faster machine is done sooner, and the promise of EASY knows", () => {
    const machines = [{ gpus: 4, throughput: 2 }];
    const events = [submit(0, 0, 3, 100), submit(1, 1, 4, 100), submit(2, 2, 1, 96), submit(3, 3, 1, 97)];
    expect(starts(scheduled(machines, {}, events))).toEqual({ 0: 0, 2: 2, 1: 50, 3: 100 });
  });
});

describe("who leaves", () => {
  test("a job that no machine could ever hold leaves at once, also when it came before the machines", () => {
    const events = [
      submit(0, 0, 9, 100),
      submit(10, 1, 9, 100),
      submit(10, 2, 1, 1, { region: "FR" }),
      submit(10, 3, 8, 1),
    ];
    const outcome = scheduled([{ gpus: 8 }], {}, events);
    expect(happened(outcome, "jobLeft").map(({ job, t }) => [job, t])).toEqual([
      [0, 0],
      [1, 10],
      [2, 10],
    ]);
    expect(starts(outcome)).toEqual({ 3: 10 });
  });

  test("a job leaves when its patience is over, and when it can no longer finish in time", () => {
    const events = [
      submit(0, 0, 8, 1000),
      submit(10, 1, 8, 100, { patience: 50 }),
      submit(10, 2, 8, 100, { deadline: 300 }),
      submit(10, 3, 8, 100, { deadline: 1200 }),
      submit(10, 4, 8, 100, { deadline: 50 }),
    ];
    const outcome = scheduled([{ gpus: 8 }], { backfill: "none" }, events);
    expect(happened(outcome, "jobLeft").map(({ job, t }) => [job, t])).toEqual([
      [4, 10],
      [1, 60],
      [2, 210],
    ]);
    expect(starts(outcome)).toEqual({ 0: 0, 3: 1000 });
  });

  test("a job pays the posted price, or what the machine asks for, and leaves or waits where that is too much", () => {
    const events = [
      submit(0, 0, 4, 100, { usdPerGpuHour: 5 }),
      submit(0, 1, 4, 100, { usdPerGpuHour: 0.4 }),
      submit(1, 2, 8, 100, { usdPerGpuHour: 1.5, patience: 500 }),
    ];
    const machines = [
      { gpus: 4, price: 0.2 },
      { gpus: 8, price: 2 },
    ];
    const outcome = scheduled(machines, { usdPerGpuHour: 0.5 }, events);
    expect(happened(outcome, "jobMatched")).toMatchObject([{ job: 0, usdPerGpuHour: 0.5 }]);
    expect(happened(outcome, "jobLeft").map(({ job, t }) => [job, t])).toEqual([
      [1, 0],
      [2, 501],
    ]);
  });
});
