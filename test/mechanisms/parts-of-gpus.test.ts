import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../sim/errors.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { HOUR } from "../../sim/units.ts";
import { machine, scriptedEvents, stretch } from "./scripted-events.ts";
import { ALIKE, happened, job, quotes, type Scripted, script, simulate, use } from "./supply/small-market.ts";

const machines = (...sizes: number[]) =>
  inlineTable({
    provider: sizes.map((_, at) => `p${at}`),
    count: sizes.map(() => 1),
    gpus: sizes,
    kind: sizes.map(() => "A100"),
    memory_gb: sizes.map(() => 80),
    throughput: sizes.map(() => 1),
    region: sizes.map(() => "US"),
    usd_per_gpu_hour: sizes.map(() => 0.1),
  });
const fleet = (...sizes: number[]): Use =>
  use("supply/fleet", { machines: machines(...sizes), mtbf: 9e9, uses: "rent" });

describe("jobs of parts of a GPU", () => {
  const supplies: readonly (readonly [string, (cards: number) => Use])[] = [
    ["supply/cohorts", (cards) => use("supply/cohorts", { ...ALIKE, gpusEach: cards })],
    ["supply/fleet", (cards) => fleet(cards)],
    ["supply/profit-switching", (cards) => use("supply/profit-switching", { providers: 1, gpusEach: cards })],
  ];
  const starts = (supply: Use, jobs: readonly Scripted[], until: number) => {
    const outcome = simulate(
      [supply, quotes({ usdPerGpuHour: 1 }), use("pricing/first-come"), script(...jobs)],
      until,
    );
    return happened(outcome, "jobStarted").map(({ t, job, gpus }) => [t, job, gpus]);
  };

  test.each(supplies)(
    "of %s run together on one card, and a whole one when all of them have ended",
    (_, of) => {
      const jobs: Scripted[] = [
        ...[0.1, 0.2, 0.3, 0.4].map((gpus, at): Scripted => [at, "jobSubmitted", job(at, gpus, 1000)]),
        [10, "jobSubmitted", job(8, 0.01, 1000)],
        [20, "jobSubmitted", job(9, 1, 1000)],
      ];
      expect(starts(of(1), jobs, 5000)).toEqual([
        [0, 0, 0.1],
        [1, 1, 0.2],
        [2, 2, 0.3],
        [3, 3, 0.4],
        [1000, 8, 0.01],
        [2000, 9, 1],
      ]);
    },
  );

  test.each(supplies)("of %s come at one instant and start at it", (_, of) => {
    const jobs = [0.5, 0.5, 0.7, 0.3, 1].map((gpus, at): Scripted => [5, "jobSubmitted", job(at, gpus, 100)]);
    expect(starts(of(3), jobs, 1000)).toEqual([
      [5, 0, 0.5],
      [5, 1, 0.5],
      [5, 2, 0.7],
      [5, 3, 0.3],
      [5, 4, 1],
    ]);
  });

  test.each(supplies)("of %s leave halves of two cards that are no whole one", (_, of) => {
    const jobs: Scripted[] = [
      [0, "jobSubmitted", job(1, 0.6, 1000)],
      [1, "jobSubmitted", job(2, 0.6, 2000)],
      [2, "jobSubmitted", job(3, 1, 100)],
      [3, "jobSubmitted", job(4, 0.4, 100)],
    ];
    expect(starts(of(2), jobs, 5000)).toEqual([
      [0, 1, 0.6],
      [1, 2, 0.6],
      [3, 4, 0.4],
      [1000, 3, 1],
    ]);
  });

  test("are on a machine that has part of a card on offer, where they are no larger", () => {
    const jobs: Scripted[] = [
      [0, "jobSubmitted", job(1, 0.3, 1000)],
      [1, "jobSubmitted", job(2, 0.2, 1000)],
      [2, "jobSubmitted", job(3, 0.1, 1000)],
      [3, "jobSubmitted", job(4, 0.6, 1000)],
    ];
    expect(starts(fleet(0.5), jobs, 4000)).toEqual([
      [0, 1, 0.3],
      [1, 2, 0.2],
      [1000, 3, 0.1],
    ]);
  });

  test("are paid and counted by their part of an hour", () => {
    const outcome = simulate(
      [
        fleet(1),
        quotes({ usdPerGpuHour: 2 }),
        use("pricing/first-come"),
        use("contracts/escrow"),
        script([0, "jobSubmitted", job(1, 0.25, 2 * HOUR)], [0, "jobSubmitted", job(2, 0.1, 3 * HOUR)]),
      ],
      "1d",
    );
    const { summary } = outcome.run;
    expect(summary["gpu.delivered"]).toBe(0.8);
    expect(summary["gpu.supply"]).toBe(1);
    const paid = happened(outcome, "jobPaid").map(({ job, amount }) => [job, amount]);
    expect(paid).toEqual([
      [1, 1],
      [2, 0.6],
    ]);
  });

  test("fail with their card, all of them", () => {
    const jobs: Scripted[] = [
      [0, "jobSubmitted", job(1, 0.5, 1e5)],
      [0, "jobSubmitted", job(2, 0.5, 1e5)],
      [1000, "machineFailed", { provider: 0, k: 0 }],
    ];
    const outcome = simulate(
      [
        use("supply/cohorts", { ...ALIKE, gpusEach: 1 }),
        quotes({ usdPerGpuHour: 1 }),
        use("pricing/first-come"),
        script(...jobs),
      ],
      "1d",
    );
    expect(happened(outcome, "jobInterrupted").map(({ t, job, gpus }) => [t, job, gpus])).toEqual(
      expect.arrayContaining([
        [1000, 1, 0.5],
        [1000, 2, 0.5],
      ]),
    );
  });
});

/** Every market with jobs of all sizes, held to all claims after every event, cards and GPUs among them. */
describe("all books of GPUs agree, with parts in them", () => {
  const SIZES = [0.01, 0.1, 0.2, 0.25, 0.3, 0.5, 0.7, 0.99, 1, 2];
  const DEMAND = use("demand/jobs", { class: "batch", rate: 250, gpus: SIZES, duration: 2 * HOUR });
  const WHOLE = { ...use("demand/jobs", { class: "zero-knowledge", rate: 60, gpus: [0.5, 1] }), as: "other" };
  const PRICE = use("pricing/utilisation-indexed", { initial: 0.3 });
  const POOL = use("supply/cohorts", { providers: 3, gpusEach: 3, candidatesPerWeek: 1, mtbf: "5d" });
  const FLEET = use("supply/fleet", {
    machines: machines(4, 4, 1, 0.5, 0.5),
    mtbf: "10d",
    maintenancePeriod: "3d",
  });
  const scheduler = (params: object) => [PRICE, use("pricing/scheduler", params)];
  const pooled: Readonly<Record<string, readonly Use[]>> = {
    "first-come": [PRICE, use("pricing/first-come")],
    tiers: [use("pricing/tiers", { usdPerCredit: 0.2 })],
    reserved: [use("pricing/reserved", { onDemandUsdPerGpuHour: 0.3, lendIdle: true, reservedGpus: 4 })],
    subscription: [use("pricing/subscription")],
    "spot-smoothed": [use("pricing/spot-smoothed", { onDemandUsdPerGpuHour: 0.3 })],
    "spot-highest-losing-bid": [use("pricing/spot-highest-losing-bid", { onDemandUsdPerGpuHour: 0.3 })],
  };
  const byMachine: Readonly<Record<string, readonly Use[]>> = {
    posted: [use("pricing/posted")],
    "order-book": [use("pricing/order-book", { initial: 0.3 })],
    "double-auction": [use("pricing/double-auction", { initial: 0.3 })],
    "reverse-auction": [use("pricing/reverse-auction")],
    "interruptible-bids": [use("pricing/interruptible-bids")],
    "scheduler, none": scheduler({ backfill: "none", order: "priority", preempt: true }),
    "scheduler, easy": scheduler({ backfill: "easy", order: "fair-share", gangs: "together" }),
    "scheduler, conservative": scheduler({ backfill: "conservative", order: "first-come" }),
  };
  const worlds = [
    ...Object.entries(pooled).flatMap(([name, market]) => [
      [`${name} on supply/cohorts`, [POOL, ...market]] as const,
      [`${name} on supply/fleet`, [FLEET, ...market]] as const,
    ]),
    ...Object.entries(byMachine).map(
      ([name, market]) => [`${name} on supply/fleet`, [FLEET, ...market]] as const,
    ),
  ];

  test.each(worlds)("%s", (_, world) => {
    const scenario = {
      title: "Parts of GPUs",
      until: "2d",
      world: [...world, DEMAND, WHOLE, use("contracts/escrow")],
    };
    const resolved = resolve(scenario, catalogueOf(scenario), { name: "parts" });
    const { summary, jobs } = run(resolved, catalogueOf(scenario), {
      design: "base",
      seed: 1,
      claims: "event",
      record: { jobs: true },
    });
    let gpuSeconds = 0;
    jobs!.gpus.forEach((gpus, row) => {
      gpuSeconds += gpus * jobs!.executionTime[row]!;
    });
    expect(summary["gpu.delivered"]).toBeCloseTo(gpuSeconds / HOUR, 3);
    // Parts and whole cards had their share.
    const ran = [...jobs!.gpus].filter((_, row) => jobs!.executionTime[row]! > 0);
    expect([...new Set(ran)].sort((a, b) => a - b)).toEqual(SIZES);
  });
});

test("the monitor tells of a machine that runs more than its cards hold", () => {
  const halves = [1, 2, 3].flatMap((number) => {
    const submitted = { job: number, gpus: 0.5, seconds: 100, usdPerGpuHour: 1, patience: 10 };
    const ran = stretch(number, 100, { gpus: 0.5, machine: 0 });
    return [
      [1, "jobSubmitted", submitted],
      [1, "jobMatched", { ...ran, machines: [0], parts: [0.5] }],
      [1, "jobStarted", ran],
      [101, "jobFinished", ran],
    ] as const;
  });
  const scenario = {
    title: "Too much on a card",
    until: "1h",
    world: [
      scriptedEvents([[0, "machineOffered", machine(0)], ...halves] as Parameters<typeof scriptedEvents>[0]),
    ],
  };
  const catalogue = catalogueOf(scenario);
  const running = () =>
    run(resolve(scenario, catalogue, { name: "cards" }), catalogue, {
      design: "base",
      seed: 1,
      claims: "event",
    });
  expect(running).toThrow(InvariantError);
  expect(running).toThrow("machine 0 has 1 GPUs, and with job 3 runs 0 whole ones and parts of 1.5 GPUs.");
});

interface Pod {
  readonly submitted: number;
  readonly seconds: number;
  readonly hundredths: number;
}

/** Pods that ran and had a GPU or a part of one, of Alibaba's openb (test/scenario/published/SOURCES.md). */
function pods(): Pod[] {
  const file = new URL("../scenario/published/openb_pod_list.csv", import.meta.url);
  const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = header!.split(",");
  return lines.flatMap((line) => {
    const cells = line.split(",");
    const of = (name: string): number => Number(cells[names.indexOf(name)]);
    const scheduled = cells[names.indexOf("scheduled_time")]!.trim();
    const hundredths = (of("num_gpu") * of("gpu_milli")) / 10;
    if (scheduled === "" || hundredths === 0) return [];
    return [{ submitted: of("creation_time"), seconds: of("deletion_time") - Number(scheduled), hundredths }];
  });
}

/** First come, first served by hand, second by second of what happens: cards in use, in hundredths, one by one. */
function replayed(all: readonly Pod[], sizes: readonly number[]): number[] {
  const cards = sizes.map((size) => Array<number>(size).fill(0));
  const starts = all.map(() => Number.NaN);
  const running: { end: number; free: () => void }[] = [];
  const waiting: number[] = [];
  const room = (hundredths: number): { host: number; taken: number[] } | null => {
    let best: { host: number; taken: number[]; left: number } | null = null;
    cards.forEach((own, host) => {
      const empty = own.flatMap((used, card) => (used === 0 ? [card] : []));
      if (hundredths >= 100) {
        const count = hundredths / 100;
        if (empty.length < count || (best && best.left <= empty.length)) return;
        best = { host, taken: empty.slice(0, count), left: empty.length };
        return;
      }
      own.forEach((used, card) => {
        const whole = used === 0 || used === 100;
        if (whole || used + hundredths > 100 || (best && best.left <= 100 - used)) return;
        best = { host, taken: [card], left: 100 - used };
      });
      if (empty.length > 0 && (!best || best.left > 100 + empty.length))
        best = { host, taken: [empty[0]!], left: 100 + empty.length };
    });
    return best;
  };
  const serve = (now: number): void => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const { hundredths, seconds } = all[first]!;
      const place = room(hundredths);
      if (place === null) return;
      const each = Math.min(100, hundredths);
      for (const card of place.taken) cards[place.host]![card]! += each;
      const free = () => {
        for (const card of place.taken) cards[place.host]![card]! -= each;
      };
      running.push({ end: now + seconds, free });
      starts[first] = now;
      waiting.shift();
    }
  };
  for (let next = 0; next < all.length || running.length > 0; ) {
    running.sort((a, b) => a.end - b.end);
    const end = running[0]?.end ?? Number.POSITIVE_INFINITY;
    const submitted = all[next]?.submitted ?? Number.POSITIVE_INFINITY;
    if (end <= submitted) running.shift()!.free();
    else waiting.push(next++);
    serve(Math.min(end, submitted));
  }
  return starts;
}

test.each([
  ["a machine of eight cards and one of two", [8, 2]],
  ["a machine of eight cards", [8]],
])("recorded pods start on %s when a computation by hand starts them", (_, sizes) => {
  const all = pods();
  expect(all.filter(({ hundredths }) => hundredths < 100).map(({ hundredths }) => hundredths)).toEqual([
    46, 5, 32, 81, 47,
  ]);
  const outcome = simulate(
    [
      fleet(...sizes),
      quotes({ usdPerGpuHour: 0 }),
      use("pricing/scheduler", { backfill: "none", gangs: "together" }),
      script(
        ...all.map(
          ({ submitted, seconds, hundredths }, at): Scripted => [
            submitted,
            "jobSubmitted",
            job(at, hundredths / 100, seconds),
          ],
        ),
      ),
    ],
    3e7,
  );
  const started = new Map(happened(outcome, "jobStarted").map(({ t, job }) => [job, t]));
  expect(all.map((_, at) => started.get(at))).toEqual(replayed(all, sizes));
  const hours = all.reduce((sum, { seconds, hundredths }) => sum + seconds * hundredths, 0) / 100 / HOUR;
  expect(outcome.run.summary["gpu.delivered"]).toBeCloseTo(hours, 6);
});
