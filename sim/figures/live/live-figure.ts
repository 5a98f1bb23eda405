import { compose, type PlacedPanel } from "../compose.ts";
import type { LegendItem } from "../figure.ts";
import type { Planned } from "../figures.ts";
import { FIGURE_WIDTH } from "../layout.ts";
import { element, fitForPage } from "./elements.ts";
import { type Choice, Legend } from "./legend.ts";
import { Reader } from "./reader.ts";

/** Narrower than this a sheet is scaled. */
const LEAST_WIDTH = 280;
/** How much higher than the drawing what stood there before may be, for its place to be kept. */
const KEPT_HEIGHT = 1.35;

/** One figure of a page, which takes the place of what stands in its root. */
export class LiveFigure {
  readonly root: HTMLElement;
  /** As wide as the figure is drawn. */
  readonly sheet: HTMLElement;
  /** Whether what is drawn is not what there is to see. */
  isStale = true;
  /** Whether it lies in sight or close to it. */
  isNear = false;
  private readonly document: Document;
  private readonly before: readonly ChildNode[];
  private readonly choice: Choice;
  private readonly legend: Legend;
  private readonly reader: Reader;
  private drawing: Planned["draw"];
  private svg: SVGSVGElement | undefined;
  private printed: HTMLElement | undefined;
  private width = 0;

  constructor(root: HTMLElement, draw: Planned["draw"], choice: Choice) {
    const document = root.ownerDocument;
    this.root = root;
    this.document = document;
    this.before = [...root.childNodes];
    this.choice = choice;
    this.drawing = draw;
    this.sheet = element(document, "div", { class: "live" });
    this.legend = new Legend(document, choice);
    this.reader = new Reader(document);
    root.append(this.sheet);
  }

  /** Something else to draw. */
  plan(draw: Planned["draw"]): void {
    this.drawing = draw;
    this.isStale = true;
  }

  /** Whether the room that it has calls for another drawing. */
  get hasNewWidth(): boolean {
    const width = this.room();
    return width > 0 && width !== this.width;
  }

  /** Whether hiding and showing designs changes anything in it. */
  follows(designs: readonly string[]): boolean {
    return designs.some((design) => this.legend.designs.includes(design));
  }

  draw(): void {
    const width = this.room();
    // Behind a closed summary: drawn once it opens.
    if (width === 0) return;
    const isFirst = this.svg === undefined;
    const stood = isFirst ? this.root.getBoundingClientRect().height : 0;
    if (this.width !== 0 && width !== this.width) this.sheet.style.minHeight = "";
    this.width = width;
    this.isStale = false;
    const shown = this.compose(width);
    // The legend says what can be hidden, and is known once it is drawn.
    const again = isFirst && this.hiddenHere().length > 0 ? this.compose(width) : shown;
    if (!again) return;
    this.svg?.remove();
    this.svg = again.svg;
    this.sheet.prepend(again.svg);
    if (isFirst) this.takeOver(stood);
    this.reader.read(again.title, again.panels, width);
  }

  private room(): number {
    const width = Math.floor(this.sheet.clientWidth);
    return width === 0 ? 0 : Math.max(LEAST_WIDTH, width);
  }

  /** Hidden designs that have a button here. */
  private hiddenHere(): string[] {
    return this.legend.designs.filter((design) => this.choice.hidden.has(design));
  }

  private compose(width: number) {
    const hidden = this.hiddenHere();
    const shown = this.legend.designs.filter((design) => !hidden.includes(design));
    const drawing = this.drawing({ width, ...(hidden.length > 0 ? { shown } : {}) });
    if (!drawing) return undefined;
    const items: (readonly [LegendItem, Parameters<Legend["draw"]>[0][number][1]])[] = [];
    const panels: PlacedPanel[] = [];
    const svg = compose(drawing, this.document, {
      legend: (item, box) => items.push([item, box]),
      panel: (placed) => panels.push(placed),
    });
    fitForPage(svg);
    this.legend.draw(items);
    return { svg, panels, title: drawing.title };
  }

  /** In the place of what stood there, which nothing below it notices. */
  private takeOver(stood: number): void {
    for (const node of this.before) node.remove();
    this.root.removeAttribute("data-awaiting");
    this.sheet.append(this.legend.box, ...this.reader.layers);
    const own = this.sheet.getBoundingClientRect().height;
    if (stood > own && stood < own * KEPT_HEIGHT) this.sheet.style.minHeight = `${stood}px`;
  }

  /** On paper there is nothing to point at: all designs, as a file has them. */
  print(): void {
    if (this.printed || (!this.svg && this.before.length > 0)) return;
    const drawing = this.drawing({});
    if (!drawing) return;
    const svg = compose(drawing, this.document);
    fitForPage(svg);
    this.printed = element(this.document, "div", { class: "live-print" }, svg);
    this.printed.style.maxWidth = `${FIGURE_WIDTH}px`;
    this.root.append(this.printed);
  }

  endPrint(): void {
    this.printed?.remove();
    this.printed = undefined;
  }

  /** What stood there before stands there again. */
  destroy(): void {
    this.endPrint();
    this.reader.destroy();
    this.sheet.remove();
    if (this.svg) this.root.append(...this.before);
  }
}
