/** A page as the index has it (sim/site/search-index.ts). */
export interface Entry {
  readonly path: string;
  readonly part?: string;
  readonly title: string;
  readonly kind: string;
  readonly description: string;
  readonly words: string;
}

/** More would not be looked at. */
const MOST = 12;

/** What a word is worth where it begins a word of the title, of the description, or of the rest of the page. */
const WORTH = { title: 8, description: 3, words: 1 };

const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const begins = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return true;
  return false;
};

/** Pages that have every word of a question, the best first: words of titles count most, ties stand in order of path. */
export function find(question: string, index: readonly Entry[]): readonly Entry[] {
  const words = folded(question)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const scored = index.map((entry) => {
    const texts = Object.entries(WORTH).map(
      ([part, worth]) => [folded(entry[part as keyof typeof WORTH]), worth] as const,
    );
    const scores = words.map((word) =>
      Math.max(0, ...texts.map(([text, worth]) => (begins(text, word) ? worth : 0))),
    );
    return { entry, score: scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.entry.path < other.entry.path ? -1 : 1))
    .slice(0, MOST)
    .map(({ entry }) => entry);
}
