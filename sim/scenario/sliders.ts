import type { Field, Fields } from "../schema/fields.ts";
import { DAY, durationText, HOUR, MINUTE, YEAR } from "../units.ts";
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
  /** A hundredth of the range or less, in round numbers. */
  readonly step: number;
  /** The scenario's own value; where designs have several, the control's, or the first's. */
  readonly value: number;
  /** Values of branches that set it. */
  readonly inBranches: Readonly<Record<string, number>>;
  /** "0.5 in fair, 0.6 in heavy"; empty where designs agree. */
  readonly differs: string;
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
    step: stepOf(ends.high - ends.low, kind),
    value,
    inBranches: Object.fromEntries(set),
    differs:
      values.length === 1
        ? ""
        : own.map(({ design, value }) => `${sliderText(value, kind)} in ${design}`).join(", "),
    live: branches !== null && isSettable(path, ends, resolved, catalogue),
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

/** The value that a slider stands at: on its steps, but for its ends and the scenario's own value, which stay as they are. */
export function onStep(position: number, { low, high, step }: Slider, own: number): number {
  if (Math.abs(position - own) < step / 2) return own;
  if (position >= high - step / 2) return high;
  if (position <= low + step / 2) return low;
  const decimals = Math.max(0, -Number(step.toExponential().split("e")[1]));
  return Number((Math.round(position / step) * step).toFixed(Math.min(100, decimals)));
}

/** A value as people read it: durations in words. */
export const sliderText = (value: number, kind: Field["kind"]): string =>
  kind === "duration" ? durationText(value) : String(value);

/** A value as a file has it: `6h`, `0.05`. */
export function writtenValue(value: number, kind: Field["kind"]): string {
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
