import { parseHTML } from "linkedom";
import { markupDocument } from "../text/markup.ts";
import { compose } from "./compose.ts";
import type { Drawing, DrawnFigure, FigureInput } from "./figure.ts";
import { drawings } from "./figures.ts";
import { NARROW_WIDTH } from "./layout.ts";

const blankDocument = (): Document => parseHTML("<!doctype html><html><body></body></html>").document;

/** Numbers inside tags to two decimals: engines agree on them, and a figure takes half the space. */
function roundNumbers(svg: string, decimals = 2): string {
  const longer = new RegExp(`-?\\d+\\.\\d{${decimals + 1},}(?:e-?\\d+)?`, "g");
  return svg.replace(/<[^>]+>/g, (tag) =>
    tag.replace(longer, (number) => String(Number(Number(number).toFixed(decimals)))),
  );
}

/**
 * The text of an SVG file. Takes a document that creates SVG elements, linkedom's by default: it runs in Node, in
 * a worker and in a page.
 */
export function svgText(drawing: Drawing, document: Document = blankDocument()): string {
  return sheetText(compose(drawing, document));
}

const sheetText = (sheet: Element): string => `${markupDocument(roundNumbers(sheet.outerHTML))}\n`;

/** Draws the scenario's figures, or all that the measures allow where it names none. */
export function drawAll(input: FigureInput): DrawnFigure[] {
  return drawings(input).map(({ name, drawing }) => ({ name, drawing, svg: svgText(drawing) }));
}

/** The same with each figure laid out for a telephone as well, as a report shows it. */
export function drawForPage(input: FigureInput): DrawnFigure[] {
  const narrow = drawings({ ...input, width: NARROW_WIDTH });
  return drawAll(input).map((figure, index) => ({ ...figure, narrow: svgText(narrow[index]!.drawing) }));
}

/** The figure until a script draws it anew: to a tenth of a pixel, and without answers to a pointer. */
function awaitingSvg({ panels, ...drawing }: Drawing): string {
  const silent = panels.map(({ told: _, ...panel }) => panel);
  return markupDocument(roundNumbers(compose({ ...drawing, panels: silent }, blankDocument()).outerHTML, 1));
}

/**
 * Draws the figures of a page that a script brings to life: one sheet, and the height on a telephone. Those that the
 * script cannot draw are drawn as for a page without one; the narrow sheets are for pages that have no script.
 */
export function drawForScript(input: FigureInput, live: ReadonlySet<string>): DrawnFigure[] {
  const narrow = drawings({ ...input, width: NARROW_WIDTH });
  return drawings(input).map(({ name, drawing }, index) => {
    const small = narrow[index]!.drawing;
    if (!live.has(name)) return { name, drawing, svg: svgText(drawing), narrow: svgText(small) };
    const sheet = compose(small, blankDocument());
    const awaiting = Number(sheet.getAttribute("height"));
    return { name, drawing, svg: awaitingSvg(drawing), narrow: sheetText(sheet), awaiting };
  });
}
