import { claimPages } from "../../sim/cli/published/claim-sources.ts";
import { mechanismSource } from "../../sim/cli/published/mechanism-source.ts";
import type { Shell } from "../../sim/cli/published/shell.ts";
import { siteFiles } from "../../sim/cli/published/site.ts";
import { workerForPage } from "../../sim/experiment/workers/bundle.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { NO_LINKS } from "../../sim/site/links.ts";
import { measurePages } from "../../sim/site/measure-page.ts";
import { mechanismPage, mechanismPlace, mechanismsPage } from "../../sim/site/mechanism-page.ts";
import type { Page, SiteFile } from "../../sim/site/page.ts";
import { neighboursIn } from "../../sim/site/usage.ts";
import { knownMeasures } from "../../sim/words/measures.ts";

const MECHANISM = "issuance/halving";

/**
 * A small site with pages of the kinds that `orrery publish` does not write. A kind that has none here stands as its empty
 * frame.
 */
export async function samplePages(shell: Shell): Promise<{ paths: string[]; files: SiteFile[] }> {
  const mechanism = ORRERY.get(MECHANISM)!;
  const { name, sha256, content } = await workerForPage({
    scenario: { title: "", until: 1, world: [] },
    path: "",
    code: "data",
  });
  const worker = { path: `assets/${name}`, content };
  const source = await mechanismSource(mechanism, mechanismPlace(MECHANISM), ORRERY, {
    url: worker.path,
    sha256,
  });
  const own = mechanismPage({
    ...source,
    presets: [],
    usages: [],
    neighbours: neighboursIn(ORRERY),
    links: NO_LINKS,
  });
  const claims = await claimPages();
  const firstOfKind = (pages: readonly Page[]) =>
    pages.filter(({ kind }, at) => pages.findIndex((other) => other.kind === kind) === at);
  const pages = [
    own,
    { ...mechanismsPage([mechanism]), files: [worker] },
    ...measurePages(knownMeasures(), [], NO_LINKS).slice(0, 2),
    ...firstOfKind(claims),
  ];
  const frames = [...shell.kinds.keys()]
    .filter((kind) => !["home", "scenario", ...pages.map((page) => page.kind)].includes(kind))
    .map(
      (kind): Page => ({ kind, path: `${kind}.html`, title: kind, description: "", slots: {}, files: [] }),
    );
  const all = [...pages, ...frames];
  const frame = {
    title: "Samples",
    navigation: [{ title: "Mechanisms", path: "mechanisms.html" }],
    footer: "Samples of pages.",
  };
  return { paths: all.map(({ path }) => path), files: siteFiles(shell, all, frame) };
}
