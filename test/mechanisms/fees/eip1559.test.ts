import { describe, expect, test } from "vitest";
import { baseFeePerGas } from "../../../sim/formulas/base-fee.ts";
import { slotPos } from "../../../sim/mechanisms/consensus/slot-pos.ts";
import { capacity } from "../../../sim/mechanisms/execution/capacity.ts";
import { eip1559 } from "../../../sim/mechanisms/fees/eip1559.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { fixedPrice, type Outcome, runExample, simulate, stateOf } from "../consensus/small-world.ts";

/** 2.5 million gas a second: 30 million in a slot of 12 s, with a target of half of that. */
const EXECUTION = capacity({ cores: 1, gasPerSecondPerCore: 2_500_000 });

interface Settings {
  fees?: object;
  chain?: object;
  users?: number;
  until?: string | number;
}

const network = ({ fees = {}, chain = {}, users = 0.5, until = "1d" }: Settings): Outcome =>
  simulate({
    world: [
      genesis({ supply: 1e9, allocation: { holders: 1 - users, users } }),
      slotPos({ rewards: "none", missRate: 0, ...chain }),
      EXECUTION,
      eip1559({ tip: 0, ...fees }),
    ],
    until,
  });

const burned = ({ simulation: { chart, ledger } }: Outcome): bigint =>
  ledger.burnedUnits(chart.asset("token"));
const stateOfFees = (outcome: Outcome) => stateOf(outcome, "fees/eip1559");

describe("the rule", () => {
  test("full blocks raise the base fee by an eighth each, to the unit", () => {
    const outcome = network({ fees: { elasticity: 0, backgroundGasPerSecond: 1e9 }, until: 120 });
    let fee = 1_000_000_000n;
    let paid = 0n;
    for (let block = 0; block < 10; block++) {
      paid += fee * 30_000_000n;
      fee = baseFeePerGas({ parentBaseFee: fee, parentGasUsed: 30_000_000n, parentGasLimit: 30_000_000n });
    }
    expect(BigInt(stateOfFees(outcome).baseFee)).toBe(fee);
    // From 10^-18 tokens to the ledger's 10^-9, within half a unit a block.
    expect(Math.abs(Number(burned(outcome)) - Number(paid) / 1e9)).toBeLessThanOrEqual(5);
  });

  test("empty blocks lower it by an eighth, down to the last 7 units", () => {
    const outcome = network({ fees: { backgroundGasPerSecond: 0 }, until: "1d" });
    expect(stateOfFees(outcome).baseFee).toBe(7);
    expect(burned(outcome)).toBe(0n);
  });

  test("batches of 50 take the same steps as blocks one by one", () => {
    const [one, fifty] = [1, 50].map((slotsPerBlock) =>
      network({
        chain: { slotsPerBlock },
        fees: { elasticity: 0.7, backgroundGasPerSecond: 3e6 },
        until: 12_000,
      }),
    );
    expect(stateOfFees(fifty!).baseFee).toBe(stateOfFees(one!).baseFee);
    expect(stateOfFees(fifty!).gasUsed).toBe(stateOfFees(one!).gasUsed);
    expect(Math.abs(Number(burned(fifty!) - burned(one!)))).toBeLessThan(1000);
  });
});

describe("demand", () => {
  test("the base fee settles where users ask for the target: reference × (background / target)^(1/elasticity)", () => {
    for (const elasticity of [0.5, 1, 2]) {
      const { run } = network({
        fees: { elasticity, backgroundGasPerSecond: 2.5e6, referenceUsdPerGas: 1e-8, tip: 0 },
        chain: { slotsPerBlock: 50 },
      });
      // Without a price a token counts as a dollar; the target is 1.25 million gas a second.
      expect(run.atEnd["chain.baseFee"]! / (10 * 2 ** (1 / elasticity))).toBeCloseTo(1, 4);
      expect(run.summary["chain.gasUsed"]! / (1.25e6 * 86_400)).toBeCloseTo(1, 1);
    }
  });

  test("users value gas in USD: at twice the price the fee in tokens is half", () => {
    const fee = (price: number) =>
      simulate({
        world: [
          genesis({ supply: 1e9, allocation: { users: 1 } }),
          fixedPrice({ price }),
          slotPos({ rewards: "none", slotsPerBlock: 50 }),
          EXECUTION,
          eip1559({ tip: 0, referenceUsdPerGas: 1e-8 }),
        ],
      }).run.atEnd["chain.baseFee"]!;
    expect(fee(2) / fee(1)).toBeCloseTo(0.5, 3);
  });

  test("transactions a second are gas over gas a transaction", () => {
    const { run } = network({
      fees: { gasPerTransaction: 25_000, referenceUsdPerGas: 1e-8 },
      chain: { slotsPerBlock: 50 },
      until: "10d",
    });
    expect(run.summary["chain.tps"]! * 25_000 * 864_000).toBeCloseTo(
      stateOfFees(network({ fees: { referenceUsdPerGas: 1e-8 }, chain: { slotsPerBlock: 50 }, until: "10d" }))
        .gasUsed,
      -3,
    );
  });

  test("users who run out of tokens are not served, and never overdraw", () => {
    const outcome = network({
      fees: { elasticity: 0, backgroundGasPerSecond: 1e6, initialBaseFee: 1e-6 },
      users: 1e-8,
      until: 600,
    });
    expect(stateOfFees(outcome).unserved).toBeGreaterThan(0);
    const { chart, ledger } = outcome.simulation;
    expect(ledger.balance(chart.asset("token"), chart.account("users"))).toBeLessThan(1);
  });
});

describe("money", () => {
  test("what users pay is burned or reaches the proposer, to the unit", () => {
    const { simulation } = network({ fees: { tip: 2e-9, referenceUsdPerGas: 1e-8 } });
    const { chart, ledger } = simulation;
    const token = chart.asset("token");
    const tips =
      ledger.units(token, chart.account("rewards/security")) +
      ledger.units(token, chart.account("consensus/slot-pos.stake"));
    const staked = 280_000_000_000_000_000n;
    expect(500_000_000_000_000_000n - ledger.units(token, chart.account("users"))).toBe(
      ledger.burnedUnits(token) + tips - staked,
    );
    expect(tips).toBeGreaterThan(staked);
  });

  test("users buy the tokens of a week of fees with USD from outside", () => {
    const { simulation, run } = simulate({
      world: [
        genesis({ supply: 1e9, allocation: { holders: 1 } }),
        fixedPrice({ price: 2 }),
        slotPos({ rewards: "none", slotsPerBlock: 50 }),
        EXECUTION,
        eip1559({ referenceUsdPerGas: 1e-7, tip: 0 }),
      ],
      until: "60d",
    });
    const { chart, ledger } = simulation;
    const weekly = (run.atEnd["chain.feesBurned"]! / 0.6) * 7;
    expect(ledger.balance(chart.asset("token"), chart.account("users")) / weekly).toBeCloseTo(1, 1);
    expect(run.atEnd["chain.gasUnserved"]).toBe(0);
    expect(
      run.flows.some(({ from, to, kind }) => from === "world" && to === "users" && kind === "fee tokens"),
    ).toBe(true);
  });
});

test("the example runs", () => {
  expect(runExample(eip1559.mechanism).run.summary["chain.tps"]).toBeGreaterThan(0);
});
