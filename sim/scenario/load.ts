import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve as resolvePath, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { OrreryError, ScenarioError, UsageError } from "../errors.ts";
import { nameFlaw } from "../schema/names.ts";
import { quoted } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { type Claim, type ClaimScenario, claimProblems } from "./claim.ts";
import { IS_COMPILED, ROOT, runningLibrary, selfReference } from "./load-bundle.ts";
import { parseScenario } from "./load-data.ts";
import { readDataFile } from "./load-file.ts";
import type { Scenario } from "./scenario.ts";
import { withTables } from "./tables.ts";

/** A scenario read from its file; its tables are loaded. */
export interface Loaded {
  readonly scenario: Scenario;
  /** The file's stem. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** `data` never runs code; `module` is code, and may define mechanisms. */
  readonly code: "data" | "module";
  /** What the scenario tries, where it is a claim's. */
  readonly claim?: Claim;
}

const SCENARIOS = join(ROOT, "scenarios");
/** Below it: scenarios that try a claim. */
const CLAIMS = "claims";
const ENDINGS = [".ts", ".yaml", ".yml", ".json"];
/** A golden summary, a claim's result, or the schema that editors read: no scenario, though it is JSON and stands beside one. */
const isBeside = (file: string): boolean => /\.(expected|schema|result)\.json$/.test(file);
const LARGEST = 1_000_000;

/** Names of the scenarios that Orrery ships, sorted. */
export function listScenarios(): string[] {
  const names = readdirSync(SCENARIOS).filter((file) => ENDINGS.includes(extname(file)) && !isBeside(file));
  return names.map((file) => basename(file, extname(file))).sort();
}

/** Names of the claims that Orrery ships, sorted: `claims/renting-beats-owning`. */
export function listClaims(): string[] {
  const names = readdirSync(join(SCENARIOS, CLAIMS)).filter((file) => extname(file) === ".ts");
  return names.map((file) => `${CLAIMS}/${basename(file, ".ts")}`).sort();
}

export interface LoadOptions {
  /** What paths are relative to; the folder that the command runs in. */
  readonly cwd?: string;
  /** Whether a scenario that is data may name tables outside of its folder. */
  readonly allowDataOutside?: boolean;
}

/**
 * Reads a scenario by path, or by the name of one in `scenarios/`.
 * Throws UsageError where there is none, ScenarioError with all problems of the file and its tables.
 */
export async function loadScenario(
  nameOrPath: string,
  { cwd = process.cwd(), allowDataOutside = false }: LoadOptions = {},
): Promise<Loaded> {
  const path = findScenario(nameOrPath, cwd);
  const name = basename(path, extname(path));
  requireName(name, nameOrPath);
  if (statSync(path).size > LARGEST)
    throw new UsageError(`${nameOrPath} is larger than 1 MB.`, [
      "A scenario file is text written by hand; data belongs into CSV files beside it.",
    ]);
  const code = extname(path) === ".ts" ? "module" : "data";
  const written =
    code === "module" ? await importScenario(path) : parseScenario(readFileSync(path, "utf8"), name);
  const { scenario, ...claim } = code === "module" ? apart(written, name) : { scenario: written };
  const free = code === "module" || allowDataOutside;
  const folder = dirname(path);
  const read = (file: string) => readDataFile(resolvePath(folder, file), free ? undefined : folder);
  return { scenario: withTables(scenario, name, read), name, path, code, ...claim };
}

/** The scenario of a module, and the claim that it tries. */
function apart(written: Scenario | ClaimScenario, name: string): Pick<Loaded, "scenario" | "claim"> {
  if (!("claim" in written)) return { scenario: written };
  const { claim, ...scenario } = written;
  const problems = claimProblems(claim);
  if (problems.length > 0) throw new ScenarioError(name, problems);
  return { scenario, claim };
}

/** The file's stem names the scenario and the folder of its results. */
function requireName(name: string, file: string): void {
  const flaw = name.startsWith(".") ? "It begins with a dot." : nameFlaw(name);
  if (flaw !== undefined)
    throw new UsageError(
      `${quoted(file)} cannot name a scenario and the folder of its results.`,
      [flaw],
      "Rename the file.",
    );
}

function findScenario(nameOrPath: string, cwd: string): string {
  const asPath = resolvePath(cwd, nameOrPath);
  const candidates = [
    asPath,
    ...(/[\\/]/.test(nameOrPath.replace(`${CLAIMS}/`, "")) || extname(nameOrPath)
      ? []
      : ENDINGS.map((ending) => join(SCENARIOS, nameOrPath + ending))),
  ];
  const found = candidates.find((path) => existsSync(path) && statSync(path).isFile());
  if (!found) {
    const names = listScenarios();
    throw new UsageError(
      `There is no scenario ${JSON.stringify(nameOrPath)}.${didYouMean(nameOrPath, names)}`,
      [`Neither a file, nor one of: ${names.join(", ")}.`],
    );
  }
  if (!ENDINGS.includes(extname(found)) || isBeside(found))
    throw new UsageError(`${nameOrPath} is no scenario file.`, [
      `Scenario files end with ${ENDINGS.join(", ")}.`,
    ]);
  return found;
}

/**
 * A module is bundled, with `orrery` resolving to this package. Where what runs are the sources, so that whoever runs
 * them loads TypeScript, one of the repository is imported as it is.
 */
async function importScenario(path: string): Promise<Scenario> {
  const inside = !relative(ROOT, path).startsWith("..") && !path.includes(`${sep}node_modules${sep}`);
  const module: { default?: unknown } = await (inside && !IS_COMPILED
    ? import(pathToFileURL(path).href)
    : importBundled(path)
  ).catch((error: Error) => {
    if (error instanceof OrreryError) throw error;
    throw new ScenarioError(basename(path), [
      { path: "", message: `The file cannot be loaded: ${error.message}` },
    ]);
  });
  const scenario: unknown = module.default;
  if (typeof scenario !== "object" || scenario === null)
    throw new ScenarioError(basename(path), [
      { path: "", message: "Expected the file to have `export default defineScenario({ … })`." },
    ]);
  return scenario as Scenario;
}

async function importBundled(path: string): Promise<{ default?: unknown }> {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "silent",
    nodePaths: [join(ROOT, "node_modules")],
    plugins: [runningLibrary, selfReference],
  }).catch((error: { errors?: { text: string; location: { line: number } | null }[] }) => {
    const errors = error.errors ?? [{ text: String(error), location: null }];
    throw new ScenarioError(
      basename(path),
      errors.map(({ text, location }) => ({
        path: location ? `line ${location.line}` : "",
        message: `${text}.`,
      })),
    );
  });
  // A module without a file: nothing to write first, nothing that a killed start leaves behind.
  const source = `${result.outputFiles[0]!.text}\n//# sourceURL=${encodeURI(basename(path))}`;
  return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}
