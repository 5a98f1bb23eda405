import { contentsHtml, paragraph, type Section, sectionHtml } from "../figures/html.ts";
import { betterText } from "../metrics/known-measures.ts";
import type { MetricKind } from "../model/measures/entry.ts";
import { stemOf } from "../model/measures/names.ts";
import { markupText } from "../text/markup.ts";
import { oneLine } from "../text/visible.ts";
import { type KnownMeasure, namesOf } from "../words/measures.ts";
import { codeHtml, type Links, linkHtml, proseHtml, tableOf } from "./links.ts";
import type { Page } from "./page.ts";
import type { Usage } from "./usage.ts";

export const MEASURES = "measures.html";

/** The first part of a measure's name: `gpu` of `gpu.supply[US]`. */
const familyOf = (name: string): string => stemOf(name).split(".", 1)[0]!;

const pathOf = (family: string): string => `measures/${family}.html`;

/** Where a measure of the vocabulary is explained: a part of its family's page. */
export const measurePlace = (name: string): string => `${pathOf(familyOf(name))}#${stemOf(name)}`;

/** What the summary of a run says of a measure. */
const SUMMARY: Readonly<Record<MetricKind, string>> = {
  level: "level: an amount at a time; a run's summary is its mean over time",
  ratio: "ratio: a quotient; a run's summary is its mean over time",
  flow: "flow: an amount over a time; a run's summary is its total",
  duration: "duration: a quantile of seconds, over the whole run in its summary",
};

/** A page of all measures, and one for each first part of their names. */
export function measurePages(
  measures: readonly KnownMeasure[],
  usages: readonly Usage[],
  links: Links,
): readonly Page[] {
  const families = [...new Set(measures.map(({ name }) => familyOf(name)))];
  const of = (family: string) => measures.filter(({ name }) => familyOf(name) === family);
  return [
    indexPage(families.map((family) => [family, of(family)])),
    ...families.map((family) => familyPage(family, of(family), usages, links)),
  ];
}

function indexPage(
  families: readonly (readonly [family: string, measures: readonly KnownMeasure[]])[],
): Page {
  const sections = families.map(([family, measures]) => ({
    id: family,
    title: family,
    content: tableOf(
      `Measures of ${family}`,
      ["measure", "in words", "unit", "kind", "better"],
      measures.map((measure) => [
        linkHtml(MEASURES, measurePlace(measure.name), codeHtml(measure.name)),
        markupText(measure.words),
        markupText(unitText(measure.unit)),
        markupText(measure.kind),
        markupText(betterText(measure)),
      ]),
    ),
  }));
  const count = families.reduce((sum, [, measures]) => sum + measures.length, 0);
  return {
    kind: "catalogue",
    path: MEASURES,
    title: "Measures",
    description: `${count} measures, each with one meaning whoever measures it: unit, kind, which end is better, who measures it.`,
    slots: {
      title: "Measures",
      lead: paragraph(
        "A name has one meaning, whoever measures it. Which end is better holds for everybody, all else being equal, or for the side that is named; a dash: it depends on whom one asks.",
        "question",
      ),
      contents: contentsHtml(sections),
      lists: sections.map(sectionHtml).join("\n"),
    },
    files: [],
  };
}

function familyPage(
  family: string,
  measures: readonly KnownMeasure[],
  usages: readonly Usage[],
  links: Links,
): Page {
  const path = pathOf(family);
  const sections: Section[] = measures.map((measure) => ({
    id: measure.name,
    title: measure.words,
    content: measureHtml(path, measure, usages, links),
  }));
  return {
    kind: "catalogue",
    path,
    title: `Measures: ${family}`,
    description: `What ${family} is measured by: ${measures.map(({ words }) => words).join("; ")}.`,
    parts: measures.map(({ name, words, doc }) => ({
      id: name,
      title: `${words} (${name})`,
      description: doc,
    })),
    slots: {
      title: `Measures: ${codeHtml(family)}`,
      lead: `<p>${linkHtml(path, MEASURES, "All measures")}</p>`,
      contents: contentsHtml(sections),
      lists: sections.map(sectionHtml).join("\n"),
    },
    files: [],
  };
}

/** A unit in braces is what the key names. */
const unitText = (unit: string): string =>
  unit.startsWith("{") ? `the ${unit.slice(1, -1)}'s own` : unit || "1";

function measureHtml(path: string, measure: KnownMeasure, usages: readonly Usage[], links: Links): string {
  const { name, doc, unit, kind, publishers } = measure;
  const asking = usages.filter(({ measures }) => measures.has(name));
  const mechanisms = publishers.map((publisher) =>
    publisher === "ledger"
      ? "the ledger of every run"
      : linkHtml(path, links.mechanism(publisher), markupText(publisher)),
  );
  const scenarios = asking.map((usage) =>
    linkHtml(path, links.scenario(usage.name), markupText(oneLine(usage.title))),
  );
  const facts: readonly (readonly [string, string])[] = [
    ["In results", namesOf(measure).map(codeHtml).join(", ")],
    ["Unit", markupText(unitText(unit))],
    ["Kind", markupText(SUMMARY[kind])],
    ["Better", markupText(betterText(measure))],
    ["Measured by", mechanisms.join(", ")],
    ...(scenarios.length === 0 ? [] : [["Asked first by", scenarios.join("; ")] as const]),
  ];
  return `<p>${proseHtml(doc)}</p>
<dl>
${facts.map(([what, html]) => `<dt>${what}</dt><dd>${html}</dd>`).join("\n")}
</dl>`;
}
