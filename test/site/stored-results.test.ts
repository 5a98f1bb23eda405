import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runResults } from "../../sim/cli/published/run-results.ts";
import { type PublishedResults, scenarioSource } from "../../sim/cli/published/scenario-source.ts";
import { storeResults } from "../../sim/cli/published/store-results.ts";
import { storedResults } from "../../sim/cli/published/stored-results.ts";
import { decode, encode, sha256Hex } from "../../sim/codec.ts";
import { golden, goldenText } from "../../sim/experiment/golden.ts";
import { unpackRuns } from "../../sim/figures/live/pack.ts";
import type { Run } from "../../sim/run/result.ts";
import { type Loaded, loadScenario } from "../../sim/scenario/load.ts";
import { scenarioPage } from "../../sim/site/scenario-page.ts";

const QUEUES = `title: One fast server or two slow ones?
until: 20000
world:
  - demand/poisson: { arrivalRate: 0.8, meanService: 1 }
designs:
  one fast:
    - supply/servers: { servers: 1 }
  another:
    - supply/servers: { servers: 2 }
`;
const SWEEP = `sweep:
  latinHypercube: { points: 9, ranges: { demand/poisson.arrivalRate: [0.5, 0.9] } }
`;

const folder = mkdtempSync(path.join(tmpdir(), "orrery-stored-"));
const at = (name: string): string => path.join(folder, name);
const [runsFile, factsFile, summaries] = [at("queues.orrery"), at("queues.json"), at("golden.json")];
const places = { folder, golden: summaries };
let queues: Loaded;
let stored: PublishedResults;
let runs: Buffer;
let facts: Buffer;

const written = async (name: string, text: string): Promise<Loaded> => {
  await writeFile(at(name), text);
  return loadScenario(at(name));
};

const writeSummary = (of: readonly Run[], change: Record<string, number> = {}): Promise<void> =>
  writeFile(
    summaries,
    goldenText(
      Object.fromEntries(
        Object.entries(golden(of)).map(([place, measures]) => [place, { ...measures, ...change }]),
      ),
    ),
  );

beforeAll(async () => {
  queues = await written("queues.yaml", QUEUES);
  await storeResults(queues, { replications: 2 }, { workers: 1, folder });
  const { runs: packed } = await unpackRuns(new Uint8Array(await readFile(runsFile)));
  await writeSummary(packed);
  [runs, facts] = [await readFile(runsFile), await readFile(factsFile)];
  stored = await storedResults(queues, places);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The page but for its drawings: what is packed is drawn the same to the seventh digit. */
async function saidBy(results: PublishedResults) {
  const { slots, files } = scenarioPage(await scenarioSource(results));
  const { downloads, ...rest } = slots;
  return {
    said: Object.values(rest)
      .join("\n")
      .replace(/<svg[\s\S]*?<\/svg>/g, "")
      .replace(/Sampled every<\/dt><dd>[^<]*/, ""),
    downloads,
    files: files.map((file) => path.basename(file.path)),
  };
}

test("a page of stored results says what a page of the runs says, and what it does not bring", async () => {
  const whole = await saidBy(await runResults(queues, { workers: 1, replications: 2 }));
  const packed = await saidBy(stored);
  expect(packed.said).toBe(whole.said);
  expect(packed.said).toContain("2 replications");
  expect(whole.files).toContain("series.parquet");
  expect(packed.files).toEqual(whole.files.filter((file) => file !== "series.parquet"));
  expect(packed.downloads).toContain("compare queues.yaml --replications 2");
});

test("measures that came since are no difference, other values are", async () => {
  const own = stored.runs;
  await writeSummary(own, { "customers.who.came.since": 1 });
  expect((await storedResults(queues, places)).runs).toHaveLength(4);
  await writeSummary(own, { "customers.arrived": 7 });
  await expect(storedResults(queues, places)).rejects.toThrow(
    /queues\.orrery is not what queues comes to now\.\n\n.*customers\.arrived of another is 7 there, \d+ in what is stored\.\n\n.*npm run site:results -- --scenario queues$/s,
  );
  await writeFile(summaries, goldenText({ ...golden(own), "two slow": {} }));
  await expect(storedResults(queues, places)).rejects.toThrow("two slow is not among the runs.");
  await writeSummary(own);
});

test("results of another scenario, other bytes, and what figures read otherwise are refused", async () => {
  const changed = await written("queues.yaml", QUEUES.replace("0.8", "0.7"));
  await expect(storedResults(changed, places)).rejects.toThrow("The scenario has changed since.");
  await writeFile(runsFile, Buffer.concat([runs, Buffer.of(0)]));
  await expect(storedResults(queues, places)).rejects.toThrow("Its sha256 is not the one beside it.");
  // As a figure that is there no more had left them: of a series that is drawn there is nothing.
  const text = new TextDecoder().decode(inflateSync(runs));
  const packed = decode(text) as { runs: { bands: unknown[] }[] };
  for (const run of packed.runs) run.bands = [];
  const bare = deflateSync(encode(packed));
  await writeFile(runsFile, bare);
  await writeFile(factsFile, JSON.stringify({ ...JSON.parse(facts.toString()), sha256: sha256Hex(bare) }));
  await expect(storedResults(queues, places)).rejects.toThrow("Figures read other series than are stored");
});

test("of a sweep as many points are drawn as were asked for, and the scenario as it is tells whether it has changed", async () => {
  const swept = await written("swept.yaml", QUEUES + SWEEP);
  await storeResults(swept, { spread: "latin:3" }, { workers: 1, folder });
  // Made anew as it was.
  await storeResults(swept, {}, { workers: 1, folder });
  await writeSummary(stored.runs.filter(({ replication }) => replication === 0));
  const { manifest, runs: drawn } = await storedResults(swept, places);
  expect(manifest.points).toHaveLength(3);
  expect(drawn).toHaveLength(6);
  expect(manifest.arguments).toEqual(["swept.yaml", "--replications", "1", "--sample", "latin:3"]);
  await writeSummary(stored.runs, { "customers.arrived": 7 });
  await expect(storedResults(swept, places)).rejects.toThrow("customers.arrived of another is 7 there");
});
