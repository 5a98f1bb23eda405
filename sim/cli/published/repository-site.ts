import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { plan } from "../../experiment/plan.ts";
import { VERSION } from "../../experiment/workers/bundle.ts";
import { expectedWork } from "../../experiment/workers/experiment.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import { type Loaded, listScenarios, loadScenario } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve } from "../../scenario/resolve.ts";
import { HOME, type HomeSource, homePage } from "../../site/home-page.ts";
import type { Page } from "../../site/page.ts";
import { type ScenarioSource, scenarioPage } from "../../site/scenario-page.ts";
import type { SiteFrame } from "../../site/stamp.ts";
import { markupText } from "../../text/markup.ts";
import { type CatalogueSite, catalogueSite, mechanismPages, vocabularyPages } from "./catalogue-pages.ts";
import { claimPages } from "./claim-sources.ts";
import { listedOf } from "./listed.ts";
import { NOTEBOOKS, notebookFiles } from "./notebook-files.ts";
import { answering, runResults } from "./run-results.ts";
import { scenarioSource } from "./scenario-source.ts";
import { openShell } from "./shell.ts";
import { siteFiles } from "./site.ts";
import { requireOwn, writeSite } from "./site-folder.ts";
import { storeResults } from "./store-results.ts";
import { hasStored, type StoredPart } from "./stored-facts.ts";
import { storedResults } from "./stored-results.ts";
import { validationPages } from "./validation-pages.ts";

/** The scenario that the home page leads with, and the figure that shows best what it found. */
const FLAGSHIP = { scenario: "flagship", figure: "gpus-online" };

/** A part of the site beside the scenarios: its pages, of which the first is what menus lead to. */
interface Part {
  readonly title: string;
  readonly description: string;
  readonly pages: (known: CatalogueSite) => Promise<readonly Page[]>;
}

/** Other parts of the site, in the order of its menu. */
const PARTS: readonly Part[] = [
  {
    title: "Mechanisms",
    description:
      "What designs are built of, a page each: rule, parameters, sources, claims, and an example that runs in the page.",
    pages: mechanismPages,
  },
  {
    title: "Measures",
    description: "What is recorded of a run: what each measure means, who measures it, which end is better.",
    pages: async (known) => vocabularyPages(known),
  },
  {
    title: "Claims",
    description: "What the literature says of networks like these, as experiments with computed verdicts.",
    pages: claimPages,
  },
  {
    title: "Validation",
    description: "Published numbers beside Orrery's, computed anew with each build.",
    pages: () => validationPages(),
  },
];

export interface RepositorySiteOptions {
  readonly out: string;
  readonly workers: number;
  /** Scenarios by name; left out: all. */
  readonly scenarios?: readonly string[];
  /** Runs what takes long as well, where no results of it are stored. */
  readonly all?: boolean;
}

export interface BuiltSite {
  readonly pages: number;
  /** Scenarios that would have to be run for minutes. */
  readonly leftOut: readonly string[];
}

/** Builds the project's own site: every scenario, and what belongs to no scenario. */
export async function buildRepositorySite({
  out,
  workers,
  scenarios,
  all = false,
}: RepositorySiteOptions): Promise<BuiltSite> {
  const folder = path.resolve(ROOT, out);
  await requireOwn(folder);
  const shell = await openShell();
  const chosen: Loaded[] = [];
  const leftOut: string[] = [];
  for (const name of scenarios ?? listScenarios()) {
    const loaded = await loadScenario(name);
    if (!scenarios && !all && !hasStored(name) && isLong(loaded)) leftOut.push(name);
    else chosen.push(loaded);
  }
  const sources = await drawnInTurn(chosen, workers);
  const known = await catalogueSite(sources);
  const parts = await Promise.all(PARTS.map(async (part) => ({ ...part, made: await part.pages(known) })));
  const notebooks = await notebookFiles();
  const pages = [
    home(
      sources,
      [
        ...parts.map(({ title, description, made }) => ({ title, description, path: made[0]!.path })),
        {
          title: "Notebooks",
          description:
            "What the model is and how its parts behave, as text that runs the simulator in the page.",
          path: NOTEBOOKS,
        },
      ],
      leftOut,
    ),
    ...sources.map((source) => scenarioPage(source, known.links)),
    ...parts.flatMap(({ made }) => made),
  ];
  const frame: SiteFrame = {
    title: "Orrery",
    navigation: [
      { title: "Scenarios", path: HOME },
      ...parts.map(({ title, made }) => ({ title, path: made[0]!.path })),
      { title: "Notebooks", path: NOTEBOOKS },
    ],
    footer: `Orrery ${VERSION}. MIT. Every number of these pages can be run again.`,
  };
  await writeSite(folder, siteFiles(shell, pages, frame, notebooks));
  return { pages: pages.length, leftOut };
}

/** Draws one scenario after the other; the next one's runs go on in threads meanwhile. */
async function drawnInTurn(all: readonly Loaded[], workers: number): Promise<ScenarioSource[]> {
  const resultsFor = async (loaded: Loaded | undefined) =>
    loaded && (hasStored(loaded.name) ? storedResults(loaded) : runResults(loaded, { workers }));
  const sources: ScenarioSource[] = [];
  let next = resultsFor(all[0]);
  for (let at = 0; at < all.length; at++) {
    const results = (await next)!;
    next = resultsFor(all[at + 1]);
    // Told when its turn comes, if one before it does not fail first.
    next.catch(() => {});
    sources.push(await scenarioSource(results));
  }
  return sources;
}

/** More than this takes minutes: events and steps of all runs of a page. */
const LONG = 1e8;

/** Whether a scenario's page takes too long to be made with every site. */
function isLong({ scenario, name }: Loaded): boolean {
  const catalogue = catalogueOf(scenario);
  const { command, replications } = answering(scenario);
  const planned = plan(resolve(scenario, catalogue, { name }), "", {
    replications,
    swept: command === "sweep",
  });
  return (expectedWork(planned, catalogue) ?? Number.POSITIVE_INFINITY) > LONG;
}

/** Makes the stored results of scenarios anew; by default those that are not what their scenarios come to now. */
export async function storeAll(
  names: readonly string[] | undefined,
  part: Partial<StoredPart>,
  workers: number,
  tell: (text: string) => void,
): Promise<void> {
  for (const name of names ?? listScenarios().filter((one) => hasStored(one))) {
    const loaded = await loadScenario(name);
    if (names !== undefined || (await isStale(loaded))) tell(await storeResults(loaded, part, { workers }));
  }
}

async function isStale(loaded: Loaded): Promise<boolean> {
  try {
    await storedResults(loaded);
    return false;
  } catch (error) {
    if (error instanceof OrreryError) return true;
    throw error;
  }
}

const LEAD = [
  "Orrery is a clockwork model of a token economy: a deterministic discrete-event simulator that compares token designs for networks that rent out GPU compute.",
  "A run is a pure function of scenario, design and seed, so whatever stands here can be run again, to the last bit.",
];

function home(
  sources: readonly ScenarioSource[],
  parts: HomeSource["parts"],
  leftOut: readonly string[],
): Page {
  const chosen = sources.find(({ name }) => name === FLAGSHIP.scenario) ?? sources[0];
  return homePage({
    title: "Orrery",
    lead: [
      ...LEAD,
      ...(leftOut.length > 0
        ? [`Not on these pages, because they run for minutes: ${leftOut.join(", ")}.`]
        : []),
    ]
      .map((text) => `<p>${markupText(text)}</p>`)
      .join("\n"),
    featured: chosen && {
      listed: listedOf(chosen),
      figure: chosen.figures.find(({ name }) => name === FLAGSHIP.figure) ?? chosen.figures[0],
    },
    scenarios: sources.map(listedOf),
    parts,
  });
}
