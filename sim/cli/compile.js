// How the command line and the library are compiled: bundles that share their parts, so that a command loads what it
// needs. Plain JavaScript, because it runs before there is anything that loads TypeScript.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Native, or a program of its own: loaded from where it is installed. */
const INSTALLED = ["esbuild", "tsx", "tsx/*", "@resvg/resvg-js", "fs-native-extensions", "vitest"];
/** Packages that are CommonJS ask for Node's modules by `require`. */
const REQUIRE = `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`;

/**
 * Compiles entries of sim/ together: what two of them load is one module.
 *
 * @param {Readonly<Record<string, string>>} entries name of a compiled file to its source, from the root
 * @param {import("esbuild").BuildOptions} options other than for Node
 * @returns {Promise<{ files: { name: string, contents: Uint8Array }[], inputs: string[] }>} the files of the folder,
 *   and what they were made of, from the root
 */
export async function compile(entries, options = {}) {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: { ...entries },
    absWorkingDir: ROOT,
    outdir: "out",
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Below node_modules no package.json says what a .js is.
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    external: INSTALLED,
    banner: { js: REQUIRE },
    minifySyntax: true,
    // A start reads what it loads from the first byte to the last.
    minifyWhitespace: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    ...options,
  });
  return {
    files: outputFiles.map(({ path: file, contents }) => ({ name: path.basename(file), contents })),
    // What has a namespace before its name is no file.
    inputs: Object.keys(metafile.inputs).filter((name) => !name.includes(":")),
  };
}
