import { expect, test } from "vitest";
import { perfectForesight } from "../../sim/experiment/foresight.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { numberColumn } from "../../sim/schema/table.ts";

const { scenario } = await loadScenario("flagship");
const catalogue = catalogueOf(scenario);
const design = "no token";
/** A tenth of the flagship's market for half a year, in steps of ten days. */
const small = (set: readonly string[] = []) => ({
  ...resolve(scenario, catalogue, {
    name: "flagship",
    until: "150d",
    designs: [design],
    set: ["demand/bootstrap-trace.replicas=2", "supply/cohorts.providers=16", ...set],
  }),
  sample: 864_000,
});

test("what owners foresee comes true when they act on it", () => {
  const market = small();
  const { path, converged, gap, gaps, iterations } = perfectForesight(market, catalogue, { design });
  expect(converged).toBe(true);
  expect(gaps).toHaveLength(iterations);
  const again = vary(market, catalogue, {
    "supply/cohorts.expectations": "perfect",
    "supply/cohorts.foresight": path,
  });
  const { series, summary } = run(again, catalogue, { design });
  expect(summary["providers.entered"]! + summary["providers.exited"]!).toBeGreaterThan(0);
  for (const [column, measure] of [
    ["usd_per_gpu_hour", "providers.usdPerGpuHour"],
    ["gpus", "gpu.supply"],
  ] as const) {
    const foreseen = numberColumn(path, column);
    const apart = series[measure]!.reduce((sum, value, row) => sum + Math.abs(value - foreseen[row]!), 0);
    const relative = apart / series[measure]!.reduce((sum, value) => sum + value, 0);
    expect(relative, measure).toBeLessThanOrEqual(gap);
    expect(relative, measure).toBeLessThanOrEqual(0.05);
  }
}, 60_000);

test("where nothing hangs on expectations, the first path comes true at once", () => {
  const still = small(["supply/cohorts.candidatesPerWeek=0", "supply/cohorts.switchingUsdPerGpu=1000000"]);
  expect(perfectForesight(still, catalogue, { design })).toMatchObject({
    converged: true,
    iterations: 1,
    gap: 0,
  });
});

test("a search that ends without a path says so, and how far it is from one", () => {
  const found = perfectForesight(small(), catalogue, { design, tolerance: 0, iterations: 2 });
  expect([found.converged, found.iterations]).toEqual([false, 2]);
  expect(found.gap).toBeGreaterThan(0);
});

test("a damping that moves nothing is refused", () => {
  expect(() => perfectForesight(small(), catalogue, { design, damping: 0 })).toThrow(
    "A path cannot move 0 of the way to what came true.",
  );
});
