import type { PlacedPanel } from "../compose.ts";
import type { Told, ToldLine } from "../figure.ts";
import { longestOf, nearest } from "../hover.ts";

/** One line of what a place of a chart says. */
export interface Said {
  readonly name: string;
  readonly text: string;
  readonly color?: string;
  readonly dash?: string;
  /** Where the line runs there, in pixels of the sheet. */
  readonly y?: number;
}

/** A place of a chart that says something. */
export interface Stop {
  readonly panel: PlacedPanel;
  /** Pixels from the sheet's left and upper edge. */
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly said: readonly Said[];
  /** Of a chart over time. */
  readonly time?: number;
}

/** Pixels from a mark within which it is meant. */
const REACH = 24;

/** The places of one panel, from left to right, or in the order of its marks. */
export interface Stops {
  readonly panel: PlacedPanel;
  readonly count: number;
  readonly stop: (at: number) => Stop;
  /** The number of the place that is meant by a point of the sheet; −1: none is. */
  readonly meant: (x: number, y: number) => number;
}

/** Of every panel that says something. */
export function stopsOf(panels: readonly PlacedPanel[]): Stops[] {
  return panels
    .map((panel) => (panel.panel.told ? toldStops(panel, panel.panel.told) : markStops(panel)))
    .filter(({ count }) => count > 0);
}

/** A place of an axis, in pixels of the sheet. */
export const pixelsAlong = (placed: PlacedPanel, x: number): number =>
  placed.x + (placed.chart.scale("x")!.apply(x) as number);

function saidBy(placed: PlacedPanel, { name, color, dash, points }: ToldLine, x: number): Said {
  const point = nearest(points, x);
  const look = dash === undefined ? { name, color } : { name, color, dash };
  if (!point) return { ...look, text: "–" };
  const y = Number.isNaN(point.y) ? undefined : placed.chart.scale("y")!.apply(point.y);
  return { ...look, text: point.text, ...(y === undefined ? {} : { y: placed.y + y }) };
}

/** What a chart of lines says at a place of its axis. */
export function toldAt(placed: PlacedPanel, told: Told, x: number): Stop {
  return {
    panel: placed,
    x: pixelsAlong(placed, x),
    y: placed.y,
    title: told.placeText(x),
    said: told.lines.map((line) => saidBy(placed, line, x)),
    ...(told.seconds === undefined ? {} : { time: x * told.seconds }),
  };
}

function toldStops(placed: PlacedPanel, told: Told): Stops {
  const places = longestOf(told.lines).map(({ x }) => x);
  const pixels = places.map((x) => pixelsAlong(placed, x));
  const points = pixels.map((x, at) => ({ x, y: at, text: "" }));
  return {
    panel: placed,
    count: places.length,
    stop: (at) => toldAt(placed, told, places[at]!),
    meant: (x) => nearest(points, x)?.y ?? -1,
  };
}

/** Marks with a title of their own: dots, bars, fields. The browser would show it late, and to a mouse alone. */
function markStops(placed: PlacedPanel): Stops {
  const marks = [...placed.group.querySelectorAll("title")].map((title) => {
    const mark = title.parentElement!;
    title.remove();
    return { mark, text: title.textContent ?? "" };
  });
  const boxes = () => marks.map(({ mark }) => boxOf(mark, placed));
  return {
    panel: placed,
    count: marks.length,
    stop: (at) => {
      const { mark, text } = marks[at]!;
      const box = boxOf(mark, placed);
      const [title, ...rest] = text.split("\n");
      const said = rest.map((line) => ({ name: "", text: line }));
      return { panel: placed, x: (box.left + box.right) / 2, y: box.bottom, title: title!, said };
    },
    meant: (x, y) => {
      const away = boxes().map((box) => distance(box, x, y));
      const least = Math.min(...away);
      return least <= REACH ? away.lastIndexOf(least) : -1;
    },
  };
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** In pixels of the sheet. */
function boxOf(mark: Element, { group }: PlacedPanel): Bounds {
  const sheet = group.closest("svg")!.getBoundingClientRect();
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  return {
    left: left - sheet.left,
    right: right - sheet.left,
    top: top - sheet.top,
    bottom: bottom - sheet.top,
  };
}

function distance({ left, right, top, bottom }: Bounds, x: number, y: number): number {
  const [dx, dy] = [Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)];
  return Math.sqrt(dx * dx + dy * dy);
}

/** A stop in one line, for those who hear it. */
export const stopText = ({ title, said }: Stop): string =>
  [title, ...said.map(({ name, text }) => (name === "" ? text : `${name} ${text}`))].join("; ");
