import { workerForPage } from "../../experiment/workers/bundle.ts";
import { headlineMeasures } from "../../figures/headline-measures.ts";
import { entryOf } from "../../model/measures/vocabulary.ts";
import { catalogueOf, ORRERY } from "../../scenario/catalogue.ts";
import { listScenarios, loadScenario } from "../../scenario/load.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Links } from "../../site/links.ts";
import { measurePages, measurePlace } from "../../site/measure-page.ts";
import { mechanismPage, mechanismPath, mechanismPlace, mechanismsPage } from "../../site/mechanism-page.ts";
import type { Page } from "../../site/page.ts";
import { type ScenarioSource, scenarioPath } from "../../site/scenario-page.ts";
import { neighboursIn, type Usage, usageOf } from "../../site/usage.ts";
import { knownMeasures } from "../../words/measures.ts";
import { mechanismSource } from "./mechanism-source.ts";

/** What pages of mechanisms and measures say of the site that they stand in. */
export interface CatalogueSite {
  readonly usages: readonly Usage[];
  readonly links: Links;
}

/** What the shipped scenarios use, and where pages of the project's own site stand. */
export async function catalogueSite(sources: readonly ScenarioSource[]): Promise<CatalogueSite> {
  const usages: Usage[] = [];
  for (const name of listScenarios()) {
    const source = sources.find((each) => each.name === name);
    if (source) usages.push(usageOf(source.input.scenario, headlineMeasures(source.input)));
    else {
      const { scenario } = await loadScenario(name);
      const resolved = resolve(scenario, catalogueOf(scenario), { name, allowLong: true });
      usages.push(usageOf(resolved, resolved.measures));
    }
  }
  return {
    usages,
    links: {
      scenario: (name) => (sources.some((source) => source.name === name) ? scenarioPath(name) : undefined),
      mechanism: (name) => (ORRERY.has(name) ? mechanismPath(name) : undefined),
      measure: (name) => (entryOf(name) === undefined ? undefined : measurePlace(name)),
    },
  };
}

/** A page of all mechanisms, and one for each, whose example is run for it. */
export async function mechanismPages({ usages, links }: CatalogueSite): Promise<readonly Page[]> {
  const mechanisms = [...ORRERY.values()];
  const { name, sha256, content } = await workerForPage({
    scenario: { title: "", until: 1, world: [] },
    path: "",
    code: "data",
  });
  const worker = { url: `assets/${name}`, sha256 };
  const neighbours = neighboursIn(ORRERY);
  const pages: Page[] = [];
  for (const mechanism of mechanisms) {
    const source = await mechanismSource(mechanism, mechanismPlace(mechanism.name), ORRERY, worker);
    pages.push(mechanismPage({ ...source, usages, neighbours, links }));
  }
  return [{ ...mechanismsPage(mechanisms), files: [{ path: worker.url, content }] }, ...pages];
}

/** The vocabulary of measures. */
export const vocabularyPages = ({ usages, links }: CatalogueSite): readonly Page[] =>
  measurePages(knownMeasures(), usages, links);
