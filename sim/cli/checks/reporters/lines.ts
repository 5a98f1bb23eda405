import type { Deviation } from "../../../experiment/golden.ts";

/** The line of a scenario file, from 1, on which a claim stands as the key of an expectation; 0 where none does. */
export function lineOfClaim(text: string, claim: string): number {
  const lines = text.split("\n");
  const from = Math.max(
    0,
    lines.findIndex((line) => /^\s*"?expect"?\s*:/.test(line)),
  );
  const written = [claim, JSON.stringify(claim).slice(1, -1)];
  const isKey = (line: string): boolean =>
    written.some((key) => [`${key}:`, `${key}":`, `${key}':`].some((start) => line.includes(start)));
  return lines.findIndex((line, index) => index >= from && isKey(line)) + 1;
}

/** The line of a golden summary, from 1, on which a measure of a design stands, or else the design; 0 where neither does. */
export function lineOfMeasure(
  text: string,
  { place, measure }: Pick<Deviation, "place" | "measure">,
): number {
  const lines = text.split("\n").map((line) => line.trim());
  const design = lines.findIndex((line) => line.startsWith(`${JSON.stringify(place)}:`));
  const rest = lines.slice(design + 1);
  const end = rest.findIndex((line) => line.startsWith("}"));
  const at = rest.slice(0, end).findIndex((line) => line.startsWith(`${JSON.stringify(measure)}:`));
  return design + 1 + (design >= 0 && at >= 0 ? at + 1 : 0);
}
