import { readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { parseStored } from "../../experiment/claims/stored.ts";
import { judgeClaim } from "../../experiment/claims/verdict.ts";
import { agreesWithClosedForm, closedFormText } from "../../experiment/claims/words.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import { listClaims, loadScenario } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve, scenarioHash } from "../../scenario/resolve.ts";
import { type ClaimSource, claimPage } from "../../site/claim-page.ts";
import { claimsPage } from "../../site/claims-page.ts";
import type { Page } from "../../site/page.ts";
import { resultPlace } from "../checks/check-claim.ts";
import { markdownPart } from "../written/markdown-html.ts";
import { odd } from "../written/odd.ts";

/** The pages of all claims, the index first: from the runs that are kept beside each. */
export async function claimPages(): Promise<Page[]> {
  const sources = await Promise.all(listClaims().map(claimSource));
  return [claimsPage(sources), ...sources.map(claimPage)];
}

/**
 * A claim with what its kept runs say.
 *
 * @throws OrreryError where they are of another scenario, are not whole, or contradict a closed form that the claim names
 */
export async function claimSource(name: string): Promise<ClaimSource> {
  const loaded = await loadScenario(name, { cwd: ROOT });
  const { scenario, claim, path: file, name: stem } = loaded;
  if (!claim) throw new OrreryError(`${name} is no claim.`, ["Its file has no defineClaim({ … })."]);
  const place = resultPlace(loaded);
  const shown = path.relative(ROOT, place);
  const text = await readFile(place, "utf8").catch(() => {
    throw stale(`${shown} is not there.`, name);
  });
  const stored = parseStored(text, shown);
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: stem, allowLong: true });
  if (stored.scenarioHash !== scenarioHash(resolved))
    throw stale(`${shown} is of another scenario: ${name} has changed since.`, name);
  const finding = judgeClaim(claim, stored, stem);
  if (!agreesWithClosedForm(claim, finding))
    throw new OrreryError(`The runs of ${name} contradict its closed form.`, [
      closedFormText(claim, finding),
    ]);
  return {
    name,
    claim,
    finding,
    digest: stored.digest,
    runs: stored.runs.length,
    description: markdownPart(odd(resolved, catalogue)),
    files: [
      { path: `${name}.ts`, content: await readFile(file, "utf8") },
      { path: `${name}.result.json`, content: text },
    ],
  };
}

const stale = (fact: string, name: string): OrreryError =>
  new OrreryError(fact, [], `Make its runs anew: orrery check ${name} --update`);
