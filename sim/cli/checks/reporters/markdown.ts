import { markdownText } from "../../../text/markdown.ts";
import { visible } from "../../../text/visible.ts";
import { deviationWords } from "./deviation-text.ts";
import { countsText, type Finding, scenariosOf } from "./finding.ts";

/** Rows of a golden summary's table; a comment on a pull request is short. */
const MOST_ROWS = 30;

/** For a pull request or the summary of a workflow: what failed, as a table; the rest folded. */
export function markdownReport(findings: readonly Finding[]): string {
  const failed = findings.filter(({ status }) => status === "failed");
  const head =
    failed.length === 0 ? "every check holds" : `${failed.length} of ${findings.length} checks failed`;
  return `${[
    `### Orrery: ${head}`,
    "",
    `${countsText(findings)} in ${scenariosOf(findings).length} ${scenariosOf(findings).length === 1 ? "scenario" : "scenarios"}.`,
    ...(failed.length === 0 ? [] : ["", ...failureTable(failed)]),
    ...failed.flatMap(({ deviations, ...finding }) =>
      deviations.length === 0 ? [] : ["", ...deviationTable({ ...finding, deviations })],
    ),
    ...(failed.some(({ details }) => details.length > 1)
      ? ["", ...folded("Details", failed.flatMap(detail))]
      : []),
    "",
    ...folded("All checks", allChecks(findings)),
  ].join("\n")}\n`;
}

function failureTable(failed: readonly Finding[]): string[] {
  const rows = failed.map(({ scenario, check, kind, summary, details }) =>
    row(scenario, check, kind === "golden" ? summary : (details[0] ?? summary)),
  );
  return [row("scenario", "check", "what was found"), "|---|---|---|", ...rows];
}

function deviationTable({ scenario, deviations }: Finding): string[] {
  const rows = deviations.slice(0, MOST_ROWS).map((deviation) => {
    const words = deviationWords(deviation);
    return row(deviation.place, deviation.measure, words.old, words.new, words.difference, words.inErrors);
  });
  const more = deviations.length - MOST_ROWS;
  return [
    row(scenario, "measure", "old", "new", "difference", "in standard errors"),
    "|---|---|--:|--:|--:|---|",
    ...rows,
    ...(more > 0 ? ["", `… and ${more} more.`] : []),
  ];
}

const detail = ({ scenario, check, summary, details }: Finding): string[] => [
  `**${markdownText(scenario)}: ${markdownText(check)}**`,
  "",
  "```text",
  ...[summary, ...details].map((line) => visible(line).replaceAll("```", "'''")),
  "```",
  "",
];

const allChecks = (findings: readonly Finding[]): string[] => [
  row("scenario", "check", "outcome", ""),
  "|---|---|---|---|",
  ...findings.map(({ scenario, check, status, summary }) => row(scenario, check, status, summary)),
];

const folded = (title: string, lines: readonly string[]): string[] => [
  `<details><summary>${title}</summary>`,
  "",
  ...lines,
  "",
  "</details>",
];

const row = (...cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;
