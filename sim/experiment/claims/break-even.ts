import { exp, ln } from "../../math.ts";
import { type Interval, tInterval } from "../../statistics/interval.ts";
import type { Margins, PointOutcome } from "./outcome.ts";

/** Where a claim turns as its condition rises. */
export interface BreakEven extends Interval {
  /** What is true above it. */
  readonly above: "holds" | "fails";
  /** The nearest points that are decided: it lies between them. */
  readonly between: readonly [number, number];
}

/**
 * Where the outcome turns between points that are decided: in every replication by a straight line between the points
 * beside it (between logarithms, if asked), then Student's interval over replications.
 */
export function breakEvens(
  points: readonly Margins[],
  logarithmic: boolean,
  confidence: number,
): BreakEven[] {
  const found: BreakEven[] = [];
  let last = -1;
  for (const [at, { outcome }] of points.entries()) {
    if (outcome === "not established") continue;
    if (last >= 0 && points[last]!.outcome !== outcome)
      found.push(turn(points.slice(last, at + 1), outcome, logarithmic, confidence));
    last = at;
  }
  return found;
}

function turn(
  points: readonly Margins[],
  outcome: PointOutcome,
  logarithmic: boolean,
  confidence: number,
): BreakEven {
  const above = outcome as BreakEven["above"];
  const failing = above === "fails" ? points.at(-1)! : points[0]!;
  const tests = failing.verdicts.flatMap((verdict, test) => (verdict === "lower" ? [test] : []));
  // The claim holds while all of its tests do: the first of them that fails ends it, the last that is passed begins it.
  const pick = above === "fails" ? Math.min : Math.max;
  const replications = [...points[0]!.samples[0]!.keys()];
  const crossings = replications.map((replication) =>
    pick(...tests.map((test) => crossing(points, test, replication, logarithmic))),
  );
  return {
    ...tInterval(crossings, confidence),
    above,
    between: [points[0]!.value, points.at(-1)!.value],
  };
}

/** Where one replication's margin of a test passes zero; NaN where it does not. */
function crossing(
  points: readonly Margins[],
  test: number,
  replication: number,
  logarithmic: boolean,
): number {
  const of = ({ samples }: Margins): number => samples[test]!.get(replication) ?? Number.NaN;
  for (const [at, point] of points.entries()) {
    const next = points[at + 1];
    if (!next) break;
    const [left, right] = [of(point), of(next)];
    if (!(left * right <= 0) || left === right) continue;
    const share = left / (left - right);
    return logarithmic
      ? exp(ln(point.value) + share * (ln(next.value) - ln(point.value)))
      : point.value + share * (next.value - point.value);
  }
  return Number.NaN;
}
