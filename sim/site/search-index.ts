import type { Page } from "./page.ts";

/** A page as the search knows it. */
export interface SearchEntry {
  readonly path: string;
  /** A part of the page, by its id; left out: the whole. */
  readonly part?: string;
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
    .flatMap(({ path, title, kind, description, slots, parts = [] }): SearchEntry[] => [
      { path, title, kind, description, words: wordsOf(Object.values(slots).join(" ")) },
      ...parts.map(({ id, ...part }) => ({ path, part: id, kind, ...part, words: "" })),
    ])
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ path, part = "" }: SearchEntry): string => `${path}#${part}`;

/** Each word of HTML once, in order of its first use; no numbers, no words of one letter. */
function wordsOf(html: string): string {
  const text = html
    .replace(/<(style|svg|pre)\b[\s\S]*?<\/\1>/g, " ")
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
