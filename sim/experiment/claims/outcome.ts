import type { JointDifference } from "../../statistics/holm.ts";
import type { Sample } from "../../statistics/paired.ts";

/** How a claim fares at a point, in a world or on the whole. */
export type PointOutcome = "holds" | "fails" | "not established";
export type Outcome = PointOutcome | "depends";

/** Margins of one test at one point, by replication. */
export interface Margins {
  readonly value: number;
  readonly outcome: PointOutcome;
  /** By test, in their order. */
  readonly samples: readonly Sample[];
  readonly verdicts: readonly JointDifference["verdict"][];
}
