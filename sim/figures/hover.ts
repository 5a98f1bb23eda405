import { type Markish, rect } from "@observablehq/plot";

/** Strips of a panel that answer a pointer; more would weigh on the page and tell nobody more. */
const MOST_STRIPS = 48;

/** A line of a panel, as a pointer asks for it: texts at rising places of the axis, in its unit. */
export interface Told {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly text: string }[];
}

/** The point of a line that lies nearest. */
function nearest(points: Told["points"], x: number): Told["points"][number] | undefined {
  let best: Told["points"][number] | undefined;
  for (const point of points) if (!best || Math.abs(point.x - x) < Math.abs(best.x - x)) best = point;
  return best;
}

/**
 * Strips that nobody sees, each with a title that a browser shows where the pointer rests: the place, and what every line
 * says there.
 */
export function hoverStrips(
  lines: readonly Told[],
  placeText: (x: number) => string,
  [bottom, top]: readonly [number, number],
): Markish[] {
  const longest = lines.reduce<Told["points"]>(
    (most, { points }) => (points.length > most.length ? points : most),
    [],
  );
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
