import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  RECORDED_SECONDS,
  SATOSHI_OF_ALL_TIME,
  SATOSHI_OF_THREE_ERAS,
} from "../../sim/cli/validation/bitcoin.ts";
import { nakamoto } from "../../sim/mechanisms/consensus/nakamoto.ts";
import type { Run } from "../../sim/run/result.ts";
import { replicationSeed } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { brokenExpectations } from "../experiment/broken.ts";
import { simulate } from "../mechanisms/consensus/small-world.ts";

describe("from 2009 to the end of issuance", () => {
  let resolved: ResolvedScenario;
  let run: Run;
  let supply = 0n;
  const passed = new Map<number, { t: number; supply: bigint }>();

  beforeAll(async () => {
    const { scenario, name } = await loadScenario("bitcoin");
    resolved = resolve(scenario, undefined, { name });
    const simulation = new Simulation(resolved, ORRERY, {
      design: "base",
      replication: 0,
      seed: replicationSeed(resolved.seed, 0),
    });
    const { chart, ledger } = simulation;
    // An event is seen before it is delivered: the supply is that of the blocks before.
    simulation.onEvent(({ name, payload, t }) => {
      if (name !== "block") return;
      const first = (payload["height"] as number) + 1 - (payload["count"] as number);
      if (first === 630_000 || first === 608_832)
        passed.set(first, { t, supply: ledger.supplyUnits(chart.asset("btc")) });
    });
    run = simulation.finish();
    supply = ledger.supplyUnits(chart.asset("btc"));
  });

  test("20,999,999.9769 BTC are issued, to the satoshi", () => {
    expect(supply).toBe(SATOSHI_OF_ALL_TIME);
    expect(run.atEnd["ledger.supply[btc]"]).toBe(20_999_999.9769);
  });

  test("18,375,000 BTC are issued by height 629,999, the last of the third era", () => {
    expect(passed.get(630_000)!.supply).toBe(SATOSHI_OF_THREE_ERAS);
  });

  test("the subsidies are those of the eras: 50 BTC and its halves, down to a satoshi and nothing", () => {
    const seen = [...new Set(run.series["issuance.subsidy"])];
    expect(seen).toEqual(Array.from({ length: 34 }, (_, era) => Math.floor(5e9 / 2 ** era) / 1e8));
  });

  test("the recorded periods take the time that their difficulties imply, within 1 %", () => {
    expect(Math.abs(passed.get(608_832)!.t / RECORDED_SECONDS - 1)).toBeLessThan(0.01);
  });

  test("what the scenario expects holds", () => expect(brokenExpectations(resolved, [run])).toEqual([]));
});

describe("recorded arrivals of 10,927 blocks in 2021", () => {
  const lines = readFileSync(new URL("../../scenarios/data/bitcoin-arrivals.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const arrivals = lines.map((line) => Number(line.split(",")[1]));
  const gaps = arrivals.slice(1).map((arrival, block) => arrival - arrivals[block]!);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const longShare = (values: readonly number[]): number =>
    values.filter((gap) => gap > 1200).length / values.length;

  test("12.46 % of the gaps last over 1,200 s; exponential gaps of that mean, 576.4 s, would 12.47 %", () => {
    expect(longShare(gaps)).toBeCloseTo(0.1246, 4);
    expect(Math.exp(-1200 / mean)).toBeCloseTo(0.1247, 4);
  });

  test("simulated gaps of that mean do, too", () => {
    const world = [nakamoto({ blockTime: mean })];
    const simulated = simulate({ world, until: "400d" })
      .events.filter(({ name, payload }) => name === "block" && payload["height"] !== 0)
      .map(({ payload }) => payload["seconds"] as number);
    const interval = 2.576 * Math.sqrt((0.1247 * 0.8753) / simulated.length);
    // The luck of retargets spreads the mean of a period by 2 %, which adds a thousandth of that share to it.
    expect(Math.abs(longShare(simulated) - 0.1247)).toBeLessThan(interval + 0.0005);
    expect(Math.abs(longShare(simulated) - longShare(gaps))).toBeLessThan(
      interval + 2.576 * Math.sqrt((0.1247 * 0.8753) / gaps.length),
    );
  });
});
