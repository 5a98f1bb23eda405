import fc from "fast-check";
import { expect, test } from "vitest";
import type { Use } from "../../../sim/model/mechanism.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { ORRERY } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";

/** What is issued at a rate is the floor of what is due, after any number of steps, in base units. */

const TREASURY = { split: { treasury: 1 } };

/** Base units of the token minted in so many days beside a genesis of `supply`. */
function minted(decimals: number, days: number, supply: number | string, ...world: Use[]): bigint {
  const scenario = {
    title: "rates",
    until: `${days}d`,
    assets: { token: { decimals } },
    world: [{ mechanism: "issuance/genesis", params: { supply } }, ...world],
  };
  const resolved = resolve(scenario, ORRERY, { name: "rates" });
  const simulation = new Simulation(resolved, ORRERY, {
    design: "base",
    replication: 0,
    seed: 1,
    claims: "event",
  });
  simulation.finish();
  return simulation.ledger.mintedUnits(simulation.chart.asset("token"));
}

test("issuance/fixed mints the floor of days × rate, for any decimals of the rate and the asset", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 24n }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 18 }),
      fc.integer({ min: 1, max: 40 }),
      (digits, places, decimals, days) => {
        const rate = { tokensPerDay: `${digits}e-${places}`, ...TREASURY };
        fc.pre(Number(digits) * 10 ** (decimals - places) < 1e26);
        const due = (digits * BigInt(days) * 10n ** BigInt(decimals)) / 10n ** BigInt(places);
        expect(minted(decimals, days, 0, { mechanism: "issuance/fixed", params: rate })).toBe(due);
      },
    ),
    { seed: PROPERTY_SEED, numRuns: 40 },
  );
});

test("issuance/damped carries what is below a base unit", () => {
  const params = { emissionPerDay: 0.3, yearlyDamping: 1, ...TREASURY };
  expect(minted(0, 10, 0, { mechanism: "issuance/damped", params })).toBe(3n);
  expect(minted(0, 400, 0, { mechanism: "issuance/damped", params })).toBe(120n);
});

test("issuance/bonded-ratio mints a tenth in a year of a hundred indivisible tokens", () => {
  const params = { ...TREASURY, inflation: 0.1, leastInflation: 0.1, mostInflation: 0.1 };
  // Simple interest on a supply that grows: between 10 and e^0.1 − 1 = 10.5 %; the SDK's rule, cut off, mints none.
  expect(minted(0, 365, 100, { mechanism: "issuance/bonded-ratio", params })).toBe(10n);
});

test("consensus/slot-pos pays its rewards in whole tokens where the token has no decimals", () => {
  const params = { slotsPerBlock: 50, missRate: 0 };
  const whole = minted(0, 60, 1_000_000, { mechanism: "consensus/slot-pos", params });
  const fine = minted(9, 60, 1_000_000, { mechanism: "consensus/slot-pos", params });
  const tokens = Number(fine) / 1e9;
  // Rewards are staked, so that both grow alike; a batch that waits for a whole token is at most one behind a day.
  expect(tokens).toBeGreaterThan(100);
  expect(Math.abs(Number(whole) - tokens)).toBeLessThan(0.01 * tokens + 1);
});
