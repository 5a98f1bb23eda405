import colors from "picocolors";
import type { Deviation } from "../experiment/golden.ts";
import { tableText } from "./terminal.ts";

/** The outcome of one check of one scenario. */
export interface Finding {
  readonly scenario: string;
  readonly check: string;
  readonly status: "passed" | "failed" | "skipped";
  /** What a failure means to the exit code: 1 a check failed, 3 an invariant broke. */
  readonly exitCode: number;
  readonly details: readonly string[];
}

const shown = (value: number | null | undefined): string =>
  value === undefined ? "not there" : value === null ? "no value" : String(value);

/** `halving  ledger.supply[token]: expected 20.5, got 21 (2.4e-2 apart, tolerance 1e-9)` */
export function deviationText({ design, measure, expected, found, relative, tolerance }: Deviation): string {
  const apart = Number.isFinite(relative)
    ? ` (${relative.toExponential(1)} apart, tolerance ${tolerance})`
    : "";
  return `${design}  ${measure}: expected ${shown(expected)}, got ${shown(found)}${apart}`;
}

const MARKS = {
  passed: colors.green("passed"),
  failed: colors.red("FAILED"),
  skipped: colors.dim("skipped"),
} as const;

/** A table of all checks, then the details of what failed, then the count. */
export function findingsText(findings: readonly Finding[], onlyFailures: boolean): string {
  const failed = findings.filter(({ status }) => status === "failed");
  const rows = (onlyFailures ? failed : findings).map(({ scenario, check, status, details }) => [
    scenario,
    check,
    MARKS[status],
    status === "failed" ? "" : (details[0] ?? ""),
  ]);
  const count = (status: Finding["status"]): number =>
    findings.filter((finding) => finding.status === status).length;
  const details = failed.flatMap(({ scenario, check, details }) => [
    "",
    `${scenario}: ${check}`,
    ...details.map((line) => `  ${line}`),
  ]);
  return [
    ...(rows.length > 0 ? [tableText(["scenario", "check", "outcome", ""], rows)] : []),
    ...details,
    ...(rows.length > 0 ? [""] : []),
    `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`,
  ].join("\n");
}

export function findingsJson(findings: readonly Finding[]): object {
  return {
    findings: findings.map(({ scenario, check, status, details }) => ({ scenario, check, status, details })),
  };
}
