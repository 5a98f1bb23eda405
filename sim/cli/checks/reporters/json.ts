import { VERSION } from "../../../experiment/workers/bundle.ts";
import { visibleJson } from "../../../text/visible.ts";
import { shownPath } from "../../options/options.ts";
import { counts, exitCodeOf, type Finding } from "./finding.ts";

/** The report as data; docs/checks.md says what each field is. */
export const reportData = (findings: readonly Finding[]): object => ({
  version: VERSION,
  ...counts(findings),
  exitCode: exitCodeOf(findings),
  findings: findings.map(({ exitCode, file, line, deviations, ...finding }) => ({
    ...finding,
    exitCode: finding.status === "failed" ? exitCode : 0,
    file: file === "" ? null : shownPath(file),
    line: line === 0 ? null : line,
    // A value that is not there is left out; one that there is none of is null.
    deviations: deviations.map(({ relative, ...deviation }) => ({
      ...deviation,
      relative: Number.isFinite(relative) ? relative : null,
    })),
  })),
});

export const jsonReport = (findings: readonly Finding[]): string =>
  visibleJson(JSON.stringify(reportData(findings), null, 2));
