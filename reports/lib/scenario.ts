import { type LiveFigures, liveFigures, unpackRuns } from "../../sim/browser.ts";
import { livePlaces, pageData, siteUrl } from "./page.ts";

/** What the build says of a scenario to its page. */
export interface ScenarioData {
  /** Runs, packed to what figures read: address from the root of the site. */
  readonly runs?: { readonly url: string };
}

/**
 * Brings the figures of a scenario's page to life, in the places where they stand. Whatever goes wrong leaves the page as
 * it was sent.
 */
export async function enlivenFigures(): Promise<LiveFigures | undefined> {
  const { runs } = pageData<ScenarioData>() ?? {};
  const [container] = livePlaces("figures");
  if (runs === undefined || container === undefined) return undefined;
  const answer = await fetch(siteUrl(runs.url));
  if (!answer.ok) throw new Error(`${runs.url} cannot be read: ${answer.status} ${answer.statusText}`);
  return liveFigures(container, await unpackRuns(new Uint8Array(await answer.arrayBuffer())));
}
