import { expect, test } from "vitest";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

test("the opening supply is allotted to the last unit and stands in the opening balance", () => {
  const { run, simulation } = simulate({
    world: [genesis({ supply: 100, allocation: { holders: 1, treasury: 1, users: 1 } })],
  });
  const { chart, ledger } = simulation;
  const token = chart.asset("token");
  expect(ledger.supplyUnits(token)).toBe(100_000_000_000n);
  expect(ledger.units(token, chart.account("holders"))).toBe(33_333_333_334n);
  expect(ledger.sector(chart.account("issuance/genesis.allotted[users]"))).toBe("users");
  expect(run.balances.map(({ sector, opening }) => [sector, opening])).toEqual([
    ["holders", 33_333_333_334n],
    ["treasury", 33_333_333_333n],
    ["users", 33_333_333_333n],
  ]);
  expect(run.flows).toEqual([]);
});

test("the example runs", () => {
  expect(runExample(genesis.mechanism).run.atEnd["ledger.supply[token]"]).toBe(1e9);
});
