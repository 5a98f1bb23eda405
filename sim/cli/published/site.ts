import { HOME } from "../../site/home-page.ts";
import { type Page, rootFrom, type SiteFile } from "../../site/page.ts";
import { searchIndex } from "../../site/search-index.ts";
import { type SiteFrame, stamp } from "../../site/stamp.ts";
import { markupJson } from "../../text/markup.ts";
import type { Shell } from "./shell.ts";

/** Every file of a site, none written yet. */
export function siteFiles(
  shell: Shell,
  pages: readonly Page[],
  frame: SiteFrame,
  extra: readonly SiteFile[] = [],
): SiteFile[] {
  const own = [...pages, notFoundPage(frame)];
  const files: SiteFile[] = [
    ...shell.assets,
    ...extra,
    ...own.map((page) => ({ path: page.path, content: stamped(shell, page, frame) })),
    ...pages.flatMap((page) => page.files),
    { path: "search-index.js", content: `globalThis.orrerySearch=${markupJson(searchIndex(pages))};\n` },
    {
      path: "sitemap.txt",
      content: `${pages
        .map(({ path }) => encodedPath(path))
        .sort()
        .join("\n")}\n`,
    },
    // GitHub Pages serves the folder as it is.
    { path: ".nojekyll", content: "" },
  ];
  return distinct(files);
}

const encodedPath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

function stamped({ kinds }: Shell, page: Page, frame: SiteFrame): string {
  const html = kinds.get(page.kind);
  if (html === undefined)
    throw new Error(`There is no frame for ${page.path}: reports/${page.kind}.html is not there.`);
  return stamp(html, page, frame);
}

/** Two files of one name would overwrite each other, on some systems also where they differ by case. */
function distinct(files: readonly SiteFile[]): SiteFile[] {
  const seen = new Map<string, SiteFile>();
  for (const file of files) {
    const key = file.path.normalize("NFC").toLowerCase();
    const before = seen.get(key);
    if (before !== undefined && (before.path !== file.path || !isSame(before.content, file.content)))
      throw new Error(`Two files of the site are called ${before.path} and ${file.path}.`);
    seen.set(key, file);
  }
  return [...seen.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Pages bring what they share, each for itself. */
const isSame = (one: SiteFile["content"], other: SiteFile["content"]): boolean =>
  one === other || Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;

/** What a host shows where there is no page: it may stand at any depth, so it only says where to go. */
const notFoundPage = ({ title }: SiteFrame): Page => ({
  kind: "home",
  path: "404.html",
  title: "No such page",
  description: `There is no page of this address in ${title}.`,
  slots: {
    title: "No such page",
    lead: `<p>There is no page of this address. <a href="${rootFrom(HOME)}${HOME}">The site's first page</a> lists all.</p>`,
  },
  files: [],
});
