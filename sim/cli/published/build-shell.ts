import path from "node:path";
import { OrreryError } from "../../errors.ts";
import type { SiteFile } from "../../site/page.ts";
import { buildFlaw } from "../vite/build-flaw.ts";

/** What of Vite's answer is used: written nowhere, the files in memory. */
interface Built {
  readonly output: readonly {
    readonly fileName: string;
    readonly code?: string;
    readonly source?: string | Uint8Array;
  }[];
}

/**
 * Builds the frames by Vite and Notebook Kit, which only the repository has.
 *
 * @param config absolute path of the Vite configuration
 * @throws OrreryError with what Vite said: notebook, line and cell of what is broken
 */
export async function buildShell(config: string): Promise<SiteFile[]> {
  // By a name that no bundler follows: a package has no Vite.
  const vite = "vite";
  const { build } = (await import(vite)) as { build: (options: object) => Promise<Built | Built[]> };
  try {
    const built = await build({
      configFile: config,
      root: path.dirname(config),
      build: { write: false },
      logLevel: "silent",
    });
    const outputs = (Array.isArray(built) ? built : [built]).flatMap(({ output }) => output);
    return outputs
      .map(({ fileName, code, source }) => ({ path: fileName, content: code ?? source ?? "" }))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  } catch (error) {
    throw new OrreryError("The frames of the pages cannot be built.", [buildFlaw(error)]);
  }
}
