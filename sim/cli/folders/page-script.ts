import path from "node:path";
import { keeping, keptBundle } from "../../experiment/workers/kept-bundle.ts";
import { ROOT } from "../../scenario/load-bundle.ts";

const ENTRY = "sim/figures/live/report-script.ts";

/** What an end tag or a comment begins with, which a page's parser would obey inside a script as well. */
const OBEYED = /<(?=\/script|script|!--)/gi;

/**
 * The script of a report whose figures live, as one module: bundled once, of the sources that are installed, and kept as
 * the bundles of workers are.
 */
export async function reportScript(): Promise<string> {
  const kept = keptBundle(ENTRY);
  if (kept !== undefined) return kept;
  const keep = keeping(ENTRY);
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [ENTRY],
    absWorkingDir: ROOT,
    nodePaths: [path.join(ROOT, "node_modules")],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  // In texts and patterns of JavaScript, where alone it occurs, `\\x3c` is the same sign.
  const script = outputFiles[0]!.text.trimEnd().replace(OBEYED, "\\x3c");
  keep(
    script,
    Object.keys(metafile.inputs).filter((name) => !name.includes(":")),
  );
  return script;
}
