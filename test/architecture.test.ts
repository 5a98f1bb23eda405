import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The rules of docs/design.md on who may know whom, read off the import lines. */

const SIM = path.resolve(import.meta.dirname, "../sim");

interface Source {
  /** Path below `sim/`, with slashes. */
  readonly name: string;
  /** The text without comments and without what stands in quotes. */
  readonly code: string;
  /** Files of `sim/` that it imports, types included. */
  readonly imports: readonly string[];
  /** Packages and Node's modules that it imports. */
  readonly packages: readonly string[];
}

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

const sources: readonly Source[] = (readdirSync(SIM, { recursive: true }) as string[])
  .filter((name) => /\.(ts|js)$/.test(name))
  .map((name) => name.split(path.sep).join("/"))
  .sort()
  .map((name) => {
    const text = withoutTemplates(withoutComments(readFileSync(path.join(SIM, name), "utf8")));
    const specifiers = [...text.matchAll(IMPORT)].map((match) => match[1]!);
    const imports = specifiers
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => path.posix.join(path.posix.dirname(name), specifier));
    return {
      name,
      code: withoutTexts(text),
      imports,
      packages: specifiers.filter((specifier) => !specifier.startsWith(".")),
    };
  });

/** Comments go, quoted texts stay: a comment sign within a text is no comment. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, quoted: string | undefined) => quoted ?? " ",
  );
}

/** Of a template only what it computes stays: code that is written as text imports nothing here. */
function withoutTemplates(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|`(?:[^`\\]|\\.)*`/g,
    (found, quoted: string | undefined) =>
      quoted ?? [...found.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1]).join(";"),
  );
}

function withoutTexts(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

const inFolder = (name: string, ...folders: readonly string[]): boolean =>
  folders.some((folder) => name === folder || name.startsWith(`${folder}/`));

/** `file imports file`, of those that `forbidden` is true for. */
function offences(forbidden: (file: string, imported: string) => boolean): string[] {
  return sources.flatMap(({ name, imports }) =>
    imports.filter((imported) => forbidden(name, imported)).map((imported) => `${name} imports ${imported}`),
  );
}

const uses = (pattern: RegExp, ...owners: readonly string[]): string[] =>
  sources
    .filter(({ name }) => !inFolder(name, ...owners))
    .flatMap(({ name, code }) => [...code.matchAll(pattern)].map(([found]) => `${name} has ${found}`));

const LEAVES = [
  "units.ts",
  "gpus.ts",
  "indexed.ts",
  "errors.ts",
  "exact-decimal.ts",
  "math.ts",
  "random.ts",
  "chance",
  "codec.ts",
  "packed.ts",
  "digest.ts",
  "text",
];

/** What a folder may import beside itself and the leaves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  schema: [],
  formulas: [],
  statistics: [],
  sampling: [],
  model: ["kernel", "schema", "formulas"],
  kit: ["model", "kernel", "schema", "formulas"],
  mechanisms: ["kit", "model", "schema", "formulas"],
  presets: ["mechanisms", "model"],
  scenario: ["presets", "mechanisms", "model", "schema"],
  run: ["scenario", "model", "kernel", "formulas", "metrics"],
  metrics: ["formulas", "model/measures", "run/result.ts"],
  comparison: [
    "statistics",
    "sampling",
    "metrics",
    "formulas",
    "model/measures",
    "run/result.ts",
    "scenario/scenario.ts",
  ],
  figures: [
    "comparison",
    "statistics",
    "metrics",
    "formulas",
    "model",
    "run/result.ts",
    "scenario/scenario.ts",
  ],
  words: ["mechanisms", "metrics", "model", "scenario", "schema"],
  site: [
    "experiment/claims",
    "words",
    "figures",
    "comparison",
    "statistics",
    "metrics",
    "formulas",
    "model",
    "mechanisms",
    "scenario",
    "schema",
    "run",
  ],
  experiment: [
    "run",
    "scenario",
    "model",
    "schema",
    "statistics",
    "sampling",
    "comparison",
    "metrics",
    "formulas",
    "figures",
    "worker-messages.ts",
    "worker.ts",
  ],
};

test("every import within sim/ names a file that is there", () => {
  const names = new Set(sources.map(({ name }) => name));
  expect(offences((_, imported) => !names.has(imported))).toEqual([]);
});

test("no import goes round in a circle, imports of types included", () => {
  expect(cycles()).toEqual([]);
});

test("the leaves import nothing but leaves", () => {
  expect(offences((name, imported) => inFolder(name, ...LEAVES) && !inFolder(imported, ...LEAVES))).toEqual(
    [],
  );
});

test.each(Object.entries(MAY_IMPORT))("%s/ imports only what lies below it", (folder, allowed) => {
  const below = [folder, ...allowed, ...LEAVES];
  expect(offences((name, imported) => inFolder(name, folder) && !inFolder(imported, ...below))).toEqual([]);
});

/** `mechanisms/supply/cohorts/work.ts` is a part of `mechanisms/supply/cohorts.ts`. */
const mechanismOf = (name: string): string => name.replace(/\.ts$/, "").split("/").slice(0, 3).join("/");

test("a mechanism imports no other mechanism", () => {
  expect(
    offences(
      (name, imported) =>
        inFolder(name, "mechanisms") &&
        name !== "mechanisms/registry.ts" &&
        inFolder(imported, "mechanisms") &&
        mechanismOf(name) !== mechanismOf(imported),
    ),
  ).toEqual([]);
});

test("figures never run a simulation", () => {
  const runs = ["run/run.ts", "run/simulation.ts", "experiment/runner.ts", "worker.ts", "experiment/workers"];
  expect(offences((name, imported) => inFolder(name, "figures") && inFolder(imported, ...runs))).toEqual([]);
});

test("only the command line, loading, the store and the workers touch Node", () => {
  const owners = ["cli", "experiment/store", "experiment/workers"];
  const offenders = sources.filter(
    ({ name, packages }) =>
      !inFolder(name, ...owners) &&
      !/^scenario\/load[\w-]*\.ts$/.test(name) &&
      packages.some((specifier) => specifier.startsWith("node:") && specifier !== "node:module"),
  );
  expect(offenders.map(({ name }) => name)).toEqual([]);
  expect(uses(/\bprocess\./g, ...owners, "scenario/load.ts")).toEqual([]);
});

test("only figures/png.ts, which nothing of a page imports, and the workers ask Node for its modules", () => {
  const asking = sources.filter(
    ({ name, packages }) => !inFolder(name, "cli", "experiment/workers") && packages.includes("node:module"),
  );
  expect(asking.map(({ name }) => name).filter((name) => name !== "figures/png.ts")).toEqual([]);
});

test("what a page loads reaches no file that touches Node", () => {
  const pages = ["browser.ts", "worker.ts"].filter((name) => sources.some((source) => source.name === name));
  const reached = new Set<string>();
  const walk = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    sources.find((source) => source.name === name)?.imports.forEach(walk);
  };
  pages.forEach(walk);
  const touching = sources.filter(
    ({ name, packages }) => reached.has(name) && packages.some((specifier) => specifier.startsWith("node:")),
  );
  expect(touching.map(({ name }) => name)).toEqual([]);
});

test("only random.ts and its parts draw numbers", () => {
  expect(uses(/\bMath\.random\b/g)).toEqual([]);
  const drawing = sources.filter(
    ({ name, packages }) =>
      !inFolder(name, "random.ts", "chance") &&
      packages.some((specifier) => /seedrandom|stdlib\/random/.test(specifier)),
  );
  expect(drawing.map(({ name }) => name)).toEqual([]);
});

test("nobody but the command line and the store reads the clock", () => {
  const clock = /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bhrtime\b/g;
  expect(uses(clock, "cli", "experiment/store")).toEqual([]);
});

test("only math.ts asks for functions that engines round as they like", () => {
  const functions =
    "exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot";
  expect(uses(new RegExp(`\\bMath\\.(?:${functions})\\b`, "g"), "math.ts", "figures", "cli")).toEqual([]);
  // Powers of bigint and of a written 2 are exact everywhere.
  expect(uses(/(?<!\b2 ?)\*\*\s*(?!\d+n\b|BigInt\b)[\w(]+/g, "math.ts", "figures", "cli")).toEqual([]);
});

test("only who runs a ledger knows what its accounts are called", () => {
  expect(uses(/\bChartOfAccounts\b/g, "model/ledger.ts", "run", "index.ts")).toEqual([]);
});

test("only the public surface passes on what other files define", () => {
  expect(uses(/\bexport \*(?! as)/g, "index.ts")).toEqual([]);
});

/** Circles of imports, each written once, from its first file by name. */
function cycles(): string[] {
  const importsOf = new Map(sources.map(({ name, imports }) => [name, imports]));
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name);
    if (at >= 0) found.add([...trail.slice(at), name].join(" → "));
    if (at >= 0 || done.has(name)) return;
    for (const imported of importsOf.get(name) ?? []) visit(imported, [...trail, name]);
    done.add(name);
  };
  for (const { name } of sources) visit(name, []);
  return [...found];
}

/**
 * In code `at` is a place in a list or in a column. A time and a struct have names of their own; what authors write
 * (`at: "365d"`, `emit.day.at(payload, time)`, `random.at(job, "patience")`) says "at" as people do.
 */
test("at is a place in a list", () => {
  const otherwise =
    /\bat: (?:Seconds|(?!Index\b)[A-Z]\w*)|\b(?!readonly\b)\w+: at(?= [,}]|,? [^\n]*\} = )|\binterface At\b|\bstate\.at\b/;
  // The forms of a scenario's branches, whose time is called so.
  const named = ["scenario/scenario.ts", "cli/written/schema-experiment.ts"];
  const broken = sources.filter(({ name, code }) => !named.includes(name) && otherwise.test(code));
  expect(broken.map(({ name, code }) => `${name}: ${otherwise.exec(code)![0]}`)).toEqual([]);
});
