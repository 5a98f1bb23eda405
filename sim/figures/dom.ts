import { compose } from "./compose.ts";
import type { Drawing } from "./figure.ts";

/** Draws a figure as an SVG element of the page that scales with its container. */
export function domFigure(drawing: Drawing, page: Document = document): SVGSVGElement {
  const svg = compose(drawing, page);
  svg.setAttribute("style", "max-width: 100%; height: auto;");
  return svg;
}
