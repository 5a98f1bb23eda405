import { type LiveFigures, liveFigures, unpackRuns } from "../../sim/browser.ts";
import type { PageData } from "../../sim/site/live-sections.ts";
import { livePlaces, pageData, siteUrl } from "./page.ts";

/**
 * Brings the figures of a scenario's page to life, in the places where they stand. Whatever goes wrong leaves the page as
 * it was sent.
 */
export async function enlivenFigures(): Promise<LiveFigures | undefined> {
  const { runs } = pageData<PageData>() ?? {};
  const [container] = livePlaces("figures");
  if (runs === undefined || container === undefined) return undefined;
  try {
    const answer = await fetch(siteUrl(runs.url));
    if (!answer.ok) throw new Error(`${runs.url} cannot be read: ${answer.status} ${answer.statusText}`);
    return liveFigures(container, await unpackRuns(new Uint8Array(await answer.arrayBuffer())));
  } catch (error) {
    document.documentElement.classList.add("still");
    throw error;
  }
}
