import type { Report } from "../experiment/store/results.ts";

/** Charts as SVG and PNG, then the report that holds them. */
export const chartsAndReport: Report = async function* (input, options) {
  // Plot and resvg are heavy: who wants no report does not wait for them.
  const { drawAll } = await import("../figures/svg.ts");
  const { pngImage } = await import("../figures/png.ts");
  const { reportPage } = await import("../figures/report.ts");
  const figures = drawAll(input);
  for (const { name, svg } of figures) {
    yield [`charts/${name}.svg`, svg];
    yield [`charts/${name}.png`, pngImage(svg)];
  }
  yield ["report.html", reportPage(input, figures, options)];
};
