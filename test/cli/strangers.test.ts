import fc from "fast-check";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import type { Finding, Reporter } from "../../sim/cli/checks/reporters/finding.ts";
import { annotations } from "../../sim/cli/checks/reporters/github.ts";
import { jsonReport } from "../../sim/cli/checks/reporters/json.ts";
import { junitReport } from "../../sim/cli/checks/reporters/junit.ts";
import { markdownReport } from "../../sim/cli/checks/reporters/markdown.ts";
import { tableReport } from "../../sim/cli/checks/reporters/table.ts";
import type { Outcome } from "../../sim/cli/folders/run-and-store.ts";
import { forTerminal } from "../../sim/cli/terminal/print.ts";
import { comparisonText } from "../../sim/cli/words/compare-text.ts";
import { closingText } from "../../sim/cli/words/run-summary.ts";
import { odd } from "../../sim/cli/written/odd.ts";
import { plan } from "../../sim/experiment/plan.ts";
import { manifestOf } from "../../sim/experiment/store/manifest.ts";
import { pngImage } from "../../sim/figures/png.ts";
import { reportPage } from "../../sim/figures/report.ts";
import { drawAll } from "../../sim/figures/svg.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { nasty, OBEYED } from "../text/nasty.ts";

/** Names of results and findings that somebody else wrote, through everything that shows them. */

const SCENARIO: Scenario = {
  title: "TITLE",
  question: "QUESTION",
  until: "10d",
  world: [{ mechanism: "issuance/genesis", params: { supply: 1000, allocation: { holders: 1 } } }],
  designs: {
    FIRST: [{ mechanism: "issuance/fixed", params: { tokensPerDay: 20, split: { treasury: 1 } } }],
    SECOND: [{ mechanism: "issuance/fixed", params: { tokensPerDay: 10, split: { treasury: 1 } } }],
  },
};
const catalogue = catalogueOf(SCENARIO);
const resolved = resolve(SCENARIO, catalogue, { name: "NAME" });
const runs = resolved.designs.map(({ name }) => run(resolved, catalogue, { design: name }));

/** The same data with other names in it, as no scenario could have them and a forged folder may. */
function renamed<T>(value: T, names: Readonly<Record<string, string>>): T {
  if (typeof value === "string") return (Object.hasOwn(names, value) ? names[value] : value) as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((part) => renamed(part, names)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, renamed(part, names)])) as T;
}

const texts = fc.record({ TITLE: nasty, QUESTION: nasty, NAME: nasty, FIRST: nasty, SECOND: nasty });
const few = { numRuns: 25 };

test("tables and sentences about runs hold nothing that a terminal or a runner obeys", () => {
  fc.assert(
    fc.property(texts, (names) => {
      const planned = plan(resolved, "0".repeat(64));
      const outcome = {
        ...renamed({ plan: planned, runs }, names),
        manifest: manifestOf(
          planned,
          runs,
          [],
          {
            command: "run",
            version: "0",
            origin: { path: "", code: "data" },
            started: new Date(0),
            finished: new Date(0),
            format: "csv",
            assumptions: [],
          },
          {},
        ),
        failures: [],
        reused: 0,
        folder: names.NAME.replaceAll("\0", ""),
        movedTo: undefined,
        allMeasures: true,
      } satisfies Outcome;
      for (const text of [
        closingText(outcome),
        comparisonText(outcome, { measures: undefined, defaulted: false }),
        odd(outcome.plan.resolved, catalogue),
      ])
        expect(forTerminal(text)).not.toMatch(OBEYED);
    }),
    few,
  );
});

test("a description has no HTML of a scenario", () => {
  const text = odd(
    renamed(resolved, { TITLE: "<img src=x onerror=alert(1)>", FIRST: "</td><script>" }),
    catalogue,
  );
  expect(text).not.toMatch(/<(?:img|script|\/td)/);
});

test("figures, their images and the report show every name as text", () => {
  fc.assert(
    fc.property(texts, (names) => {
      const input = renamed({ scenario: resolved, runs, points: [] }, names);
      const figures = drawAll(input);
      const page = reportPage(input, figures, {
        version: names.NAME,
        assumptions: [names.TITLE],
        failures: [{ run: names.FIRST, message: names.QUESTION }],
      });
      expect(page).not.toMatch(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
      const { document } = parseHTML(page);
      expect(document.querySelectorAll("script, img, iframe, [onerror], [style]")).toHaveLength(0);
      for (const { svg } of figures.slice(0, 1)) expect(pngImage(svg, 0.2).length).toBeGreaterThan(100);
    }),
    { numRuns: 8 },
  );
});

const REPORTERS: Readonly<Record<string, Reporter>> = {
  table: (findings) => forTerminal(tableReport(findings)),
  github: (findings) =>
    // Its own command is the one that is left.
    annotations(findings, "/").replace(/^::error /gm, ""),
  junit: (findings) => forTerminal(junitReport(findings)),
  markdown: (findings) => forTerminal(markdownReport(findings)),
  json: jsonReport,
};

test.each(Object.entries(REPORTERS))("the report as %s holds nothing that is obeyed", (name, report) => {
  fc.assert(
    fc.property(
      fc.array(nasty, { minLength: 6, maxLength: 6 }),
      ([scenario, check, summary, detail, file, place]) => {
        const finding: Finding = {
          scenario: scenario!,
          kind: "golden",
          check: check!,
          status: "failed",
          exitCode: 1,
          summary: summary!,
          details: [detail!, place!],
          deviations: [
            { place: place!, measure: detail!, expected: 1, found: 2, relative: 1, tolerance: 0 },
          ] as never,
          file: `/${file!.replaceAll("\0", "")}`,
          line: 3,
          seconds: 0,
        };
        const text = report([finding]);
        expect(text).not.toMatch(OBEYED);
        if (name === "github") expect(text).not.toContain("\n");
        if (name === "json") expect(JSON.parse(text).findings[0].summary).toBe(summary);
        if (name === "junit") expect(text).not.toMatch(/<script/);
      },
    ),
  );
});
