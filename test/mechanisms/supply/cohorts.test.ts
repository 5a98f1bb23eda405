import { describe, expect, test } from "vitest";
import { annuityFactor } from "../../../sim/formulas/npv.ts";
import { defineMechanism, shared } from "../../../sim/model/mechanism.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import {
  ALIKE,
  bill,
  happened,
  job,
  moved,
  quotes,
  type Scripted,
  script,
  simulate,
  use,
} from "./small-market.ts";

const DAY = 86_400;
const HOUR = 3_600;
/** Days after which decisions begin: twice the memory, rounded up; here after one. */
const QUICK = { memory: 0.1 };

const market = (supply: object, events: readonly Scripted[] = [], usdPerGpuHour = 0.36) => [
  quotes({ usdPerGpuHour }),
  use("supply/cohorts", { ...ALIKE, ...supply }),
  use("pricing/first-come"),
  use("contracts/escrow"),
  script(...events),
];
const providers = (outcome: ReturnType<typeof simulate>): any =>
  outcome.simulation.states.find(({ instance }) => instance === "supply/cohorts")!.state;

describe("placement", () => {
  test("a job of more GPUs than a provider has spans two, takes a tenth longer and is charged for it", () => {
    const outcome = simulate(market({ providers: 2 }, [[0, "jobSubmitted", job(1, 12, 10_000)]]), "1d");
    expect(happened(outcome, "jobStarted")).toMatchObject([{ seconds: 11_000 }]);
    expect(happened(outcome, "jobFinished")).toMatchObject([{ t: 11_000 }]);
    expect(moved(outcome, "deposits")).toBe(BigInt(12 * 11_000 * 100));
    expect(outcome.run.summary["jobs.spanningProviders"]).toBe(1);
  });

  test("a job goes where it leaves the least room", () => {
    const jobs: Scripted[] = [
      [0, "jobSubmitted", job(1, 5, 1e6)],
      [1, "jobSubmitted", job(2, 3, 1e6)],
      [2, "jobSubmitted", job(3, 8, 1e6)],
    ];
    const outcome = simulate(market({ providers: 2 }, jobs), "1d");
    expect(outcome.run.summary["jobs.spanningProviders"]).toBe(0);
    expect([...providers(outcome).busy.subarray(0, 2)]).toEqual([800, 800]);
  });

  test("a job that was matched to more GPUs than there are does not run", () => {
    const outcome = simulate([quotes({ usdPerGpuHour: 1 }), use("supply/cohorts", ALIKE), matched(9)], "1d");
    expect(happened(outcome, "jobInterrupted")).toMatchObject([{ job: 1, seconds: 0 }]);
    expect(happened(outcome, "jobStarted")).toEqual([]);
  });
});

describe("failure and repair", () => {
  const broken = (at: number, k = 0): Scripted => [at, "machineFailed", { provider: 0, k }];

  test("the GPU is offline until it is repaired, and a job that needs it waits until then", () => {
    const jobs: Scripted[] = [
      [0, "jobSubmitted", job(1, 8, 1e6)],
      [10, "jobSubmitted", job(2, 8, 1000)],
    ];
    const outcome = simulate(market({}, [...jobs, broken(1000)]), "30d");
    const [repaired] = happened(outcome, "machineRepaired");
    expect(happened(outcome, "jobInterrupted")).toMatchObject([{ t: 1000, job: 1, seconds: 1000 }]);
    expect(happened(outcome, "jobStarted")).toMatchObject([
      { t: 0, job: 1 },
      { t: repaired!.t, job: 2 },
    ]);
    expect(providers(outcome).down[0]).toBe(0);
    expect(providers(outcome).gpusOnline).toBe(800);
    const hours = (outcome.run.series["gpu.supply"]!.reduce((sum, gpus) => sum + gpus, 0) * (30 * 24)) / 100;
    expect(hours).toBeCloseTo(8 * 30 * 24 - (repaired!.t - 1000) / HOUR, 6);
  });

  test("it strikes the job that runs on the GPU, and no other", () => {
    const jobs = Array.from({ length: 8 }, (_, n): Scripted => [0, "jobSubmitted", job(n, 1, 1e8)]);
    const failures = Array.from({ length: 40 }, (_, k) => broken(1000 + k * 10 * DAY, k));
    const outcome = simulate(market({ mttr: HOUR }, [...jobs, ...failures]), "400d");
    const struck = happened(outcome, "jobInterrupted");
    expect(new Set(struck.map(({ job }) => job)).size).toBe(struck.length);
    expect(struck).toHaveLength(8 - providers(outcome).busy[0]);
    expect(happened(outcome, "machineRepaired").length).toBe(outcome.run.summary["gpu.failures"]);
  });

  test("GPUs are up for MTBF of MTBF + MTTR", () => {
    const outcome = simulate(
      market({ providers: 50, mtbf: 40 * HOUR, mttr: 10 * HOUR, workingCapital: 1000 }),
      "200d",
    );
    const means = outcome.run.series["gpu.supply"]!.slice(10).map((gpus) => gpus / 400);
    const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
    // 400 independent GPUs over about 90 cycles of 50 h: standard error 0.2 × 0.8 × sqrt(2 / 36,000), below 0.002.
    expect(Math.abs(mean - 0.8)).toBeLessThan(0.006);
  });

  test("a provider that has left is neither broken nor repaired", () => {
    const events = [broken(6 * DAY), broken(8 * DAY, 1)];
    const outcome = simulate(market({ ...QUICK, switchingUsdPerGpu: 0, mttr: 3 * DAY }, events), "40d");
    expect(outcome.run.summary["providers.exited"]).toBe(1);
    expect(providers(outcome).gpusOnline).toBe(0);
    expect(outcome.run.atEnd["gpu.supply"]).toBe(0);
  });
});

describe("exit", () => {
  const losing = { ...QUICK, switchingUsdPerGpu: 0 };

  test("after seven days of a margin below avoidable cost it sells its machines and pays its last bill", () => {
    const outcome = simulate(market(losing), "20d");
    const gone = outcome.run.t.findIndex((_, at) => outcome.run.series["providers.exited"]![at]! > 0);
    expect(outcome.run.t[gone]).toBe(Math.ceil((7 * DAY) / (DAY / 5)) * (DAY / 5));
    expect(moved(outcome, "resale")).toBe(1_600_000_000n);
    expect(Number(moved(outcome, "electricity and operation")) / 1e6).toBeCloseTo(7 * bill(192, 0), 4);
    expect(outcome.run.atEnd["providers.arrearsUsd"]).toBe(0);
  });

  test("a better offer elsewhere does the same, net of fee, cost and the cost of switching", () => {
    // At full use: margin 0.95 p − 0.0937; elsewhere 0.75 × 0.5 × m − its cost at half use.
    const cost = (use: number) => (use * 0.8 + (1 - use) * 0.12) * 0.35 * 1.3 * 0.12 + 0.05;
    const margin = 0.95 * 0.36 - cost(1);
    const indifferent = (margin + cost(0.5) + 50 / (90 * 24)) / 0.375;
    const stays = (marketplaceUsdPerGpuHour: number) => {
      const world = [
        quotes({ usdPerGpuHour: 0.36, marketplaceUsdPerGpuHour }),
        use("supply/cohorts", { ...ALIKE, ...QUICK, switchingUsdPerGpu: 50, outsideUtilisation: 0.5 }),
        use("pricing/first-come"),
        use("contracts/escrow"),
        script([0, "jobSubmitted", job(1, 8, 10 * DAY)]),
      ];
      return (
        simulate(world, "9d").run.summary["providers.exited"] === 0 &&
        providers(simulate(world, "9d")).status[0] === 1
      );
    };
    expect(stays(indifferent * 0.999)).toBe(true);
    expect(stays(indifferent * 1.001)).toBe(false);
  });

  test("one that moves to a better offer takes its hardware there: nothing is sold", () => {
    const leaves = (marketplaceUsdPerGpuHour: number) =>
      simulate(
        [
          quotes({ usdPerGpuHour: 0.01, marketplaceUsdPerGpuHour }),
          use("supply/cohorts", { ...ALIKE, ...losing }),
          use("pricing/first-come"),
        ],
        "20d",
      );
    for (const [offer, resale] of [
      [0, 1_600_000_000n],
      [1, 0n],
    ] as const) {
      const outcome = leaves(offer);
      expect(outcome.run.summary["providers.exited"]).toBe(1);
      expect(moved(outcome, "resale")).toBe(resale);
      expect(outcome.run.atEnd["providers.arrearsUsd"]).toBe(0);
    }
  });

  test("one that is leaving finishes its jobs, takes no others, and only what is busy counts as online", () => {
    const jobs: Scripted[] = [
      [0, "jobSubmitted", job(1, 3, 12 * DAY)],
      [7 * DAY + 5, "jobSubmitted", job(2, 1, 100)],
    ];
    const outcome = simulate(market({ ...losing, providers: 1 }, jobs, 0.001), "20d");
    expect(happened(outcome, "jobStarted")).toMatchObject([{ job: 1 }]);
    const supply = (day: number) =>
      outcome.run.series["gpu.supply"]![outcome.run.t.findIndex((t) => t >= day * DAY)];
    expect([supply(6), supply(9), supply(13)]).toEqual([8, 3, 0]);
    const online = 7 * 8 + 5 * 3;
    expect(Number(moved(outcome, "electricity and operation")) / 1e6).toBeCloseTo(
      bill(online * 24, 12 * 3 * 24),
      4,
    );
  });

  test("one that cannot pay its bills leaves seven days later", () => {
    const poor = { ...QUICK, workingCapital: 0 };
    const outcome = simulate(market(poor), "20d");
    const gone = outcome.run.t[outcome.run.series["providers.exited"]!.findIndex((left) => left > 0)]!;
    // Billed at the end of day 1, found insolvent on days 2 to 8.
    expect(Math.ceil(gone / DAY)).toBe(8);
    expect(outcome.run.atEnd["providers.arrearsUsd"]).toBe(0);
  });

  test("one that lives on its tokens is not insolvent for the slippage of its sales", () => {
    const world = [
      quotes({ usdPerGpuHour: 0.01 }),
      use("supply/cohorts", { ...ALIKE, ...QUICK, workingCapital: 0, keep: 1 }),
      use("pricing/first-come"),
      use("contracts/escrow"),
      use("defi/constant-product"),
      use("issuance/fixed", { tokensPerDay: 1000, split: { providers: 1 } }),
      script([0, "jobSubmitted", job(1, 8, 90 * DAY)]),
    ];
    const outcome = simulate(world, "60d");
    expect(outcome.run.summary["providers.exited"]).toBe(0);
    expect(outcome.run.atEnd["providers.arrearsUsd"]!).toBeLessThan(0.01 * bill(192, 192));
  });
});

describe("emission", () => {
  const world = (keep: number) => [
    quotes({ usdPerGpuHour: 0.36 }),
    use("supply/cohorts", { ...ALIKE, providers: 2, keep }),
    use("pricing/first-come"),
    use("defi/constant-product", { tokens: 1e6, usd: 1e6 }),
    use("issuance/fixed", { tokensPerDay: 90, split: { providers: 1 } }),
    script([0, "jobSubmitted", job(1, 8, 3 * DAY)], [0, "jobSubmitted", job(2, 4, 3 * DAY)]),
  ];

  test("is divided by verified GPU-hours: 8 and 4 busy GPUs get 60 and 30 of 90 tokens a day", () => {
    const { chart, ledger } = simulate(world(1), "2d").simulation;
    const held = [0, 1].map((n) => ledger.units(chart.asset("token"), chart.account(`provider[${n}]`)));
    expect(held).toEqual([120_000_000_000n, 60_000_000_000n]);
  });

  test("what a provider does not keep is sold to the pool, and each gets its part of the USD", () => {
    const outcome = simulate(world(0.25), "2d");
    const { chart, ledger } = outcome.simulation;
    const token = chart.asset("token");
    expect(ledger.units(token, chart.account("provider[0]"))).toBe(30_000_000_000n);
    expect(ledger.units(token, chart.account("supply/cohorts.sales"))).toBe(0n);
    const usd = Number(moved(outcome, "token sales")) / 1e6;
    expect(usd).toBeCloseTo(135 * 0.997, 1);
    expect(ledger.units(chart.asset("usd"), chart.account("supply/cohorts.sales"))).toBe(0n);
  });

  test("waits where nobody works, and is not lost", () => {
    const idle = world(1).slice(0, -1);
    const { chart, ledger } = simulate(idle, "3d").simulation;
    expect(ledger.units(chart.asset("token"), chart.account("rewards/providers"))).toBe(270_000_000_000n);
  });
});

describe("entry", () => {
  const price = 0.36;
  const margin = 0.95 * price - (0.8 * 0.35 * 1.3 * 0.12 + 0.05);
  /** Capital that a level margin just repays: hurdle 20 %, three years, a fifth back at the end. */
  const worthIt = (margin * 8760 * annuityFactor(0.2, 3)) / (1 - 0.2 / 1.2 ** 3);
  const entrants = (capitalUsdPerGpu: number, usdPerGpuHour = price) => {
    const supply = { ...QUICK, candidatesPerWeek: 3, capitalUsdPerGpu };
    return simulate(market(supply, [[0, "jobSubmitted", job(1, 8, 500 * DAY)]], usdPerGpuHour), "100d");
  };

  test("nobody enters where the net present value is just below zero", () => {
    expect(happened(entrants(worthIt * 1.001), "hardwareDelivered")).toEqual([]);
  });

  test("one enters where it is just above; the others count the ordered machines and stay away", () => {
    const outcome = entrants(worthIt * 0.999);
    const delivered = happened(outcome, "hardwareDelivered");
    expect(delivered).toHaveLength(1);
    expect(outcome.run.summary["providers.entered"]).toBe(1);
    expect(delivered[0]!.t).toBeGreaterThanOrEqual(7 * DAY + 28 * DAY);
    expect(delivered[0]!.t).toBeLessThanOrEqual(7 * DAY + 84 * DAY);
  });

  test("the owner's equity buys the hardware", () => {
    const outcome = entrants(worthIt * 0.999);
    const units = BigInt(Math.round(worthIt * 0.999 * 8 * 1e6));
    expect(moved(outcome, "equity")).toBe(units);
    expect(moved(outcome, "hardware")).toBe(units);
  });

  test("is bounded by the candidates of a week, however good the business", () => {
    const outcome = entrants(1, 10 * price);
    const weeks = happened(outcome, "hardwareDelivered").map(({ candidate }) =>
      Math.floor(((candidate as number) - 1) / 3),
    );
    for (const week of weeks) expect(weeks.filter((other) => other === week).length).toBeLessThanOrEqual(3);
    expect(Math.max(...weeks.map((week) => weeks.filter((other) => other === week).length))).toBe(3);
  });
});

test("electricity and carbon follow the region's table", () => {
  const regions = inlineTable({ region: ["A"], usd_per_kwh: [0.3], gco2e_per_kwh: [500], weight: [1] });
  const outcome = simulate(market({ regions }), "10d");
  const kilowattHours = 0.12 * 0.35 * 1.3 * 8 * 240;
  expect(outcome.run.summary["energy.joules"]! / 3.6e6).toBeCloseTo(kilowattHours, 6);
  expect(outcome.run.summary["energy.gCO2e"]).toBeCloseTo(kilowattHours * 500, 6);
});

test("a kind of GPU that the hardware table does not list is refused with a suggestion", () => {
  expect(() => simulate(market({ gpu: "NVIDIA GeForce RTX 3080" }), "1d")).toThrow(
    'supply/cohorts finds no thermal design power of "NVIDIA GeForce RTX 3080" in (given in place). Did you mean "NVIDIA GeForce RTX 3090"?',
  );
});

/** Matches a job to GPUs, whether there are enough or not. */
function matched(gpus: number) {
  return defineMechanism({
    name: "test/matched",
    summary: "Matches a job.",
    source: "tests",
    params: {},
    emits: { jobMatched: shared },
    init: () => ({}),
    on: { opened: ({ emit }) => void emit.jobMatched({ job: 1, gpus, seconds: 10, usdPerGpuHour: 1 }, 5) },
    example: () => ({ world: [] }),
  })();
}
