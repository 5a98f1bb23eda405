import type { DrawnFigure, FigureInput } from "../figures/figure.ts";
import { headlineMeasures } from "../figures/headline-measures.ts";
import { contentsHtml, paragraph, type Section, sectionHtml, tableHtml } from "../figures/html.ts";
import { failureNote, originText, type ReportOptions } from "../figures/report-facts.ts";
import { reportSections } from "../figures/report-sections.ts";
import { liveStyle } from "../figures/report-style.ts";
import { markupAttribute, markupText } from "../text/markup.ts";
import { oneLine } from "../text/visible.ts";
import { codeHtml, type Links, linkHtml, NO_LINKS, tableOf } from "./links.ts";
import { liveSections, type PageData, placeholderHtml } from "./live-sections.ts";
import { addressFrom, type Page, type SiteFile } from "./page.ts";
import { usageOf } from "./usage.ts";

/** A parameter that no source backs. */
export interface AssumedParameter {
  readonly parameter: string;
  readonly value: string;
  readonly range: string;
  readonly doc: string;
}

/** A file that a reader may take along. */
export interface Download {
  readonly file: SiteFile;
  /** What it is, in a few words: "a row a run". */
  readonly what: string;
}

/** What the page of a scenario is made of. */
export interface ScenarioSource {
  /** The name of its file; of the page, too. */
  readonly name: string;
  readonly input: FigureInput;
  /** Those of `drawForScript`. */
  readonly figures: readonly DrawnFigure[];
  readonly options: ReportOptions;
  readonly assumed: readonly AssumedParameter[];
  /** The ODD description as HTML, escaped; empty where its mechanisms are not known. */
  readonly description: string;
  /** The scenario as its author wrote it; undefined where it is not at hand. */
  readonly written: { readonly file: string; readonly text: string } | undefined;
  readonly downloads: readonly Download[];
  /** What is not among them, and how to come by it, as plain text. */
  readonly downloadNote?: string;
  /** For the page's modules: live figures, runs in the page. */
  readonly data?: PageData;
  /** What those modules ask for, beside what a reader takes along. */
  readonly files?: readonly SiteFile[];
}

/** Where the page of a scenario stands, and where its files do. */
export const scenarioPath = (name: string): string => `scenarios/${name}.html`;
export const scenarioFolder = (name: string): string => `scenarios/${name}`;

/** What a scenario found, as the title of its first figure says it; its question where nothing was drawn. */
export const findingOf = ({ figures, input }: Pick<ScenarioSource, "figures" | "input">): string => {
  const lead = figures[0]?.drawing.title ?? "";
  return lead === "" ? oneLine(input.scenario.question) : `${lead}.`;
};

/** A scenario with its results: question, finding, figures, tables, assumptions, description, text, downloads. */
export function scenarioPage(source: ScenarioSource, links: Links = NO_LINKS): Page {
  const { name, input, figures, options, downloads, downloadNote = "", files = [], data } = source;
  const { scenario } = input;
  const path = scenarioPath(name);
  const live = liveSections(data);
  const [found, ...results] = reportSections(input, figures, options);
  const described = [
    section("built", "What it is built of", builtOf(source, links)),
    section("parameters", "What is assumed", assumptionTable(source)),
    section("description", "Description after the ODD protocol", source.description),
    section("written", "The scenario as written", writtenText(source)),
  ].filter(({ content }) => content !== "");
  const note = downloadNote === "" ? "" : `\n${paragraph(downloadNote, "note")}`;
  const taken = section("downloads", "Downloads", downloadList(path, downloads) + note);
  const whole = [
    ...(found ? [found] : []),
    ...live.whatIf,
    ...results,
    ...live.recomputed,
    ...described,
    taken,
  ].filter(({ content }) => content !== "");
  return {
    kind: "scenario",
    path,
    title: oneLine(scenario.title),
    description: oneLine(scenario.question) || findingOf(source),
    slots: {
      title: markupText(scenario.title),
      question: [
        scenario.question === "" ? "" : paragraph(scenario.question, "question"),
        paragraph(originText(input, options), "note"),
        failureNote(options),
        `<style>${liveStyle(figures.flatMap(({ awaiting = [] }) => awaiting))}</style>`,
      ].join("\n"),
      contents: contentsHtml(whole.map(({ parts: _, ...rest }) => rest)),
      finding: found ? sectionHtml(found) : "",
      "what-if": placeholderHtml(live.whatIf),
      results: results.map(sectionHtml).join("\n"),
      recomputed: placeholderHtml(live.recomputed),
      description: described.map(sectionHtml).join("\n"),
      downloads: taken.content === "" ? "" : sectionHtml(taken),
    },
    data,
    files: [...downloads.map(({ file }) => file), ...files],
  };
}

const section = (id: string, title: string, content: string): Section => ({
  id: `section-${id}`,
  title,
  content,
});

/** Its mechanisms and first measures, each with a link to its page; nothing where the site has no such pages. */
function builtOf({ name, input }: ScenarioSource, links: Links): string {
  const { designs, measures, allDesigns } = usageOf(input.scenario, headlineMeasures(input));
  const path = scenarioPath(name);
  if (![...designs.keys()].some((mechanism) => links.mechanism(mechanism) !== undefined)) return "";
  const rows = [...designs].map(([mechanism, names]) => [
    linkHtml(path, links.mechanism(mechanism), markupText(mechanism)),
    names.length === allDesigns ? "all" : names.map(markupText).join(", "),
  ]);
  const first = [...measures].map((measure) => linkHtml(path, links.measure(measure), codeHtml(measure)));
  return [
    tableOf("Mechanisms, and which designs have them", ["mechanism", "designs"], rows),
    first.length === 0 ? "" : `<p>Measures that it leads with: ${first.join(", ")}.</p>`,
  ].join("\n");
}

function assumptionTable({ assumed }: ScenarioSource): string {
  if (assumed.length === 0) return "";
  const rows = assumed.map(({ parameter, value, range, doc }) => [
    { text: parameter, isHeading: true },
    { text: value },
    { text: range },
    { text: doc },
  ]);
  return tableHtml(
    "Parameters that no source backs; sources of the others stand in the description",
    ["Parameter", "Value", "Plausible range", "What it is"],
    rows,
  );
}

function writtenText({ written }: ScenarioSource): string {
  if (written === undefined) return "";
  const code = `<pre class="scroll" tabindex="0" role="region" aria-label="${markupAttribute(written.file)}"><code>${markupText(written.text)}</code></pre>`;
  return `${paragraph(written.file, "note")}\n${code}`;
}

/** 1,234,567 bytes: "1.2 MB". */
const sizeText = (bytes: number): string =>
  bytes < 1_000
    ? `${bytes} B`
    : bytes < 1e6
      ? `${Math.round(bytes / 1e3)} kB`
      : `${(bytes / 1e6).toFixed(1)} MB`;

const sizeOf = ({ content }: SiteFile): number =>
  typeof content === "string" ? new TextEncoder().encode(content).length : content.length;

function downloadList(page: string, downloads: readonly Download[]): string {
  if (downloads.length === 0) return "";
  const items = downloads.map(({ file, what }) => {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    return `<li><a href="${markupAttribute(addressFrom(page, file.path))}" download>${markupText(name)}</a> <small>${markupText(`${sizeText(sizeOf(file))}: ${what}`)}</small></li>`;
  });
  return `<ul class="downloads">\n${items.join("\n")}\n</ul>`;
}
