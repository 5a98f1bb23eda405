import { type Markish, rect } from "@observablehq/plot";
import { bisector } from "d3-array";
import type { Told, ToldLine } from "./figure.ts";

type Points = ToldLine["points"];

/** Strips of a panel that answer a pointer; more would weigh on the page and tell nobody more. */
const MOST_STRIPS = 48;

const left = bisector((point: Points[number]) => point.x).left;

/** The point of a line that lies nearest, the earlier of two. */
export function nearest(points: Points, x: number): Points[number] | undefined {
  const after = left(points, x);
  const [one, other] = [points[after - 1], points[after]];
  return one && (!other || x - one.x <= other.x - x) ? one : other;
}

/** The places at which lines say something: those of the line that says most. */
export const longestOf = (lines: Told["lines"]): Points =>
  lines.reduce<Points>((most, { points }) => (points.length > most.length ? points : most), []);

/**
 * Strips that nobody sees, each with a title that a browser shows where the pointer rests: the place, and what every line
 * says there.
 */
export function hoverStrips({ lines, placeText, domain: [bottom, top] }: Told): Markish[] {
  const longest = longestOf(lines);
  if (longest.length === 0) return [];
  const every = Math.max(1, Math.ceil(longest.length / MOST_STRIPS));
  const places = longest.filter((_, at) => at % every === 0).map(({ x }) => x);
  const strips = places.map((x, at) => ({
    x1: at === 0 ? x : (places[at - 1]! + x) / 2,
    x2: at === places.length - 1 ? x : (x + places[at + 1]!) / 2,
    title: [
      placeText(x),
      ...lines.map(({ name, points }) => said(name, nearest(points, x)?.text ?? "–")),
    ].join("\n"),
  }));
  return [
    rect(strips, {
      className: "hover",
      x1: "x1",
      x2: "x2",
      y1: bottom,
      y2: top,
      fill: "black",
      fillOpacity: 0,
      title: "title",
    }),
  ];
}

const said = (name: string, text: string): string => (name === "" ? text : `${name}: ${text}`);
