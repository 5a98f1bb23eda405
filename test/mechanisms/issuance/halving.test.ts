import { describe, expect, test } from "vitest";
import { nakamoto } from "../../../sim/mechanisms/consensus/nakamoto.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { halving } from "../../../sim/mechanisms/issuance/halving.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

const BITCOIN = { btc: { decimals: 8 } };

describe("Bitcoin's schedule", () => {
  const world = (interval: number) => [
    nakamoto({ asset: "btc", blockTime: 1, blocksPerEvent: 2016, initialHashrate: 1e12 }),
    halving({ asset: "btc", interval }),
  ];

  test("210,000 / 1000 blocks an era issue a thousandth of 2,099,999,997,690,000 satoshi", () => {
    const { simulation } = simulate({ world: world(210), until: 20_000, assets: BITCOIN });
    expect(simulation.ledger.supplyUnits(simulation.chart.asset("btc"))).toBe(2_099_999_997_690_000n / 1000n);
  });

  test("the subsidy of the next block halves with the era", () => {
    const { run } = simulate({ world: world(2016), until: 9000, assets: BITCOIN });
    const subsidies = [...new Set(run.series["issuance.subsidy"])];
    expect(subsidies.slice(0, 4)).toEqual([50, 25, 12.5, 6.25].slice(0, subsidies.length));
    expect(subsidies.length).toBeGreaterThan(3);
  });
});

test("a batch across a halving is paid block by block", () => {
  const { simulation, events } = simulate({
    world: [nakamoto({ blocksPerEvent: 144 }), halving({ interval: 100 })],
    until: "1.2d",
  });
  expect(events.filter(({ name }) => name === "block").length).toBe(1);
  expect(simulation.ledger.supplyUnits(simulation.chart.asset("token"))).toBe(
    100n * 50_000_000_000n + 44n * 25_000_000_000n,
  );
});

test("a split hands out every unit", () => {
  const { simulation } = simulate({
    world: [
      genesis({ supply: 1 }),
      nakamoto(),
      halving({ subsidy: 1e-9, split: { proposer: 1, treasury: 1 } }),
    ],
    until: "1d",
  });
  const { chart, ledger } = simulation;
  // One unit cannot be halved: it goes to the first in the order of recipients.
  expect(ledger.mintedUnits(chart.asset("token"))).toBe(
    ledger.units(chart.asset("token"), chart.account("rewards/security")),
  );
});

test("recipients who cannot be paid are named", () => {
  expect(() =>
    simulate({ world: [nakamoto(), halving({ split: { miners: 1 } })] }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [OrreryError: issuance/halving cannot split its emission to "miners".

      It can split to proposer, providers, security, treasury.]
  `);
});

test("the example runs", () => {
  expect(runExample(halving.mechanism).run.atEnd["issuance.subsidy"]).toBeLessThan(1);
});
