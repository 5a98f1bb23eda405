import { existsSync } from "node:fs";
import path from "node:path";
import type { Manifest } from "../../experiment/store/manifest.ts";
import { type Bundle, bundleWorker, VERSION } from "../../experiment/workers/bundle.ts";
import { type Catalogue, catalogueOf } from "../../scenario/catalogue.ts";
import { loadScenario } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { shownPath } from "../options/options.ts";

/** The code that made results, ready to run. */
export interface StoredCode {
  readonly bundle: Bundle;
  readonly catalogue: Catalogue;
  readonly code: "data" | "module";
}

/** Why results cannot be run again, as a sentence, and the way out. */
export interface Unrunnable {
  readonly why: string;
  readonly hint: string;
}

/**
 * The code that made the results of a folder, known by its hash: this package's own, with a scenario that it ships or
 * one that is data. A scenario's code that somebody else may have brought is run only where the user says so; nothing
 * else in a folder names a file that is opened.
 *
 * @param runCode whether the file that the manifest names as the scenario may be run
 */
export async function storedCode(
  folder: string,
  manifest: Manifest,
  runCode: boolean,
): Promise<StoredCode | Unrunnable> {
  const own = await bundleWorker();
  if (own.sha256 === manifest.code)
    return { bundle: own, catalogue: catalogueOf({ world: [] }), code: "data" };
  const shipped = path.join(ROOT, "scenarios", `${manifest.scenario}.ts`);
  if (existsSync(shipped)) {
    // Bundling reads code and runs none.
    const bundle = await bundleWorker(shipped);
    if (bundle.sha256 === manifest.code) return asModule(shipped, bundle);
  }
  const { code, version, origin } = manifest;
  if (origin.code === "module") {
    const file = path.resolve(folder, "..", origin.path);
    if (!runCode)
      return {
        why: `its scenario is code that is not Orrery's: ${shownPath(file)}`,
        hint: "Read that file; where you trust it, let it run by --run-code.",
      };
    if (!existsSync(file)) return { why: `its scenario is not there any more: ${shownPath(file)}`, hint: "" };
    const bundle = await bundleWorker(file);
    if (bundle.sha256 === code) return asModule(file, bundle);
    return { why: otherCode(bundle, code, version), hint: "" };
  }
  return { why: otherCode(own, code, version), hint: "Verify them by the version that made them." };
}

const asModule = async (file: string, bundle: Bundle): Promise<StoredCode> => ({
  bundle,
  catalogue: catalogueOf((await loadScenario(file)).scenario),
  code: "module",
});

const otherCode = ({ sha256 }: Bundle, code: string, version: string): string =>
  `other code made it (${code.slice(0, 12)}, version ${version}) than is here (${sha256.slice(0, 12)}, version ${VERSION})`;
