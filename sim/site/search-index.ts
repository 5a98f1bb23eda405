import type { Page } from "./page.ts";

/** A page as the search knows it. */
export interface SearchEntry {
  readonly path: string;
  readonly title: string;
  readonly kind: string;
  readonly description: string;
  /** The different words of the page, lower case, between spaces. */
  readonly words: string;
}

/** Words of a page that are worth nothing to who searches: more than this many, and the rarest first would not help. */
const MOST_WORDS = 1_500;

/** An index of all pages: titles and descriptions in whole, of the rest each word once. */
export function searchIndex(pages: readonly Page[]): SearchEntry[] {
  return pages
    .map(({ path, title, kind, description, slots }) => ({
      path,
      title,
      kind,
      description,
      words: wordsOf(Object.values(slots).join(" ")),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Each word of HTML once, in order of its first use; no numbers, no words of one letter. */
function wordsOf(html: string): string {
  const text = html
    .replace(/<(style|svg)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:#\d+|\w+);/g, " ")
    .toLowerCase();
  const words = new Set(text.match(/\p{L}[\p{L}\p{N}.\-/]*\p{N}*/gu) ?? []);
  return [...words]
    .map((word) => word.replace(/[.\-/]+$/, ""))
    .filter((word) => word.length > 1)
    .slice(0, MOST_WORDS)
    .join(" ");
}
