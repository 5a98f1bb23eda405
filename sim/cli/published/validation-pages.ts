import { OrreryError } from "../../errors.ts";
import type { Page } from "../../site/page.ts";
import { type Judged, judge, type Validation } from "../../site/validation.ts";
import { publishedText, toleranceText, validationPage } from "../../site/validation-page.ts";
import { VALIDATIONS } from "../validation/rows.ts";

/**
 * The scoreboard of the validation: every row computed anew.
 *
 * @throws OrreryError where a row misses, with what is published and what ours is
 */
export async function validationPages(rows: readonly Validation[] = VALIDATIONS): Promise<Page[]> {
  const judged: Judged[] = [];
  for (const row of rows) judged.push(await judge(row));
  const missed = judged.filter(({ agrees }) => !agrees);
  if (missed.length > 0)
    throw new OrreryError(
      `${missed.length === 1 ? "A published number is" : `${missed.length} published numbers are`} not met.`,
      missed.flatMap(missText),
    );
  return [validationPage(judged)];
}

const SHOWN = 3;

function missText({ validation: { id, unit, tolerance }, cases }: Judged): string[] {
  if (cases.length === 0) return [`${id} has no numbers.`];
  return cases
    .filter(({ agrees }) => !agrees)
    .slice(0, SHOWN)
    .map(
      ({ label, published, ours }) =>
        `${id}, ${label}: published ${publishedText(published, unit)}, ours ${publishedText(ours, unit)}, tolerance ${toleranceText(tolerance, unit)}`,
    );
}
