import { markupAttribute, markupText } from "../../../text/markup.ts";
import { shownPath } from "../../options/options.ts";
import { counts, type Finding, scenariosOf } from "./finding.ts";

/**
 * JUnit XML as GitHub's, GitLab's and Jenkins' readers take it: testsuites › testsuite › testcase › failure | skipped.
 * A suite is a scenario, a case one of its checks.
 */
export function junitReport(findings: readonly Finding[]): string {
  const suites = scenariosOf(findings).map((scenario) =>
    suite(
      scenario,
      findings.filter((finding) => finding.scenario === scenario),
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="orrery check"${totals(findings)}>`,
    ...suites,
    "</testsuites>",
  ].join("\n");
}

const suite = (scenario: string, findings: readonly Finding[]): string =>
  [
    `  <testsuite name="${markupAttribute(scenario)}"${totals(findings)}>`,
    ...findings.map(testcase),
    "  </testsuite>",
  ].join("\n");

function totals(findings: readonly Finding[]): string {
  const { failed, skipped } = counts(findings);
  const seconds = findings.reduce((sum, finding) => sum + finding.seconds, 0);
  return ` tests="${findings.length}" failures="${failed}" errors="0" skipped="${skipped}" time="${seconds.toFixed(3)}"`;
}

function testcase(finding: Finding): string {
  const { scenario, check, seconds, file, line } = finding;
  const place =
    file === "" ? "" : ` file="${markupAttribute(shownPath(file))}"${line === 0 ? "" : ` line="${line}"`}`;
  const head = `    <testcase classname="${markupAttribute(scenario)}" name="${markupAttribute(check)}" time="${seconds.toFixed(3)}"${place}`;
  const body = content(finding);
  return body === "" ? `${head}/>` : `${head}>\n${body}\n    </testcase>`;
}

function content({ status, kind, summary, details }: Finding): string {
  if (status === "skipped") return `      <skipped message="${markupAttribute(summary)}"/>`;
  const lines = [summary, ...details].join("\n");
  if (status === "failed")
    return `      <failure type="${kind}" message="${markupAttribute(details[0] ?? summary)}">${markupText(lines)}</failure>`;
  return details.length === 0 ? "" : `      <system-out>${markupText(lines)}</system-out>`;
}
