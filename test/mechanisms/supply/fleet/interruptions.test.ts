import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../../sim/schema/table.ts";
import { happened } from "../small-market.ts";
import { DAY, fleet, HOUR, machines, matched, type Scripted, script, simulate } from "./small-fleet.ts";

const times = (outcome: ReturnType<typeof simulate>, name: string) =>
  happened(outcome, name).map(({ t }) => t);

describe("failures", () => {
  test("interrupt every job on the machine, naming it, and take it off until it is repaired", () => {
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 4, DAY)],
      [0, "jobMatched", matched(2, 4, DAY)],
      [1_000, "machineBroke", { machine: 0, k: 0 }],
    ];
    const outcome = simulate([fleet(), script(...events)], "30d");
    expect(happened(outcome, "jobInterrupted")).toMatchObject([
      { t: 1_000, job: 2, machine: 0, seconds: 1_000 },
      { t: 1_000, job: 1, machine: 0, seconds: 1_000 },
    ]);
    const [mended] = times(outcome, "machineMended");
    expect(times(outcome, "machineOffered")).toEqual([0, mended]);
    expect(times(outcome, "gpusFreed")).toEqual([mended]);
    expect(outcome.run.summary["gpu.availability"]).toBeCloseTo(1 - (mended! - 1_000) / (30 * DAY), 9);
  });

  test("a server of eight with an MTBF of 50,677 h a GPU and an MTTR of 24 h works 0.99623 of the time", () => {
    const outcome = simulate([fleet({ machines: machines({ count: 400 }), mtbf: 50_677 * HOUR })], "5y");
    const failures = outcome.run.summary["machines.failures"]!;
    const expected = (400 * 5 * 365 * 24) / (50_677 / 8 + 24);
    expect(Math.abs(failures - expected)).toBeLessThan(3 * Math.sqrt(expected));
    // Downtime is a sum of about `expected` exponentials of 24 h: its deviation is 24 h × √(2 × expected).
    const share = (3 * 24 * Math.sqrt(2 * expected)) / (400 * 5 * 365 * 24);
    expect(Math.abs(outcome.run.summary["gpu.availability"]! - 0.99623)).toBeLessThan(share);
  });

  test("16,384 GPUs are interrupted about 419 times in 54 days, as Llama 3's were", () => {
    // 95 % interval of a Poisson count of 419.
    for (const seed of [1, 2, 3]) {
      const { summary } = simulate(
        [fleet({ machines: machines({ count: 2_048 }), mtbf: 50_677 * HOUR })],
        "54d",
        seed,
      ).run;
      expect(summary["machines.failures"]).toBeGreaterThan(379);
      expect(summary["machines.failures"]).toBeLessThan(460);
    }
  });
});

describe("failures of machines that age", () => {
  const HOURS = 50_677 / 8;
  const failed = (failureShape: number, until: string) =>
    simulate(
      [fleet({ machines: machines({ count: 400 }), mtbf: 50_677 * HOUR, mttr: HOUR, failureShape })],
      until,
    );

  test("come later while they are new, and as often in the long run", () => {
    // P(T ≤ t) of a new machine with this mean, t = 90 d: 1 − exp(−(t Γ(1 + 1/shape) / mean)^shape).
    const share = (shape: number, gammaOfMean: number) =>
      1 - Math.exp(-(((90 * 24 * gammaOfMean) / HOURS) ** shape));
    for (const [shape, gammaOfMean] of [
      [0.5, 2],
      [1, 1],
      [2, Math.sqrt(Math.PI) / 2],
    ] as const) {
      const first = new Set(happened(failed(shape, "90d"), "machineBroke").map(({ machine }) => machine))
        .size;
      const expected = 400 * share(shape, gammaOfMean);
      expect(Math.abs(first - expected)).toBeLessThan(3 * Math.sqrt(expected));
    }
    // Renewals of shape 2 have a quarter of a Poisson count's variance, and start late by (cv² − 1) / 2 = −0.363.
    const many = failed(2, "10y").run.summary["machines.failures"]!;
    const expected = 400 * ((10 * 365 * 24) / (HOURS + 1) - 0.363);
    expect(Math.abs(many - expected)).toBeLessThan(3 * Math.sqrt(0.28 * expected));
  });

  test("of shape 1 are those of chance, bit for bit", () => {
    const plain = simulate([fleet({ machines: machines({ count: 40 }), mtbf: 30 * DAY })], "60d");
    const shaped = simulate(
      [fleet({ machines: machines({ count: 40 }), mtbf: 30 * DAY, failureShape: 1 })],
      "60d",
    );
    expect(shaped.run.digest).toBe(plain.run.digest);
  });
});

describe("maintenance", () => {
  const due = (drain: string, seconds = 10 * DAY) => {
    const outcome = simulate(
      [
        fleet({ maintenancePeriod: 10 * DAY, maintenanceDuration: 6 * HOUR, maintenanceDrain: drain }),
        script([0, "jobMatched", matched(1, 1, seconds)]),
      ],
      "20d",
    );
    return { outcome, at: times(outcome, "maintenanceDue")[0]! };
  };

  test("a machine takes no more jobs, finishes those that it has, and is back the duration after the last", () => {
    const { outcome, at } = due("finish");
    expect(times(outcome, "machineWithdrawn")[0]).toBe(at);
    expect(times(outcome, "jobFinished")).toEqual([10 * DAY]);
    expect(times(outcome, "machineMaintained")[0]).toBe(10 * DAY + 6 * HOUR);
    expect(times(outcome, "machineOffered").slice(0, 2)).toEqual([0, 10 * DAY + 6 * HOUR]);
    // While it drains, only its busy GPU is online.
    expect(outcome.run.summary["gpu.delivered"]).toBeCloseTo(240, 9);
  });

  test("or interrupts them and is back the duration later", () => {
    const { outcome, at } = due("interrupt");
    expect(times(outcome, "jobInterrupted")).toEqual([at]);
    expect(times(outcome, "machineMaintained")[0]).toBeCloseTo(at + 6 * HOUR, 6);
  });

  test("comes once a period, in a phase of the machine's own", () => {
    const { outcome, at } = due("interrupt");
    expect(at).toBeLessThan(10 * DAY);
    expect(times(outcome, "maintenanceDue")).toHaveLength(2);
    expect(times(outcome, "maintenanceDue")[1]! - at).toBeCloseTo(10 * DAY, 5);
  });

  test("a job longer than the period delays it, and the next is passed over", () => {
    const { outcome } = due("finish", 19 * DAY);
    expect(times(outcome, "maintenanceDue")).toHaveLength(2);
    expect(times(outcome, "machineMaintained")).toEqual([19 * DAY + 6 * HOUR]);
  });
});

describe("an outage", () => {
  const table = machines({ count: 2 }, { region: "B", gpus: 4 });
  const outage = (at: number, region: string, seconds: number): Scripted => [
    at,
    "regionOutage",
    { region, seconds },
  ];

  test("takes all machines of its region, and their jobs, for its time", () => {
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 4, DAY, { machines: [2], parts: [4] })],
      [0, "jobMatched", matched(2, 8, DAY, { machines: [1], parts: [8] })],
      outage(1_000, "A", 500),
    ];
    const outcome = simulate([fleet({ machines: table }), script(...events)], "10d");
    expect(happened(outcome, "machineWithdrawn")).toEqual([
      { t: 1_000, machine: 0 },
      { t: 1_000, machine: 1 },
    ]);
    expect(happened(outcome, "jobInterrupted")).toMatchObject([{ job: 2, seconds: 1_000, machine: 1 }]);
    expect(happened(outcome, "machineOffered").slice(3)).toMatchObject([
      { t: 1_500, machine: 0 },
      { t: 1_500, machine: 1 },
    ]);
    expect(times(outcome, "gpusFreed")).toEqual([1_500]);
    expect(outcome.run.summary["gpu.supply"]).toBeCloseTo(20 - (16 * 500) / (10 * DAY), 9);
  });

  test("within another lengthens it; of an empty region takes all; of an unknown one none", () => {
    const events = [outage(1_000, "A", 500), outage(1_200.1234567, "", 700.1), outage(5_000, "C", 1e9)];
    const outcome = simulate([fleet({ machines: table }), script(...events)], "1d");
    const back = happened(outcome, "machineOffered").slice(3);
    expect(back.map(({ machine }) => machine)).toEqual([0, 1, 2]);
    for (const { t } of back) expect(t).toBeCloseTo(1_900.2234567, 5);
  });

  test("of no time is nothing, and one without end lasts", () => {
    const none = simulate([fleet(), script(outage(1_000, "A", 0), outage(1_000, "A", Number.NaN))], "1d");
    expect(happened(none, "machineWithdrawn")).toEqual([]);
    const endless = simulate([fleet(), script(outage(DAY / 2, "A", Number.POSITIVE_INFINITY))], "1d");
    expect(endless.run.summary["gpu.supply"]).toBe(4);
  });

  test("spares the machine its failures, and does not end its repair", () => {
    const events: Scripted[] = [outage(0, "A", 1_000), [500, "machineBroke", { machine: 0, k: 0 }]];
    expect(simulate([fleet(), script(...events)], "1d").run.summary["machines.failures"]).toBe(0);
    const repaired = simulate(
      [fleet(), script([500, "machineBroke", { machine: 0, k: 0 }], outage(600, "A", 1))],
      "30d",
    );
    expect(times(repaired, "machineOffered")[1]).toBe(times(repaired, "machineMended")[0]);
  });
});

describe("a record of availability", () => {
  const record = (columns: Record<string, readonly number[] | readonly string[]>) =>
    fleet({ machines: machines({ count: 2 }), availability: inlineTable(columns), mtbf: DAY });

  test("says when its machines are up, to the GPU-second; what repeats a state changes nothing", () => {
    const world = record({
      machine: [0, 1, 0, 0, 1, 0],
      t: [1_000, 2_000, 3_000, 3_000, 4_000, 50_000],
      up: [0, 0, 0, 1, 1, 1],
    });
    const outcome = simulate([world], "1d");
    expect(outcome.run.summary["gpu.offered"]).toBeCloseTo((8 * (2 * DAY - 2_000 - 2_000)) / HOUR, 9);
    expect(happened(outcome, "machineWithdrawn")).toEqual([
      { t: 1_000, machine: 0 },
      { t: 2_000, machine: 1 },
    ]);
    expect(happened(outcome, "machineOffered").slice(2)).toMatchObject([
      { t: 3_000, machine: 0 },
      { t: 4_000, machine: 1 },
    ]);
  });

  test("keeps its machines from failing at random, and no other", () => {
    const outcome = simulate([record({ machine: [0], t: [0], up: [1] })], "20d");
    expect(outcome.run.summary["machines.failures"]).toBeGreaterThan(0);
    expect(new Set(happened(outcome, "machineBroke").map(({ machine }) => machine))).toEqual(new Set([1]));
  });

  test("may be given in times, of which the earliest is the start", () => {
    const start = 1_500_000_000;
    const world = record({ machine: [1, 0, 0], time: [start, start + 100, start + 200], up: [1, 0, 1] });
    expect(happened(simulate([world], "1d"), "machineWithdrawn")).toEqual([{ t: 100, machine: 0 }]);
  });

  test("a machine that is down from the start is listed instead of offered, and withdrawn from nothing", () => {
    const outcome = simulate([record({ machine: [0, 1], t: [0, 0], up: [0, 1] })], "1d");
    expect(happened(outcome, "machineListed")).toMatchObject([{ t: 0, machine: 0, gpus: 8, region: "A" }]);
    expect(happened(outcome, "machineWithdrawn")).toEqual([]);
    expect(happened(outcome, "machineOffered")).toMatchObject([{ t: 0, machine: 1 }]);
    expect(outcome.run.summary["gpu.supply"]).toBe(8);
  });
});

test("a machine that is barred finishes its jobs and never comes back; reputation is recorded", () => {
  const events: Scripted[] = [
    [0, "jobMatched", matched(1, 1, DAY)],
    [500, "reputationChanged", { machine: 1, reputation: 0.5 }],
    [1_000, "machineBarred", { machine: 0 }],
    [1_000, "machineBarred", { machine: 9 }],
    [2_000, "regionOutage", { region: "B", seconds: 10 }],
    [2 * DAY, "regionOutage", { region: "A", seconds: 10 }],
  ];
  const outcome = simulate([fleet({ machines: machines({ count: 2 }) }), script(...events)], "3d");
  expect(times(outcome, "jobFinished")).toEqual([DAY]);
  expect(happened(outcome, "machineOffered").map(({ t, machine }) => [t, machine])).toEqual([
    [0, 0],
    [0, 1],
    [2 * DAY + 10, 1],
  ]);
  expect(outcome.run.atEnd["machines.reputation"]).toBe(0.5);
  // Of the 16 GPUs 7 are gone from 1,000 s on and the eighth from the end of its job.
  const owned = 16 * 3 * DAY - 7 * (3 * DAY - 1_000) - 2 * DAY;
  expect(outcome.run.summary["gpu.availability"]).toBeCloseTo((owned - 8 * 10) / owned, 9);
});
