import { describe, expect, test } from "vitest";
import { staleRate } from "../../../sim/formulas/mining.ts";
import { nakamoto } from "../../../sim/mechanisms/consensus/nakamoto.ts";
import { recordedDifficulty } from "../../../sim/mechanisms/consensus/recorded-difficulty.ts";
import { fixed } from "../../../sim/mechanisms/issuance/fixed.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { halving } from "../../../sim/mechanisms/issuance/halving.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { fixedPrice, meanWithin99, runExample, simulate, stateOf } from "./small-world.ts";

const gaps = (params: object, until: string, seed = 1): number[] =>
  simulate({ world: [nakamoto(params)], until, seed })
    .events.filter(({ name, payload }) => name === "block" && (payload["height"] as number) > 0)
    .map(({ payload }) => payload["seconds"] as number);

describe("blocks", () => {
  const year = gaps({}, "365d");

  test("gaps have a mean of 600 s", () => {
    const { mean, halfWidth } = meanWithin99(year);
    // The retarget counts 2,015 gaps as 2,016, so that the mean it settles at is 600.3 s.
    expect(Math.abs(mean - 600 * (2016 / 2015))).toBeLessThan(halfWidth + 1);
    expect(year.length).toBeGreaterThan(50_000);
  });

  test("a share of exp(−2) of the gaps lasts longer than twice the mean: 13.53 %", () => {
    const long = year.filter((gap) => gap > 1200).length / year.length;
    expect(Math.abs(long - Math.exp(-2))).toBeLessThan(
      2.576 * Math.sqrt((Math.exp(-2) * (1 - Math.exp(-2))) / year.length) + 0.001,
    );
  });

  test("batches of 144 take the time of 144 blocks, in mean and spread", () => {
    const one = gaps({}, "2000d", 3);
    const batches = gaps({ blocksPerEvent: 144 }, "2000d", 4);
    const sums = Array.from({ length: Math.floor(one.length / 144) }, (_, day) =>
      one.slice(day * 144, day * 144 + 144).reduce((sum, gap) => sum + gap, 0),
    );
    const [exact, aggregated] = [meanWithin99(sums), meanWithin99(batches)];
    expect(Math.abs(exact.mean - aggregated.mean)).toBeLessThan(
      Math.hypot(exact.halfWidth, aggregated.halfWidth),
    );
    const [a, b] = [exact.halfWidth ** 2 * sums.length, aggregated.halfWidth ** 2 * batches.length];
    // A variance over n days has a relative error of √(2/n).
    expect(Math.abs(a / b - 1)).toBeLessThan(2.576 * Math.sqrt(2 / sums.length + 2 / batches.length));
  });

  test("miners win in proportion to their hashrate", () => {
    const { events } = simulate({ world: [nakamoto({ hashrate: { alice: 60, bob: 40 } })], until: "60d" });
    const proposers = events
      .filter(({ name }) => name === "block")
      .map(({ payload }) => payload["proposer"] as number);
    const alice =
      proposers.filter((proposer) => proposer === Math.min(...proposers)).length / proposers.length;
    expect(Math.abs(alice - 0.6)).toBeLessThan(2.576 * Math.sqrt(0.24 / proposers.length));
  });

  test("the genesis block is at height 0, at the start", () => {
    const { events } = simulate({ world: [nakamoto()], until: "1d" });
    const block = events.find(({ name }) => name === "block")!;
    expect(block.t).toBe(0);
    expect(block.payload).toMatchObject({ height: 0, count: 1, seconds: 0 });
  });

  test("batches that straddle a retarget are refused", () => {
    expect(() =>
      simulate({ world: [nakamoto({ blocksPerEvent: 100 })], until: "1d" }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [OrreryError: consensus/nakamoto cannot take blocks in batches that straddle a retarget.

        blocksPerEvent 100
        retargetInterval 2016

      Choose a blocksPerEvent that divides retargetInterval.]
    `);
  });

  test("a retarget period that whole seconds cannot measure is refused", () => {
    expect(() =>
      simulate({ world: [nakamoto({ blockTime: 1, retargetInterval: 2, blocksPerEvent: 1 })], until: "1d" }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [OrreryError: consensus/nakamoto cannot measure a retarget period that short: the timestamps of blocks are whole seconds.

        blockTime 1 s, retargetInterval 2 blocks

      Let the two make 4 s or more.]
    `);
  });
});

describe("retarget", () => {
  test("the target follows Bitcoin's rule: 2,015 gaps over two weeks, in compact form", () => {
    const outcome = simulate({
      world: [nakamoto({ blocksPerEvent: 1, initialHashrate: 7_158_388 * 10 })],
      until: "15d",
    });
    const blocks = outcome.events.filter(({ name }) => name === "block");
    const timespan = Math.floor(blocks[2015]!.t - blocks[0]!.t);
    // Difficulty 10 in compact form, then target × timespan / 1,209,600 with three bytes of mantissa kept.
    const before = (1n << 256n) / (71_583_880n * 600n);
    const target = truncated((truncated(before) * BigInt(timespan)) / 1_209_600n);
    const difficulty = Number(0xffffn << 208n) / Number(target);
    expect(outcome.run.atEnd["chain.difficulty"]).toBeCloseTo(difficulty, 9);
  });

  test("the first target fits the first hashrate", () => {
    const { run } = simulate({ world: [nakamoto({ initialHashrate: 7_158_388 * 16 })], until: "1d" });
    expect(run.atEnd["chain.difficulty"]).toBeCloseTo(16, 3);
  });

  test("a difficulty too low by a factor of 16 rises in two steps of four", () => {
    const recorded = recordedDifficulty({
      recorded: inlineTable({ first_height: [2016], difficulty: [16] }),
    });
    const { run } = simulate({
      world: [nakamoto({ initialHashrate: 7_158_388, blocksPerEvent: 144 }), recorded],
      until: "6d",
    });
    const steps = [...new Set(run.series["chain.difficulty"])];
    expect(steps[0]).toBeCloseTo(1, 4);
    expect(steps[1]).toBeCloseTo(4, 3);
    expect(Math.abs(Math.log(steps[2]! / 16))).toBeLessThan(4 / Math.sqrt(2015));
  });

  /** Three bytes of mantissa, the first below 0x80. */
  function truncated(target: bigint): bigint {
    let size = Math.ceil(target.toString(2).length / 8);
    if (target >> BigInt(8 * size - 1) === 1n) size++;
    const low = BigInt(8 * (size - 3));
    return (target >> low) << low;
  }
});

describe("stale rate", () => {
  test("two equal miners: one of them finds a block while the other's travels", () => {
    // h = ½: ½ × (½/T)/(½/T + 1/d), twice.
    expect(staleRate([0.5, 0.5], 600, 10)).toBeCloseTo(0.5 / 600 / (0.5 / 600 + 1 / 10), 12);
  });

  test("a lone miner races nobody", () => expect(staleRate([1], 600, 10)).toBe(0));

  test("many small miners lose d/T, the share of time that a block is under way", () => {
    expect(staleRate(new Array(10_000).fill(1e-4), 600, 6)).toBeCloseTo(0.01, 5);
  });
});

describe("miners who enter and leave", () => {
  const economy = (until: string, params = {}) =>
    simulate({
      world: [
        genesis(),
        fixedPrice({ price: 2 }),
        fixed({ tokensPerDay: 10_000, split: { security: 1 } }),
        nakamoto({
          blocksPerEvent: 144,
          economics: true,
          initialHashrate: 1e15,
          adjustment: "14d",
          incomeHalfLife: "3d",
          ...params,
        }),
      ],
      until,
    });

  test("hashrate settles where income covers electricity and hardware", () => {
    const { run } = economy("2y");
    // 20,000 USD a day over (17.5 J/TH × 0.05 USD/kWh / 3.6e6 J/kWh + 16 USD/TH/s / 3 y) × 86,400 s.
    const usdPerTerahash = (17.5 * 0.05) / 3.6e6 + 16 / (3 * 31_536_000);
    expect(run.atEnd["chain.hashrate"]! / ((20_000 / usdPerTerahash / 86_400) * 1e12)).toBeCloseTo(1, 3);
    expect(run.atEnd["chain.securityBudgetUsd"]).toBeCloseTo(20_000, 6);
  });

  test("a majority costs its machines, or for an hour what the chain earns in one (Budish 2018)", () => {
    const { atEnd } = economy("2y").run;
    expect(
      atEnd["chain.attackCostUsd[majority hardware]"]! / ((atEnd["chain.hashrate"]! / 1e12) * 16),
    ).toBeCloseTo(1, 12);
    expect(atEnd["chain.attackCostUsd[majority rental]"]! / (20_000 / 24)).toBeCloseTo(1, 3);
  });

  test("miners pay the world what they earn, and keep no profit in the long run", () => {
    const { run } = economy("2y");
    const paid = run.flows.filter(
      ({ from, to, asset }) => from === "miners" && to === "world" && asset === "usd",
    );
    expect(new Set(paid.map(({ kind }) => kind))).toEqual(new Set(["electricity", "hardware"]));
    const last = paid.filter(({ period }) => period === 23).reduce((sum, { value }) => sum + value, 0);
    expect(last / (30 * 20_000)).toBeCloseTo(1, 2);
  });

  test("hashrate that does not earn its electricity switches off within the day", () => {
    const outcome = economy("4d", { initialHashrate: 1e19 });
    // 20,000 USD a day over electricity alone.
    expect(
      outcome.run.atEnd["chain.hashrate"]! / ((20_000 / ((17.5 * 0.05) / 3.6e6) / 86_400) * 1e12),
    ).toBeLessThanOrEqual(1.0001);
  });

  test("energy is hashrate × J/TH × time", () => {
    const { run } = simulate({ world: [nakamoto({ initialHashrate: 1e15 })], until: "10d" });
    const joules = run.series["chain.joules"]!.reduce((sum, value) => sum + value, 0);
    expect(joules / (1000 * 17.5 * 864_000)).toBeCloseTo(1, 2);
  });

  test("several miners share what security is paid and each pays its own bills", () => {
    const outcome = economy("60d", { hashrate: { alice: 3, bob: 1 } });
    const { chart, ledger } = outcome.simulation;
    expect(ledger.balance(chart.asset("token"), chart.account("rewards/security"))).toBeLessThanOrEqual(
      10_000,
    );
    const { electricity } = stateOf(outcome, "consensus/nakamoto");
    for (const owed of electricity) expect(owed).toBeLessThan(1);
  });
});

test("tips, subsidies and emission all count as income", () => {
  const { run } = simulate({
    world: [
      nakamoto({ asset: "token", blocksPerEvent: 144 }),
      halving({ subsidy: 10 }),
      fixedPrice({ price: 3 }),
    ],
    until: "100d",
  });
  expect(run.summary["chain.securityBudgetUsd"]! / (144 * 10 * 3)).toBeCloseTo(1, 1);
});

test("the example runs", () => {
  expect(runExample(nakamoto.mechanism).run.atEnd["chain.blocks"]).toBeGreaterThan(0);
});

test("a chain that its miners have left stands still, and the run goes on", () => {
  const { run } = simulate({
    world: [
      nakamoto({ blocksPerEvent: 2016, initialHashrate: 1e15, economics: true, incomeHalfLife: "1d" }),
      genesis(),
      fixedPrice(),
    ],
    until: "2y",
  });
  expect(run.atEnd["chain.hashrate"]).toBeLessThan(1e10);
  expect(run.atEnd["chain.blocks"]).toBe(0);
});
