import {
  axisX,
  axisY,
  dot,
  gridX,
  gridY,
  line,
  link,
  type Markish,
  ruleX,
  ruleY,
  text,
} from "@observablehq/plot";
import type { HeadlineRatio } from "../comparison/headline.ts";
import { axisScale } from "./effect-words.ts";
import type { FigureInput, Panel } from "./figure.ts";
import { isNarrow, panelWidth } from "./layout.ts";
import { phraseIn } from "./measure-catalogue.ts";
import { numberText, type UnitScale } from "./number-text.ts";
import { clipText } from "./text-width.ts";
import { designColor, INK, MUTED, PAPER, RULE } from "./theme.ts";

const HEIGHT = 460;
const MARGIN_TOP = 30;
const MARGIN_BOTTOM = 42;
const NAME_HEIGHT = 15;

/** A design at a point of the sweep. */
export interface Place {
  readonly design: string;
  readonly label: string;
  readonly found: HeadlineRatio;
}

interface Scales {
  readonly x: UnitScale;
  readonly y: UnitScale;
}

function scalesOf(places: readonly Place[]): Scales {
  const largest = (of: (found: HeadlineRatio) => number) =>
    Math.max(...places.map(({ found }) => Math.abs(of(found))));
  const { costUnit, gainUnit } = places[0]!.found;
  return {
    x: axisScale(
      costUnit,
      largest(({ costDifference }) => costDifference.mean),
    ),
    y: axisScale(
      gainUnit,
      largest(({ gainDifference }) => gainDifference.mean),
    ),
  };
}

const bounds = (low: number, high: number, mean: number): [number, number] =>
  Number.isFinite(low) && Number.isFinite(high) ? [low, high] : [mean, mean];

/** A place in the units of the axes. */
interface Mark {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

interface Path {
  readonly design: string;
  readonly color: string;
  readonly marks: readonly Mark[];
}

function markOf(
  { found: { costDifference: cost, gainDifference: gain }, label }: Place,
  { x, y }: Scales,
): Mark {
  const [left, right] = bounds(cost.low, cost.high, cost.mean);
  const [low, high] = bounds(gain.low, gain.high, gain.mean);
  return {
    label,
    x: cost.mean / x.factor,
    y: gain.mean / y.factor,
    left: left / x.factor,
    right: right / x.factor,
    low: low / y.factor,
    high: high / y.factor,
  };
}

function pathsOf({ scenario }: FigureInput, places: readonly Place[], scales: Scales): Path[] {
  const designs = [...new Set(places.map(({ design }) => design))];
  return designs.map((design) => ({
    design,
    color: designColor(scenario, design),
    marks: places.filter((place) => place.design === design).map((place) => markOf(place, scales)),
  }));
}

function pathMarks({ design, color, marks }: Path, { x, y }: Scales): Markish[] {
  const title = (mark: Mark) =>
    `${design}, ${mark.label}\ngain: ${numberText(mark.y)} ${y.unit} (${numberText(mark.low)} to ${numberText(mark.high)})\ncost: ${numberText(mark.x)} ${x.unit} (${numberText(mark.left)} to ${numberText(mark.right)})`;
  const hair = { stroke: color, strokeWidth: 1, strokeOpacity: 0.6 };
  return [
    link(marks, { x1: "left", x2: "right", y1: "y", y2: "y", ...hair }),
    link(marks, { x1: "x", x2: "x", y1: "low", y2: "high", ...hair }),
    line(marks, { x: "x", y: "y", stroke: color, strokeWidth: 1.8 }),
    dot(marks, { x: "x", y: "y", r: 3.6, fill: color, title }),
  ];
}

/** Names at the ends of the paths, pushed apart where they would cover each other; `pixels` a unit of the axis. */
function nameMarks(paths: readonly Path[], pixels: number, room: number): Markish[] {
  const ends = paths
    .map(({ design, color, marks }) => ({ design, color, ...marks.at(-1)! }))
    .sort((a, b) => b.y - a.y);
  let lowest = Number.NEGATIVE_INFINITY;
  return ends.map((end) => {
    const own = -end.y * pixels;
    lowest = Math.max(own, lowest + NAME_HEIGHT);
    return text([end], {
      x: ({ right }: Mark) => right,
      y: "y",
      text: () => clipText(end.design, room - 10, 12, true),
      dx: 8,
      dy: lowest - own,
      textAnchor: "start",
      fontSize: 12,
      fontWeight: "bold",
      fill: end.color,
      stroke: PAPER,
      strokeWidth: 4,
    });
  });
}

/** Values of the sweep along one path: that with the widest range of costs, where they have most room. */
function valueMarks(paths: readonly Path[]): Markish {
  const reach = ({ marks }: Path): number =>
    Math.max(...marks.map(({ x }) => x)) - Math.min(...marks.map(({ x }) => x));
  const longest = paths.reduce((one, other) => (reach(other) > reach(one) ? other : one));
  const place = { x: "x", y: "y", dy: -10, dx: -4, textAnchor: "end" } as const;
  return text(longest.marks, { ...place, text: "label", fontSize: 11, fill: MUTED });
}

/** Gain over cost, both above the control: a path a design along the sweep, with cross hairs. */
export function frontierPanel(input: FigureInput, places: readonly Place[]): Panel {
  const scales = scalesOf(places);
  const paths = pathsOf(input, places, scales);
  const heights = paths.flatMap(({ marks }) => marks.flatMap(({ low, high }) => [low, high]));
  const domain = [Math.min(0, ...heights), Math.max(0, ...heights)];
  const { cost, gain, control } = places[0]!.found;
  const axis = {
    color: MUTED,
    labelArrow: "none",
    tickSize: 0,
    tickFormat: (value: number) => numberText(value, 6),
  } as const;
  const label = (measure: string, unit: string) =>
    `${phraseIn(input, measure).label}, above ${control} (${unit})`;
  const room = isNarrow(input) ? 100 : 170;
  const pixels = (HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) / (domain[1]! - domain[0]! || 1);
  return {
    options: {
      width: panelWidth(input, 1),
      height: HEIGHT,
      marginLeft: 64,
      marginRight: room,
      marginTop: MARGIN_TOP,
      marginBottom: MARGIN_BOTTOM,
      x: { nice: true },
      y: { nice: true, domain },
      marks: [
        gridX({ stroke: RULE, strokeOpacity: 1, ticks: 7 }),
        gridY({ stroke: RULE, strokeOpacity: 1, ticks: 7 }),
        axisX({ ...axis, ticks: 7, labelAnchor: "center", label: label(cost, scales.x.unit) }),
        axisY({ ...axis, ticks: 7, label: label(gain, scales.y.unit), labelOffset: 64 }),
        ruleX([0], { stroke: INK }),
        ruleY([0], { stroke: INK }),
        ...paths.flatMap((path) => pathMarks(path, scales)),
        valueMarks(paths),
        ...nameMarks(paths, pixels, room),
      ],
    },
  };
}
