/** Options that change no result, and whether a value follows them. */
const BESIDES: Readonly<Record<string, boolean>> = {
  "--quiet": false,
  "--json": false,
  "--workers": true,
  "--out": true,
};

/**
 * The arguments by which the results of one scenario are made again: what was given after the command's name, without the
 * other scenarios and without what changes no result.
 */
export function argumentsFor(
  scenario: string,
  all: readonly string[],
  given: readonly string[] = process.argv.slice(3),
): string[] {
  const others = new Set(all.filter((name) => name !== scenario));
  return given.filter((word, at) => {
    const before = given[at - 1];
    if (before !== undefined && BESIDES[before] === true) return false;
    return !others.has(word) && BESIDES[word.replace(/=.*$/s, "")] === undefined;
  });
}
