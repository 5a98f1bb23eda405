import { expect, test } from "vitest";
import { encode } from "../../sim/codec.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { SiteFile } from "../../sim/site/page.ts";
import { scenarioFiles, scenarioOf } from "../../sim/site/scenario-files.ts";

const resolvedOf = async (name: string) => {
  const { scenario } = await loadScenario(name);
  return resolve(scenario, catalogueOf(scenario), { name });
};

const bytes = ({ content }: SiteFile): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(content));

test("a page comes to the whole scenario by files, of which tables are shared with other pages", async () => {
  const scenario = await resolvedOf("idle-gpu");
  const files = await scenarioFiles(scenario, "scenarios/idle-gpu/scenario.json");
  const site = new Map(files.map((file) => [file.path, bytes(file)]));
  const read = await scenarioOf("scenarios/idle-gpu/scenario.json", async (path) => site.get(path)!);
  expect(encode(read)).toBe(encode(scenario));

  const others = await scenarioFiles(
    await resolvedOf("hybrid-burst"),
    "scenarios/hybrid-burst/scenario.json",
  );
  const shared = others.filter(({ path }) => site.has(path));
  // What GPUs there are, and a month of a cloud's jobs.
  expect(shared).toHaveLength(2);
  for (const file of shared) expect(Buffer.compare(bytes(file), site.get(file.path)!)).toBe(0);
});

test("a scenario without long tables is one file", async () => {
  const scenario = await resolvedOf("hello");
  const files = await scenarioFiles(scenario, "scenario.json");
  expect(files).toHaveLength(1);
  expect(encode(await scenarioOf("scenario.json", async () => bytes(files[0]!)))).toBe(encode(scenario));
});
