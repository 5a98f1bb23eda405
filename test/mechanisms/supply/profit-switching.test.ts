import { describe, expect, test } from "vitest";
import { profitSwitching } from "../../../sim/mechanisms/supply/profit-switching.ts";
import { runExample, simulate } from "../consensus/small-world.ts";
import { PLACES, twoMarkets } from "../demand/two-markets.ts";
import { happened } from "./small-market.ts";

type Market = Parameters<typeof twoMarkets>[0];
type Params = Parameters<typeof profitSwitching>[0];

/** GPUs at each of two networks at the end: 60 machines of 8 GPUs, a move free of cost but for `params`. */
function at(a: Market, b: Market, params: Params = {}, until = "90d"): number[] {
  const owners = { providers: 60, costUsdPerGpuHour: 0, movingUsdPerGpu: 0, ...PLACES, ...params };
  const { run } = simulate({ world: [...twoMarkets(a, b), profitSwitching(owners)], until });
  return ["a", "b"].map((place) => run.series[`gpu.supply[${place}]`]!.at(-1)!);
}

describe("where owners go", () => {
  test("until a GPU-hour leaves the same everywhere: machines in proportion to price times what is asked for", () => {
    // 300 and 100 GPUs are asked for at one price: 480 GPUs stand three to one, but for a machine.
    const [a, b] = at({ price: 0.2, waiting: 300 }, { price: 0.2, waiting: 100 });
    expect(a! + b!).toBeCloseTo(480, 6);
    expect(Math.abs(a! - 360)).toBeLessThanOrEqual(8);
    const [dear, cheap] = at({ price: 0.6, waiting: 100 }, { price: 0.2, waiting: 100 });
    expect(Math.abs(dear! - 360)).toBeLessThanOrEqual(8);
    expect(dear! + cheap!).toBeCloseTo(480, 6);
  });

  test("nowhere else, where they may not move", () => {
    expect(at({ price: 0.2, waiting: 300 }, { price: 0.2, waiting: 100 }, { moves: false })).toEqual([
      240, 240,
    ]);
  });

  test("off, where the network does not pay what the machine costs, and not before", () => {
    const costs = { costUsdPerGpuHour: 0.06 };
    expect(at({ price: 0.01, waiting: 480 }, { price: 0.01, waiting: 480 }, costs)).toEqual([0, 0]);
    expect(at({ price: 0.07, waiting: 480 }, { price: 0.07, waiting: 480 }, costs)).toEqual([240, 240]);
  });

  test("not for less than the move costs: 0.01 USD an hour are 7.2 USD in 30 days", () => {
    const [a, b] = [
      { price: 0.2, waiting: 480 },
      { price: 0.21, waiting: 480 },
    ];
    expect(at(a, b, { movingUsdPerGpu: 7.3 })).toEqual([240, 240]);
    expect(at(a, b, { movingUsdPerGpu: 7.1 })).toEqual([0, 480]);
  });
});

describe("the token of a network", () => {
  type Tokens = Readonly<Record<string, { readonly decimals: number; readonly in?: string }>>;
  const begin = (assets: Tokens) =>
    simulate({
      assets,
      world: [...twoMarkets({}, {}), profitSwitching({ providers: 2, ...PLACES })],
      until: "1d",
    });

  test("is the place's own, or the only one of the world", () => {
    begin({ one: { decimals: 9, in: "a" }, two: { decimals: 9, in: "b" } });
    begin({ one: { decimals: 9, in: "a" }, shared: { decimals: 9 } });
  });

  test("is asked for before the run where a network has none, or the world's could be any", () => {
    expect(() => begin({ one: { decimals: 9, in: "a" } })).toThrow(
      /supply\/profit-switching › assets › token\s+b has no asset of its own, and the world has none\. Give it one: assets: \{ name: \{ decimals: 9, in: "b" \} \}\./,
    );
    expect(() => begin({ one: { decimals: 9 }, two: { decimals: 9 } })).toThrow(
      "a has no asset of its own, and the world has several: one, two.",
    );
  });
});

describe("in its example", () => {
  const outcome = runExample(profitSwitching.mechanism);

  test("jobs that start finish after their time, and every machine is somewhere", () => {
    const [started, finished] = [happened(outcome, "jobStarted"), happened(outcome, "jobFinished")];
    expect(started.length).toBeGreaterThan(100);
    const ends = new Map(started.map(({ job, t, seconds }) => [job, t + (seconds as number)]));
    for (const { job, t } of finished) expect(Math.abs(ends.get(job)! - t)).toBeLessThan(1e-5);
  });

  test("owners go to the network that emits four times as much", () => {
    const { summary } = outcome.run;
    expect(summary["gpu.supply[north]"]).toBeGreaterThan(summary["gpu.supply[south]"]!);
    expect(summary["providers.moves"]).toBeGreaterThan(0);
  });
});
