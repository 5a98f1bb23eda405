import { exp, ln } from "../math.ts";
import type { Fields } from "../schema/fields.ts";
import { DAY, HOUR, MINUTE, YEAR } from "../units.ts";
import type { Catalogue } from "./catalogue.ts";
import { parsePath, usesOfPath } from "./paths.ts";
import type { ResolvedScenario, ResolvedWhatIf } from "./scenario.ts";
import { assumedRanges } from "./sweep.ts";
import { fieldOf, NUMERIC } from "./what-if.ts";

/** A parameter that a reader of a scenario's page may move. Plain data. */
export interface Slider {
  readonly path: string;
  /** What it is called: the scenario's words, else the mechanism's. */
  readonly label: string;
  /** What the mechanism says of it. */
  readonly doc: string;
  readonly unit: string;
  readonly kind: "number" | "integer" | "duration" | "amount";
  /** The scenario's own value lies between them. */
  readonly low: number;
  readonly high: number;
  /** A range over ten times or more is spread by ratio, others evenly. */
  readonly scale: "even" | "ratio";
  /** A hundredth of the range or less, in round numbers; by ratio a value's own steps count (`stepAt`). */
  readonly step: number;
  /** The scenario's own value; where designs have several, the control's, or the first's. */
  readonly value: number;
  /** Values of branches that set it. */
  readonly inBranches: Readonly<Record<string, number>>;
  /** The designs' own values; empty where they agree. */
  readonly differs: readonly { readonly design: string; readonly value: number }[];
  /** It may be set in the middle of a run: where futures part, no run begins anew for it. */
  readonly live: boolean;
}

/** More sliders than this are a list that nobody reads. */
const MOST_ASSUMED = 12;

/**
 * The parameters that a scenario names in `whatIf`, or those that it assumes, a dozen at most: what keeps a default with
 * a range, else whatever has no source.
 */
export function slidersOf(resolved: ResolvedScenario, catalogue: Catalogue): Slider[] {
  const named = resolved.whatIf.length > 0 ? resolved.whatIf : assumedSliders(resolved, catalogue);
  return named.flatMap((each) => sliderOf(each, resolved, catalogue) ?? []);
}

/** Those with a range; where there is none, half to twice the value of what has no source. */
function assumedSliders({ designs }: ResolvedScenario, catalogue: Catalogue): ResolvedWhatIf[] {
  const ranges = assumedRanges(designs, catalogue);
  const all = ranges.length > 0 ? ranges : guessedRanges(designs, catalogue);
  return (
    all
      // A name may stand for one mechanism in one design and for another in the next.
      .filter(([path]) =>
        usesOfPath(designs, path).every(({ params }) => Object.hasOwn(params, parsePath(path)!.param)),
      )
      .slice(0, MOST_ASSUMED)
      .map(([path, [low, high]]) => ({ path, low: low!, high: high!, label: "" }))
  );
}

function guessedRanges(
  designs: ResolvedScenario["designs"],
  catalogue: Catalogue,
): [string, readonly number[]][] {
  const ranges = new Map<string, readonly number[]>();
  for (const { as, mechanism, params } of designs.flatMap(({ uses }) => uses))
    for (const [name, field] of Object.entries(catalogue.get(mechanism)!.params as Fields)) {
      const value = Number(params[name]);
      if (!NUMERIC.includes(field.kind) || !field.source.startsWith("assumed") || !(value > 0)) continue;
      const low = Math.max(field.min ?? 0, field.kind === "integer" ? Math.ceil(value / 2) : value / 2);
      const high = Math.min(field.max ?? Number.POSITIVE_INFINITY, 2 * value);
      const [least = low, most = high] = ranges.get(`${as}.${name}`) ?? [];
      if (low < high) ranges.set(`${as}.${name}`, [Math.min(low, least), Math.max(high, most)]);
    }
  return [...ranges].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Undefined where the designs that are run have no such parameter. */
function sliderOf(
  { path, label, low, high }: ResolvedWhatIf,
  resolved: ResolvedScenario,
  catalogue: Catalogue,
): Slider | undefined {
  const { designs, control, branches } = resolved;
  const own = designs.flatMap((design) =>
    usesOfPath([design], path).map(({ params }) => ({
      design: design.name,
      value: Number(params[parsePath(path)!.param]),
    })),
  );
  const value = (own.find(({ design }) => design === control) ?? own[0])?.value;
  if (value === undefined) return undefined;
  const field = fieldOf(designs, catalogue, path);
  const kind = field.kind as Slider["kind"];
  const set = (branches?.branches ?? []).flatMap(({ name, set }) =>
    Object.hasOwn(set, path) ? [[name, Number(set[path])] as const] : [],
  );
  const all = [low, high, value, ...set.map(([, value]) => value)];
  const ends = { low: Math.min(...all), high: Math.max(...all) };
  const values = [...new Set(own.map(({ value }) => value))];
  return {
    path,
    label: label === "" ? firstSentence(field.doc) : label,
    doc: field.doc,
    unit: field.unit,
    kind,
    ...ends,
    scale: ends.low > 0 && ends.high >= 10 * ends.low ? "ratio" : "even",
    step: stepOf(ends.high - ends.low, kind),
    value,
    inBranches: Object.fromEntries(set),
    differs: values.length === 1 ? [] : own,
    // What a branch of the scenario sets may be set where futures part, whether its owner says so or not.
    live: branches !== null && (set.length > 0 || isSettable(path, ends, resolved, catalogue)),
  };
}

const firstSentence = (doc: string): string => /^.*?(?=[.;:](?:\s|$))/s.exec(doc)?.[0] ?? doc;

function isSettable(
  path: string,
  { low, high }: Pick<Slider, "low" | "high">,
  { designs }: ResolvedScenario,
  catalogue: Catalogue,
): boolean {
  return usesOfPath(designs, path).every(({ mechanism }) => {
    const range = catalogue.get(mechanism)!.settable?.[parsePath(path)!.param];
    return range !== undefined && range[0] <= low && high <= range[1];
  });
}

/** Steps of a time that people count in. */
const TIMES = [1, 5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, YEAR];

function stepOf(span: number, kind: Slider["kind"]): number {
  const most = span / 100;
  if (kind === "duration" && most >= 1) return TIMES.filter((time) => time <= most).at(-1)!;
  const [digits, exponent] = most.toExponential().split("e");
  const round = [5, 2, 1].find((digit) => digit <= Number(digits))!;
  const step = Number(`${round}e${exponent}`);
  return kind === "integer" ? Math.max(1, step) : step;
}

/** By ratio, a twentieth of the value or less. */
const stepAt = (value: number, { scale, step, kind }: Slider): number =>
  scale === "even" ? step : stepOf(5 * value, kind);

/** The value nearest to one that a slider was moved to: on its steps, but for its ends and the scenario's own value, which stay as they are. */
export function onStep(value: number, slider: Slider, own: number): number {
  const { low, high } = slider;
  const step = stepAt(value, slider);
  if (Math.abs(value - own) < step / 2) return own;
  if (value >= high - step / 2) return high;
  if (value <= low + step / 2) return low;
  const decimals = Math.max(0, -Number(step.toExponential().split("e")[1]));
  return Number((Math.round(value / step) * step).toFixed(Math.min(100, decimals)));
}

/** Where a slider stands at a value, from 0 to 1. */
export function positionOf(value: number, { low, high, scale }: Slider): number {
  const inside = Math.min(high, Math.max(low, value));
  return scale === "even" ? (inside - low) / (high - low) : ln(inside / low) / ln(high / low);
}

/** The value at which a slider stands there. */
export const valueAt = (position: number, { low, high, scale }: Slider): number =>
  scale === "even" ? low + position * (high - low) : low * exp(position * ln(high / low));

/** A value as a file has it: `6h`, `0.05`. */
export function writtenValue(value: number, kind: Slider["kind"]): string {
  const units: readonly (readonly [string, number])[] =
    kind === "duration"
      ? [
          ["d", DAY],
          ["h", HOUR],
          ["m", MINUTE],
        ]
      : [];
  const fitting = value > 0 ? units.find(([, size]) => Number.isInteger(value / size)) : undefined;
  return fitting ? `${value / fitting[1]}${fitting[0]}` : String(value);
}
