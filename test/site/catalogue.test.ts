import { expect, test } from "vitest";
import { formulasOf } from "../../sim/cli/published/formulas-of.ts";
import { mechanismSource } from "../../sim/cli/published/mechanism-source.ts";
import { ownMechanisms } from "../../sim/cli/published/own-mechanisms.ts";
import { MEASURES as VOCABULARY } from "../../sim/model/measures/vocabulary.ts";
import { defineMechanism, type Mechanism } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { number } from "../../sim/schema/fields.ts";
import { exampleScenario } from "../../sim/site/example.ts";
import { linkHtml, NO_LINKS, proseHtml } from "../../sim/site/links.ts";
import { measurePages, measurePlace } from "../../sim/site/measure-page.ts";
import {
  mechanismPage,
  mechanismPath,
  mechanismPlace,
  mechanismsPage,
} from "../../sim/site/mechanism-page.ts";
import type { Page } from "../../sim/site/page.ts";
import { searchIndex } from "../../sim/site/search-index.ts";
import { neighboursIn, usageOf } from "../../sim/site/usage.ts";
import { knownMeasures } from "../../sim/words/measures.ts";
import { brokenLinks } from "./links.ts";

const HOSTILE = `<img src=x onerror=alert(1)>"'&\u202e`;
const above = { path: "mechanisms.html", title: "All mechanisms" };
const neighbours = neighboursIn(ORRERY);
const links = {
  scenario: (name: string) => (name === "mine" ? "scenarios/mine.html" : undefined),
  mechanism: mechanismPath,
  measure: measurePlace,
};
const html = ({ slots }: Page): string => Object.values(slots).join("\n");

async function pageOf(name: string): Promise<Page> {
  const source = await mechanismSource(ORRERY.get(name)!, mechanismPlace(name), ORRERY);
  const presets = [{ network: "Bitcoin", name: "preset/bitcoin" }];
  const usages = [
    usageOf(
      {
        name: "mine",
        title: "Mine",
        designs: [
          { name: "one", uses: [] },
          { name: "two", uses: exampleScenario(ORRERY.get(name)!, ORRERY).designs[0]!.uses },
        ],
      },
      ["gpu.supply[US]"],
    ),
  ];
  return mechanismPage({ ...source, above, presets, usages, neighbours, links });
}

test("a mechanism's page has its rule with the source, parameters, claims, neighbours, use and example", async () => {
  const page = await pageOf("issuance/halving");
  const text = html(page);
  expect(page.path).toBe("mechanisms/issuance/halving.html");
  expect(text).toContain("Source: bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy.");
  expect(text).toContain("halvings &gt;= LAST_HALVING ? 0n : initial &gt;&gt; halvings");
  expect(text).toContain("issuance stays below its geometric limit");
  expect(text).toContain("<td>integer</td>");
  expect(text).toContain('<a href="../../mechanisms.html">All mechanisms</a>');
  expect(text).toContain('href="../../mechanisms/consensus/nakamoto.html"');
  expect(text).toContain('href="../../measures/issuance.html#issuance.subsidy"');
  expect(text).toContain('<a href="../../scenarios/mine.html">Mine</a></th><td>two</td>');
  expect(text).toContain("made of it: Bitcoin (<code>preset/bitcoin</code>).");
  expect(text).toContain("Block subsidy: ");
  expect(page.files.map(({ path }) => path)).toEqual([
    "mechanisms/issuance/halving/runs.orrery",
    "mechanisms/issuance/halving/issuance-halving.yaml",
  ]);
});

test("a mechanism of somebody else, with hostile names, is shown and not obeyed", async () => {
  const { mechanism } = defineMechanism({
    name: "mine/hostile",
    summary: HOSTILE,
    source: HOSTILE,
    params: { weight: number(HOSTILE, { default: 1, doc: HOSTILE, source: HOSTILE }) },
    init: () => ({}),
    on: { day() {} },
    invariants: { [HOSTILE]: () => true },
    ownMetrics: {
      "mine.level": {
        unit: "1",
        kind: "level",
        words: HOSTILE,
        better: "neither",
        doc: HOSTILE,
        value: ({ now }) => now,
      },
    },
    example: () => ({ world: [{ mechanism: "mine/hostile", params: {} }], until: "2d" }),
  });
  const own: Mechanism = mechanism;
  const source = await mechanismSource(own, "own/1", new Map([...ORRERY, [own.name, own]]));
  const usages = [usageOf({ name: HOSTILE, title: HOSTILE, designs: [] }, [])];
  const page = mechanismPage({
    ...source,
    above: { path: "index.html", title: HOSTILE },
    presets: [{ network: HOSTILE, name: HOSTILE }],
    usages,
    neighbours,
    links: NO_LINKS,
  });
  for (const text of [html(page), html(mechanismsPage([own]))]) {
    expect(text).not.toMatch(/<img|\u202e/);
    expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  }
});

test("each mechanism that a scenario brings itself has a page below it, also by a name that is no file", async () => {
  const drip = (name: string, example: Mechanism["example"]) =>
    defineMechanism({
      name,
      summary: "Lets drops fall.",
      source: "tests",
      params: {},
      init: () => ({}),
      on: { day() {} },
      ownMetrics: {
        "mine.days": {
          unit: "d",
          kind: "level",
          words: "Days",
          better: "neither",
          doc: "Days that are over.",
          value: ({ now }) => now / 86_400,
        },
      },
      example,
    });
  const works = drip("mine/drip", () => ({ world: [{ mechanism: "mine/drip", params: {} }] }));
  const broken = drip("../Mine", () => {
    throw new Error("no example yet");
  });
  const written = { title: "Taps", until: "3d", world: [works(), broken({}, { as: "second" })] };
  const catalogue = catalogueOf(written);
  const scenario = resolve(written, catalogue, { name: "taps" });
  const input = { scenario, runs: [run(scenario, catalogue, { design: "base" })], points: [] };
  const { pages, links } = await ownMechanisms({ catalogue, scenario }, { name: "taps", input });
  expect(pages.map(({ path }) => path)).toEqual([
    "scenarios/taps/mechanisms/mine/drip.html",
    "scenarios/taps/mechanism-2.html",
  ]);
  expect(links.mechanism("mine/drip")).toBe(pages[0]!.path);
  expect(links.mechanism("issuance/halving")).toBeUndefined();
  expect(html(pages[0]!)).toContain("The smallest world it lives in");
  expect(html(pages[0]!)).toContain('<a href="../../../../scenarios/taps.html">Taps</a></th><td>all</td>');
  expect(html(pages[1]!)).not.toContain("The smallest world it lives in");
});

test("names between backticks are code, whatever they hold", () => {
  expect(proseHtml("every `<b>` blocks & `a")).toBe("every <code>&lt;b&gt;</code> blocks &amp; `a");
  expect(linkHtml("a/b.html", `c d.html#x"y`, "z")).toBe('<a href="../c%20d.html#x%22y">z</a>');
});

test("every measure of the vocabulary is a part of its family's page, which a search finds", () => {
  const usage = usageOf({ name: "mine", title: "Mine", designs: [] }, ["gpu.supply[US]", "btc.chain.blocks"]);
  const pages = measurePages(knownMeasures(), [usage], links);
  const index = searchIndex(pages);
  for (const name of Object.keys(VOCABULARY)) {
    const [path, part] = measurePlace(name).split("#") as [string, string];
    expect(html(pages.find((page) => page.path === path)!)).toContain(`<section id="${part}">`);
    expect(index.filter((entry) => entry.path === path && entry.part === part)).toHaveLength(1);
  }
  expect(measurePlace("btc.chain.blocks")).toBe("measures/chain.html#chain.blocks");
  const asking = pages
    .filter((page) => html(page).includes("../scenarios/mine.html"))
    .map(({ path }) => path);
  expect(asking).toEqual(["measures/chain.html", "measures/gpu.html"]);
});

test("rules are read from the code with what is said of their arguments; arithmetic is none", () => {
  const names = formulasOf("consensus/nakamoto").map(({ name }) => name);
  expect(names).toContain("staleRate");
  expect(names).not.toContain("smaller");
  const rate = formulasOf("consensus/nakamoto").find(({ name }) => name === "staleRate")!;
  expect(rate.words).toContain(
    "(Decker and Wattenhofer 2013 for the mechanism; exponential delay of mean d).",
  );
  expect(rate.facts[0]).toEqual({ name: "shares", text: "of the hashrate; they add up to 1" });
  expect(rate.code).toMatch(/^export function staleRate\([\s\S]*\n\}$/);
  expect(formulasOf("mine/unknown")).toEqual([]);
});

test("a slider of an example moves only where the world begins", () => {
  const { whatIf } = exampleScenario(ORRERY.get("pricing/utilisation-indexed")!, ORRERY);
  const initial = whatIf.find(({ path }) => path.endsWith(".initial"))!;
  expect(initial.low).toBeLessThan(initial.high);
  const none = exampleScenario(ORRERY.get("pricing/outside-offers")!, ORRERY);
  expect(none.whatIf).toEqual([]);
});

test("a broken link is found, be it to a file or to a part of a page", () => {
  const pages = new Map([
    ["index.html", '<p id="here"></p><a href="a/b.html#there">x</a><a href="#here">y</a>'],
    ["a/b.html", '<a href="../index.html#gone">x</a><a href="c.html">y</a><a href="https://elsewhere">z</a>'],
  ]);
  expect(brokenLinks(pages, (file) => pages.has(file))).toEqual([
    "index.html: a/b.html#there",
    "a/b.html: ../index.html#gone",
    "a/b.html: c.html",
  ]);
});
