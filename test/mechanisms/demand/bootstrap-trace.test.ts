import { describe, expect, test } from "vitest";
import { firstJob } from "../../../sim/kit/demand/job-number.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { Random } from "../../../sim/random.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { ALIKE, happened, quotes, simulate, use } from "../supply/small-market.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
const SEED = 1;
/** Number of its first job. */
const FIRST = firstJob("demand/bootstrap-trace");

/** Four recorded weeks and a bit; the GPUs of a job tell its week, 1 to 4. */
const WEEKS = [3, 2, 4, 1];
const trace = inlineTable({
  timestamp: [
    ...WEEKS.flatMap((jobs, week) => Array.from({ length: jobs }, (_, n) => 1e9 + week * WEEK + n * DAY)),
    1e9 + 4 * WEEK + 5,
  ],
  duration: [...WEEKS.flatMap((jobs) => Array.from({ length: jobs }, (_, n) => 3600 * (n + 1))), 99],
  num_gpus: [...WEEKS.flatMap((jobs, week) => Array.from({ length: jobs }, () => week + 1)), 9],
});

/** Where a queue tells the expected wait. */
const MARKET = { usdPerGpuHour: 0.3, cloudUsdPerGpuHour: 1 };
const PRICES = { ...MARKET, expectedWait: 0 };
const demand = (params: object = {}) => use("demand/bootstrap-trace", { trace, replicas: 1, ...params });
const submitted = (world: Parameters<typeof simulate>[0], until: string | number) =>
  happened(simulate(world, until), "jobSubmitted");
/** Every potential job is submitted: willingness far above any price. */
const EAGER = { willingness: 1000, reliabilityDiscount: 0 };

describe("weeks", () => {
  const jobs = submitted([quotes(PRICES), demand({ ...EAGER, block: 3 })], 2000 * WEEK - 1);
  const drawn = new Map<number, number[]>();
  for (const { t, gpus } of jobs) {
    const week = Math.floor(t / WEEK);
    drawn.set(week, [...(drawn.get(week) ?? []), gpus as number]);
  }

  test("are drawn whole; the part of a week at the end of the trace never is", () => {
    expect(drawn.size).toBe(2000);
    for (const gpus of drawn.values()) {
      expect(new Set(gpus).size).toBe(1);
      expect(gpus).toHaveLength(WEEKS[gpus[0]! - 1]!);
    }
  });

  test("follow one another in blocks of three weeks on average, in the circle of the record", () => {
    const sequence = [...drawn.keys()].sort((a, b) => a - b).map((week) => drawn.get(week)![0]!);
    const follow =
      sequence.filter((week, at) => at > 0 && week === (sequence[at - 1]! % 4) + 1).length / 1999;
    // 1 − 1/3 go on, and a fresh draw hits the following week one time in four; three standard errors of 1999 draws.
    expect(Math.abs(follow - (2 / 3 + 1 / 12))).toBeLessThan(3 * Math.sqrt(0.1875 / 1999));
    const share = sequence.filter((week) => week === 2).length / 2000;
    expect(Math.abs(share - 0.25)).toBeLessThan(0.06);
  });

  test("keep the times of the day, the durations over the speed-up, and number jobs one by one", () => {
    expect(jobs.slice(0, 50).map(({ job }) => job)).toEqual(
      Array.from({ length: 50 }, (_, ordinal) => FIRST + ordinal),
    );
    for (const { t } of jobs.slice(0, 50)) expect(t % DAY).toBe(0);
    const fast = submitted([quotes(PRICES), demand({ ...EAGER, block: 3, speedUp: 2 })], 50 * WEEK);
    const halves = jobs.slice(0, fast.length).map((slow) => (slow["seconds"] as number) / 2);
    expect(fast.map((job) => job["seconds"])).toEqual(halves);
  });

  test("do not depend on the horizon or on what else is in the world", () => {
    const until = 40 * DAY;
    const short = submitted([quotes(PRICES), demand()], until);
    const long = submitted([quotes(PRICES), demand()], 3 * until).filter(({ t }) => t <= until);
    const rich = submitted(
      [quotes(PRICES), demand(), use("defi/constant-product"), use("traders/noise")],
      until,
    );
    expect(long).toEqual(short);
    expect(rich).toEqual(short);
  });

  test("differ between replicas", () => {
    const two = submitted([quotes(PRICES), demand({ ...EAGER, replicas: 2 })], 8 * WEEK);
    expect(new Set(two.map(({ gpus }) => gpus)).size).toBe(4);
    expect(two.map(({ t }) => t)).toEqual(two.map(({ t }) => t).sort((a, b) => a - b));
  });
});

describe("a job", () => {
  const dear = [
    quotes({ ...PRICES, usdPerGpuHour: 0.05 }),
    demand({ replicas: 20, reliabilityDiscount: 0.2 }),
  ];

  test("pays at most the cloud's price less the discount for reliability", () => {
    const limits = submitted(dear, "60d").map(({ usdPerGpuHour }) => usdPerGpuHour as number);
    expect(Math.max(...limits)).toBe(0.8);
    expect(limits.filter((limit) => limit < 0.8).length).toBeGreaterThan(0);
  });

  test("has a willingness to pay that is lognormal around the cloud's price", () => {
    const limits = submitted(dear, "365d").map(({ usdPerGpuHour }) => usdPerGpuHour as number);
    const below = (price: number) => limits.filter((limit) => limit < price).length / limits.length;
    // P(ln w < ln 0.5) = Φ(−1.386), P(w < 0.8) = Φ(−0.446); 0.02 is three standard errors.
    expect(limits.length).toBeGreaterThan(2000);
    expect(Math.abs(below(0.5) - 0.0828)).toBeLessThan(0.02);
    expect(Math.abs(below(0.8) - 0.3277)).toBeLessThan(0.03);
  });

  test("above its limit goes to the cloud if that is worth it, else nowhere", () => {
    const { run } = simulate(
      [quotes({ ...PRICES, usdPerGpuHour: 0.95 }), demand({ replicas: 20, reliabilityDiscount: 0.2 })],
      "365d",
    );
    expect(run.summary["jobs.finished"]).toBe(0);
    // Half of the lognormal lies above the cloud's price.
    expect(Math.abs(run.summary["jobs.pricedOut"]! - 0.5)).toBeLessThan(0.03);
    const atCloud = run.summary["jobs.cloudGpuHours"]! / run.summary["jobs.potentialGpuHours"]!;
    expect(Math.abs(atCloud - 0.5)).toBeLessThan(0.06);
    expect(run.summary["jobs.lostToCloud"]).toBe(1);
  });

  test("counts what waiting costs: the whole of its worth for a delay cost of 1 and a wait as long as the job", () => {
    const waits = (expectedWait: number) =>
      submitted([quotes({ ...PRICES, expectedWait }), demand({ replicas: 5, delayCost: 1 })], "60d").length;
    expect(waits(1e6)).toBe(0);
    expect(waits(0)).toBeGreaterThan(0);
  });
});

describe("half the demand", () => {
  const at = 21 * DAY;
  const world = (factor: number) => [
    quotes(PRICES),
    demand({ replicas: 30, ...EAGER }),
    use("shocks/demand", { at, factor }),
  ];
  const all = submitted(world(1), "60d");
  const half = submitted(world(0.5), "60d");

  test("keeps exactly the jobs whose u is below one half, and all jobs before", () => {
    const random = new Random(SEED, "demand/bootstrap-trace");
    const kept = all.filter(
      ({ t, job }) => t < at || random.at((job as number) - FIRST, "job").uniform() < 0.5,
    );
    expect(half).toEqual(kept);
    expect(half.length).toBeLessThan(all.length);
  });

  test("nested: what a quarter keeps, a half keeps", () => {
    const quarter = submitted(world(0.25), "60d").map(({ job }) => job);
    const numbers = new Set(half.map(({ job }) => job));
    expect(quarter.every((job) => numbers.has(job))).toBe(true);
  });
});

describe("experience", () => {
  const day = inlineTable({
    timestamp: Array.from({ length: 700 }, (_, n) => n * 864),
    duration: Array(700).fill(60),
    num_gpus: Array(700).fill(1),
  });
  const market = (failing: boolean) => [
    quotes({ ...MARKET, usdPerGpuHour: 0.5 }),
    demand({ trace: day, replicas: 1, patience: 1, patienceShare: 0 }),
    use("supply/cohorts", { ...ALIKE, providers: failing ? 0 : 1 }),
    use("pricing/first-come"),
  ];

  test("keeps customers away whose jobs got no result", () => {
    const count = (failing: boolean) => happened(simulate(market(failing), "7d"), "jobSubmitted").length;
    expect(count(true)).toBeLessThan(0.8 * count(false));
  });
});

describe("surplus", () => {
  const one = inlineTable({ timestamp: [0], duration: [36_000], num_gpus: [16] });
  const world = (spanPenalty: number) => [
    quotes(MARKET),
    demand({ trace: one, ...EAGER }),
    use("supply/cohorts", { ...ALIKE, providers: 2, spanPenalty }),
    use("pricing/first-come"),
  ];
  const surplus = (spanPenalty: number) =>
    simulate(world(spanPenalty), "2d").run.summary["customers.surplusUsd"];

  test("is the worth of the result, at most the cloud's price, less what was paid", () => {
    expect(surplus(0)).toBeCloseTo(160 * (1 - 0.3), 9);
  });

  test("a slower machine makes a result dearer, not worth more", () => {
    expect(surplus(0.25)).toBeCloseTo(160 * (1 - 0.3 * 1.25), 9);
  });

  test("paid work that was lost counts against it", () => {
    const lost = [...world(0), failing(18_000)];
    expect(simulate(lost, "2d").run.summary["customers.surplusUsd"]).toBeCloseTo(-16 * 5 * 0.3, 9);
  });
});

test("without a cloud a cloud of 1 USD a GPU-hour is assumed, and measures stay finite", () => {
  const world = [quotes({ usdPerGpuHour: 0.3, expectedWait: 0 }), demand({ replicas: 5 })];
  const { run } = simulate(world, "30d");
  expect(Number.isFinite(run.summary["customers.surplusUsd"])).toBe(true);
});

test("nothing is submitted in the cool-down", () => {
  const last = submitted([quotes(PRICES), demand({ ...EAGER, replicas: 10, coolDown: "5d" })], "28d").at(-1)!;
  expect(last.t).toBeLessThanOrEqual(23 * DAY);
  expect(last.t).toBeGreaterThan(20 * DAY);
});

/** Breaks a machine under the first job. */
function failing(at: number) {
  return defineMechanism({
    name: "test/failing",
    summary: "Breaks a machine.",
    source: "tests",
    params: {},
    emits: {
      machineFailed: {
        doc: "As supply declares it.",
        priority: -5,
        fields: { provider: "number", k: "number" },
      },
    },
    init: () => ({}),
    on: { opened: ({ emit }) => void emit.machineFailed.at({ provider: 0, k: 0 }, at) },
    example: () => ({ world: [] }),
  })();
}

test("two clusters side by side number their jobs apart", () => {
  const world = [quotes(PRICES), { ...demand(EAGER), as: "here" }, { ...demand(EAGER), as: "there" }];
  const jobs = submitted(world, WEEK).map(({ job }) => job);
  expect(jobs.length).toBeGreaterThan(1);
  expect(new Set(jobs).size).toBe(jobs.length);
});
