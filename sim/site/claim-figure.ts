import { areaY, axisX, axisY, dot, gridY, lineY, type Markish, ruleX } from "@observablehq/plot";
import { max, min, ticks as roundTicks } from "d3-array";
import type { ClaimFinding, TestFinding } from "../experiment/claims/verdict.ts";
import { verdictText } from "../experiment/claims/words.ts";
import type { Drawing, DrawnFigure, Panel, ToldLine } from "../figures/figure.ts";
import { columnsOn, NARROW_WIDTH, panelWidth, type Sheet } from "../figures/layout.ts";
import { axisNote, domainOf, niceDomain, powersOfTen, powerText } from "../figures/line-axis.ts";
import { numberText, type UnitScale, unitScale } from "../figures/number-text.ts";
import { svgText } from "../figures/svg.ts";
import { CONTROL_COLOR, DESIGN_COLORS, INK, MUTED, RULE } from "../figures/theme.ts";
import type { Claim, ClaimTest } from "../scenario/claim.ts";
import { partOf } from "../scenario/named.ts";

/** From this ratio of the largest value to the least, if none is 0, an axis is logarithmic. */
const LOG_FROM = 50;
const HEIGHT = 230;
const TALL = 330;
const OWN = DESIGN_COLORS[0];
const THAN = CONTROL_COLOR;
const DASH = "5 3";
const TURN = "2 3";

/** A text as a sentence: a capital in front, a stop behind. */
export const sentence = (text: string): string =>
  text === "" ? "" : `${text[0]!.toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;

/** What both sides of a test are called: their designs where these tell them apart, a number where one is one, else what is computed. */
export function sideNames({ less, than }: ClaimTest): readonly [less: string, than: string] {
  const [own, other] = [less, than].map(designsIn) as [string[], string[]];
  if (own.length === 1 && other.length === 1 && own[0] !== other[0])
    return [scaled(less, own[0]!), scaled(than, other[0]!)];
  return [withoutDesigns(less), withoutDesigns(than)];
}

const designsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\[([^\]]+)\]/g)].map((found) => found[1]!)),
];

/** `0.95 × no subsidy` */
function scaled(text: string, design: string): string {
  const factor = /^\s*([\d.]+)\s*\*/.exec(text)?.[1];
  return factor === undefined ? design : `${factor} × ${design}`;
}

const withoutDesigns = (text: string): string =>
  Number.isFinite(Number(text)) ? numberText(Number(text)) : text.replace(/\[[^\]]+\]\./g, "");

/**
 * Both sides of every test along the condition of the world as it stands, each with its interval, and where the verdict
 * turns. Nothing where the claim has no condition.
 */
export function claimFigure(claim: Claim, finding: ClaimFinding): DrawnFigure | undefined {
  if (!claim.condition) return undefined;
  const drawing = claimDrawing(claim, finding, {});
  const narrow = claimDrawing(claim, finding, { width: NARROW_WIDTH });
  return { name: "tests", drawing, svg: svgText(drawing), narrow: svgText(narrow) };
}

function claimDrawing(claim: Claim, finding: ClaimFinding, sheet: Sheet): Drawing {
  const world = finding.worlds[0]!;
  const { tests } = world.points[0]!;
  const columns = columnsOn(sheet, tests.length === 4 ? 2 : Math.min(tests.length, 3));
  const size = { width: panelWidth(sheet, columns), height: tests.length === 1 ? TALL : HEIGHT };
  const verdict = sentence(verdictText(claim, world));
  const turns = world.breakEvens.some(({ mean }) => Number.isFinite(mean));
  return {
    ...sheet,
    title: verdict.replace(/\.$/, ""),
    subtitle: `Both sides of ${tests.length === 1 ? "the test" : "each test"} over ${claim.condition!.words}: means of ${finding.replications} replications, with 95 % intervals`,
    legend: [
      { label: "what has to be lower", color: OWN },
      { label: "than this", color: THAN, dash: DASH },
      ...(turns ? [{ label: "where the verdict turns", color: INK, dash: TURN }] : []),
    ],
    panels: tests.map((test, at) => testPanel(claim, finding, test, at, size)),
    columns,
    description: `${claim.claim} ${verdict}`,
  };
}

/** A side of a test along the condition. */
interface Line {
  readonly name: string;
  readonly color: string;
  readonly dash?: string;
  readonly points: readonly SidePoint[];
}

interface SidePoint {
  readonly value: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function linesOf(claim: Claim, { worlds }: ClaimFinding, { name }: TestFinding, at: number): Line[] {
  const [own, other] = sideNames(partOf(claim.tests, name) as ClaimTest);
  const points = (side: "less" | "than"): SidePoint[] =>
    worlds[0]!.points.flatMap(({ value, tests }) => {
      const { mean, low, high } = tests[at]![side];
      if (!Number.isFinite(mean)) return [];
      return Number.isFinite(low) ? [{ value, mean, low, high }] : [{ value, mean, low: mean, high: mean }];
    });
  return [
    { name: own, color: OWN, points: points("less") },
    { name: other, color: THAN, dash: DASH, points: points("than") },
  ];
}

/** An axis in the unit that reads best. */
interface Axis {
  readonly isLog: boolean;
  readonly scale: UnitScale;
  /** In that unit. */
  readonly domain: [number, number];
}

/** @param tight whether the axis ends with its values, and not at round numbers beyond */
function axisOf(values: readonly number[], unit: string, tight: boolean): Axis {
  const [least, most] = [min(values) ?? 0, max(values) ?? 1];
  const isLog = least > 0 && most / least >= LOG_FROM;
  const scale = unitScale(unit, Math.max(Math.abs(least), Math.abs(most)));
  const domain = tight ? ([least, most] as [number, number]) : domainOf({ least, most, isLog });
  return { isLog, scale, domain: niceDomain(domain, isLog || tight, scale.factor, 5) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function testPanel(
  claim: Claim,
  finding: ClaimFinding,
  test: TestFinding,
  at: number,
  { width, height }: Size,
): Panel {
  const { values, unit } = claim.condition!;
  const lines = linesOf(claim, finding, test, at);
  const across = axisOf(values, unit, true);
  const bounds = lines.flatMap(({ points }) => points.flatMap(({ low, mean, high }) => [low, mean, high]));
  const up = axisOf(bounds, test.unit, false);
  const turns = finding.worlds[0]!.breakEvens.filter(({ mean }) => Number.isFinite(mean));
  return {
    title: test.name,
    note: [lines[0]!.name, `has to lie below ${lines[1]!.name}`],
    told: {
      lines: lines.map((line) => toldLine(line, across, up)),
      placeText: (x) => `${numberText(x)} ${across.scale.unit}`.trimEnd(),
      domain: up.domain,
    },
    options: {
      width,
      height,
      marginLeft: 60,
      marginRight: 18,
      marginTop: 26,
      marginBottom: 40,
      x: { type: across.isLog ? "log" : "linear", domain: across.domain },
      y: { type: up.isLog ? "log" : "linear", domain: up.domain },
      marks: [
        ...axisMarks(across, up, width),
        ...turns.map(({ mean }) =>
          ruleX([mean / across.scale.factor], { stroke: INK, strokeDasharray: TURN }),
        ),
        ...lines.flatMap((line) => lineMarks(line, across, up)),
      ],
    },
  };
}

function axisMarks(across: Axis, up: Axis, width: number): Markish[] {
  const shared = { color: MUTED, labelArrow: "none" } as const;
  const grid = { stroke: RULE, strokeOpacity: 1 };
  const tickFormat = (value: number) => numberText(value, 6);
  const y = { ...shared, tickSize: 0, labelOffset: 60, label: labelOf(up) };
  const x = { ...shared, tickSize: 4, label: across.scale.unit };
  const places = roundTicks(...across.domain, Math.max(3, Math.floor(width / 90)));
  return [
    ...(up.isLog
      ? [gridY(powersOfTen(up.domain), grid), axisY(powersOfTen(up.domain), { ...y, text: powerText })]
      : [gridY({ ...grid, ticks: 5 }), axisY({ ...y, ticks: 5, tickFormat })]),
    across.isLog
      ? axisX(powersOfTen(across.domain), { ...x, text: powerText })
      : axisX(places, { ...x, tickFormat }),
  ];
}

const labelOf = ({ scale, domain, isLog }: Axis): string =>
  [scale.unit, axisNote(domain, isLog)].filter((word) => word !== "").join(" ");

function lineMarks({ color, dash, points }: Line, across: Axis, up: Axis): Markish[] {
  const x = ({ value }: SidePoint) => value / across.scale.factor;
  const scaledTo = (of: "mean" | "low" | "high") => (point: SidePoint) => point[of] / up.scale.factor;
  const y = scaledTo("mean");
  const own = [...points];
  return [
    areaY(own, { x, y1: scaledTo("low"), y2: scaledTo("high"), fill: color, fillOpacity: 0.14 }),
    lineY(own, {
      x,
      y,
      stroke: color,
      strokeWidth: 1.75,
      ...(dash === undefined ? {} : { strokeDasharray: dash }),
    }),
    dot(own, { x, y, r: 3, fill: color }),
  ];
}

function toldLine({ name, color, dash, points }: Line, across: Axis, { scale }: Axis): ToldLine {
  const say = (value: number) => `${numberText(value / scale.factor)} ${scale.unit}`.trimEnd();
  return {
    name,
    color,
    ...(dash === undefined ? {} : { dash }),
    points: points.map(({ value, mean, low, high }) => ({
      x: value / across.scale.factor,
      y: mean / scale.factor,
      text: low === high ? say(mean) : `${say(mean)} (${say(low)} to ${say(high)})`,
    })),
  };
}
