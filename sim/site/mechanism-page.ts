/*
 * Above 200 lines: a page is a list of sections, each a few lines, in the order in which they are read. What they say of a
 * mechanism is gathered in words/mechanism-facts.ts.
 */

import type { DrawnFigure } from "../figures/figure.ts";
import { contentsHtml, details, paragraph, type Section, sectionHtml } from "../figures/html.ts";
import { figureHtml } from "../figures/report-sections.ts";
import type { Mechanism } from "../model/mechanism.ts";
import type { Fields } from "../schema/fields.ts";
import { markupAttribute, markupText } from "../text/markup.ts";
import { oneLine } from "../text/visible.ts";
import { defaultText } from "../words/default-text.ts";
import {
  boundsText,
  type Fact,
  type FactKind,
  type FactSection,
  mechanismFacts,
  settableLines,
} from "../words/mechanism-facts.ts";
import { codeHtml, type Links, linkHtml, proseHtml, tableOf } from "./links.ts";
import { liveSections, type PageData, placeholderHtml } from "./live-sections.ts";
import type { Page, SiteFile } from "./page.ts";
import type { Neighbours, Usage } from "./usage.ts";

/** A published rule or closed form that a mechanism goes by. */
export interface Formula {
  readonly name: string;
  /** What it gives, in which unit, after which source. */
  readonly words: string;
  /** What is said of its arguments and of what it refuses. */
  readonly facts: readonly Fact[];
  /** What is said of all formulas of its file; empty: nothing. */
  readonly about: string;
  /** The code that computes it. */
  readonly code: string;
}

/** What the page of a mechanism is made of. */
export interface MechanismSource {
  readonly mechanism: Mechanism;
  /** Of its page and of the folder beside it, without an ending. */
  readonly place: string;
  /** The page that lists it. */
  readonly above: { readonly path: string; readonly title: string };
  readonly formulas: readonly Formula[];
  /** Its own code, where it is at hand. */
  readonly code: { readonly file: string; readonly text: string } | undefined;
  /** What a run of its example draws, and the example as a scenario file. */
  readonly figures: readonly DrawnFigure[];
  readonly example: { readonly file: SiteFile; readonly text: string } | undefined;
  /** Known networks that are made of it, and what a scenario calls them. */
  readonly presets: readonly { readonly network: string; readonly name: string }[];
  /** Scenarios and claims that use it. */
  readonly usages: readonly Usage[];
  readonly neighbours: Neighbours;
  readonly links: Links;
  readonly data?: PageData;
  readonly files: readonly SiteFile[];
}

export const MECHANISMS = "mechanisms.html";

/** Where one of Orrery's mechanisms stands in a site, without an ending. */
export const mechanismPlace = (name: string): string => `mechanisms/${name}`;
export const mechanismPath = (name: string): string => `${mechanismPlace(name)}.html`;

/** What a mechanism does, what its example comes to, by what rule, from which sources, and with whom. */
export function mechanismPage(source: MechanismSource): Page {
  const { mechanism, figures, example, data, files } = source;
  const path = `${source.place}.html`;
  const facts = mechanismFacts(mechanism);
  const told = [
    section("formulas", "By what rule", formulasHtml(source)),
    section("parameters", "Parameters", parametersHtml(mechanism, facts)),
    section("claims", "What holds in every run", claimsHtml(facts)),
    section("measures", "Measures", measuresHtml(path, facts, source)),
    section("meets", "With whom it deals", meetsHtml(path, facts, source)),
    section("used", "Where it is used", usedHtml(path, source)),
    section("code", "Its code", codeSection(source)),
  ].filter(({ content }) => content !== "");
  const shown = section("example", "The smallest world it lives in", exampleHtml(source));
  const live = liveSections(data);
  const leading = [shown, ...live.whatIf, ...live.recomputed].filter(({ content }) => content !== "");
  return {
    kind: "mechanism",
    path,
    title: oneLine(mechanism.name),
    description: oneLine(mechanism.summary).replaceAll("`", ""),
    slots: {
      title: markupText(mechanism.name),
      summary: `<p class="question">${proseHtml(mechanism.summary)}</p>\n${paragraph(`Source: ${mechanism.source}.`, "note")}\n<p>${linkHtml(path, source.above.path, markupText(oneLine(source.above.title)))}</p>`,
      contents: contentsHtml([...leading, ...told]),
      example: shown.content === "" ? "" : sectionHtml(shown),
      figures: figures.map(figureHtml).join("\n"),
      file: fileHtml(path, source),
      "what-if": placeholderHtml(live.whatIf),
      recomputed: placeholderHtml(live.recomputed),
      facts: told.map(sectionHtml).join("\n"),
    },
    data,
    files: [...files, ...(example === undefined ? [] : [example.file])],
  };
}

const section = (id: string, title: string, content: string): Section => ({
  id: `section-${id}`,
  title,
  content,
});

/** Text of a file or of code, in a box that scrolls. */
const boxHtml = (label: string, text: string): string =>
  `<pre class="scroll" tabindex="0" role="region" aria-label="${markupAttribute(label)}"><code>${markupText(text)}</code></pre>`;

const exampleHtml = ({ figures }: MechanismSource): string =>
  figures.length === 0
    ? ""
    : paragraph("One run of its example: its own measures first, then what it brings about.", "note");

function fileHtml(path: string, { example }: MechanismSource): string {
  if (example === undefined) return "";
  const { file, text } = example;
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const link = linkHtml(path, file.path, codeHtml(name));
  return details(
    "The example as a scenario file, every parameter written out",
    `<p>${link}, for ${codeHtml(`orrery run ${name}`)}</p>\n${boxHtml(name, text)}`,
  );
}

function formulasHtml({ formulas }: MechanismSource): string {
  return formulas
    .map(({ name, words, facts, about, code }, at) => {
      const isTold = formulas.slice(0, at).some((earlier) => earlier.about === about);
      return [
        `<h3>${codeHtml(name)}</h3>`,
        ...[words, isTold ? "" : about]
          .filter((text) => text !== "")
          .map((text) => `<p>${proseHtml(text)}</p>`),
        factsHtml(facts),
        boxHtml(name, code),
      ].join("\n");
    })
    .join("\n");
}

const factsHtml = (facts: readonly Fact[]): string =>
  facts.length === 0
    ? ""
    : `<ul>\n${facts.map(({ name, text }) => `<li>${codeHtml(name)}: ${proseHtml(text)}</li>`).join("\n")}\n</ul>`;

const ofKind = (facts: readonly FactSection[], kind: FactKind): readonly FactSection[] =>
  facts.filter((each) => each.kind === kind);

function parametersHtml(mechanism: Mechanism, facts: readonly FactSection[]): string {
  const fields = mechanism.params as Fields;
  if (Object.keys(fields).length === 0) return "";
  const settable = new Map(settableLines(mechanism));
  const rows = Object.entries(fields).map(([name, field]) => {
    const sourced = field.range ? `${field.source} (${field.range.join(" to ")})` : field.source;
    return [
      codeHtml(name),
      `${proseHtml(field.doc)}<br><small>${markupText(sourced)}</small>`,
      markupText(field.kind),
      markupText(field.unit),
      proseHtml(defaultText(name, fields, { unit: false })),
      markupText(boundsText(field)),
      markupText(settable.get(name) ?? ""),
    ];
  });
  const headings = [
    "parameter",
    "what it is, and its source",
    "type",
    "unit",
    "default",
    "bounds",
    "settable in a run",
  ];
  const used = headings.map((_, column) => column === 0 || rows.some((row) => row[column] !== ""));
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, column) => used[column]);
  return [
    tableOf("What a scenario may give; what has no default must be given", kept(headings), rows.map(kept)),
    ...ofKind(facts, "table").map(plainTable),
  ].join("\n");
}

function plainTable({ title, facts }: FactSection): string {
  if (!("rows" in facts)) return "";
  return tableOf(
    title.replaceAll("`", ""),
    facts.heading,
    facts.rows.map((row) => row.map((cell) => markupText(cell))),
  );
}

function claimsHtml(facts: readonly FactSection[]): string {
  const items = ofKind(facts, "claims").flatMap(({ facts }) =>
    "rows" in facts ? [] : facts.map(({ text }) => `<li>${proseHtml(text)}</li>`),
  );
  if (items.length === 0) return "";
  return `${paragraph("A run checks them as it goes, and stops where one breaks.", "note")}
<ul>\n${items.join("\n")}\n</ul>`;
}

function measuresHtml(path: string, facts: readonly FactSection[], { links }: MechanismSource): string {
  return ofKind(facts, "measures")
    .map(({ facts }) =>
      "rows" in facts
        ? tableOf(
            "What is recorded of it",
            facts.heading,
            facts.rows.map(([name = "", ...rest]) => [
              linkHtml(path, links.measure(name), codeHtml(name)),
              ...rest.map((cell) => markupText(cell)),
            ]),
          )
        : "",
    )
    .join("\n");
}

/** At the other end of what a mechanism declares: which others, and how that is said. */
const OTHER_END: Partial<Record<FactKind, readonly [end: keyof Neighbours, words: string]>> = {
  handles: ["emit", "emitted by"],
  emits: ["handle", "handled by"],
  reads: ["publish", "published by"],
  publishes: ["read", "read by"],
};

/** More names than this stand behind a summary. */
const MOST_OPEN = 6;

function meetsHtml(path: string, facts: readonly FactSection[], source: MechanismSource): string {
  const kinds: readonly FactKind[] = [
    "handles",
    "emits",
    "reads",
    "after",
    "publishes",
    "accounts",
    "assets",
  ];
  return kinds
    .flatMap((kind) => ofKind(facts, kind))
    .map(({ kind, title, facts }) => {
      if ("rows" in facts) return "";
      const items = facts.map(
        ({ name, text }) =>
          `<li>${codeHtml(name)}: ${proseHtml(text)}${otherEnd(path, name, OTHER_END[kind], source)}</li>`,
      );
      return `<h3>${markupText(title)}</h3>\n<ul>\n${items.join("\n")}\n</ul>`;
    })
    .join("\n");
}

function otherEnd(
  path: string,
  name: string,
  end: readonly [keyof Neighbours, string] | undefined,
  { neighbours, links, mechanism }: MechanismSource,
): string {
  if (end === undefined) return "";
  const [side, words] = end;
  const others = (neighbours[side].get(name) ?? []).filter((other) => other !== mechanism.name);
  if (others.length === 0) return "";
  const named = others.map((other) => linkHtml(path, links.mechanism(other), markupText(other))).join(", ");
  return others.length <= MOST_OPEN
    ? `<br><small>${words} ${named}</small>`
    : `<details class="names"><summary>${words} ${others.length} mechanisms</summary>\n<p>${named}</p>\n</details>`;
}

function usedHtml(path: string, { mechanism, presets, usages, links }: MechanismSource): string {
  const rows = usages.flatMap((usage) => {
    const designs = usage.designs.get(mechanism.name);
    if (designs === undefined) return [];
    const where = designs.length === usage.allDesigns ? "all" : designs.map(markupText).join(", ");
    return [[linkHtml(path, links.scenario(usage.name), markupText(oneLine(usage.title))), where]];
  });
  const named = presets.map(({ network, name }) => `${markupText(network)} (${codeHtml(name)})`).join(", ");
  return [
    ...(rows.length === 0
      ? []
      : [tableOf("Scenarios and claims, and which of their designs", ["scenario", "designs"], rows)]),
    ...(named === "" ? [] : [`<p>Known networks that are made of it: ${named}.</p>`]),
  ].join("\n");
}

const codeSection = ({ code }: MechanismSource): string =>
  code === undefined
    ? ""
    : details(`${code.file}: ${code.text.trimEnd().split("\n").length} lines`, boxHtml(code.file, code.text));

/** A family of mechanisms, as the page of all lists it. */
export function mechanismsPage(mechanisms: readonly Mechanism[]): Page {
  const families = [...new Set(mechanisms.map(familyOf))];
  const lists = families.map((family) => {
    const items = mechanisms
      .filter((each) => familyOf(each) === family)
      .map(
        ({ name, summary }) =>
          `<li>${linkHtml(MECHANISMS, mechanismPath(name), markupText(name))}: ${proseHtml(summary)}</li>`,
      );
    return section(family, family, `<ul>\n${items.join("\n")}\n</ul>`);
  });
  return {
    kind: "catalogue",
    path: MECHANISMS,
    title: "Mechanisms",
    description: `${mechanisms.length} mechanisms that a design is built of: rules, parameters, sources, claims, and an example of each that runs in the page.`,
    slots: {
      title: "Mechanisms",
      lead: paragraph(
        "A design is a list of mechanisms, each with its parameters. They know nothing of each other: they meet in events, signals and accounts. Each page says by what rule one works and from which source, and runs its example.",
        "question",
      ),
      contents: contentsHtml(lists),
      lists: lists.map(sectionHtml).join("\n"),
    },
    files: [],
  };
}

const familyOf = ({ name }: Mechanism): string => name.split("/", 1)[0]!;
