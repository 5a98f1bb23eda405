/** A file of a site that stands beside its pages. */
export interface SiteFile {
  /** From the root of the site, with slashes: `scenarios/flagship/runs.parquet`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** One page of a site, before any file is written: its data in a frame. */
export interface Page {
  /** The frame that it stands in: `reports/<kind>.html`. */
  readonly kind: string;
  /** From the root of the site, with slashes: `scenarios/flagship.html`. No two differ by case only. */
  readonly path: string;
  /** Plain text; escaped where it is stamped. */
  readonly title: string;
  /** One sentence, plain text: for searches, lists and the page's own head. */
  readonly description: string;
  /** Parts that a search finds by themselves, by the ids that they have on the page; plain text. */
  readonly parts?: readonly { readonly id: string; readonly title: string; readonly description: string }[];
  /** HTML by the name of its slot, escaped already. A slot without HTML is left out of the page. */
  readonly slots: Readonly<Record<string, string>>;
  /** Plain JSON for the page's modules, which read it with `pageData`; left out: none. */
  readonly data?: unknown;
  /** What stands beside the page and belongs to it. */
  readonly files: readonly SiteFile[];
}

/** The way from a page to the root of its site: "./" or as many "../" as it lies deep. */
export const rootFrom = (path: string): string => "../".repeat(path.split("/").length - 1) || "./";

/** An address from one page to a file of the same site, for an attribute: each part of the path percent-encoded. */
export const addressFrom = (page: string, target: string): string =>
  rootFrom(page) + target.split("/").map(encodeURIComponent).join("/");
