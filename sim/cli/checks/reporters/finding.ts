import type { Deviation } from "../../../experiment/golden.ts";

/** The outcome of one check of one scenario, in the words of every reporter. */
export interface Finding {
  readonly scenario: string;
  /** `input`: the scenario, one of its claims or its golden summary cannot be read; `open`: it leaves something open. */
  readonly kind: "input" | "invariants" | "expectation" | "golden" | "open";
  readonly check: string;
  readonly status: "passed" | "failed" | "skipped";
  /** What a failure means to the exit code: 1 a check failed, 2 wrong input, 3 an invariant broke. */
  readonly exitCode: number;
  /** One line: what was checked, or why it was not. */
  readonly summary: string;
  /** Lines: what was found. */
  readonly details: readonly string[];
  /** Of a golden summary. */
  readonly deviations: readonly Deviation[];
  /** The file to open, an absolute path, and the line in it; empty and 0 where nobody can say. */
  readonly file: string;
  readonly line: number;
  /** Wall time. */
  readonly seconds: number;
}

export type Reporter = (findings: readonly Finding[]) => string;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function counts(findings: readonly Finding[]): Counts {
  const count = (status: Finding["status"]): number =>
    findings.filter((finding) => finding.status === status).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

export const countsText = (findings: readonly Finding[]): string => {
  const { passed, failed, skipped } = counts(findings);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
};

/** The exit code of the contract: the gravest of all failures. */
export const exitCodeOf = (findings: readonly Finding[]): number =>
  Math.max(0, ...findings.map(({ status, exitCode }) => (status === "failed" ? exitCode : 0)));

/** Scenarios in the order of their first finding. */
export const scenariosOf = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.map(({ scenario }) => scenario)),
];
