import { readFile } from "node:fs/promises";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { sha256Hex } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import { differences, type Golden, golden, parseGolden } from "../../experiment/golden.ts";
import type { FigureInput } from "../../figures/figure.ts";
import { packRuns, unpackRuns } from "../../figures/live/pack.ts";
import type { Run } from "../../run/result.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve, scenarioHash } from "../../scenario/resolve.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { resultsOf } from "./run-results.ts";
import type { PublishedResults } from "./scenario-source.ts";
import { resolvingOf, STORED, shownPath, stale, storedFacts, storedFiles } from "./stored-facts.ts";

/**
 * The stored results of a scenario, held against the scenario, its golden summary and its figures as they are now.
 * Measures that came since are no difference: what is stored has to be what the scenario still comes to.
 *
 * @param places another folder of results and another golden summary than the repository's
 * @throws OrreryError where they are of another scenario, come to other values, or lack what figures read
 */
export async function storedResults(
  loaded: Loaded,
  places: { readonly folder?: string; readonly golden?: string } = {},
): Promise<PublishedResults> {
  const { name, scenario } = loaded;
  const { folder = STORED, golden: summaries = path.join(ROOT, `scenarios/${name}.expected.json`) } = places;
  const facts = await storedFacts(name, folder);
  const { runs: file } = storedFiles(name, folder);
  const resolved = resolve(scenario, catalogueOf(scenario), { name, ...resolvingOf(loaded, facts) });
  if (facts.scenarioHash !== scenarioHash(resolved))
    throw stale(file, name, "The scenario has changed since.");
  const { content, input } = await readStored(file, name, facts.sha256);
  const runs = inOrderOf(resolved, input.runs);
  const expected = parseGolden(await readFile(summaries, "utf8"), summaries);
  const differs = differenceOf(expected, facts.base ?? golden(runs), resolved);
  if (differs !== undefined) throw stale(file, name, `${shownPath(summaries)} says otherwise: ${differs}`);
  const { version, command, failures, spread } = facts;
  const { points } = input;
  const published = await resultsOf(loaded, resolved, runs, { ...facts, points });
  return {
    ...published,
    manifest: {
      version,
      command,
      failures,
      points,
      arguments: [
        ...(published.manifest.arguments ?? []),
        ...(spread === undefined ? [] : ["--sample", spread]),
      ],
    },
    packed: { content, input: { ...input, scenario: resolved, runs } },
  };
}

async function readStored(
  file: string,
  name: string,
  sha256: string,
): Promise<{ content: Uint8Array<ArrayBuffer>; input: FigureInput }> {
  const content = await readFile(file).catch((error: Error) => {
    throw stale(file, name, `It cannot be read: ${error.message}.`);
  });
  if (sha256Hex(content) !== sha256) throw stale(file, name, "Its sha256 is not the one beside it.");
  const packed = new Uint8Array(inflateSync(content));
  const input = await unpackRuns(packed).catch((error) => {
    throw error instanceof OrreryError ? stale(file, name, error.message) : error;
  });
  // What figures read and is not there would be drawn of nothing.
  if (Buffer.compare(packRuns(input), packed) !== 0)
    throw stale(file, name, "Figures read other series than are stored, or at other times.");
  return { content: new Uint8Array(content), input };
}

/** As a plan has runs: designs and futures in the order in which the scenario names them. */
function inOrderOf({ designs, branches }: ResolvedScenario, runs: readonly Run[]): Run[] {
  const design = designs.map(({ name }) => name);
  const branch = branches?.branches.map(({ name }) => name) ?? [];
  return [...runs].sort(
    (one, other) =>
      one.replication - other.replication ||
      one.point - other.point ||
      design.indexOf(one.design) - design.indexOf(other.design) ||
      branch.indexOf(one.branch) - branch.indexOf(other.branch),
  );
}

/** Where the golden summary says otherwise than stored runs, of the measures that both have, as a sentence. */
function differenceOf(expected: Golden, found: Golden, scenario: ResolvedScenario): string | undefined {
  const missing = Object.keys(expected).find((place) => found[place] === undefined);
  if (missing !== undefined) return `${missing} is not among the runs.`;
  const of = (all: Golden, others: Golden): Golden =>
    Object.fromEntries(
      Object.entries(all).map(([place, measures]) => [
        place,
        Object.fromEntries(
          Object.entries(measures).filter(([name]) => Object.hasOwn(others[place] ?? {}, name)),
        ),
      ]),
    );
  const [first] = differences(of(expected, found), of(found, expected), scenario);
  return (
    first &&
    `${first.measure} of ${first.place} is ${first.expected} there, ${first.found} in what is stored.`
  );
}
