import { visible } from "../../../text/visible.ts";
import colors from "../../terminal/colors.ts";
import { tableText } from "../../terminal/terminal.ts";
import { countsText, type Finding } from "./finding.ts";

const MARKS = {
  passed: colors.green("passed"),
  failed: colors.red("FAILED"),
  skipped: colors.dim("skipped"),
} as const;

/** Lines of details that a terminal shows of one check; the other reporters have them all. */
const SHOWN = 24;

/** A table of all checks, then the details of what failed, then the count. */
export function tableReport(findings: readonly Finding[], onlyFailures = false): string {
  const failed = findings.filter(({ status }) => status === "failed");
  const rows = (onlyFailures ? failed : findings).map(({ scenario, check, status, summary }) => [
    visible(scenario),
    visible(check),
    MARKS[status],
    visible(summary),
  ]);
  const details = failed.flatMap(({ scenario, check, details }) =>
    details.length === 0
      ? []
      : ["", visible(`${scenario}: ${check}`), ...cut(details).map((line) => `  ${visible(line)}`)],
  );
  return [
    ...(rows.length > 0 ? [tableText(["scenario", "check", "outcome", ""], rows)] : []),
    ...details,
    ...(rows.length > 0 ? [""] : []),
    countsText(findings),
  ].join("\n");
}

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= SHOWN
    ? lines
    : [
        ...lines.slice(0, SHOWN - 2),
        `… ${lines.length - SHOWN + 1} more lines, all by --reporter json`,
        lines.at(-1)!,
      ];
