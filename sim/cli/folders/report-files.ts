import type { DrawnClaim } from "../../comparison/sensitivity.ts";
import { drawnComparisons } from "../../experiment/drawn-comparisons.ts";
import type { Report } from "../../experiment/store/results.ts";
import { featuredBranch } from "../../figures/future.ts";
import { isSampled } from "../../scenario/scenario.ts";

/** What a sampled sweep says of the scenario's comparisons, in the future that the figures show. */
function claimsOf({ scenario, runs, points }: Parameters<Report>[0]): DrawnClaim[] {
  if (points.length === 0 || !isSampled(scenario.sweep)) return [];
  return drawnComparisons(scenario, runs, points.length, featuredBranch({ scenario, runs, points }));
}

/** Charts as SVG and PNG, then the report that holds them. */
export const chartsAndReport: Report = async function* (input, options) {
  // Plot and resvg are heavy: who wants no report does not wait for them.
  const { drawAll } = await import("../../figures/svg.ts");
  const { pngImage } = await import("../../figures/png.ts");
  const { reportPage } = await import("../../figures/report.ts");
  const told = { ...input, claims: claimsOf(input) };
  const figures = drawAll(told);
  for (const { name, svg } of figures) {
    yield [`charts/${name}.svg`, svg];
    yield [`charts/${name}.png`, pngImage(svg)];
  }
  yield ["report.html", reportPage(told, figures, options)];
};
