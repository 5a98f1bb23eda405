import { type Cell, contentsHtml, details, type Section, sectionHtml, tableHtml } from "../figures/html.ts";
import { quantityText } from "../figures/number-text.ts";
import { markupText } from "../text/markup.ts";
import { badge } from "./claim-page.ts";
import type { Page } from "./page.ts";
import type { Judged, JudgedCase, Quantity, Tolerance } from "./validation.ts";

export const VALIDATION = "validation.html";

/** Digits that tell ours from what is published. */
const DIGITS = 6;
/** Cases that a page lists; of more it shows the first and says how many there are. */
const MOST_CASES = 60;

/** Every published number beside ours, computed as the page was built. */
export function validationPage(judged: readonly Judged[]): Page {
  const subjects = [...new Set(judged.map(({ validation }) => validation.subject))];
  const sections = subjects.map((subject, at): Section => {
    const own = judged.filter(({ validation }) => validation.subject === subject);
    return {
      id: `section-${at + 1}`,
      title: subject,
      content: [scoreboard(subject, own), ...own.map(caseTable)].join("\n"),
    };
  });
  const cases = judged.flatMap((each) => each.cases);
  const met = cases.filter(({ agrees }) => agrees).length;
  const found = `${met} of ${cases.length} published numbers are met, in ${judged.length} validations.`;
  return {
    kind: "validation",
    path: VALIDATION,
    title: "Validation",
    description: `Published numbers beside Orrery's, computed anew with each build: ${found}`,
    slots: {
      title: "Validation",
      lead: [
        `<p class="finding">${badge(met === cases.length ? "holds" : "fails", `${met} of ${cases.length}`)} ${markupText(found)}</p>`,
        `<p>${markupText("What others have published, beside what Orrery computes: closed forms, the tests of the networks' own code, recorded data. Ours were computed as this page was built, from the same rows that the tests assert; a row that misses fails the build.")}</p>`,
        `<p>${markupText("That rules are met does not validate a forecast: it says that the parts do what they claim to do. What they come to together is what scenarios and claims try.")}</p>`,
      ].join("\n"),
      contents: contentsHtml(sections),
      sections: sections.map(sectionHtml).join("\n"),
    },
    files: [],
  };
}

/** A number with its unit; a whole number to the last digit. */
export const publishedText = (value: Quantity, unit: string): string => {
  const isWhole = typeof value === "bigint" || (Number.isSafeInteger(value) && unit === "");
  const exact = isWhole ? grouped(BigInt(value)) : undefined;
  return exact === undefined ? quantityText(value as number, unit, DIGITS) : `${exact} ${unit}`.trimEnd();
};

const grouped = (value: bigint): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** How far ours may lie, in words. */
export function toleranceText(tolerance: Tolerance, unit: string): string {
  if (tolerance === "exact") return "exact";
  if (tolerance === "interval") return "within the interval of the runs";
  return "absolute" in tolerance
    ? `± ${quantityText(tolerance.absolute, unit)} (${tolerance.why})`
    : `± ${quantityText(tolerance.relative, "ratio")} (${tolerance.why})`;
}

/** A row a validation: of several numbers, that which lies farthest off. */
function scoreboard(subject: string, judged: readonly Judged[]): string {
  const rows = judged.map(({ validation, cases, agrees }): Cell[] => {
    const { unit, tolerance, what, source } = validation;
    const shown = farthest(cases);
    const aside = cases.length > 1 ? { note: `${shown.label}; ${cases.length} numbers` } : {};
    return [
      { text: what, isHeading: true, note: source },
      { text: publishedText(shown.published, unit), isNumber: true, ...aside },
      { text: publishedText(shown.ours, unit), isNumber: true, ...intervalNote(shown, unit) },
      { text: toleranceText(tolerance, unit) },
      { text: agrees ? "agrees" : "misses" },
    ];
  });
  return tableHtml(
    `${subject}: published and ours`,
    ["What", "Published", "Ours", "Tolerance", "Verdict"],
    rows,
  )
    .replace('class="scroll"', 'class="scroll scores"')
    .replace(
      /<td>(agrees|misses)<\/td>/g,
      (_, word: string) => `<td>${badge(word === "agrees" ? "holds" : "fails", word)}</td>`,
    );
}

function intervalNote({ interval }: JudgedCase, unit: string): Pick<Cell, "note"> {
  if (interval === undefined) return {};
  const { low, high, confidence } = interval;
  return {
    note: `${quantityText(100 * confidence, "%")} interval ${quantityText(low, unit, 4)} to ${quantityText(high, unit, 4)}`,
  };
}

/** The case that lies farthest from what is published, relative to it; the first of equals. */
function farthest(cases: readonly JudgedCase[]): JudgedCase {
  const off = ({ published, ours }: JudgedCase): number =>
    published === ours ? 0 : Math.abs(Number(ours) - Number(published)) / (Math.abs(Number(published)) || 1);
  return cases.reduce((worst, each) => (off(each) > off(worst) ? each : worst));
}

/** All numbers of a validation that has several. */
function caseTable({ validation: { what, unit }, cases }: Judged): string {
  if (cases.length < 2) return "";
  const rows = cases
    .slice(0, MOST_CASES)
    .map(({ label, published, ours, agrees }): Cell[] => [
      { text: label, isHeading: true },
      { text: publishedText(published, unit), isNumber: true },
      { text: publishedText(ours, unit), isNumber: true },
      { text: agrees ? "agrees" : "misses" },
    ]);
  const counted =
    cases.length > MOST_CASES ? `the first ${MOST_CASES} of ${cases.length}` : `${cases.length}`;
  return details(
    `${what}: ${counted} numbers`,
    tableHtml(what, ["Number", "Published", "Ours", "Verdict"], rows),
  );
}
