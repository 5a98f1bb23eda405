import { stripVTControlCharacters } from "node:util";

/** What Vite says is wrong with a build, without colours and its own stack. */
export function buildFlaw(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Told in a terminal's colours, whatever it is told to.
  return stripVTControlCharacters(text)
    .replace(/^Build failed with \d+ errors?:\n+/, "")
    .replace(/^\[plugin [^\]]*\]\n/m, "")
    .replace(/^(?:Rolldown)?Error: /m, "")
    .replace(/\n\s+at .*/g, "")
    .trim();
}
