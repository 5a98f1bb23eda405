import { readFileSync } from "node:fs";
import path from "node:path";
import type { BuildFailure, BuildOptions, OutputFile } from "esbuild";
import { OrreryError } from "../../errors.ts";
import { isAllOrrerys } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { ROOT, SIM, selfReference } from "../../scenario/load-bundle.ts";
import { sha256Of } from "./as-it-was.js";
import { keeping, keptBundle } from "./kept-bundle.ts";

/** What a worker runs: one module without imports but Node's own, for threads and for a page's module worker alike. */
export interface Bundle {
  readonly source: string;
  /** sha256 of the source: the identity of the simulator's and the scenario's code. */
  readonly sha256: string;
  /** Where its lines come from, a source map; undefined where the files have changed since. It takes as long as the bundle. */
  readonly sourceMap: () => Promise<object | undefined>;
}

/**
 * Bundles the worker with the mechanisms of a scenario written in TypeScript, or with Orrery's alone.
 *
 * The text does not depend on where the repository or the scenario lies.
 *
 * @param module path of a TypeScript scenario; undefined for one that is data
 * @throws OrreryError where the scenario's code cannot be bundled
 */
export async function bundleWorker(module?: string): Promise<Bundle> {
  const source = keptBundle(module) ?? (await madeBundle(module));
  const sha256 = sha256Of(source);
  return {
    source,
    sha256,
    async sourceMap() {
      const { bundle, map } = await built(module, {
        sourcemap: "external",
        outfile: path.join(ROOT, "worker.js"),
      });
      return map && sha256Of(bundle.text) === sha256 ? JSON.parse(map.text) : undefined;
    },
  };
}

async function madeBundle(module: string | undefined): Promise<string> {
  const keep = keeping(module);
  const { bundle, inputs } = await built(module);
  keep(bundle.text, inputs);
  return bundle.text;
}

/** The bundle, what it was made of, and its map where one is asked for. */
async function built(
  module: string | undefined,
  mapped: Pick<BuildOptions, "sourcemap" | "outfile"> = {},
): Promise<{ bundle: OutputFile; inputs: readonly string[]; map: OutputFile | undefined }> {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    ...mapped,
    stdin: { contents: entry(module), resolveDir: SIM, sourcefile: ENTRY, loader: "ts" },
    absWorkingDir: ROOT,
    bundle: true,
    metafile: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    nodePaths: [path.join(ROOT, "node_modules")],
    external: ["node:*"],
    // Without whitespace there are no comments that name paths.
    minifyWhitespace: true,
    // Constants are written where they are used: V8 reads a variable of a bundle anew each time.
    minifySyntax: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    plugins: [selfReference],
  }).catch((error: BuildFailure) => {
    throw bundleError(module, error);
  });
  const [map, bundle] = [true, false].map((isMap) =>
    outputFiles.find((file) => file.path.endsWith(".map") === isMap),
  );
  // What has a namespace before its name is no file.
  const inputs = Object.keys(metafile.inputs).filter(
    (name) => name !== `sim/${ENTRY}` && !name.includes(":"),
  );
  return { bundle: bundle!, inputs, map };
}

const ENTRY = "worker-entry.ts";

const entry = (module: string | undefined): string =>
  module === undefined
    ? `import { ORRERY } from "./scenario/catalogue.ts"; import { serve } from "./worker.ts"; serve(globalThis, ORRERY);`
    : `import scenario from ${JSON.stringify(module)}; import { catalogueOf } from "./scenario/catalogue.ts"; import { serve } from "./worker.ts"; serve(globalThis, catalogueOf(scenario));`;

function bundleError(module: string | undefined, { errors, message }: BuildFailure): OrreryError {
  const facts = errors?.map(({ text, location }) =>
    location ? `${location.file}:${location.line}  ${text}` : text,
  ) ?? [message];
  return new OrreryError(`${module ?? "The worker"} cannot be bundled.`, facts);
}

/** A file that stands beside a page: what it is called, and what is in it. */
export interface PageWorker {
  /** `worker-` and the start of its sha256: what changes has another name, so that no browser keeps an old one. */
  readonly name: string;
  /** A module: `new Worker(new URL(name, page), { type: "module" })`. */
  readonly content: string;
  /** sha256 of the content: what `manifest.json` of results calls their code. */
  readonly sha256: string;
}

/**
 * The module worker that runs a scenario in a page. One for all scenarios that bring no mechanism of their own.
 *
 * @throws OrreryError where the scenario's code cannot be bundled, or asks Node for something: a page has no Node
 */
export async function workerForPage({ scenario, path, code }: Omit<Loaded, "name">): Promise<PageWorker> {
  const ofItsOwn = code === "module" && !isAllOrrerys(scenario);
  const { source, sha256 } = await bundleWorker(ofItsOwn ? path : undefined);
  const asked = [...new Set([...source.matchAll(IMPORT_OF_NODE)].map(([, name]) => name!))].sort();
  if (asked.length > 0)
    throw new OrreryError(
      `${path} cannot run in a page: its code imports ${asked.join(" and ")}, which only Node has.`,
      [],
      "Read files by a mechanism's table parameters, which a page gets with the scenario.",
    );
  return { name: `worker-${sha256.slice(0, 16)}.js`, content: source, sha256 };
}

const IMPORT_OF_NODE = /\b(?:from|import)\s*\(?\s*["'](node:[\w/]+)["']/g;

/** The version of this package. */
export const VERSION: string = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")).version;
