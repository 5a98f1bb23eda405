import { visibleLines } from "../../text/visible.ts";
import type { Seconds } from "../../units.ts";
import type { PlacedPanel } from "../compose.ts";
import { element, place, svgElement } from "./elements.ts";
import { type Stop, type Stops, stopsOf, stopText, toldAt } from "./stops.ts";
import { onPointed, pointAt } from "./time-cursor.ts";
import { Tip } from "./tip.ts";

/** Steps of a large stride of the keyboard. */
const STRIDE = 10;
const DOT = 3.5;

/**
 * Reads values off a figure: by pointer or finger, and as a slider by the keyboard, along the places of a panel and from
 * panel to panel. The moment that is pointed at in one chart over time is marked in all of the page.
 */
export class Reader {
  /** What stands above the drawing. */
  readonly layers: readonly Element[];
  private readonly document: Document;
  private readonly surface: HTMLElement;
  private readonly marks: SVGElement;
  private readonly tip: Tip;
  private readonly unhear: () => void;
  private panels: readonly PlacedPanel[] = [];
  private stops: readonly Stops[] = [];
  private width = 0;
  /** The panel that is read, and its place; −1 where none is. */
  private row = 0;
  private at = -1;
  /** The moment that is pointed at, in this figure or another. */
  private time: Seconds | undefined;

  constructor(document: Document) {
    this.document = document;
    this.surface = element(document, "div", { class: "live-surface", role: "slider", tabindex: 0 });
    this.marks = svgElement(document, "svg", { class: "live-marks", "aria-hidden": "true" });
    this.tip = new Tip(document);
    this.layers = [this.surface, this.marks, this.tip.box];
    const { surface } = this;
    surface.addEventListener("pointermove", this.follow);
    surface.addEventListener("pointerdown", this.follow);
    surface.addEventListener("pointerleave", this.leave);
    surface.addEventListener("keydown", this.step);
    surface.addEventListener("blur", this.clear);
    this.unhear = onPointed(document, (time) => this.mark(time));
  }

  destroy(): void {
    this.unhear();
  }

  /** Takes up a new drawing. */
  read(title: string, panels: readonly PlacedPanel[], width: number): void {
    const { surface, marks } = this;
    this.panels = panels;
    this.width = width;
    this.stops = stopsOf(panels);
    const top = Math.min(...panels.map(({ y }) => y));
    const bottom = Math.max(...panels.map(({ y, height }) => y + height));
    place(surface, { x: 0, y: top, width, height: bottom - top });
    marks.setAttribute("width", String(width));
    marks.setAttribute("height", String(bottom));
    marks.replaceChildren();
    surface.hidden = this.stops.length === 0;
    surface.setAttribute("aria-label", visibleLines(`Values of the figure: ${title}`));
    this.row = Math.max(0, Math.min(this.row, this.stops.length - 1));
    this.tip.hide();
    this.tell();
    // What is pointed at stays so in another drawing.
    if (this.at >= 0) this.go(this.row, this.at);
    else this.mark(this.time);
  }

  private readonly follow = (event: PointerEvent): void => {
    const sheet = this.surface.getBoundingClientRect();
    const x = event.clientX - sheet.left;
    const y = event.clientY - sheet.top + Number.parseFloat(this.surface.style.top);
    const row = this.stops.findIndex(
      ({ panel }) =>
        x >= panel.x && x <= panel.x + panel.width && y >= panel.y && y <= panel.y + panel.height,
    );
    const at = this.stops[row]?.meant(x, y) ?? -1;
    if (row === this.row && at === this.at) return;
    if (at < 0) this.clear();
    else this.go(row, at);
  };

  /** A finger that is lifted leaves what it pointed at. */
  private readonly leave = (event: PointerEvent): void => {
    if (event.pointerType !== "touch") this.clear();
  };

  private readonly clear = (): void => {
    if (this.at < 0) return;
    this.at = -1;
    this.tip.hide();
    pointAt(this.document, undefined);
    this.tell();
  };

  private readonly step = (event: KeyboardEvent): void => {
    const { row, at } = this;
    const last = (this.stops[row]?.count ?? 0) - 1;
    const along = (places: number) => this.go(row, Math.max(0, Math.min(last, at + places)));
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => along(1),
      ArrowLeft: () => along(at < 0 ? last + 1 : -1),
      PageDown: () => along(STRIDE),
      PageUp: () => along(-STRIDE),
      Home: () => this.go(row, 0),
      End: () => this.go(row, last),
      ArrowDown: () => this.go(Math.min(this.stops.length - 1, row + 1), at),
      ArrowUp: () => this.go(Math.max(0, row - 1), at),
      Escape: this.clear,
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };

  private go(row: number, at: number): void {
    const stops = this.stops[row];
    if (!stops) return;
    this.row = row;
    this.at = Math.max(0, Math.min(stops.count - 1, at));
    const stop = stops.stop(this.at);
    pointAt(this.document, stop.time);
    if (stop.time === undefined) this.point(stop);
    this.tip.show(stop, this.width);
    this.tell(stop);
  }

  /** What a slider says of itself. */
  private tell(stop?: Stop): void {
    const { surface } = this;
    const last = Math.max(0, (this.stops[this.row]?.count ?? 1) - 1);
    surface.setAttribute("aria-valuemin", "0");
    surface.setAttribute("aria-valuemax", String(last));
    surface.setAttribute("aria-valuenow", String(Math.max(0, this.at)));
    surface.setAttribute("aria-valuetext", stop ? visibleLines(told(stop)) : "arrow keys read values");
  }

  /** Marks a moment in every chart over time. */
  private mark(time: Seconds | undefined): void {
    this.time = time;
    const stops = this.panels.flatMap((panel) => {
      const { told } = panel.panel;
      if (time === undefined || told?.seconds === undefined) return [];
      const x = time / told.seconds;
      const domain = panel.chart.scale("x")!.domain as [number, number];
      return x < domain[0] || x > domain[1] ? [] : [toldAt(panel, told, x)];
    });
    this.marks.replaceChildren(...stops.flatMap((stop) => this.marksOf(stop)));
  }

  private point(stop: Stop): void {
    this.marks.replaceChildren(...this.marksOf(stop));
  }

  private marksOf(stop: Stop): Element[] {
    const { document } = this;
    const { panel, x, said } = stop;
    if (!panel.panel.told) return [];
    const range = panel.chart.scale("y")!.range as [number, number];
    const ends = { x1: x, x2: x, y1: panel.y + range[0], y2: panel.y + range[1] };
    const line = svgElement(document, "line", { ...ends, stroke: "currentColor", "stroke-width": 1 });
    const dots = said.flatMap(({ y, color }) =>
      y === undefined || color === undefined
        ? []
        : [svgElement(document, "circle", { cx: x, cy: y, r: DOT, fill: color })],
    );
    return [line, ...dots];
  }
}

/** With the panel's title, for those who hear it. */
function told(stop: Stop): string {
  const { title } = stop.panel.panel;
  return title === undefined ? stopText(stop) : `${title}: ${stopText(stop)}`;
}
