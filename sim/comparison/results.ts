import type { BlockRow, Measure, Run } from "../run/result.ts";
import { type JointDifference, jointDifferences } from "../statistics/holm.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { type Difference, independentDifference, pairedDifference } from "../statistics/paired.ts";
import { designsIn, measuresIn, type Outcomes, ofFuture, summariesOf } from "./outcomes.ts";

/** A measure of one design, branch and point in two results. */
export interface ResultDifference extends Pick<Measure, "unit" | "kind"> {
  readonly design: string;
  readonly branch: string;
  /** −1 where nothing is swept. */
  readonly point: number;
  readonly measure: string;
  /** Means over the replications of each. */
  readonly first: number;
  readonly second: number;
  /** Second less first: paired where replications of a number have the same seed, else by Welch. */
  readonly difference: JointDifference;
}

/**
 * Every measure that two results share, design by design, the clearest difference first. What is the same in both comes
 * last. All differences are one family.
 *
 * @param second with its points numbered as those of the first
 */
export function resultDifferences(first: Outcomes, second: Outcomes, confidence = 0.95): ResultDifference[] {
  const rows = futuresIn(first.runs).flatMap(({ branch, point }) => {
    const [one, other] = [ofFuture(first, { branch, point }), ofFuture(second, { branch, point })];
    const designs = designsIn(one).filter((design) => other.runs.some((run) => run.design === design));
    return designs.flatMap((design) => measureRows(one, other, design, confidence));
  });
  const joint = jointDifferences(
    rows.map(({ found }) => found),
    confidence,
  );
  return rows
    .map(({ found: _, ...row }, index) => ({ ...row, difference: joint[index]! }))
    .sort((one, other) => clarity(other) - clarity(one));
}

/** Branches and points that occur, in order of appearance. */
function futuresIn(runs: readonly Run[]): { branch: string; point: number }[] {
  const futures = new Map(
    runs.map(({ branch, point }) => [JSON.stringify([branch, point]), { branch, point }]),
  );
  return [...futures.values()];
}

type Row = Omit<ResultDifference, "difference"> & { readonly found: Difference };

function measureRows(one: Outcomes, other: Outcomes, design: string, confidence: number): Row[] {
  const [own, others] = [one, other].map(({ runs }) => runs.filter((run) => run.design === design)) as [
    Run[],
    Run[],
  ];
  const shared = measuresIn(others);
  const paired = haveSameLuck(own, others);
  const { branch, point } = own[0]!;
  return [...measuresIn(own)].flatMap(([measure, { unit, kind }]) => {
    if (!shared.has(measure)) return [];
    const [before, after] = [summariesOf(one, design, measure), summariesOf(other, design, measure)];
    const found = paired
      ? pairedDifference(after, before, confidence)
      : independentDifference(after.values(), before.values(), confidence);
    const [first, second] = [before, after].map((sample) => momentsOf(present(sample.values())).mean) as [
      number,
      number,
    ];
    return [{ design, branch, point, measure, unit, kind, first, second, found }];
  });
}

/** Whether replications that both have are of one seed. */
function haveSameLuck(own: readonly Run[], others: readonly Run[]): boolean {
  const seeds = new Map(others.map(({ replication, seed }) => [replication, seed]));
  const both = own.filter(({ replication }) => seeds.has(replication));
  return both.length > 0 && both.every(({ replication, seed }) => seeds.get(replication) === seed);
}

/** Rising with how sure a difference is; below 0 where nothing was found to differ. */
function clarity({ difference, first, second }: ResultDifference): number {
  const { mean, standardError, verdict } = difference;
  if (mean === 0 || Number.isNaN(mean)) return -1;
  const t = Math.abs(mean) / standardError;
  const size = Math.abs(mean) / Math.max(Math.abs(first), Math.abs(second));
  // Decided ones first; without an error by their size; of two without any spread the larger.
  if (Number.isNaN(t)) return size;
  const bounded = t === Number.POSITIVE_INFINITY ? 1e12 * (1 + size) : Math.min(t, 1e12);
  return bounded + (verdict === "undecided" ? 0 : 1e13);
}

/** Where the checkpoints of two runs part. */
export interface Parting {
  /** The last checkpoint that is the same in both; undefined where none is. */
  readonly last: BlockRow | undefined;
  readonly first: BlockRow;
  readonly second: BlockRow;
}

/** The first block that both runs kept and that has another digest in each; undefined where there is none. */
export function firstParting(one: Run, other: Run): Parting | undefined {
  const key = ({ place, height }: BlockRow): string => `${height} ${place}`;
  const inTime = ({ blocks }: Run): BlockRow[] => [...blocks].sort((a, b) => a.t - b.t);
  const others = new Map(other.blocks.map((block) => [key(block), block]));
  let last: BlockRow | undefined;
  for (const first of inTime(one)) {
    const second = others.get(key(first));
    if (second && second.digest !== first.digest) return { last, first, second };
    if (second) last = first;
  }
  return undefined;
}
