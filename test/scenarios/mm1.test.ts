import quantileOfT from "@stdlib/stats-base-dists-t-quantile";
import { expect, test } from "vitest";
import scenario from "../../scenarios/mm1.ts";
import { mmc } from "../../sim/formulas/queues.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { brokenExpectations } from "../experiment/broken.ts";

const queue = (demand: object, servers = 1): Use[] => [
  { mechanism: "demand/poisson", params: demand },
  { mechanism: "supply/servers", params: { servers } },
];

/** A measure's summary in replications, as mean and half the width of its 99 % interval. */
function interval(world: Use[], measure: string, replications: number): { mean: number; half: number } {
  const resolved = resolve({ title: "queue", until: 100_000, warmUp: 2_000, world }, ORRERY);
  const values = Array.from(
    { length: replications },
    (_, replication) => run(resolved, ORRERY, { design: "base", replication }).summary[measure]!,
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / replications;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (replications - 1);
  return { mean, half: quantileOfT(0.995, replications - 1) * Math.sqrt(variance / replications) };
}

function expectCovered({ mean, half }: { mean: number; half: number }, theory: number): void {
  expect(half / theory, "the interval is narrow").toBeLessThan(0.05);
  expect(Math.abs(mean - theory), `${mean} ± ${half} against ${theory}`).toBeLessThanOrEqual(half);
}

test("Little's law holds to 1e-9 once every customer has left", () => {
  for (const servers of [1, 3]) {
    const demand = { arrivalRate: 0.9, meanService: servers, customers: 20_000 };
    const resolved = resolve({ title: "queue", until: 40_000, world: queue(demand, servers) }, ORRERY);
    const { summary } = run(resolved, ORRERY, { design: "base" });
    expect(summary["customers.served"]).toBe(20_000);
    const arrivalRate = 20_000 / 40_000;
    const little = arrivalRate * summary["customers.stay"]!;
    expect(Math.abs(summary["customers.inSystem"]! / little - 1)).toBeLessThan(1e-9);
  }
});

test("M/M/4 has as many in the system as Erlang C says", () => {
  const theory = mmc(3.2, 1, 4);
  expectCovered(interval(queue({ arrivalRate: 3.2 }, 4), "customers.inSystem", 10), theory.numberInSystem);
});

test("servers are busy for the load over their number", () => {
  const demand = { arrivalRate: 1.5, meanService: 1.2 };
  expectCovered(interval(queue(demand, 3), "servers.utilisation", 8), (1.5 * 1.2) / 3);
});

test("the wait of M/M/1 is exponential beyond zero: its median and 95 % quantile are those of theory", () => {
  // P(wait > t) = ρ exp(−(1 − ρ) t); the histogram's bins are 3.2 % wide.
  const load = 0.8;
  const quantile = (share: number) => -Math.log((1 - share) / load) / (1 - load);
  const { mean: median } = interval(queue({ arrivalRate: load }), "customers.waitP50", 12);
  const { mean: tail } = interval(queue({ arrivalRate: load }), "customers.waitP95", 12);
  expect(median / quantile(0.5)).toBeCloseTo(1, 1);
  expect(tail / quantile(0.95)).toBeCloseTo(1, 1);
});

test("two sources and two stations go on each with their own", () => {
  const world: Use[] = [
    { mechanism: "demand/poisson", params: { arrivalRate: 0.3, customers: 1_000 } },
    { mechanism: "demand/poisson", as: "more", params: { arrivalRate: 0.2, customers: 500 } },
    { mechanism: "supply/servers", params: {} },
    { mechanism: "supply/servers", as: "fast", params: { servers: 100 } },
  ];
  const { summary } = run(resolve({ title: "two", until: "10d", world }, ORRERY), ORRERY, { design: "base" });
  expect(summary["customers.arrived"]).toBe(1_000);
  expect(summary["customers.arrived[more]"]).toBe(500);
  expect(summary["customers.served"]).toBe(1_500);
  expect(summary["customers.served[fast]"]).toBe(1_500);
  expect(summary["customers.wait[fast]"]).toBe(0);
});

test("a line of many customers is served in the order of arrival", () => {
  const world = queue({ arrivalRate: 1_000, meanService: 0.01, squaredVariation: 0, customers: 5_000 });
  const { summary } = run(resolve({ title: "rush", until: 3_600, world }, ORRERY), ORRERY, {
    design: "base",
  });
  // Customer k leaves at about k × 0.01 s and came at about k × 0.001 s: the mean wait is 0.009 × 2499.5 s.
  expect(summary["customers.wait"]! / (0.009 * 2_499.5)).toBeCloseTo(1, 1);
  expect(summary["customers.served"]).toBe(5_000);
});

test("the scenario keeps all that it expects", () => {
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "mm1", until: "2d" });
  const runs = resolved.designs.map(({ name }) => run(resolved, catalogue, { design: name }));
  expect(brokenExpectations(resolved, runs)).toEqual([]);
});
