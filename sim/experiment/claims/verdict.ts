import { AS_IT_STANDS, type Claim, claimPoints } from "../../scenario/claim.ts";
import { namesOf } from "../../scenario/named.ts";
import { qualified } from "../../scenario/readable.ts";
import { type JointDifference, jointDifferences } from "../../statistics/holm.ts";
import { type Interval, tInterval } from "../../statistics/interval.ts";
import { pairedDifference, type Sample } from "../../statistics/paired.ts";
import { type BreakEven, breakEvens } from "./break-even.ts";
import type { Margins, Outcome, PointOutcome } from "./outcome.ts";
import { measuredInStored, type ReadTest, readTests, type Side } from "./tests.ts";
import type { ClaimRuns } from "./values.ts";

/** One test at one point, over replications that share their luck. */
export interface TestFinding {
  readonly name: string;
  readonly outcome: PointOutcome;
  readonly less: Interval;
  readonly than: Interval;
  /** `than − less`: above zero where the test is passed. Intervals of one world hold together (Holm, Bonferroni). */
  readonly margin: JointDifference;
  /** Of the margin; empty where its sides have none in common. */
  readonly unit: string;
}

export interface PointFinding {
  /** Of the condition; NaN where there is none. */
  readonly value: number;
  readonly outcome: PointOutcome;
  readonly tests: readonly TestFinding[];
}

export interface WorldFinding {
  readonly world: string;
  readonly outcome: Outcome;
  readonly points: readonly PointFinding[];
  /** Where the outcome turns as the condition rises. */
  readonly breakEvens: readonly BreakEven[];
}

/** What the runs say of a claim. */
export interface ClaimFinding {
  /** That of the world as it stands. */
  readonly outcome: Outcome;
  /** The world as it stands first. */
  readonly worlds: readonly WorldFinding[];
  readonly replications: number;
  /** Worlds besides the first in which the outcome is another. */
  readonly hangsOn: readonly string[];
}

const CONFIDENCE = 0.95;

/**
 * The verdict on a claim, from its runs alone: at each point every test by its paired differences, in each world over
 * all points, with the break-even where it turns.
 */
export function judgeClaim(claim: Claim, runs: ClaimRuns, name: string): ClaimFinding {
  const tests = readTests(claim, measuredInStored(runs), name);
  const points = claimPoints(claim).map((point, index) => ({ ...point, index }));
  const worlds = [AS_IT_STANDS, ...namesOf(claim.worlds)].map((world) =>
    worldFinding(
      world,
      points.filter((point) => point.world === world),
      tests,
      claim,
      runs,
    ),
  );
  const [first, ...others] = worlds as [WorldFinding, ...WorldFinding[]];
  return {
    outcome: first.outcome,
    worlds,
    replications: new Set(runs.runs.map(({ replication }) => replication)).size,
    hangsOn: others.filter(({ outcome }) => outcome !== first.outcome).map(({ world }) => world),
  };
}

function worldFinding(
  world: string,
  points: readonly { readonly value: number; readonly index: number }[],
  tests: readonly ReadTest[],
  claim: Claim,
  runs: ClaimRuns,
): WorldFinding {
  const sides = points.map(({ index }) =>
    tests.map(({ less, than }) => ({ less: sampleOf(less, runs, index), than: sampleOf(than, runs, index) })),
  );
  const flat = sides.flat();
  const joint = jointDifferences(
    flat.map(({ less, than }) => pairedDifference(than, less, CONFIDENCE)),
    CONFIDENCE,
  );
  const found = points.map(({ value }, at): PointFinding & Margins => {
    const margins = tests.map((_, test) => joint[at * tests.length + test]!);
    const verdicts = margins.map(verdictOf);
    return {
      value,
      outcome: together(verdicts),
      verdicts,
      samples: sides[at]!.map(({ less, than }) => subtracted(than, less)),
      tests: tests.map(({ name, less, than }, test) => ({
        name,
        outcome: together([verdicts[test]!]),
        less: tInterval(sides[at]![test]!.less.values(), CONFIDENCE),
        than: tInterval(sides[at]![test]!.than.values(), CONFIDENCE),
        margin: margins[test]!,
        unit: unitOf([less, than], runs),
      })),
    };
  });
  return {
    world,
    outcome: overall(found.map(({ outcome }) => outcome)),
    points: found.map(({ value, outcome, tests }) => ({ value, outcome, tests })),
    breakEvens: claim.condition ? breakEvens(found, claim.condition.logarithmic === true, CONFIDENCE) : [],
  };
}

/** Differences without any spread are what they are: no test is needed for them. */
function verdictOf({ mean, low, high, verdict, count }: JointDifference): JointDifference["verdict"] {
  if (count > 0 && low === high && mean !== 0) return mean > 0 ? "higher" : "lower";
  return verdict;
}

const together = (verdicts: readonly JointDifference["verdict"][]): PointOutcome =>
  verdicts.includes("lower") ? "fails" : verdicts.includes("undecided") ? "not established" : "holds";

function overall(outcomes: readonly PointOutcome[]): Outcome {
  const kinds = new Set(outcomes);
  return kinds.size === 1 ? outcomes[0]! : "depends";
}

/** One side of a test at a point, by replication; NaN where a measure has no value. */
function sampleOf({ value, reads }: Side, { runs }: ClaimRuns, point: number): Sample {
  const own = runs.filter((run) => run.point === point);
  const replications = [...new Set(own.map(({ replication }) => replication))].sort((a, b) => a - b);
  return new Map(
    replications.map((replication) => {
      const values = new Map<string, number>();
      for (const run of own)
        if (run.replication === replication)
          for (const { design, measure } of reads)
            if (design === run.design)
              values.set(qualified(design, measure), run.values[measure] ?? Number.NaN);
      return [replication, value((measure) => values.get(measure) ?? Number.NaN)];
    }),
  );
}

const subtracted = (own: Sample, reference: Sample): Sample =>
  new Map(
    [...own].map(([replication, value]) => [replication, value - (reference.get(replication) ?? Number.NaN)]),
  );

/** That of a side which is one measure and nothing else. */
function unitOf(sides: readonly Side[], { units }: ClaimRuns): string {
  const plain = sides.find(
    ({ text, reads }) =>
      reads.length === 1 && text.endsWith("]") === false && /^\[[^\]]*\]\.[\w.]+$/.test(text),
  );
  return plain ? (units[plain.reads[0]!.measure] ?? "") : "";
}
