import { expect, test } from "vitest";
import { nakamoto } from "../../../sim/mechanisms/consensus/nakamoto.ts";
import { fixed } from "../../../sim/mechanisms/issuance/fixed.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

test("ten days of ten million units, split 2 : 1 by the largest remainder each day", () => {
  const { chart, ledger } = simulate({
    world: [
      genesis({ allocation: { holders: 1 } }),
      nakamoto(),
      fixed({ tokensPerDay: 0.01, split: { security: 2, treasury: 1 } }),
    ],
    until: "10d",
  }).simulation;
  const token = chart.asset("token");
  expect(ledger.mintedUnits(token)).toBe(100_000_000n);
  // A day: 6,666,666.67 and 3,333,333.33 units; the odd one goes to the larger remainder.
  expect(ledger.units(token, chart.account("rewards/security"))).toBe(66_666_670n);
  expect(ledger.units(token, chart.account("treasury"))).toBe(33_333_330n);
});

test("an emission by the day cannot go to a proposer", () => {
  expect(() => simulate({ world: [nakamoto(), fixed({ split: { proposer: 1 } })] })).toThrow(
    'issuance/fixed cannot split its emission to "proposer".',
  );
});

test("the example runs", () => {
  expect(runExample(fixed.mechanism).run.summary["ledger.minted[token]"]).toBe(1_000_000);
});
