import { mechanismPages, vocabularyPages } from "../../sim/cli/published/catalogue-pages.ts";
import { claimPages } from "../../sim/cli/published/claim-sources.ts";
import type { Shell } from "../../sim/cli/published/shell.ts";
import { siteFiles } from "../../sim/cli/published/site.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { NO_LINKS } from "../../sim/site/links.ts";
import type { Page, SiteFile } from "../../sim/site/page.ts";

/**
 * A small site with pages of the kinds that `orrery publish` does not write. A kind that has none here stands as its empty
 * frame.
 */
export async function samplePages(shell: Shell): Promise<{ paths: string[]; files: SiteFile[] }> {
  const site = { usages: [], links: NO_LINKS };
  const mechanisms = await mechanismPages(site, [ORRERY.get("issuance/halving")!]);
  const claims = await claimPages();
  const firstOfKind = (pages: readonly Page[]) =>
    pages.filter(({ kind }, at) => pages.findIndex((other) => other.kind === kind) === at);
  const pages = [...mechanisms, ...vocabularyPages(site).slice(0, 2), ...firstOfKind(claims)];
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
