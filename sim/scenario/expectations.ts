import type { Problem } from "../errors.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { durationText, parseDuration, type Seconds } from "../units.ts";
import { isRecord, namedParts, nameOf } from "./named.ts";
import { isProblem, type Measured, readable } from "./readable.ts";
import type { ExpectationKind, ResolvedExpectation, Scenario } from "./scenario.ts";

/** What each kind of expectation may say beside its expression. */
const KINDS: Readonly<Record<ExpectationKind, readonly string[]>> = {
  always: [],
  never: [],
  eventually: ["before"],
  atEnd: [],
  summary: [],
  recovers: ["after", "within"],
  monotone: ["direction"],
  compare: [],
};
const SCOPE = ["design", "branch", "confidence", "share"];
const DEFAULT_SHARE = 0.9;

interface Known {
  readonly designs: readonly string[];
  readonly branches: readonly string[];
  /** The scenario's own horizon. */
  readonly until: Seconds;
  /** The one that its runs have, where that is another. */
  readonly end?: Seconds;
  /** Undefined where the designs are not sound: nothing is known of their measures then. */
  readonly measured?: Measured | undefined;
}

/** The scenario's claims about results, or what is wrong with them. */
export function resolveExpectations(
  given: Scenario["expect"],
  known: Known,
): { expect: ResolvedExpectation[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const expect = namedParts(given, "expect", "claims by the sentences that say them", problems).flatMap(
    ([claim, expectation]) => {
      const path = `expect › ${JSON.stringify(claim)}`;
      const fields = isRecord(expectation) ? expectation : {};
      const kinds = Object.keys(KINDS).filter((kind) => Object.hasOwn(fields, kind)) as ExpectationKind[];
      const [kind] = kinds;
      if (kinds.length !== 1 || typeof fields[kind!] !== "string") {
        const list = Object.keys(KINDS).join(", ");
        problems.push({
          path,
          message: `Expected one of ${list} with an expression, such as { always: "ledger.supply <= 21e6" }.`,
        });
        return [];
      }
      const before = problems.length;
      const reading = new Reading(path, fields, problems);
      reading.refuseUnknown([kind!, ...KINDS[kind!], ...SCOPE]);
      const resolved = resolvedExpectation(claim, kind!, reading, known);
      if (problems.length === before) problems.push(...unreadable(resolved, known.measured));
      return [resolved];
    },
  );
  return { expect, problems };
}

/** What is wrong with a claim's expression: it is none, or names what no design measures. */
function unreadable(expectation: ResolvedExpectation, measured: Measured | undefined): Problem[] {
  if (!measured) return [];
  const { kind, design } = expectation;
  const about = [...measured].filter(([name]) => kind === "compare" || design === "" || design === name);
  const read = readable(expectation, new Map(about));
  return isProblem(read) ? [read] : [];
}

function resolvedExpectation(
  claim: string,
  kind: ExpectationKind,
  reading: Reading,
  { designs, branches, until, end = until }: Known,
): ResolvedExpectation {
  const after = kind === "recovers" ? reading.time("after", until) : 0;
  const before =
    kind === "recovers"
      ? after + reading.time("within", until)
      : reading.fields["before"] === undefined
        ? end
        : reading.time("before", until);
  const direction = reading.oneOf("direction", ["rising", "falling"], "rising");
  return {
    claim,
    kind,
    expression: reading.fields[kind] as string,
    before,
    after,
    direction: direction as "rising" | "falling",
    design: reading.oneOf("design", designs, ""),
    branch: reading.oneOf("branch", branches, ""),
    confidence: reading.share("confidence", 0),
    share: reading.share("share", DEFAULT_SHARE),
  };
}

/** Reads the fields of one expectation; what is wrong with them is collected. */
class Reading {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #problems: Problem[];

  constructor(path: string, fields: Readonly<Record<string, unknown>>, problems: Problem[]) {
    this.#path = path;
    this.fields = fields;
    this.#problems = problems;
  }

  refuseUnknown(known: readonly string[]): void {
    for (const name of Object.keys(this.fields))
      if (!known.includes(name)) this.#refuse(name, `There is no such field.${didYouMean(name, known)}`);
  }

  /** A time within the horizon. */
  time(name: string, until: Seconds): Seconds {
    const given = this.fields[name];
    const time = typeof given === "string" ? parseDuration(given) : given;
    if (typeof time !== "number" || !(time > 0)) {
      this.#refuse(name, `Expected a duration above 0 such as 60d, got ${shown(given)}.`);
      return until;
    }
    if (time > until)
      this.#refuse(
        name,
        `Expected at most the horizon of ${durationText(until)}, got ${durationText(time)}.`,
      );
    return time;
  }

  oneOf(name: string, options: readonly string[], otherwise: string): string {
    const given = this.fields[name];
    if (given === undefined) return otherwise;
    const meant = nameOf(given);
    if (meant !== undefined && options.includes(meant)) return meant;
    const list = options.length > 0 ? `Expected one of ${options.join(", ")}` : `There is no ${name} here`;
    this.#refuse(name, `${list}, got ${shown(given)}.${didYouMean(meant ?? "", options)}`);
    return otherwise;
  }

  /** Above 0 and below 1. */
  share(name: string, otherwise: number): number {
    const given = this.fields[name];
    if (given === undefined) return otherwise;
    if (typeof given === "number" && given > 0 && given < 1) return given;
    this.#refuse(name, `Expected a number above 0 and below 1, such as 0.95, got ${shown(given)}.`);
    return otherwise;
  }

  #refuse(name: string, message: string): void {
    this.#problems.push({ path: `${this.#path} › ${name}`, message });
  }
}
