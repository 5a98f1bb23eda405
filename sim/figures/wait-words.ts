import { type Survival, survivalAt, waitQuantile } from "../statistics/censored.ts";
import type { Seconds } from "../units.ts";
import { replicationCaution, sentenceStart } from "./comparison.ts";
import { namesText } from "./effect-words.ts";
import type { FigureInput } from "./figure.ts";
import { numberText, quantityText } from "./number-text.ts";
import { type DesignCurve, waitFinding } from "./wait-curves.ts";

/** The design under which one job in twenty waits longest, and the one under which it waits least. */
export function waitsTitle(input: FigureInput, curves: readonly DesignCurve[]): string {
  const [only] = curves;
  if (curves.length === 1) return sentenceStart(waitFinding(only!.curve));
  const caution = replicationCaution(input);
  const waits = curves.map(({ curve }) => waitQuantile(curve, 0.95));
  if (waits.some(Number.isNaN)) return sentenceStart(caution + stillWaiting(curves, waits));
  const [most, least] = [Math.max(...waits), Math.min(...waits)];
  const text = (wait: Seconds) => quantityText(wait, "s", 2);
  const under = (wait: Seconds) =>
    namesText(curves.filter((_, at) => text(waits[at]!) === text(wait)).map(({ design }) => design));
  if (most === 0) return sentenceStart(`${caution}fewer than one job in twenty waits under any design`);
  const finding = `${caution}one job in twenty waits longer than ${text(most)} under`;
  if (text(most) === text(least)) return sentenceStart(`${finding} every design`);
  return sentenceStart(`${finding} ${under(most)}, ${text(least)} under ${under(least)}`);
}

/** Where a twentieth of the waits outlast what was seen: how many last beyond a time that was. */
function stillWaiting(curves: readonly DesignCurve[], waits: readonly Seconds[]): string {
  const ends = curves.flatMap(({ curve }) => curve.time.at(-1) ?? []);
  if (ends.length < curves.length) return "no job starts under some design";
  const known = Math.min(...ends, ...waits.filter((wait) => !Number.isNaN(wait)));
  const shares = curves.map(({ curve }) => survivalAt(curve, known));
  const [most, least] = [Math.max(...shares), Math.min(...shares)];
  const text = (share: number) => quantityText(share, "ratio", 2);
  const under = (share: number) =>
    namesText(curves.filter((_, at) => text(shares[at]!) === text(share)).map(({ design }) => design));
  const finding = `after ${quantityText(known, "s", 2)}, ${text(most)} of jobs still wait under`;
  if (text(most) === text(least)) return `${finding} every design`;
  return `${finding} ${under(most)}, ${text(least)} under ${under(least)}`;
}

/** What the estimate is, and of how many jobs. */
export function waitsCaption(curves: readonly DesignCurve[]): string {
  const total = (of: (curve: Survival) => number) =>
    numberText(
      curves.reduce((sum, { curve }) => sum + of(curve), 0),
      9,
    );
  return `Kaplan and Meier's estimate. Of ${total(({ count }) => count)} jobs, ${total(({ censored }) => censored)} had not started when they left or the run ended: they count as waits of at least that length, which is right if they would have waited like those that stayed.`;
}
