import { type Markish, plot } from "@observablehq/plot";
import type { Drawing, LegendItem, Panel } from "./figure.ts";
import { hoverStrips } from "./hover.ts";
import { contentWidth, GAP, isNarrow, marginOf, sheetWidth } from "./layout.ts";
import { clipName, clipText, textWidth, wrapText } from "./text-width.ts";
import { FONT_FAMILY, INK, MUTED, PAPER } from "./theme.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Above and below everything. */
const MARGIN = 20;
const PANEL_TITLE_HEIGHT = 18;
const PANEL_NOTE_HEIGHT = 15;
const MOST_TITLE_LINES = 3;
const SWATCH = 24;

interface TextStyle {
  readonly size: number;
  readonly lineHeight: number;
  readonly fill: string;
  readonly bold?: boolean;
}
const TITLE: TextStyle = { size: 18, lineHeight: 24, fill: INK, bold: true };
const SUBTITLE: TextStyle = { size: 12, lineHeight: 17, fill: MUTED };
const LEGEND: TextStyle = { size: 12, lineHeight: 20, fill: INK };
const PANEL_TITLE: TextStyle = { size: 12, lineHeight: 16, fill: INK, bold: true };
const PANEL_NOTE: TextStyle = { size: 11, lineHeight: 14, fill: MUTED };
const CAPTION: TextStyle = { size: 11, lineHeight: 15, fill: MUTED };

/** Room for a finger. */
const LIVE_LEGEND_HEIGHT = 26;

/** How panels are drawn: for whom, and whether a pointer is answered by the SVG itself. */
interface Look {
  readonly life?: Life;
  readonly isTold: boolean;
}

type Attributes = Readonly<Record<string, string | number>>;

/** Where something stands on the sheet, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A panel as it is drawn. */
export interface PlacedPanel extends Box {
  readonly panel: Panel;
  readonly group: Element;
  readonly chart: ReturnType<typeof plot>;
}

/** Who brings a figure to life: its legend is left to them, and panels bear no hover strips. */
export interface Life {
  readonly legend: (item: LegendItem, box: Box) => void;
  readonly panel: (placed: PlacedPanel) => void;
}

class Canvas {
  readonly document: Document;
  readonly root: SVGSVGElement;
  /** Pixels used from the top. */
  height = MARGIN;
  /** Where everything begins, and how wide it may be. */
  readonly left: number;
  readonly width: number;

  constructor(document: Document, drawing: Drawing) {
    this.document = document;
    this.left = marginOf(drawing);
    this.width = contentWidth(drawing);
    this.root = document.createElementNS(SVG, "svg") as SVGSVGElement;
  }

  add(name: string, attributes: Attributes, text?: string): Element {
    const element = this.document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.textContent = text;
    this.root.appendChild(element);
    return element;
  }

  /** One line; `y` is the top of its line box. */
  line(text: string, x: number, y: number, style: TextStyle): void {
    const weight: Attributes = style.bold ? { "font-weight": "bold" } : {};
    const baseline = y + (style.lineHeight + 0.72 * style.size) / 2;
    this.add("text", { x, y: baseline, "font-size": style.size, fill: style.fill, ...weight }, text);
  }

  paragraph(text: string, style: TextStyle): void {
    for (const line of wrapText(text, this.width, style.size, style.bold)) {
      this.line(line, this.left, this.height, style);
      this.height += style.lineHeight;
    }
  }
}

function drawLegendItem(canvas: Canvas, { color, dash }: LegendItem, label: string, x: number): void {
  const y = canvas.height + LEGEND.lineHeight / 2;
  const dashed: Attributes = dash === undefined ? {} : { "stroke-dasharray": dash };
  canvas.add("line", { x1: x, x2: x + SWATCH, y1: y, y2: y, stroke: color, "stroke-width": 3, ...dashed });
  canvas.line(label, x + SWATCH + 6, canvas.height, LEGEND);
}

function drawLegend(canvas: Canvas, items: readonly LegendItem[], life: Life | undefined): void {
  const { left, width: room } = canvas;
  const height = life ? LIVE_LEGEND_HEIGHT : LEGEND.lineHeight;
  // One line of it takes what it always takes.
  if (life) canvas.height -= height - LEGEND.lineHeight;
  let x = left;
  for (const item of items) {
    const label = clipText(item.label, room - SWATCH - 6, LEGEND.size);
    const width = SWATCH + 6 + textWidth(label, LEGEND.size);
    if (x > left && x + width > left + room) {
      x = left;
      canvas.height += height;
    }
    if (life) life.legend(item, { x, y: canvas.height, width, height });
    else drawLegendItem(canvas, item, label, x);
    x += width + 22;
  }
  canvas.height += height;
}

/** With what a browser shows where the pointer rests, unless somebody does it better. */
function marksOf({ options: { marks = [] }, told }: Panel, isTold: boolean): Markish[] {
  return told && isTold ? [...marks, ...hoverStrips(told)] : [...marks];
}

/**
 * Plot's names of marks ("line", "y-axis tick") are none that a reader is told: a group without a role may bear none
 * (WAI-ARIA 1.2, 5.2.8.6), and an image says its title. They stand where styles and scripts find them.
 */
function nameless(chart: Element): void {
  for (const mark of [...chart.querySelectorAll("[aria-label]")]) {
    mark.setAttribute("data-mark", mark.getAttribute("aria-label")!);
    mark.removeAttribute("aria-label");
  }
}

/** A panel's title in the room above it; a name that takes more lines than are read is cut. */
function titleLines({ title, titleOffset = 0, options }: Panel): string[] {
  const room = options.width! - titleOffset;
  const lines = title === undefined ? [] : wrapText(title, room, PANEL_TITLE.size, true);
  if (lines.length <= MOST_TITLE_LINES) return lines;
  const rest = lines.slice(MOST_TITLE_LINES - 1).join(" ");
  return [...lines.slice(0, MOST_TITLE_LINES - 1), clipText(rest, room, PANEL_TITLE.size, true)];
}

/**
 * Draws one panel as a group and gives back its height with its title, which ends where those of its row do.
 *
 * @param lines of the longest title in its row
 */
function drawPanel(canvas: Canvas, panel: Panel, x: number, y: number, lines: number, look: Look): number {
  const offset = panel.titleOffset ?? 0;
  const left = x + offset;
  const room = panel.options.width! - offset;
  let top = 0;
  if (panel.title !== undefined) {
    const title = titleLines(panel);
    for (const [index, line] of title.entries())
      canvas.line(line, left, y + (lines - title.length + index) * PANEL_TITLE.lineHeight, PANEL_TITLE);
    top += PANEL_TITLE_HEIGHT + (lines - 1) * PANEL_TITLE.lineHeight;
  }
  if (panel.note !== undefined) {
    canvas.line(clipName(panel.note, room, PANEL_NOTE.size), left, y + top, PANEL_NOTE);
    top += PANEL_NOTE_HEIGHT;
  }
  const { document } = canvas;
  const marks = marksOf(panel, look.isTold);
  const chart = plot({ ...panel.options, marks, document, figure: false });
  for (const style of [...chart.querySelectorAll("style")]) style.remove();
  nameless(chart);
  const place = { transform: `translate(${x},${y + top})` };
  const group = canvas.add("g", { ...place, "font-size": 11, "text-anchor": "middle", fill: "currentColor" });
  group.append(...chart.childNodes);
  const height = Number(chart.getAttribute("height"));
  look.life?.panel({ panel, group, chart, x, y: y + top, width: panel.options.width!, height });
  return top + height;
}

function drawPanels(canvas: Canvas, { panels, columns }: Drawing, look: Look): void {
  for (let first = 0; first < panels.length; first += columns) {
    const row = panels.slice(first, first + columns);
    const lines = Math.max(...row.map((panel) => titleLines(panel).length));
    let x = canvas.left;
    const heights = row.map((panel) => {
      const height = drawPanel(canvas, panel, x, canvas.height, lines, look);
      x += panel.options.width! + GAP;
      return height;
    });
    canvas.height += Math.max(...heights) + 8;
  }
}

/**
 * Draws a figure as one SVG element of the given document: title, subtitle, legend, panels, caption. Plot's own
 * words are HTML, which an SVG renderer cannot draw; these are SVG text, wrapped by the widths of DejaVu Sans.
 */
export function compose(drawing: Drawing, document: Document, life?: Life): SVGSVGElement {
  const canvas = new Canvas(document, drawing);
  const width = sheetWidth(drawing);
  canvas.add("title", {}, drawing.title);
  canvas.add("desc", {}, drawing.description);
  const paper = canvas.add("rect", { class: "paper", width: "100%", height: "100%", fill: PAPER });
  canvas.paragraph(drawing.title, TITLE);
  canvas.height += 2;
  canvas.paragraph(drawing.subtitle, SUBTITLE);
  canvas.height += 8;
  if (drawing.legend?.length) drawLegend(canvas, drawing.legend, life);
  canvas.height += 6;
  drawPanels(canvas, drawing, life ? { life, isTold: false } : { isTold: !isNarrow(drawing) });
  if (drawing.caption) canvas.paragraph(drawing.caption, CAPTION);
  canvas.height += MARGIN - 8;
  paper.setAttribute("height", String(canvas.height));
  const { root } = canvas;
  root.setAttribute("xmlns", SVG);
  root.setAttribute("viewBox", `0 0 ${width} ${canvas.height}`);
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(canvas.height));
  root.setAttribute("font-family", FONT_FAMILY);
  root.setAttribute("color", INK);
  root.setAttribute("role", "img");
  return root;
}
