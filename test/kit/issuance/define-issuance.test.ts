import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogueOf, defineIssuance, defineScenario, fields, splitField } from "../../../sim/index.ts";
import type { Use } from "../../../sim/model/mechanism.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";

/** Dogecoin's, as somebody writes it in a scenario of their own. */
const constant = defineIssuance({
  name: "own/constant",
  summary: "Pays each block the same.",
  source: "dogecoin/dogecoin src/dogecoin.cpp, from block 600,000",
  params: {
    perBlock: fields.tokens({ role: "rate", default: 10_000, doc: "Of a block.", source: "dogecoin" }),
  },
  split: splitField({ proposer: 1 }, "Dogecoin"),
  each: "block",
  due: ({ params }, { rate }) => rate(params.perBlock),
  mints: ({ perBlock }, { sum }) => Number(perBlock) * sum("blocks"),
});

/** Learns, and pays by the supply: what a day brings is a tenth of the supply after so many days. */
const learning = defineIssuance({
  name: "own/learning",
  summary: "Pays a tenth of the supply from the third day on.",
  source: "tests",
  params: {},
  split: splitField({ treasury: 1 }, "tests"),
  each: "day",
  init: () => ({ days: 0 }),
  advance: ({ state }) => void state.days++,
  due: ({ state }, { supply }) => (state.days < 3 ? 0n : { numerator: supply, denominator: 10n }),
  mints: () => 1e6,
});

function simulation(decimals: number, until: string | number, ...world: Use[]): Simulation {
  const scenario = defineScenario({
    title: "own issuance",
    until,
    assets: { token: { decimals } },
    world: [
      { mechanism: "issuance/genesis", params: { supply: 1_000, allocation: { holders: 1 } } },
      ...world,
    ],
  });
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue);
  return new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1, claims: "event" });
}
const chain = (slotsPerBlock: number): Use => ({
  mechanism: "consensus/slot-pos",
  params: { rewards: "none", slotTime: 60, slotsPerBlock, missRate: 0, initialBondedRatio: 0, churn: 0 },
});
const minted = (run: Simulation): bigint => {
  run.finish();
  return run.ledger.mintedUnits(run.chart.asset("token"));
};

describe("an issuance of one's own", () => {
  test("a year of Dogecoin's blocks is 5,256,000,000, in any batches", () => {
    expect(minted(simulation(8, "365d", chain(1440), constant()))).toBe(5_256_000_000n * 10n ** 8n);
    expect(minted(simulation(8, 6_000, chain(7), constant()))).toBe(98n * 10_000n * 10n ** 8n);
  });

  test("pays the floor of blocks × rate, for any digits of the rate and decimals of the asset", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.integer({ min: 0, max: 18 }),
        fc.integer({ min: 0, max: 18 }),
        fc.integer({ min: 1, max: 30 }),
        (digits, places, decimals, blocks) => {
          const due = (digits * BigInt(blocks) * 10n ** BigInt(decimals)) / 10n ** BigInt(places);
          fc.pre(due < 10n ** 28n);
          const use = constant({ perBlock: `${digits}e-${places}` });
          expect(minted(simulation(decimals, 60 * blocks, chain(1), use))).toBe(due);
        },
      ),
      { seed: PROPERTY_SEED, numRuns: 30 },
    );
  });

  test("a rule sees the supply as it grows, and carries what is below a unit", () => {
    // 1000, then a tenth each of days 3, 4, 5: 100, 110, 121; of the sixth 133.1, of the seventh 146.4 + 0.1.
    expect(minted(simulation(0, "5d", learning()))).toBe(331n);
    expect(minted(simulation(0, "7d", learning()))).toBe(331n + 133n + 146n);
  });

  test("goes on after a snapshot as if there had been none", () => {
    const begun = () => simulation(3, "9d", learning(), chain(100), constant({ perBlock: "0.00003" }));
    const whole = begun();
    const cut = begun();
    cut.runTo({ time: 4.5 * 86_400 });
    expect(cut.fork().finish().digest).toBe(whole.finish().digest);
  });

  test("stands in a design twice", () => {
    const twice = simulation(0, 600, chain(1), constant({ perBlock: 1, split: { treasury: 1 } }), {
      ...constant({ perBlock: 2, split: { treasury: 1 } }),
      as: "second",
    });
    expect(minted(twice)).toBe(30n);
  });
});

test("error: a split that pays proposers where days are paid", () => {
  expect(() => simulation(0, "1d", learning({ split: { proposer: 1 } }))).toThrow(
    'own/learning cannot split its emission to "proposer".',
  );
});
