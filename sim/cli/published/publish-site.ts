import path from "node:path";
import { OrreryError, UsageError } from "../../errors.ts";
import { VERSION } from "../../experiment/workers/bundle.ts";
import { HOME, homePage } from "../../site/home-page.ts";
import type { Page, SiteFile } from "../../site/page.ts";
import { type ScenarioSource, scenarioPage } from "../../site/scenario-page.ts";
import { oneLine } from "../../text/visible.ts";
import { findInputs, type PublishInput } from "./inputs.ts";
import { listedOf } from "./listed.ts";
import { logoFile } from "./logo.ts";
import { ownMechanisms } from "./own-mechanisms.ts";
import type { PublishRunOptions } from "./run-results.ts";
import { scenarioSource } from "./scenario-source.ts";
import { openShell } from "./shell.ts";
import { siteFiles } from "./site.ts";
import { requireOwn, writeSite } from "./site-folder.ts";

export interface PublishOptions extends PublishRunOptions {
  readonly out: string;
  readonly title?: string;
  readonly logo?: string;
  readonly runCode?: boolean;
}

/**
 * A site of somebody's own scenarios and results: one folder of static files. Whatever is wrong with inputs, logo and
 * folder is told before anything is run.
 *
 * @returns how many pages it has
 */
export async function publishSite(given: readonly string[], options: PublishOptions): Promise<number> {
  const folder = path.resolve(options.out);
  const { inputs, logo } = await checkedInputs(given, folder, options);
  const shell = await openShell();
  const sources: ScenarioSource[] = [];
  const told: Page[] = [];
  for (const input of inputs) {
    const results = await input.results(options);
    const source = await scenarioSource(results);
    const { pages, links } = await ownMechanisms(results, source);
    sources.push(source);
    told.push(scenarioPage(source, links), ...pages);
  }
  const title =
    oneLine(options.title ?? "") ||
    (sources.length === 1 ? oneLine(sources[0]!.input.scenario.title) : "Experiments");
  const listed = sources.map(listedOf);
  const home = homePage({
    title,
    lead: "",
    featured: { listed: listed[0]!, figure: sources[0]!.figures[0] },
    scenarios: listed.length === 1 ? [] : listed,
    parts: [],
  });
  const pages = [home, ...told];
  const frame = {
    title,
    ...(logo === undefined ? {} : { logo: logo.path }),
    navigation: [{ title: "All experiments", path: HOME }],
    footer: `Made with Orrery ${VERSION}: every number of these pages can be run again.`,
  };
  await writeSite(folder, siteFiles(shell, pages, frame, logo === undefined ? [] : [logo]));
  return pages.length;
}

/**
 * Inputs and logo.
 *
 * @throws UsageError with everything that is wrong with what was given and with the folder
 */
async function checkedInputs(
  given: readonly string[],
  folder: string,
  { logo, ...options }: PublishOptions,
): Promise<{ inputs: PublishInput[]; logo: SiteFile | undefined }> {
  const { inputs, problems } = await findInputs(given, options);
  const image = logo === undefined ? undefined : await orProblem(problems, () => logoFile(logo));
  await orProblem(problems, () => requireOwn(folder));
  if (problems.length === 0) return { inputs, logo: image };
  throw new UsageError(
    `${problems.length === 1 ? "One thing is" : `${problems.length} things are`} wrong with what is to be published.`,
    problems.map((problem) => problem.replace(/\n+/g, "\n    ")),
    "Nothing was written.",
  );
}

/** What is wrong joins the other problems. */
async function orProblem<T>(problems: string[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}
