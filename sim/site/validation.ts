/** A number as it is held beside another: whole numbers of any size stay exact. */
export type Quantity = number | bigint;

/** One published number and ours. */
export interface ValidationCase {
  readonly label: string;
  readonly published: Quantity;
  readonly ours: Quantity;
  /** Where ours lies, from replications: the published number has to be within. */
  readonly interval?: { readonly low: number; readonly high: number; readonly confidence: number };
}

/** How far ours may lie from what is published. `exact`: not at all; `interval`: within the interval of our runs. */
export type Tolerance =
  | "exact"
  | "interval"
  | { readonly absolute: number; readonly why: string }
  | { readonly relative: number; readonly why: string };

/** What somebody has published, and how ours is computed. Tests assert it, and the page of the validation prints it. */
export interface Validation {
  readonly id: string;
  /** Under which heading it stands. */
  readonly subject: string;
  readonly what: string;
  readonly source: string;
  readonly unit: string;
  readonly tolerance: Tolerance;
  readonly cases: () => readonly ValidationCase[] | Promise<readonly ValidationCase[]>;
}

export interface JudgedCase extends ValidationCase {
  readonly agrees: boolean;
}

/** A validation with its numbers. */
export interface Judged {
  readonly validation: Validation;
  readonly cases: readonly JudgedCase[];
  readonly agrees: boolean;
}

/** Computes ours and holds it against what is published. Without a case nothing agrees. */
export async function judge(validation: Validation): Promise<Judged> {
  const cases = (await validation.cases()).map((each) => ({
    ...each,
    agrees: agrees(validation.tolerance, each),
  }));
  return { validation, cases, agrees: cases.length > 0 && cases.every((each) => each.agrees) };
}

function agrees(tolerance: Tolerance, { published, ours, interval }: ValidationCase): boolean {
  if (tolerance === "exact") return published === ours;
  const known = Number(published);
  if (tolerance === "interval")
    return interval !== undefined && interval.low <= known && known <= interval.high;
  const off = Math.abs(Number(ours) - known);
  return "absolute" in tolerance ? off <= tolerance.absolute : off <= tolerance.relative * Math.abs(known);
}
