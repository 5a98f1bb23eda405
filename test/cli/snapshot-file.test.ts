import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readSnapshot, restored, writeSnapshot } from "../../sim/cli/replay/snapshot-file.ts";
import { decode, encode, hash } from "../../sim/codec.ts";
import { OrreryError } from "../../sim/errors.ts";
import { luckOf } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { temporaryFolder } from "./orrery.ts";

const { scenario } = await loadScenario("hello");
const catalogue = catalogueOf(scenario);
const resolved = resolve(scenario, catalogue, { name: "hello", until: "20d" });
const design = resolved.designs[0]!.name;
const begun = (): Simulation =>
  new Simulation(resolved, catalogue, { design, replication: 1, ...luckOf(resolved, 1) });

async function saved(): Promise<{ file: string; text: string }> {
  const simulation = begun();
  simulation.runTo({ time: 5 * 86_400 });
  const file = path.join(temporaryFolder(), "half.json");
  await writeSnapshot(file, simulation);
  return { file, text: readFileSync(file, "utf8") };
}

/** The sentence that a file is refused with; empty where it is taken. */
async function refusal(file: string, text: string, asked = {}): Promise<string> {
  writeFileSync(file, text);
  try {
    restored(await readSnapshot(file, resolved, asked), resolved, catalogue, {});
    return "";
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    return error.message;
  }
}

test("a snapshot goes on where it was taken", async () => {
  const { file } = await saved();
  const snapshot = await readSnapshot(file, resolved, { design, replication: 1 });
  expect(restored(snapshot, resolved, catalogue, {}).finish().digest).toBe(begun().finish().digest);
});

test("another design or replication than the snapshot's is refused, not replaced", async () => {
  const { file, text } = await saved();
  const [, other] = resolved.designs.map(({ name }) => name);
  expect(await refusal(file, text, { design: other })).toBe(
    `${file} is of the design ${JSON.stringify(design)}, not of ${JSON.stringify(other)}.\n\nLeave --design out, or replay from the start.`,
  );
  expect(await refusal(file, text, { replication: 0 })).toContain("is of the replication 1, not of 0.");
});

test("an edit is told, and one whose checksum was made to fit where the seed shows it", async () => {
  const { file, text } = await saved();
  const content = decode(text) as Record<string, any>;
  expect(await refusal(file, encode({ ...content, seed: 1 }))).toContain(
    "its checksum is of another content",
  );
  const forged = (change: object): string => {
    const { sha256: _, ...rest } = { ...content, ...change } as Record<string, unknown>;
    return encode({ ...rest, sha256: hash(rest) });
  };
  expect(await refusal(file, forged({}))).toBe("");
  expect(await refusal(file, forged({ seed: 1 }))).toMatch(
    /replication 1 of hello has the seed \d+, not 1\./,
  );
  expect(await refusal(file, forged({ version: "9.9" }))).toContain("was saved by Orrery 9.9, this is");
  expect(await refusal(file, forged({ format: "orrery snapshot 2" }))).toContain("another version of Orrery");
  expect(await refusal(file, forged({ scenarioHash: "0" }))).toContain("belongs to another scenario");
  const { kernel: _, ...without } = content["snapshot"];
  expect(await refusal(file, forged({ snapshot: without }))).toContain("its states do not fit together");
});

test("whatever is flipped, cut, spliced or foreign is refused in words", async () => {
  const { file, text } = await saved();
  const places = Array.from({ length: 120 }, (_, at) => Math.floor(((at + 1) * text.length) / 121));
  for (const at of places) {
    const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
    for (const damaged of [
      text.slice(0, at) + flipped + text.slice(at + 1),
      text.slice(0, at),
      text.slice(0, at) + text.slice(at + 7),
      text.slice(0, at) + text.slice(at >> 1),
    ])
      expect([at, await refusal(file, damaged)]).toEqual([
        at,
        expect.stringMatching(/^\S+ (is no snapshot|was saved by)/),
      ]);
  }
  for (const foreign of [
    "",
    "null",
    "[]",
    "1",
    "{}",
    '{"a":1}',
    '"x"',
    '{"__proto__":{}}',
    "title: x",
    "[".repeat(1e5),
    "\u001b[2J",
  ])
    expect(await refusal(file, foreign)).toContain("is no snapshot, or was changed");
  await expect(readSnapshot("/dev/zero", resolved, {})).rejects.toThrow(/It is no regular file/);
  await expect(readSnapshot(temporaryFolder(), resolved, {})).rejects.toThrow(/It is no regular file/);
});
