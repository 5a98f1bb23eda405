import type { Replay } from "./text/replay.ts";

/**
 * One base class. The first line is a sentence with the subject first; then facts with values and units; then how
 * to replay or fix. Only errors of this class are printed to users as they are; any other is a defect of Orrery.
 */
export class OrreryError extends Error {
  /** Exit code of the command line (the contract: 1 a check failed, 2 wrong input, 3 a claim broke). */
  readonly exitCode: number = 2;
  readonly sentence: string;
  readonly facts: readonly string[];
  readonly hint: string | undefined;
  /** Where a run stood, so that the hint can be completed by who knows how it was started. */
  readonly replay: Replay | undefined;

  constructor(sentence: string, facts: readonly string[] = [], hint?: string, replay?: Replay) {
    super(
      [
        sentence,
        ...(facts.length > 0 ? ["", ...facts.map((fact) => `  ${fact}`)] : []),
        ...(hint ? ["", hint] : []),
      ].join("\n"),
    );
    this.name = new.target.name;
    this.sentence = sentence;
    this.facts = facts;
    this.hint = hint;
    this.replay = replay;
  }
}

/** One thing that is wrong with a scenario: where it stands, what is wrong, how to mend it. */
export interface Problem {
  /** `world[0] consensus/nakamoto › blockTime` */
  readonly path: string;
  /** Sentences, each ending with a full stop. */
  readonly message: string;
}

/** A scenario, its data or the command line cannot be used; carries all problems at once. */
export class ScenarioError extends OrreryError {
  readonly problems: readonly Problem[];

  constructor(subject: string, problems: readonly Problem[]) {
    super(
      `${subject} has ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}.`,
      problems.flatMap(({ path, message }) => (path === "" ? [message] : [path, `  ${message}`])),
    );
    this.problems = problems;
  }
}

/** Claims of mechanisms, of the ledger or of the vocabulary broke during a run. */
export class InvariantError extends OrreryError {
  override readonly exitCode = 3;
  /** All that broke; the first is the sentence. */
  readonly claims: readonly string[];

  constructor(
    sentence: string,
    facts: readonly string[] = [],
    hint?: string,
    replay?: Replay,
    claims: readonly string[] = [sentence],
  ) {
    super(sentence, facts, hint, replay);
    this.claims = claims;
  }
}

/** An operation on the ledger that would break it: overdraft, unknown account, amount that is no amount. */
export class LedgerError extends OrreryError {
  override readonly exitCode = 3;
}

/** Time or order went wrong: a delay that is no delay, a loop at one instant. */
export class KernelError extends OrreryError {
  override readonly exitCode = 3;
}

/** A mechanism that a scenario brings failed in a run: its own fault, told with the line of its own that threw. */
export class MechanismError extends OrreryError {
  override readonly exitCode = 3;
}

/** The thread of a run ended before the run did. */
export class ThreadError extends OrreryError {
  override readonly exitCode = 3;
}

/** A run met a defect of Orrery; the others are made all the same. */
export class DefectError extends OrreryError {
  /** EX_SOFTWARE of sysexits.h. */
  override readonly exitCode = 70;
}

/** The command line cannot be used as it stands. */
export class UsageError extends OrreryError {}
