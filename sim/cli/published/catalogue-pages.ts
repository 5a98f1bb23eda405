import { workerForPage } from "../../experiment/workers/bundle.ts";
import { headlineMeasures } from "../../figures/headline-measures.ts";
import { entryOf } from "../../model/measures/vocabulary.ts";
import type { Mechanism } from "../../model/mechanism.ts";
import { partNames } from "../../presets/define-preset.ts";
import { PRESETS } from "../../presets/presets.ts";
import { catalogueOf, ORRERY } from "../../scenario/catalogue.ts";
import { type Loaded, listClaims, listScenarios, loadScenario } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve } from "../../scenario/resolve.ts";
import { claimPath } from "../../site/claim-page.ts";
import type { Links } from "../../site/links.ts";
import { measurePages, measurePlace } from "../../site/measure-page.ts";
import {
  MECHANISMS,
  type MechanismSource,
  mechanismPage,
  mechanismPath,
  mechanismPlace,
  mechanismsPage,
} from "../../site/mechanism-page.ts";
import type { Page } from "../../site/page.ts";
import { type ScenarioSource, scenarioPath } from "../../site/scenario-page.ts";
import { neighboursIn, type Usage, usageOf } from "../../site/usage.ts";
import { knownMeasures } from "../../words/measures.ts";
import { mechanismSource } from "./mechanism-source.ts";

/** What pages of mechanisms and measures say of the site that they stand in. */
export interface CatalogueSite {
  /** Of scenarios and of claims. */
  readonly usages: readonly Usage[];
  readonly links: Links;
}

/** What the shipped scenarios and claims use, and where pages of the project's own site stand. */
export async function catalogueSite(sources: readonly ScenarioSource[]): Promise<CatalogueSite> {
  const usages: Usage[] = [];
  for (const name of listScenarios()) {
    const source = sources.find((each) => each.name === name);
    if (source) usages.push(usageOf(source.input.scenario, headlineMeasures(source.input)));
    else usages.push(usageIn(await loadScenario(name)));
  }
  const claims = listClaims();
  for (const name of claims) {
    const loaded = await loadScenario(name, { cwd: ROOT });
    usages.push({ ...usageIn(loaded), name, title: `Claim: ${loaded.claim!.claim}` });
  }
  return {
    usages,
    links: {
      scenario: (name) =>
        claims.includes(name)
          ? claimPath(name)
          : sources.some((source) => source.name === name)
            ? scenarioPath(name)
            : undefined,
      mechanism: (name) => (ORRERY.has(name) ? mechanismPath(name) : undefined),
      measure: (name) => (entryOf(name) === undefined ? undefined : measurePlace(name)),
    },
  };
}

function usageIn({ scenario, name }: Loaded): Usage {
  const resolved = resolve(scenario, catalogueOf(scenario), { name, allowLong: true });
  return usageOf(resolved, resolved.measures);
}

/** Known networks that are made of a mechanism, each with what a scenario calls it. */
const presetsOf = (mechanism: string): MechanismSource["presets"] =>
  PRESETS.filter(({ preset }) => partNames(preset).includes(mechanism)).map(({ preset }) => preset);

/** A page of all mechanisms, and one for each, whose example is run for it. */
export async function mechanismPages(
  { usages, links }: CatalogueSite,
  mechanisms: readonly Mechanism[] = [...ORRERY.values()],
): Promise<readonly Page[]> {
  const { name, sha256, content } = await workerForPage({
    scenario: { title: "", until: 1, world: [] },
    path: "",
    code: "data",
  });
  const worker = { url: `assets/${name}`, sha256 };
  const above = { path: MECHANISMS, title: "All mechanisms" };
  const neighbours = neighboursIn(ORRERY);
  const pages: Page[] = [];
  for (const mechanism of mechanisms) {
    const source = await mechanismSource(mechanism, mechanismPlace(mechanism.name), ORRERY, worker);
    pages.push(
      mechanismPage({ ...source, above, presets: presetsOf(mechanism.name), usages, neighbours, links }),
    );
  }
  return [{ ...mechanismsPage(mechanisms), files: [{ path: worker.url, content }] }, ...pages];
}

/** The vocabulary of measures. */
export const vocabularyPages = ({ usages, links }: CatalogueSite): readonly Page[] =>
  measurePages(knownMeasures(), usages, links);
