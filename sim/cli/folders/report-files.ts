import { deflateSync } from "node:zlib";
import type { DrawnClaim } from "../../comparison/sensitivity.ts";
import { drawnComparisons } from "../../experiment/drawn-comparisons.ts";
import type { Report } from "../../experiment/store/results.ts";
import type { DrawnFigure, FigureInput } from "../../figures/figure.ts";
import { featuredBranch } from "../../figures/future.ts";
import type { ReportOptions } from "../../figures/report-facts.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import { parsePath, usesOfPath } from "../../scenario/paths.ts";
import { isSampled } from "../../scenario/scenario.ts";
import type { Field } from "../../schema/fields.ts";

/** What a sampled sweep says of the scenario's comparisons, in the future that the figures show. */
function claimsOf({ scenario, runs, points }: Parameters<Report>[0]): DrawnClaim[] {
  if (points.length === 0 || !isSampled(scenario.sweep)) return [];
  return drawnComparisons(scenario, runs, points.length, featuredBranch({ scenario, runs, points }));
}

/** Units of what is swept; those of a scenario's own mechanisms are not known to results that are read back. */
function unitsOf({ scenario, points }: Parameters<Report>[0]): Record<string, string> {
  const paths = new Set(points.flatMap(({ settings }) => Object.keys(settings)));
  return Object.fromEntries(
    [...paths].flatMap((path): [string, string][] => {
      const [use] = usesOfPath(scenario.designs, path);
      const field = ORRERY.get(use?.mechanism ?? "")?.params[parsePath(path)?.param ?? ""] as
        | Field
        | undefined;
      return field ? [[path, field.kind === "duration" ? "s" : field.unit]] : [];
    }),
  );
}

/** What figures are drawn from: results, with what else is known of them. */
export const toldInput = (input: Parameters<Report>[0]): FigureInput => ({
  ...input,
  units: unitsOf(input),
  claims: claimsOf(input),
});

/** Charts as SVG and PNG, then the report that holds them. */
export const chartsAndReport: Report = async function* (input, options) {
  // Plot and resvg are heavy: who wants no report does not wait for them.
  const { drawForPage } = await import("../../figures/svg.ts");
  const { reportPage } = await import("../../figures/report.ts");
  const told = toldInput(input);
  const figures = drawForPage(told);
  yield* chartFiles(figures);
  yield ["report.html", reportPage(told, figures, options)];
};

/** The same with a report whose figures live: a script that the page brings draws them of runs that it holds. */
export const chartsAndLiveReport: Report = async function* (input, options) {
  const { drawAll } = await import("../../figures/svg.ts");
  const told = toldInput(input);
  yield* chartFiles(drawAll(told));
  yield ["report.html", await liveReportPage(told, options)];
};

/** The page by itself. Figures that need more than it holds stand in it as they were drawn. */
export async function liveReportPage(input: FigureInput, options: ReportOptions): Promise<string> {
  const { drawForScript } = await import("../../figures/svg.ts");
  const { reportPage } = await import("../../figures/report.ts");
  const { packRuns, unpackRuns } = await import("../../figures/live/pack.ts");
  const { plannedFigures } = await import("../../figures/figures.ts");
  const { reportScript } = await import("./page-script.ts");
  const packed = packRuns(input);
  const live = plannedFigures(await unpackRuns(packed)).map(({ name }) => name);
  const figures = drawForScript(input, new Set(live));
  const runs = deflateSync(packed, { level: 9 }).toString("base64");
  return reportPage(input, figures, options, { script: await reportScript(), runs });
}

async function* chartFiles(figures: readonly DrawnFigure[]): ReturnType<Report> {
  for (const { name, svg } of figures) yield [`charts/${name}.svg`, svg];
  const images = await imagesOf(figures.map(({ svg }) => svg));
  for (const [index, { name }] of figures.entries()) yield [`charts/${name}.png`, images[index]!];
}

export async function imagesOf(drawn: readonly string[]): Promise<Uint8Array[]> {
  const { pngImage } = await import("../../figures/png.ts");
  const { hasWide } = await import("../../figures/text-width.ts");
  if (!drawn.some(hasWide)) return drawn.map((svg) => pngImage(svg));
  const { withWideFonts } = await import("./wide-fonts.ts");
  return withWideFonts(async (fonts) =>
    drawn.map((svg) => pngImage(svg, undefined, hasWide(svg) ? fonts : [])),
  );
}
