import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";
import { OrreryError } from "../../sim/errors.ts";
import { judge } from "../../sim/experiment/expectations.ts";
import { sweepPoints } from "../../sim/experiment/points.ts";
import { registry } from "../../sim/mechanisms/registry.ts";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { runBranches } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { type Catalogue, catalogueOf, mechanismName } from "../../sim/scenario/catalogue.ts";
import { listScenarios, loadScenario } from "../../sim/scenario/load.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { type Data, type Draw, drawFrom, mutate, mutateText, pick } from "./mutations.ts";
import { notFinite, type Outcome, outcomeOfAttempt } from "./outcome.ts";

/*
 * Scenario files that somebody got wrong: the shipped scenarios and the mechanisms' examples as YAML, changed at some
 * places. Each is read, resolved and, where it is valid, run for a while. Only words or a run may come of it.
 */

const SCENARIOS = fileURLToPath(new URL("../../scenarios/", import.meta.url));
/** Beside the repository's other caches: a scenario reads tables of its own folder only. */
const FOLDER = fileURLToPath(new URL("../../.cache/fuzz/", import.meta.url));
/** A scenario of a thousand designs takes as long as a hundred others. */
const LARGEST_BASE = 100_000;
/** A run ends at the first of these. */
const LONGEST = 40 * 86_400;
const MOST_EVENTS = 5_000;

/** Files of scenarios, mutated one after the other, in a folder that has the shipped tables. */
export class MutatedScenarios {
  readonly #file = path.join(FOLDER, `case-${process.pid}.yaml`);
  readonly #bases: readonly (readonly [name: string, data: Data])[];

  private constructor(bases: readonly (readonly [string, Data])[]) {
    this.#bases = bases;
    cpSync(path.join(SCENARIOS, "data"), path.join(FOLDER, "data"), { recursive: true });
  }

  static async load(): Promise<MutatedScenarios> {
    const shipped = listScenarios().map(async (name) => [name, await shippedData(name)] as const);
    const examples = registry.map(({ mechanism }) => exampleData(mechanism as Mechanism));
    const all = [...(await Promise.all(shipped)), ...examples];
    return new MutatedScenarios(all.filter(([, data]) => JSON.stringify(data).length < LARGEST_BASE));
  }

  /** The file of a number, and what was done to it. The same number gives the same file. */
  file(seed: number, number: number): { readonly what: string; readonly text: string } {
    const draw = drawFrom(seed, number);
    const [name, data] = pick(draw, this.#bases);
    const own = structuredClone(data);
    if (draw() < 0.06) return { what: `${name}, as text`, text: mutateText(draw, stringify(own)) };
    const what = mutate(draw, own, pick(draw, this.#bases)[1]);
    return { what: `${name}: ${what}`, text: stringify(own, { aliasDuplicateObjects: false }) };
  }

  async outcome(seed: number, number: number): Promise<Outcome> {
    writeFileSync(this.#file, this.file(seed, number).text);
    return outcomeOfAttempt(async (begun) => {
      const { scenario } = await loadScenario(this.#file);
      return attempt(scenario, drawFrom(seed, number), begun);
    });
  }

  close(): void {
    rmSync(this.#file, { force: true });
  }
}

/** A shipped scenario as data: mechanisms by name, tables as paths or lists. */
async function shippedData(name: string): Promise<Data> {
  const yaml = path.join(SCENARIOS, `${name}.yaml`);
  try {
    return parse(readFileSync(yaml, "utf8")) as Data;
  } catch {
    const module = (await import(pathToFileURL(path.join(SCENARIOS, `${name}.ts`)).href)) as {
      default: Scenario;
    };
    return dataOf(module.default);
  }
}

function exampleData(mechanism: Mechanism): readonly [string, Data] {
  const { world, until = "10d" } = mechanism.example();
  const [first, ...rest] = world;
  const scenario = {
    title: mechanism.name,
    until,
    seed: 3,
    world: rest,
    designs: { one: [first], other: [first] },
    expect: { it: { always: "ledger.supply[token] >= 0" } },
  };
  return [mechanism.name, dataOf(scenario)];
}

function dataOf(value: unknown): Data {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return value.map(dataOf);
  if (value instanceof Map) return dataOf(Object.fromEntries(value));
  if (typeof value !== "object" || value === null) return value as Data;
  if ("mechanism" in value) return useOf(value as Use);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, dataOf(part)]));
}

const useOf = (use: Use): Data => ({
  [mechanismName(use)!]: dataOf(use.params),
  ...(use.as === undefined ? {} : { as: use.as }),
});

/** Resolves a scenario and runs one of its designs for a while, at a point of its sweep and under its branches too. */
function attempt(scenario: Scenario, draw: Draw, begun: (simulation: Simulation) => void): string {
  const catalogue = catalogueOf(scenario);
  const whole = resolve(scenario, catalogue, { name: "case" });
  scenarioHash(whole);
  const until = Math.min(whole.until, LONGEST);
  const resolved = resolve(scenario, catalogue, { name: "case", until });
  const points = resolved.sweep !== null && resolved.sweep.points > 500 ? [] : sweepPoints(resolved);
  const point = points.length > 0 && draw() < 0.5 ? pick(draw, points).settings : {};
  return flawOfRun(vary(resolved, catalogue, point), catalogue, pick(draw, resolved.designs).name, begun);
}

function flawOfRun(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  design: string,
  begun: (simulation: Simulation) => void,
): string {
  const simulation = new Simulation(resolved, catalogue, { design, replication: 0, seed: resolved.seed });
  begun(simulation);
  if (simulation.runTo({ events: MOST_EVENTS })) return "";
  const run = simulation.finish();
  try {
    judge(resolved, [run]);
  } catch (error) {
    // A comparison wants other designs, too.
    if (!(error instanceof OrreryError)) throw error;
  }
  const runs = resolved.branches === null ? [] : runBranches(resolved, catalogue, { design });
  return [run, ...runs].map(notFinite).find((flaw) => flaw !== "") ?? "";
}
