import { describe, expect, test } from "vitest";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { estimateOf } from "../../sim/scenario/estimate.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { lines, refusal, use } from "./problems.ts";

const poisson = (params: object) => ({ mechanism: "demand/poisson", params });

describe("a scenario that would take days is refused before it begins", () => {
  test("by the parameter that makes it so, what would fit, and what to do all the same", () => {
    // 10^6 a second for 10 days: 8.64 × 10^11 customers.
    expect(refusal({ world: [poisson({ arrivalRate: 1e6 })] })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  demand/poisson › arrivalRate",
        "    About 860,000,000,000 events come of 1000000 1/s in 10 d. A run may have 100,000,000 events. With 110 1/s, or a horizon of 1 min 39 s it would be few enough. --allow-long runs it all the same.",
      ),
    );
  });

  test("by the horizon where no parameter is far from its default", () => {
    expect(refusal({ world: [poisson({})], until: "100y" })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  until",
        "    About 2,500,000,000 events come of 36500 d. A run may have 100,000,000 events. With a horizon of 1388 d 21 h it would be few enough. --allow-long runs it all the same.",
      ),
    );
  });

  test("in the design that it stands in, and in the branch that makes it so", () => {
    const designs = { few: [poisson({})], many: [poisson({ arrivalRate: 1e5 })] };
    expect(refusal({ world: [], designs })).toContain('designs["many"] › demand/poisson › arrivalRate');
    const branches = { at: "1d", as_it_was: {}, crowd: { set: { "demand/poisson.arrivalRate": 1e5 } } };
    expect(refusal({ world: [poisson({})], branches })).toContain(
      'branches › "crowd" › demand/poisson › arrivalRate',
    );
  });

  test("not where somebody has the time", () => {
    expect(refusal({ world: [poisson({ arrivalRate: 1e6 })] }, { allowLong: true })).toBeUndefined();
  });

  test.each([
    [{ mechanism: "supply/cohorts", params: { providers: 10_000, mtbf: "1h" } }, "supply/cohorts › mtbf"],
    [{ mechanism: "supply/cohorts", params: { providers: 1e6 } }, "supply/cohorts › providers"],
    [{ mechanism: "consensus/nakamoto", params: { blockTime: 0.1 } }, "consensus/nakamoto › blockTime"],
    [{ mechanism: "consensus/slot-pos", params: { slotTime: 0.01 } }, "consensus/slot-pos › slotTime"],
  ])("%o", (given, path) => {
    expect(refusal({ world: [given], until: "1y" })).toContain(`  ${path}\n`);
  });
});

test("machines that would not fit into memory are refused by how much they would take", () => {
  const machines = inlineTable({
    provider: ["alice"],
    count: [10_000_000],
    gpus: [8],
    kind: ["A100"],
    memory_gb: [80],
    throughput: [1],
    region: ["US"],
    usd_per_gpu_hour: [1],
  });
  expect(refusal({ world: [{ mechanism: "supply/fleet", params: { machines } }], until: "1d" })).toMatch(
    /supply\/fleet\n {4}About 6 GB of memory .* A run may have 4 GB of memory\./,
  );
});

test("tokens that the ledger could not count are refused with the number that it can", () => {
  const world = [
    { mechanism: "consensus/nakamoto", params: {} },
    { mechanism: "issuance/fixed", params: { tokensPerDay: 1e10, split: { treasury: 1 } } },
  ];
  const refused = refusal({ world, assets: { token: { decimals: 18 } } });
  expect(refused).toBe(
    lines(
      "test has 1 problem.",
      "",
      "  assets › token",
      "    About 100,000,000,000 token are minted in 10 d, most of them by issuance/fixed; with 18 decimals the ledger counts up to 79,000,000,000. Take fewer decimals, or mint less.",
    ),
  );
  expect(refusal({ world, assets: { token: { decimals: 18 } } }, { allowLong: true })).toBe(refused);
  expect(refusal({ world })).toBeUndefined();
});

test("mechanisms that say nothing count as nothing, and are named", () => {
  const emits = { ping: { doc: "A ping.", fields: {} } };
  const scenario: Scenario = {
    title: "test",
    until: "1y",
    world: [
      use({ emits }),
      use({
        name: "test/quiet",
      }),
      use({ name: "test/timer", emits, estimate: (_, { horizon }) => ({ events: { ping: horizon } }) }),
    ],
  };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "test" });
  const estimate = estimateOf(resolved.designs[0]!, catalogue, resolved);
  expect(estimate.byEvent["ping"]).toBe(365 * 86_400);
  expect(estimate.unknown).toEqual(["test/part"]);
});

test("what one event brings about counts through the whole chain", () => {
  const world = [poisson({ arrivalRate: 2 }), { mechanism: "supply/servers", params: {} }];
  const resolved = resolve({ title: "test", until: 1_000, world }, ORRERY, { name: "test" });
  expect(estimateOf(resolved.designs[0]!, ORRERY, resolved).byEvent).toEqual({
    customerArrived: 2_001,
    customerLeft: 2_001,
  });
});
