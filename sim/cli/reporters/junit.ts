import { shownPath } from "../options.ts";
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
    `  <testsuite name="${attribute(scenario)}"${totals(findings)}>`,
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
    file === "" ? "" : ` file="${attribute(shownPath(file))}"${line === 0 ? "" : ` line="${line}"`}`;
  const head = `    <testcase classname="${attribute(scenario)}" name="${attribute(check)}" time="${seconds.toFixed(3)}"${place}`;
  const body = content(finding);
  return body === "" ? `${head}/>` : `${head}>\n${body}\n    </testcase>`;
}

function content({ status, kind, summary, details }: Finding): string {
  if (status === "skipped") return `      <skipped message="${attribute(summary)}"/>`;
  const lines = [summary, ...details].join("\n");
  if (status === "failed")
    return `      <failure type="${kind}" message="${attribute(details[0] ?? summary)}">${escaped(lines)}</failure>`;
  return details.length === 0 ? "" : `      <system-out>${escaped(lines)}</system-out>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for an element; what XML 1.0 has no character for becomes U+FFFD. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!)
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, (character) =>
      "\t\n\r".includes(character) ? character : "\uFFFD",
    );

/** Text for an attribute, where a line break would be read as a space. */
const attribute = (text: string): string =>
  escaped(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
