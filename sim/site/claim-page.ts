import type { PointOutcome } from "../experiment/claims/outcome.ts";
import type { ClaimFinding, WorldFinding } from "../experiment/claims/verdict.ts";
import {
  closedFormText,
  conditionText,
  marginText,
  sureText,
  verdictText,
} from "../experiment/claims/words.ts";
import {
  type Cell,
  contentsHtml,
  details,
  list,
  paragraph,
  type Section,
  sectionHtml,
  tableHtml,
} from "../figures/html.ts";
import { quantityText } from "../figures/number-text.ts";
import { figureHtml } from "../figures/report-sections.ts";
import type { Citation, Claim, ClaimTest } from "../scenario/claim.ts";
import { namesOf, partOf } from "../scenario/named.ts";
import { markupAttribute, markupText } from "../text/markup.ts";
import { shellArgument } from "../text/shell.ts";
import { oneLine } from "../text/visible.ts";
import { claimFigure, sentence } from "./claim-figure.ts";
import { addressFrom, type Page, type SiteFile } from "./page.ts";

/** What the page of a claim is made of. */
export interface ClaimSource {
  /** `claims/renting-beats-owning`: what commands call it. */
  readonly name: string;
  readonly claim: Claim;
  /** What its kept runs say. */
  readonly finding: ClaimFinding;
  /** Digest of its kept runs. */
  readonly digest: string;
  readonly runs: number;
  /** The ODD description of its world as HTML, escaped. */
  readonly description: string;
  /** The claim as written, and its kept runs. */
  readonly files: readonly SiteFile[];
}

export const claimPath = (name: string): string => `${name}.html`;

/** A verdict in a word or two, with the class that colours it. */
export function verdictBadge({ outcome }: Pick<ClaimFinding, "outcome">): string {
  const words = { holds: "Holds", fails: "Fails", depends: "Depends", "not established": "Not established" };
  return badge(outcome, words[outcome]);
}

/** A word on a coloured ground; the word says it, the colour helps to find it. */
export const badge = (kind: string, word: string): string =>
  `<span class="verdict" data-verdict="${markupAttribute(kind)}">${markupText(word)}</span>`;

/** A claim of the literature: who makes it, how it is tried, what comes of it, how sure that is, and how to run it again. */
export function claimPage(source: ClaimSource): Page {
  const { name, claim, finding, description, files } = source;
  const path = claimPath(name);
  const verdict = verdictText(claim, finding.worlds[0]!);
  const sections: Section[] = [
    section("sources", "Who says so", sourceList(claim.sources)),
    section("set-up", "How it is tried", setUp(claim)),
    section("result", "What comes of it", results(claim, finding)),
    section("sure", "How sure it is", surety(claim, finding)),
    section("not-established", "What is not established", list(claim.notEstablished)),
    section("values", "Where the numbers come from", valueTable(claim)),
    section(
      "description",
      "The world, after the ODD protocol",
      details("Description of the model", description),
    ),
    section("again", "Run it again", again(source, path)),
  ].filter(({ content }) => content !== "");
  return {
    kind: "claim",
    path,
    title: oneLine(claim.claim),
    description: `${sentence(verdict)}`,
    slots: {
      title: markupText(claim.claim),
      verdict: `<p class="finding">${verdictBadge(finding)} ${markupText(sentence(verdict))}</p>\n${paragraph(sureText(claim, finding), "note")}`,
      contents: contentsHtml(sections),
      sections: sections.map(sectionHtml).join("\n"),
    },
    files,
  };
}

const section = (id: string, title: string, content: string): Section => ({
  id: `section-${id}`,
  title,
  content,
});

const plain = (text: string): string => `<p>${markupText(text)}</p>`;

const isAddress = (url: string | undefined): url is string => url?.startsWith("https://") === true;

/** Sources, each a link where there is one, with what a reader has to know of it. */
export function sourceList(sources: readonly Citation[]): string {
  const items = sources.map(({ text, url, secondary, unchecked }) => {
    const cited = isAddress(url)
      ? `<a href="${markupAttribute(url)}" rel="noreferrer">${markupText(text)}</a>`
      : markupText(text);
    const notes = [
      ...(secondary ? ["second hand, or by who sells"] : []),
      ...(unchecked ? ["cited from memory, not checked against the source"] : []),
    ];
    return `<li>${cited}${notes.length === 0 ? "" : ` <small>(${markupText(notes.join("; "))})</small>`}</li>`;
  });
  return `<ul>\n${items.join("\n")}\n</ul>`;
}

function setUp(claim: Claim): string {
  const tests = namesOf(claim.tests).map((name) => {
    const { less, than } = partOf(claim.tests, name) as ClaimTest;
    return `<li>${markupText(sentence(name))}<br><code>${markupText(`${less} < ${than}`)}</code></li>`;
  });
  const { condition } = claim;
  const tried =
    condition === undefined
      ? ""
      : plain(
          `${sentence(condition.words).slice(0, -1)} is tried at ${condition.values.map((value) => conditionText(condition, value)).join(", ")}.`,
        );
  return [
    plain(claim.setUp),
    `<p>${tests.length === 1 ? "The claim holds where this is true:" : "The claim holds where all of these are true:"}</p>`,
    `<ul class="tests">\n${tests.join("\n")}\n</ul>`,
    tried,
    `<p><strong>Who pays.</strong> ${markupText(claim.whoPays)}</p>`,
  ].join("\n");
}

function results(claim: Claim, finding: ClaimFinding): string {
  const figure = claimFigure(claim, finding);
  const [world] = finding.worlds;
  return [
    figure === undefined ? "" : figureHtml(figure),
    pointTable(claim, world!),
    paragraph(
      `Differences are taken over ${finding.replications} replications${claim.unpaired === undefined ? " that share their luck" : ""}; their intervals hold together at 95 % (Bonferroni), and Holm's procedure decides.`,
      "note",
    ),
    claim.unpaired === undefined ? "" : paragraph(claim.unpaired, "note"),
  ].join("\n");
}

const OUTCOMES: Readonly<Record<PointOutcome, string>> = {
  holds: "passed",
  fails: "missed",
  "not established": "not established",
};

/** A row for each test at each value of the condition. */
function pointTable(claim: Claim, { points }: WorldFinding): string {
  const { condition } = claim;
  const rows = points.flatMap(({ value, tests }) =>
    tests.map((test): Cell[] => [
      { text: condition ? conditionText(condition, value) : test.name, isHeading: true },
      ...(condition && tests.length > 1 ? [{ text: test.name }] : []),
      { text: quantityText(test.less.mean, test.unit), isNumber: true },
      { text: quantityText(test.than.mean, test.unit), isNumber: true },
      { text: OUTCOMES[test.outcome] },
      { text: marginText(test) },
    ]),
  );
  const several = (points[0]?.tests.length ?? 0) > 1;
  return tableHtml(
    condition ? sentence(`results by ${condition.words}`).replace(/\.$/, "") : "Results",
    [
      condition ? "Condition" : "Test",
      ...(condition && several ? ["Test"] : []),
      "What has to be lower",
      "Than this",
      "Test",
      "By how much",
    ],
    rows,
  );
}

/** The verdict in every world that was tried, and what theory says. */
function surety(claim: Claim, finding: ClaimFinding): string {
  const rows = finding.worlds.map((world): Cell[] => [
    { text: world.world, isHeading: true },
    { text: sentence(verdictText(claim, world)).replace(/\.$/, "") },
  ]);
  const theory = closedFormText(claim, finding);
  return [
    plain(sureText(claim, finding)),
    tableHtml("The verdict in each world that was tried", ["World", "Verdict"], rows).replace(
      'class="scroll"',
      'class="scroll wraps"',
    ),
    theory === "" ? "" : `<p><strong>What theory says.</strong> ${markupText(sentence(theory))}</p>`,
  ].join("\n");
}

function valueTable({ values }: Claim): string {
  const rows = Object.entries(values).map(([path, source]): Cell[] => [
    { text: path, isHeading: true },
    { text: source },
  ]);
  if (rows.length === 0) return "";
  return tableHtml("Values that the claim sets", ["Parameter", "Source"], rows).replace(
    'class="scroll"',
    'class="scroll wraps"',
  );
}

function again({ name, digest, runs, files }: ClaimSource, page: string): string {
  const called = shellArgument(name);
  const commands = [
    [`orrery check ${called}`, "makes the runs again and says whether they are those of this page"],
    [`orrery describe ${called}`, "its world in words"],
    [`orrery sweep ${called}`, "the same runs as a results folder, with charts"],
  ] as const;
  const lines = commands.map(
    ([command, what]) => `<li><code>${markupText(command)}</code>: ${markupText(what)}</li>`,
  );
  const links = files.map(({ path }) => {
    const file = path.slice(path.lastIndexOf("/") + 1);
    return `<li><a href="${markupAttribute(addressFrom(page, path))}" download>${markupText(file)}</a></li>`;
  });
  return [
    `<ul>\n${lines.join("\n")}\n</ul>`,
    `<p>${runs} runs; digest of their results <code>${markupText(digest)}</code>.</p>`,
    links.length === 0 ? "" : `<ul class="downloads">\n${links.join("\n")}\n</ul>`,
  ].join("\n");
}
