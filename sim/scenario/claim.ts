import type { Problem } from "../errors.ts";
import { shown } from "../schema/shown.ts";
import { isRecord, type Named, namedParts, namesOf, partOf } from "./named.ts";
import type { Scenario, Settings } from "./scenario.ts";

/** Where a claim or a number comes from. */
export interface Citation {
  /** Author, year, title, where. */
  readonly text: string;
  readonly url?: string;
  /** It reports what others found, or it is who sells that says so: read it with that in mind. */
  readonly secondary?: true;
  /** Written down from memory: nobody has held it against the source. */
  readonly unchecked?: true;
}

/** What has to be true at a point: one number is below another, in the mean over paired replications. Both are expressions over `[design].measure`. */
export interface ClaimTest {
  readonly less: string;
  readonly than: string;
}

/** What the verdict may depend on: a quantity that is swept, in rising order. */
export interface ClaimCondition {
  /** `the share of the time that the GPUs are needed` */
  readonly words: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly set: (value: number) => Settings;
  /** A quantity that spans powers of ten: a break-even is read off between logarithms. */
  readonly logarithmic?: true;
}

/** A break-even that theory knows, beside the one that the runs find. */
export interface ClosedForm {
  readonly words: string;
  readonly value: number;
  readonly source: string;
  /** How far the runs may lie from it, beyond their interval: what theory leaves out. */
  readonly within: number;
}

/** A claim of the literature as an experiment. Nothing in it is a verdict: that is computed from the runs. */
export interface ClaimInput {
  /** One sentence, as it is made. */
  readonly claim: string;
  readonly sources: readonly Citation[];
  /** The world in which it is tried; its designs share their luck. It sweeps nothing itself. */
  readonly scenario: Omit<Scenario, "sweep" | "branches">;
  /** What is compared with what, in words. */
  readonly setUp: string;
  /** Why its designs do not share all of their luck, where they cannot; left out: they do. */
  readonly unpaired?: string;
  /** Who bears the cost, where somebody gains. */
  readonly whoPays: string;
  /** All have to be true where the claim is to hold. */
  readonly tests: Named<ClaimTest>;
  readonly condition?: ClaimCondition;
  /** Other worlds that the verdict might hang on: it is computed in each. */
  readonly worlds?: Named<Settings>;
  readonly closedForm?: ClosedForm;
  /** Values that the scenario sets, by path, and where they come from. */
  readonly values: Readonly<Record<string, string>>;
  readonly notEstablished: readonly string[];
}

/** The claim's part of a file, beside the scenario that it is tried in. */
export type Claim = Omit<ClaimInput, "scenario">;

/** A scenario that tries a claim. */
export type ClaimScenario = Scenario & { readonly claim: Claim };

/** The world that the scenario describes, before anything else is tried. */
export const AS_IT_STANDS = "as it stands";

/** One point of a claim's experiment. */
export interface ClaimPoint {
  /** `AS_IT_STANDS`, or the name of another world. */
  readonly world: string;
  /** Of the condition; NaN where there is none. */
  readonly value: number;
  readonly settings: Settings;
}

/** Every world times every value of the condition, world by world. */
export function claimPoints({ condition, worlds }: Pick<Claim, "condition" | "worlds">): ClaimPoint[] {
  const all = [AS_IT_STANDS, ...namesOf(worlds)];
  return all.flatMap((world) =>
    (condition?.values ?? [Number.NaN]).map((value) => ({
      world,
      value,
      settings: { ...condition?.set(value), ...(partOf(worlds, world) as Settings | undefined) },
    })),
  );
}

/**
 * A claim of the literature as an executable experiment, for `export default` of a file in `scenarios/claims`. What
 * it gives is a scenario whose sweep walks the claim's points; everything that reads scenarios reads it.
 */
export function defineClaim({ scenario, ...claim }: ClaimInput): ClaimScenario {
  const list = claimPoints(claim).map(({ settings }) => settings);
  const isSwept = list.some((settings) => Object.keys(settings).length > 0);
  return { question: claim.claim, ...scenario, ...(isSwept ? { sweep: { list } } : {}), claim };
}

/** What is missing from a claim, or cannot be meant. */
export function claimProblems(claim: unknown): Problem[] {
  if (!isRecord(claim))
    return [{ path: "claim", message: `Expected defineClaim({ … }), got ${shown(claim)}.` }];
  const problems: Problem[] = [];
  for (const field of ["claim", "setUp", "whoPays"])
    if (typeof claim[field] !== "string" || claim[field] === "")
      problems.push({
        path: `claim › ${field}`,
        message: `Expected a sentence, got ${shown(claim[field])}.`,
      });
  const { sources, condition } = claim as Partial<Claim>;
  if (!Array.isArray(sources) || sources.length === 0)
    problems.push({
      path: "claim › sources",
      message: "Expected whoever makes the claim: author, year, where.",
    });
  const tests = namedParts(claim["tests"], "claim › tests", "tests by name", problems);
  if (tests.length === 0)
    problems.push({ path: "claim › tests", message: "Expected at least one: { less: …, than: … }." });
  const values = condition?.values ?? [];
  if (
    condition &&
    (values.length < 2 || values.some((value, at) => !(value > (values[at - 1] ?? -Infinity))))
  )
    problems.push({
      path: "claim › condition › values",
      message: `Expected at least two numbers in rising order, got ${shown(values)}.`,
    });
  return problems;
}
