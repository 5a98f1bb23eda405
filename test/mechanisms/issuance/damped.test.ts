import { expect, test } from "vitest";
import { damped } from "../../../sim/mechanisms/issuance/damped.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

test("the first year pays 9,126,804 RENDER, the second 0.945 of that", () => {
  const { run } = simulate({ world: [genesis(), damped({ split: { treasury: 1 } })], until: "730d" });
  const minted = run.series["ledger.minted[token]"]!;
  const year = (first: number) => minted.slice(first, first + 365).reduce((sum, value) => sum + value, 0);
  expect(year(0)).toBeCloseTo(9_126_804, 3);
  expect(year(365)).toBeCloseTo(9_126_804 * 0.945, 3);
});

test("the example runs", () => {
  expect(runExample(damped.mechanism).run.summary["ledger.minted[token]"]).toBeGreaterThan(0);
});
