import { describe, expect, test } from "vitest";
import { slotPos } from "../../../sim/mechanisms/consensus/slot-pos.ts";
import { fixed } from "../../../sim/mechanisms/issuance/fixed.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { fixedPrice, meanWithin99, type Outcome, runExample, simulate } from "./small-world.ts";

const chain = (params: object, until: string | number = "1d", seed = 1): Outcome =>
  simulate({
    world: [genesis({ supply: 120_000_000, allocation: { holders: 1 } }), slotPos(params)],
    until,
    seed,
  });

describe("slots", () => {
  test("without misses there is a block every 12 s", () => {
    const { events, run } = chain({ missRate: 0 });
    const blocks = events.filter(({ name }) => name === "block");
    expect(blocks.length).toBe(7200);
    expect(blocks.map(({ t }) => t)).toEqual(blocks.map((_, slot) => 12 * (slot + 1)));
    expect(run.summary["chain.missedSlots"]).toBe(0);
  });

  test("50 slots at once agree with one at a time in mean and variance of blocks", () => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);
    const blocksOf = (slotsPerBlock: number) =>
      seeds.map((seed) => {
        const { simulation } = chain(
          { slotsPerBlock, missRate: 0.05, rewards: "none" },
          "0.25d",
          seed + 1000 * slotsPerBlock,
        );
        return (
          simulation.states.find(({ instance }) => instance === "consensus/slot-pos")!.state as {
            blocks: number;
          }
        ).blocks;
      });
    const [one, fifty] = [meanWithin99(blocksOf(1)), meanWithin99(blocksOf(50))];
    // 1,800 slots, each with a block by 0.95: binomial.
    expect(Math.abs(one.mean - 1710)).toBeLessThan(one.halfWidth + 1);
    expect(Math.abs(fifty.mean - 1710)).toBeLessThan(fifty.halfWidth + 1);
    const variance = 1800 * 0.95 * 0.05;
    const measured = [one, fifty].map(({ halfWidth }) => (halfWidth / 2.576) ** 2 * seeds.length);
    for (const value of measured)
      expect(Math.abs(value / variance - 1)).toBeLessThan(2.576 * Math.sqrt(2 / (seeds.length - 1)));
  });

  test("slots of empty batches pass to the next block", () => {
    const { events } = chain({ missRate: 0.5 });
    const blocks = events.filter(({ name }) => name === "block");
    expect(new Set(blocks.map(({ payload }) => payload["seconds"])).has(24)).toBe(true);
    const last = blocks.at(-1)!;
    expect(blocks.reduce((sum, { payload }) => sum + (payload["seconds"] as number), 0)).toBe(last.t);
  });

  test("proposers are drawn by stake", () => {
    const { events } = chain({ validators: { alice: 3, bob: 1 } });
    const proposers = events
      .filter(({ name }) => name === "block")
      .map(({ payload }) => payload["proposer"] as number);
    const alice =
      proposers.filter((proposer) => proposer === Math.min(...proposers)).length / proposers.length;
    expect(Math.abs(alice - 0.75)).toBeLessThan(2.576 * Math.sqrt(0.1875 / proposers.length));
  });
});

describe("rewards", () => {
  const at34Million = { initialBondedRatio: 34 / 120, missRate: 0, churn: 0, adjustment: "10000d" };

  test("34 million ETH staked earn 11,798,000,000 gwei an epoch: 969,574.39 ETH in a year of 365.25 days", () => {
    const { simulation } = chain({ ...at34Million, slotsPerBlock: 32 }, 225 * 384 - 1);
    const { chart, ledger } = simulation;
    const epochs = 224;
    expect(ledger.mintedUnits(chart.asset("token"))).toBe(11_798_000_000n * BigInt(epochs));
    expect((Number(ledger.mintedUnits(chart.asset("token"))) / epochs / 1e9) * 225 * 365.25).toBeCloseTo(
      969_574.39,
      1,
    );
  });

  test("a token of 18 decimals earns the same", () => {
    const { simulation } = simulate({
      world: [
        genesis({ supply: 120_000_000, allocation: { holders: 1 } }),
        slotPos({ ...at34Million, slotsPerBlock: 32 }),
      ],
      until: 384,
      assets: { token: { decimals: 18 } },
    });
    expect(simulation.ledger.mintedUnits(simulation.chart.asset("token"))).toBe(11_798_000_000_000_000_000n);
  });

  test("rewards shrink with the share of slots missed", () => {
    const { simulation, run } = chain({ ...at34Million, missRate: 0.2, slotsPerBlock: 32 }, 224 * 384);
    const share =
      Number(simulation.ledger.mintedUnits(simulation.chart.asset("token"))) / (11_798_000_000 * 224);
    expect(share).toBeCloseTo(1 - run.summary["chain.missedSlots"]!, 6);
  });

  test("twice the factor pays twice", () => {
    const minted = (baseRewardFactor: number) => {
      const { chart, ledger } = chain({ ...at34Million, baseRewardFactor }, "0.1d").simulation;
      return ledger.minted(chart.asset("token"));
    };
    expect(minted(128) / minted(64)).toBeCloseTo(2, 2);
  });

  test("the yield at 34 million ETH is 2.85 %", () => {
    const { run } = chain({ ...at34Million, slotsPerBlock: 225 }, "30d");
    expect(run.atEnd["chain.stakingYield"]).toBeCloseTo(0.0285, 3);
  });
});

describe("stake", () => {
  /** 3 % a year of 120 million, paid to security: the yield depends on the bonded ratio alone. */
  const world = (params: object, until: string) =>
    simulate({
      world: [
        genesis({ supply: 120_000_000, allocation: { holders: 1 } }),
        slotPos({ rewards: "none", slotsPerBlock: 225, ...params }),
        fixed({ tokensPerDay: (0.03 * 120e6) / 365, split: { security: 1 } }),
      ],
      until,
    });

  test("the bonded ratio settles where holders want it at the yield that it gives", () => {
    const { run } = world(
      {
        initialBondedRatio: 0.2,
        adjustment: "20d",
        yieldElasticity: 1,
        referenceBondedRatio: 0.3,
        referenceYield: 0.1,
        churn: 1,
      },
      "3y",
    );
    const [ratio, yearly] = [run.atEnd["chain.bondedRatio"]!, run.atEnd["chain.stakingYield"]!];
    expect(ratio / (0.3 * (yearly / 0.1))).toBeCloseTo(1, 1);
    // ratio² = 0.3 × 0.03 / 0.1, with the growth of supply in between.
    expect(ratio).toBeCloseTo(0.3, 1);
  });

  test("stake leaves no faster than the churn limit", () => {
    const { run } = world(
      { initialBondedRatio: 0.8, adjustment: "1d", referenceBondedRatio: 0.1, churn: 0.001 },
      "100d",
    );
    const ratios = run.series["chain.bondedRatio"]!;
    for (let day = 1; day < ratios.length; day++)
      expect(ratios[day]! / ratios[day - 1]!).toBeGreaterThan(0.998);
    expect(run.atEnd["chain.bondedRatio"]).toBeLessThan(0.78);
  });

  const market = (params: object) =>
    simulate({
      world: [
        genesis({ supply: 120_000_000 }),
        fixedPrice({ price: 2 }),
        slotPos({ slotsPerBlock: 225, ...params }),
      ],
      until: "100d",
    }).run;

  test("validators pay their electricity: 5,000 nodes × 65 W × 24 h × 0.15 USD/kWh a day", () => {
    const run = market({ soldShare: 0 });
    const paid = run.flows
      .filter(({ kind }) => kind === "electricity")
      .reduce((sum, { value }) => sum + value, 0);
    expect(paid / (100 * 5000 * 0.065 * 24 * 0.15)).toBeCloseTo(1, 1);
  });

  test("validators sell a share of their rewards and stake the rest", () => {
    const run = market({ soldShare: 0.4, nodes: 0 });
    const tokens = (kind: string, from: string, to: string) =>
      run.flows
        .filter(
          (flow) => flow.asset === "token" && flow.kind === kind && flow.from === from && flow.to === to,
        )
        .reduce((sum, { value }) => sum + value, 0);
    expect(tokens("swaps", "validators", "pool") / tokens("emission", "issuance", "validators")).toBeCloseTo(
      0.4,
      2,
    );
  });

  test("an attack costs a third of the stake at its price, or a half", () => {
    const run = market({});
    const circulating = run.atEnd["ledger.circulating[token]"]!;
    expect(
      run.atEnd["chain.attackCostUsd[third of stake]"]! /
        ((run.atEnd["chain.bondedRatio"]! * circulating * 2) / 3),
    ).toBeCloseTo(1, 9);
    expect(
      run.atEnd["chain.attackCostUsd[half of stake]"]! / run.atEnd["chain.attackCostUsd[third of stake]"]!,
    ).toBeCloseTo(1.5, 12);
  });
});

test("the example runs", () => {
  expect(runExample(slotPos.mechanism).run.atEnd["chain.blocks"]).toBeGreaterThan(0);
});
