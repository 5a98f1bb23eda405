import type { Measure } from "../run/result.ts";
import { type JointDifference, jointDifferences } from "../statistics/holm.ts";
import { type Interval, tInterval } from "../statistics/interval.ts";
import { type Difference, pairedDifference, type Sample, varianceRatio } from "../statistics/paired.ts";
import {
  branchesOf,
  designsIn,
  type Future,
  measuresIn,
  type Outcomes,
  ofFuture,
  ownOf,
  summariesOf,
} from "./outcomes.ts";

/** What to compare, and how sure. */
export interface EffectOptions extends Future {
  /** Full names; all by default. They are read together: the more, the wider the intervals. */
  readonly measures?: readonly string[];
  readonly confidence?: number;
}

/** One measure over the designs of one future. */
export interface MeasureEffects extends Pick<Measure, "unit" | "kind" | "own"> {
  readonly measure: string;
  /** The design that the others are compared with. */
  readonly control: string;
  /** The control's mean; no count where it has none of the measure. */
  readonly reference: Interval;
  /** Of every other design, in the scenario's order. */
  readonly effects: readonly DesignEffect[];
}

export interface DesignEffect {
  readonly design: string;
  readonly mean: Interval;
  /** Own less the control's, over replications with the same luck; no count where one of them lacks the measure. */
  readonly difference: JointDifference;
  /** How many times as many replications independent luck would need. */
  readonly varianceRatio: number;
}

/**
 * Each design against the control, measure by measure, over the replications of one future. Verdicts and intervals
 * hold for all differences together (Holm, Bonferroni).
 */
export function designEffects(outcomes: Outcomes, options: EffectOptions = {}): MeasureEffects[] {
  const { confidence = 0.95 } = options;
  const { control } = outcomes.scenario;
  const own = ofFuture(outcomes, options);
  const others = designsIn(own).filter((design) => design !== control);
  const rows = chosenMeasures(own, options).map((described) => {
    const reference = summariesOf(own, control, described.measure);
    const samples = others.map((design) => summariesOf(own, design, described.measure));
    return { described, reference, samples };
  });
  const joint = together(
    rows.flatMap(({ reference, samples }) =>
      samples.map((sample) => pairedDifference(sample, reference, confidence)),
    ),
    confidence,
  );
  return rows.map(({ described, reference, samples }) => ({
    ...described,
    control,
    reference: tInterval(reference.values(), confidence),
    effects: samples.map((sample, index) => ({
      design: others[index]!,
      mean: tInterval(sample.values(), confidence),
      difference: joint(),
      varianceRatio: varianceRatio(sample, reference),
    })),
  }));
}

/** What a branch does to one measure of one design. */
export interface BranchEffect extends Pick<Measure, "unit" | "kind" | "own"> {
  readonly measure: string;
  readonly branch: string;
  /** The branch that it is compared with. */
  readonly reference: string;
  readonly design: string;
  /** Mean of the reference branch. */
  readonly before: Interval;
  /** Branch less reference, over replications that were one run until they parted. */
  readonly effect: JointDifference;
  /** How much this effect exceeds that on the control; undefined for the control itself. */
  readonly beyondControl: JointDifference | undefined;
}

/**
 * What every branch but the reference does to every design. The effects are read together, and so are their
 * differences from the effect on the control.
 */
export function branchEffects(
  outcomes: Outcomes,
  options: Omit<EffectOptions, "branch"> = {},
): BranchEffect[] {
  const { confidence = 0.95, point = -1 } = options;
  const { control } = outcomes.scenario;
  const [reference, ...branches] = branchesOf(outcomes) as [string, ...string[]];
  const before = ofFuture(outcomes, { branch: reference, point });
  const rows = branches.flatMap((branch) => {
    const after = ofFuture(outcomes, { branch, point });
    return chosenMeasures(before, options).flatMap((described) =>
      designsIn(after).map((design) => {
        const [own, base] = [after, before].map((part) => summariesOf(part, design, described.measure));
        return { described, branch, design, before: base!, effect: subtracted(own!, base!) };
      }),
    );
  });
  const onControl = (branch: string, measure: string): Sample =>
    rows.find((row) => row.design === control && row.branch === branch && row.described.measure === measure)
      ?.effect ?? new Map();
  const effects = together(
    rows.map(({ effect }) => pairedDifference(effect, zeros(effect), confidence)),
    confidence,
  );
  const beyond = together(
    rows
      .filter(({ design }) => design !== control)
      .map(({ branch, effect, described }) =>
        pairedDifference(effect, onControl(branch, described.measure), confidence),
      ),
    confidence,
  );
  return rows.map(({ described, branch, design, before }) => ({
    ...described,
    branch,
    reference,
    design,
    before: tInterval(before.values(), confidence),
    effect: effects(),
    beyondControl: design === control ? undefined : beyond(),
  }));
}

function chosenMeasures(
  { runs }: Outcomes,
  { measures }: EffectOptions,
): ({ readonly measure: string } & Pick<Measure, "unit" | "kind" | "own">)[] {
  const all = measuresIn(runs);
  return (measures ?? [...all.keys()]).flatMap((measure) => {
    const found = all.get(measure);
    return found ? [{ measure, unit: found.unit, kind: found.kind, ...ownOf(found) }] : [];
  });
}

/** Joins differences to a family, to be taken one after the other in their order. */
function together(differences: readonly Difference[], confidence: number): () => JointDifference {
  const joint = jointDifferences(differences, confidence);
  let next = 0;
  return () => joint[next++]!;
}

/** Own less base where both have the replication; NaN where one of them has no value. */
const subtracted = (own: Sample, base: Sample): Sample =>
  new Map(
    [...own]
      .filter(([replication]) => base.has(replication))
      .map(([replication, value]) => [replication, value - base.get(replication)!]),
  );

const zeros = (sample: Sample): Sample => new Map([...sample.keys()].map((replication) => [replication, 0]));
