import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DOMParser, parseHTML } from "linkedom";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { exitCodeOf, type Finding } from "../../sim/cli/checks/reporters/finding.ts";
import { annotations } from "../../sim/cli/checks/reporters/github.ts";
import { jsonReport } from "../../sim/cli/checks/reporters/json.ts";
import { junitReport } from "../../sim/cli/checks/reporters/junit.ts";
import { lineOfClaim, lineOfMeasure } from "../../sim/cli/checks/reporters/lines.ts";
import { markdownReport } from "../../sim/cli/checks/reporters/markdown.ts";
import { tableReport } from "../../sim/cli/checks/reporters/table.ts";
import { goldenText } from "../../sim/experiment/golden.ts";
import { orrery, temporaryFolder } from "./orrery.ts";

const ROOT = process.cwd();

const finding = (more: Partial<Finding>): Finding => ({
  scenario: "hello",
  kind: "expectation",
  check: 'expect "it holds"',
  status: "passed",
  exitCode: 1,
  summary: "always: m > 0",
  details: [],
  deviations: [],
  file: path.join(ROOT, "scenarios", "hello.yaml"),
  line: 17,
  seconds: 0,
  ...more,
});

/** Everything that a format may trip over. */
const NASTY = "a < b && \"c\" > 'd' | 100 %, e: [f]\nnext\u0007line \ud800 ```";

const deviation = {
  place: "halving · none",
  measure: "chain.blocks_a",
  expected: 20,
  found: 30,
  relative: 1 / 3,
  tolerance: 1e-9,
  standardError: { value: 4, basis: "batches", count: 20, tooSmall: true },
} as const;

const FINDINGS: readonly Finding[] = [
  finding({
    kind: "invariants",
    check: "invariants",
    summary: "held in 2 runs",
    line: 0,
    file: "",
    seconds: 1.25,
  }),
  finding({ status: "failed", details: [NASTY, "halving/1: At 3 d, m = 0."] }),
  finding({ scenario: "queue", details: ["one: 12 of 12"] }),
  finding({
    scenario: "queue",
    kind: "golden",
    check: "golden summary",
    status: "failed",
    summary: "2 measures changed",
    details: ["halving …"],
    deviations: [
      deviation,
      { ...deviation, measure: "gone", found: undefined, relative: Infinity, standardError: undefined },
    ],
  }),
  finding({ scenario: "queue", status: "skipped", summary: "there is none" }),
];

test("the exit code is that of the gravest failure", () => {
  expect(exitCodeOf([finding({ exitCode: 3 })])).toBe(0);
  expect(exitCodeOf(FINDINGS)).toBe(1);
  expect(exitCodeOf([...FINDINGS, finding({ status: "failed", exitCode: 2 })])).toBe(2);
});

describe("JUnit XML", () => {
  const document = new DOMParser().parseFromString(junitReport(FINDINGS), "text/xml");
  const all = (selector: string): any[] => [...document.querySelectorAll(selector)];

  test("has a suite a scenario and a case a check, with counts and time", () => {
    const attributes = (element: any) =>
      ["name", "tests", "failures", "errors", "skipped", "time"].map((name) => element.getAttribute(name));
    expect(attributes(all("testsuites")[0])).toEqual(["orrery check", "5", "2", "0", "1", "1.250"]);
    expect(all("testsuites > testsuite").map(attributes)).toEqual([
      ["hello", "2", "1", "0", "0", "1.250"],
      ["queue", "3", "1", "0", "1", "0.000"],
    ]);
    expect(all("testcase").map((element) => element.getAttribute("name"))).toEqual(
      FINDINGS.map(({ check }) => check),
    );
  });

  test("a failure names its kind, its file and its line; a skipped check its reason", () => {
    const failed = all("testcase").filter((element) => element.querySelector("failure"));
    expect(
      failed.map((element) => [
        element.getAttribute("file"),
        element.getAttribute("line"),
        element.querySelector("failure").getAttribute("type"),
      ]),
    ).toEqual([
      ["scenarios/hello.yaml", "17", "expectation"],
      ["scenarios/hello.yaml", "17", "golden"],
    ]);
    expect(all("skipped").map((element) => element.getAttribute("message"))).toEqual(["there is none"]);
    expect(all("system-out").map((element) => element.textContent)).toEqual(["always: m > 0\none: 12 of 12"]);
  });

  test("any text survives; characters that XML does not have stand there as their codes", () => {
    const [failure] = all("failure");
    const shown = NASTY.replace("\u0007", "\\x07").replace("\ud800", "\\u{d800}");
    expect(failure.textContent).toBe(`always: m > 0\n${shown}\nhalving/1: At 3 d, m = 0.`);
    // linkedom leaves the named entities of an attribute as they are written.
    expect(failure.getAttribute("message")).toBe(
      shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    );
  });
});

describe("GitHub's annotations", () => {
  test("are a command a failure, escaped as GitHub's toolkit escapes them", () => {
    const lines = annotations(FINDINGS, ROOT).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(
      `::error file=scenarios/hello.yaml,line=17,title=hello%3A expect "it holds"::always: m > 0%0Aa < b && "c" > 'd' | 100 %25, e: [f]%0Anext\\x07line \\u{d800} \`\`\`%0Ahalving/1: At 3 d, m = 0.`,
    );
    expect(annotations([finding({ status: "failed", file: "", line: 0 })], ROOT)).toBe(
      '::error title=hello%3A expect "it holds"::always: m > 0',
    );
  });
});

describe("Markdown", () => {
  const text = markdownReport(FINDINGS);

  test("says what failed in a table, and old, new and difference in standard errors", () => {
    expect(text).toMatch(
      /^### Orrery: 2 of 5 checks failed\n\n2 passed, 2 failed, 1 skipped in 2 scenarios\.\n/,
    );
    expect(text).toContain("| queue | golden summary | 2 measures changed |\n");
    expect(text).toContain(
      "| halving · none | chain.blocks\\_a | 20 | 30 | +10 | at most 2.5, from 20 batches |\n",
    );
    expect(text).toContain("| halving · none | gone | 20 | not there |  |  |\n");
  });

  test("no text of a scenario breaks a table or a fold", () => {
    const row = text.split("\n").find((line) => line.startsWith('| hello | expect "it holds" | a'))!;
    expect(row).toContain("a &lt; b &amp;&amp; \"c\" &gt; 'd' \\| 100 %, e: \\[f\\] next");
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
    const { document } = parseHTML(`<body>${text}</body>`);
    expect([...document.querySelectorAll("summary")].map((element) => element.textContent)).toEqual([
      "Details",
      "All checks",
    ]);
    expect(text.match(/```/g)).toHaveLength(4);
  });

  test("is short where every check holds", () => {
    const short = markdownReport([finding({})]);
    expect(short).toMatch(
      /^### Orrery: every check holds\n\n1 passed, 0 failed, 0 skipped in 1 scenario\.\n\n<details>/,
    );
    expect(short).not.toContain("Details");
  });
});

test("JSON has everything", () => {
  const { findings, ...counts } = JSON.parse(jsonReport(FINDINGS));
  expect(counts).toMatchObject({ passed: 2, failed: 2, skipped: 1, exitCode: 1 });
  expect(findings[1]).toEqual({
    scenario: "hello",
    kind: "expectation",
    check: 'expect "it holds"',
    status: "failed",
    exitCode: 1,
    summary: "always: m > 0",
    details: [NASTY, "halving/1: At 3 d, m = 0."],
    deviations: [],
    file: "scenarios/hello.yaml",
    line: 17,
    seconds: 0,
  });
  expect(findings[0]).toMatchObject({ file: null, line: null, exitCode: 0 });
  expect(findings[3].deviations[1]).not.toHaveProperty("found");
});

test("the terminal cuts long details, and says where the rest is", () => {
  const details = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  const lines = tableReport([finding({ status: "failed", details })]).split("\n");
  expect(lines).toContain("  line 21");
  expect(lines).toContain("  … 77 more lines, all by --reporter json");
  expect(lines).toContain("  line 99");
  expect(lines).not.toContain("  line 22");
});

describe("the line of", () => {
  test("a claim is that of its key below `expect`", () => {
    const yaml =
      'question: "it holds: does it?"\nexpect:\n  it holds: { always: m > 0 }\n  "so it \\"is\\"": { never: m < 0 }\n';
    expect(lineOfClaim(yaml, "it holds")).toBe(3);
    expect(lineOfClaim(yaml, 'so it "is"')).toBe(4);
    expect(lineOfClaim(yaml, "it does not")).toBe(0);
    expect(lineOfClaim('export default defineScenario({\n  expect: {\n    "a claim": {', "a claim")).toBe(3);
  });

  test("a measure is that below its design, else its design's", () => {
    const text = goldenText({ a: { m: 1, n: 2 }, b: { m: 3 } });
    expect(lineOfMeasure(text, { place: "b", measure: "m" })).toBe(7);
    expect(lineOfMeasure(text, { place: "b", measure: "n" })).toBe(6);
    expect(lineOfMeasure(text, { place: "c", measure: "n" })).toBe(0);
  });
});

test("one check reports to GitHub, to the summary of its step and to files", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, "emission.yaml"),
    "title: Emission\nuntil: 2d\nworld:\n  - issuance/genesis: { supply: 1000 }\nexpect:\n  much: { atEnd: ledger.supply > 1e6 }\n",
  );
  const summary = path.join(folder, "summary.md");
  writeFileSync(summary, "before\n");
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("GITHUB_STEP_SUMMARY", summary).stubEnv("GITHUB_WORKSPACE", folder);
  const { stdout, code } = await orrery(
    ["check", "emission.yaml", "--reporter", "github", "--output", "checks.xml", "--output", "checks.md"],
    folder,
  );
  expect(code).toBe(1);
  expect(stdout).toContain(
    '::error file=emission.yaml,line=6,title=emission%3A expect "much"::atEnd: ledger.supply > 1e6%0Abase/0: ledger.supply[token] = 1000.\n',
  );
  const markdown = readFileSync(path.join(folder, "checks.md"), "utf8");
  expect(markdown).toContain("### Orrery: 1 of 3 checks failed");
  expect(readFileSync(summary, "utf8")).toBe(`before\n${markdown}`);
  expect(readFileSync(path.join(folder, "checks.xml"), "utf8")).toContain(
    '<testsuite name="emission" tests="3"',
  );
});
