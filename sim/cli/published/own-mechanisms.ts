import { headlineMeasures } from "../../figures/headline-measures.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import type { ExperimentData } from "../../site/experiment.ts";
import { type Links, NO_LINKS } from "../../site/links.ts";
import { mechanismPage } from "../../site/mechanism-page.ts";
import type { Page } from "../../site/page.ts";
import { type ScenarioSource, scenarioFolder, scenarioPath } from "../../site/scenario-page.ts";
import { neighboursIn, usageOf } from "../../site/usage.ts";
import { fileNameFlaw } from "./file-names.ts";
import { mechanismSource } from "./mechanism-source.ts";
import type { PublishedResults } from "./scenario-source.ts";

/** Pages of the mechanisms that a scenario brings itself, and the links to them. They stand below the scenario: another may bring others by the same names. */
export async function ownMechanisms(
  { catalogue, scenario }: Pick<PublishedResults, "catalogue" | "scenario">,
  source: Pick<ScenarioSource, "name" | "input" | "data">,
): Promise<{ pages: readonly Page[]; links: Links }> {
  if (catalogue === undefined) return { pages: [], links: NO_LINKS };
  const own = [...catalogue.values()].filter((each) => ORRERY.get(each.name) !== each);
  const places = new Map(own.map(({ name }, at) => [name, placeOf(source.name, name, at)]));
  const links: Links = {
    ...NO_LINKS,
    scenario: (name) => (name === source.name ? scenarioPath(name) : undefined),
    mechanism: (name) => (places.has(name) ? `${places.get(name)}.html` : undefined),
  };
  const { experiment } = (source.data ?? {}) as { readonly experiment?: ExperimentData };
  const worker = experiment && { url: experiment.worker.url, sha256: experiment.worker.code };
  const usages = [usageOf({ ...scenario, name: source.name }, headlineMeasures(source.input))];
  const above = { path: scenarioPath(source.name), title: scenario.title };
  const neighbours = neighboursIn(catalogue);
  const pages: Page[] = [];
  for (const mechanism of own) {
    const told = await mechanismSource(mechanism, places.get(mechanism.name)!, catalogue, worker);
    pages.push(mechanismPage({ ...told, above, presets: [], usages, neighbours, links }));
  }
  return { pages, links };
}

/** A name that makes no file everywhere, or differs from others by case alone, is replaced by a number. */
function placeOf(scenario: string, name: string, at: number): string {
  const isPlain =
    name === name.toLowerCase() && name.split("/").every((part) => fileNameFlaw(part) === undefined);
  return `${scenarioFolder(scenario)}/${isPlain ? `mechanisms/${name}` : `mechanism-${at + 1}`}`;
}
