/** Matchers for vitest: `import "orrery/vitest"` in a test, or in vitest's setupFiles, extends `expect`. */
import { expect } from "vitest";
import { OrreryError } from "./errors.ts";
import { answerOf } from "./experiment/expectations/kinds.ts";
import { readableOfRuns } from "./experiment/expectations/readable.ts";
import { conservationFlaws, runFlaws } from "./experiment/run-flaws.ts";
import type { Run } from "./run/result.ts";
import { isProblem } from "./scenario/readable.ts";
import type { Duration, ResolvedExpectation } from "./scenario/scenario.ts";
import { parseDuration, type Seconds } from "./units.ts";

export interface ReachOptions {
  /** The latest time: seconds, or 12h, 180d; the whole run where it is left out. */
  readonly before?: Duration;
}

declare module "vitest" {
  interface Matchers<T = any> {
    /**
     * A run's books of an asset balance to the base unit: opening + inflows − outflows = closing in every sector, and
     * supply = opening + minted − burned.
     */
    toConserve(asset: string): void;
    /**
     * A function that runs does so without breaking a claim; what it returns, if it is a run, is then checked like a
     * run: a finished run is held to conservation, finite measures and its chain of blocks. The claims of mechanisms
     * are checked while a run is made, so only a function shows them kept. A promise of a run is waited for.
     */
    toKeepAllClaims(): T extends () => Promise<unknown> ? Promise<void> : void;
    /** A claim about measures holds at some sample: `toReach("gpu.utilisation >= 0.6", { before: "180d" })`. */
    toReach(expression: string, options?: ReachOptions): void;
  }
}

interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

const result = (flaws: readonly string[], expected: string): Result => ({
  pass: flaws.length === 0,
  message: () =>
    flaws.length === 0
      ? `Expected the run not to ${expected}, but it does.`
      : [`Expected the run to ${expected}:`, ...flaws.map((flaw) => `  ${flaw}`)].join("\n"),
});

function requireRun(received: unknown, matcher: string): asserts received is Run {
  if (isRun(received)) return;
  throw new OrreryError(`${matcher} takes a run.`, [`It was given ${typeof received}.`]);
}

const isRun = (value: unknown): value is Run =>
  typeof value === "object" &&
  value !== null &&
  "series" in value &&
  "digest" in value &&
  "balances" in value;

function toConserve(received: unknown, asset: string): Result {
  requireRun(received, "toConserve");
  return result(conservationFlaws(received, asset), `conserve ${asset}`);
}

function toKeepAllClaims(received: unknown): Result | Promise<Result> {
  if (typeof received !== "function") {
    requireRun(received, "toKeepAllClaims, where it is not given a function that runs,");
    return kept(received);
  }
  try {
    const made: unknown = received();
    return made instanceof Promise ? made.then(kept, broken) : kept(made);
  } catch (error) {
    return broken(error);
  }
}

const KEEP = "keep all claims";

const kept = (made: unknown): Result => result(isRun(made) ? runFlaws(made) : [], KEEP);

/** Exit code of a broken claim; any other error is not about claims. */
const BROKEN = 3;

function broken(error: unknown): Result {
  if (error instanceof OrreryError && error.exitCode === BROKEN)
    return result(error.message.split("\n").filter(Boolean), KEEP);
  throw error;
}

function toReach(received: unknown, expression: string, options: ReachOptions = {}): Result {
  requireRun(received, "toReach");
  const expectation = eventually(
    expression,
    options.before === undefined ? received.t.at(-1)! : timeOf(options.before),
  );
  const read = readableOfRuns(expectation, [received]);
  if (isProblem(read)) throw new OrreryError(read.message);
  const { contradiction, note } = answerOf(expectation, read, received);
  const { pass, message } = result(contradiction === "" ? [] : [contradiction], `reach ${expression}`);
  return {
    pass,
    message: pass ? () => `Expected the run not to reach ${expression}, but it does ${note}.` : message,
  };
}

function timeOf(given: Duration): Seconds {
  const time = typeof given === "string" ? parseDuration(given) : given;
  if (time !== undefined && time > 0) return time;
  throw new OrreryError(`before has to be a duration above 0 such as 60d, got ${JSON.stringify(given)}.`);
}

const eventually = (expression: string, before: Seconds): ResolvedExpectation => ({
  claim: "toReach",
  kind: "eventually",
  expression,
  before,
  after: 0,
  direction: "rising",
  design: "",
  branch: "",
  confidence: 0,
  share: 1,
});

expect.extend({ toConserve, toKeepAllClaims, toReach });
