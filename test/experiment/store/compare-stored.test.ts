import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256Hex } from "../../../sim/codec.ts";
import { differingFlaws } from "../../../sim/experiment/store/compare-stored.ts";
import { openTable } from "../../../sim/experiment/store/formats.ts";
import { type Manifest, readManifest } from "../../../sim/experiment/store/manifest.ts";
import { readRuns } from "../../../sim/experiment/store/read.ts";
import { longTables } from "../../../sim/experiment/store/tables.ts";
import { storedFlaws } from "../../../sim/experiment/store/verify.ts";
import type { Scenario } from "../../../sim/scenario/scenario.ts";
import { temporaryFolder } from "../../cli/orrery.ts";
import { prepared, stored } from "./stored.ts";

/** Results that somebody changed together with their hashes: nothing tells but a run. */

const SCENARIO: Scenario = {
  title: "Two issuances",
  seed: 5,
  until: "10d",
  world: [
    { mechanism: "issuance/genesis", params: { supply: 1000, allocation: { holders: 1 } } },
    { mechanism: "consensus/nakamoto", params: { blockTime: 3600 } },
  ],
  designs: {
    more: [{ mechanism: "issuance/fixed", params: { tokensPerDay: 20, split: { security: 1 } } }],
    less: [{ mechanism: "issuance/fixed", params: { tokensPerDay: 10, split: { security: 1 } } }],
  },
};

const shared = mkdtempSync(path.join(tmpdir(), "orrery-stored-"));
afterAll(() => rmSync(shared, { recursive: true }));
const original = (format: string): string => path.join(shared, format, "stored");
beforeAll(async () => {
  const experiment = await prepared(SCENARIO);
  for (const format of ["csv", "parquet"] as const)
    await stored(experiment, { format, out: path.join(shared, format) });
});

/** A copy of the results, to be changed. */
function copied(format: "csv" | "parquet" = "csv"): string {
  const folder = path.join(temporaryFolder(), "stored");
  cpSync(original(format), folder, { recursive: true });
  return folder;
}

function changeManifest(folder: string, change: (manifest: any) => void): void {
  const file = path.join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

/** Writes the true hash of a file that was changed into the manifest. */
const rehash = (folder: string, name: string): void =>
  changeManifest(folder, ({ files }) => {
    const content = readFileSync(path.join(folder, name));
    files[name] = { sha256: sha256Hex(content), bytes: content.length };
  });

const at = async (folder: string) => ({ folder, manifest: await readManifest(folder) });
const sentences = async (folder: string, format: "csv" | "parquet" = "csv"): Promise<string[]> =>
  (await differingFlaws(await at(folder), await at(original(format)))).map(({ sentence }) => sentence);

test("results that nobody changed differ in nothing", async () => {
  expect(await sentences(copied())).toEqual([]);
  expect(await sentences(copied("parquet"), "parquet")).toEqual([]);
});

test.each([
  ["runs", /^runs\.csv: row 2 \(less\/0\), column \S+ is \S+, a run gives \S+\.$/],
  ["series", /^series\.csv: row \d+ \(less\/0, \S+, \d+\), column value is \S+, a run gives \S+\.$/],
  ["flows", /^flows\.csv: row \d+ \(less\/0, \d+, \w+\), column value is \S+, a run gives \S+\.$/],
  ["balances", /^balances\.csv: row \d+ \(less\/0, token, \w+\), column closing is \S+, a run gives \S+\.$/],
  ["blocks", /^blocks\.csv: row \d+ \(less\/0, [\d.]+, \d+\), column digest is \S+, a run gives \S+\.$/],
])("the last cell of %s.csv, changed with its hash, is named by row and column", async (table, sentence) => {
  const folder = copied();
  const name = `${table}.csv`;
  const text = readFileSync(path.join(folder, name), "utf8");
  writeFileSync(path.join(folder, name), text.replace(/[^,\n]*\n$/, "7\n"));
  rehash(folder, name);
  expect((await storedFlaws(folder)).flaws.filter(({ kind }) => kind === "file")).toEqual([]);
  const found = await sentences(folder);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(sentence);
});

test("a cell of a Parquet file is named as one of CSV is", async () => {
  const folder = copied("parquet");
  const runs = await readRuns(folder);
  const [series] = longTables({ branched: false, points: [] });
  const table = openTable(path.join(folder, "series.parquet"), series!, "parquet");
  for (const run of runs) {
    const changed = Object.fromEntries(
      Object.entries(run.series).map(([name, values]) => [
        name,
        name === "chain.blocks" ? values.map((v) => v + 1) : values,
      ]),
    );
    table.append({ ...run, series: changed });
  }
  table.finish();
  rehash(folder, "series.parquet");
  const found = await sentences(folder, "parquet");
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(
    /^series\.parquet: row \d+ \(more\/0, chain\.blocks, \d+\), column value is \d+, a run gives \d+\.$/,
  );
});

test("a row less, a row more, a column more, and a table that is none are told", async () => {
  const change = async (edit: (text: string) => string): Promise<string[]> => {
    const folder = copied();
    const file = path.join(folder, "balances.csv");
    writeFileSync(file, edit(readFileSync(file, "utf8")));
    rehash(folder, "balances.csv");
    return sentences(folder);
  };
  expect((await change((text) => text.replace(/[^\n]*\n$/, "")))[0]).toMatch(
    /^balances\.csv ends after \d+ rows, a run gives more\.$/,
  );
  expect((await change((text) => `${text}x,y,1,z,0,0\n`))[0]).toMatch(
    /^balances\.csv goes on after \d+ rows, a run gives no more\.$/,
  );
  expect((await change((text) => text.replaceAll("\n", ",1\n")))[0]).toBe(
    'balances.csv: column 7 is "1", a run gives not there.',
  );
  expect(await change(() => "")).toHaveLength(1);
});

describe("a manifest", () => {
  const edits: readonly (readonly [string, (manifest: any) => void])[] = [
    ["title", (m) => (m.title = "Another")],
    ["version", (m) => (m.version = "9.9")],
    ["runs › more/0 › seed", (m) => m.runs[0].seed++],
    ["runs › more/0 › events", (m) => m.runs[0].events++],
    ["designs › 0", (m) => m.designs.reverse()],
    ["failures › 0", (m) => m.failures.push({ run: "more/1", message: "x" })],
    ["measures › ledger.supply[token] › unit", (m) => (m.measures["ledger.supply[token]"].unit = "usd")],
    ["assumptions › 0", (m) => m.assumptions.unshift("y")],
    ["resolved › until", (m) => (m.resolved.until = 1)],
    ["resolved › designs › 0 › uses", (m) => (m.resolved.designs[0].uses = [])],
    ["more", (m) => (m.more = 1)],
    ["scenarioHash", (m) => (m.scenarioHash = "0".repeat(64))],
  ];
  test.each(edits)("whose %s was edited is named", async (field, edit) => {
    const folder = copied();
    changeManifest(folder, edit);
    const found = await sentences(folder);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`manifest.json: ${field}`);
    expect(found[0]).toMatch(/ is .*, a run gives .*\.$/s);
  });

  test("whose runs were exchanged, or lack one, is told", async () => {
    const exchanged = copied();
    changeManifest(exchanged, (m) => m.runs.reverse());
    expect(await sentences(exchanged)).toEqual([
      "manifest.json: runs › 0: another run stands here than the plan has.",
    ]);
    const short = copied();
    changeManifest(short, (m) => m.runs.pop());
    expect(await sentences(short)).toEqual([
      "Run less/0 is not in manifest.json, and is a run of its scenario.",
    ]);
  });
});

/** Every field of a manifest, by its path: its runs, points and files stand for all of theirs. */
function fieldsOf(value: unknown, place: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...place]];
  const inner = Object.entries(value).flatMap(([name, part]) => fieldsOf(part, [...place, name]));
  return place.length === 0 ? inner : [[...place], ...inner];
}

function put(root: any, place: readonly string[], value: unknown): void {
  const parent = place.slice(0, -1).reduce((inner, name) => inner[name], root);
  if (value === undefined) delete parent[place.at(-1)!];
  else parent[place.at(-1)!] = value;
}

test("every field of a manifest that is missing or odd is a sentence, or as good as the true one", async () => {
  const manifest = JSON.parse(readFileSync(path.join(original("csv"), "manifest.json"), "utf8"));
  const folder = copied();
  const fields = fieldsOf(manifest).filter(([first]) => first !== "resolved" && first !== "measures");
  expect(fields.length).toBeGreaterThan(50);
  for (const place of fields)
    for (const odd of [
      undefined,
      null,
      -1,
      1e9,
      "",
      "../x",
      [],
      {},
      "\u001b[2J",
      { __proto__: null, constructor: 1 },
    ]) {
      const changed = structuredClone(manifest);
      put(changed, place, odd);
      writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(changed));
      const told = await storedFlaws(folder).then(
        async ({ manifest: read, flaws }) => [
          ...flaws.map(({ sentence }) => sentence),
          ...(await differingFlaws({ folder, manifest: read }, await at(original("csv")))).map(
            ({ sentence }) => sentence,
          ),
        ],
        (error: Error) => {
          expect(error.name).toBe("OrreryError");
          return [error.message];
        },
      );
      const isFree = ["started", "finished", "engine"].includes(place[0]!);
      if (!isFree && place.join() !== "origin,path" && JSON.stringify(changed) !== JSON.stringify(manifest))
        expect([place, odd, told.length > 0]).toEqual([place, odd, true]);
      expect(told.join("\n")).not.toMatch(/(?!\n)\p{Cc}|undefined|\[object/u);
    }
});

test("a run that is listed twice, one of no design, and files outside of the folder are refused", async () => {
  const refused = async (edit: (manifest: any) => void): Promise<string> => {
    const folder = copied();
    changeManifest(folder, edit);
    return readManifest(folder).then(
      () => "",
      (error: Error) => error.message,
    );
  };
  expect(await refused((m) => m.runs.push(m.runs[0]))).toContain("runs › 2 › run: more/0 is listed twice.");
  expect(await refused((m) => (m.runs[0].design = "x"))).toContain('There is no design "x".');
  expect(await refused((m) => (m.runs[0].point = 3))).toContain("There is no point 3.");
  for (const name of ["../../etc/passwd", "/etc/passwd", "charts/../x", "a\\b", "..", "charts/.."])
    expect(await refused((m) => (m.files[name] = m.files["runs.csv"]))).toContain("files");
  expect(await refused((m) => (m.scenario = "../x"))).toContain(
    "scenario: Expected the name of a scenario: no path.",
  );
});

test("a link in the place of a file is not read, wherever it leads", async () => {
  const folder = copied();
  const outside = path.join(temporaryFolder(), "secret");
  writeFileSync(outside, readFileSync(path.join(folder, "runs.csv")));
  rmSync(path.join(folder, "runs.csv"));
  symlinkSync(outside, path.join(folder, "runs.csv"));
  symlinkSync("/dev/zero", path.join(folder, "endless"));
  expect((await storedFlaws(folder)).flaws.map(({ sentence }) => sentence)).toEqual([
    "runs.csv is a link, no file of these results.",
    "endless is not in the manifest.",
  ]);
  await expect(readRuns(folder)).rejects.toThrow(/runs\.csv cannot be read/);
  rmSync(path.join(folder, "manifest.json"));
  symlinkSync("/dev/zero", path.join(folder, "manifest.json"));
  await expect(readManifest(folder)).rejects.toThrow(/manifest\.json is a link: it is not read\.$/);
});

test("a file that Orrery does not write is no part of results, though the manifest has it", async () => {
  const folder = copied();
  writeFileSync(path.join(folder, "evil.ts"), "");
  rehash(folder, "evil.ts");
  expect((await storedFlaws(folder)).flaws.map(({ sentence }) => sentence)).toEqual([
    "evil.ts is no file that Orrery writes.",
  ]);
  changeManifest(folder, ({ files }: Manifest & any) => (files["runs.csv"].bytes += 1));
  appendFileSync(path.join(folder, "flows.csv"), "x");
  expect((await storedFlaws(folder)).flaws.map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(/^runs\.csv has \d+ bytes, the manifest says \d+\.$/),
    expect.stringMatching(/^flows\.csv was changed: its sha256 is/),
    "evil.ts is no file that Orrery writes.",
  ]);
});
