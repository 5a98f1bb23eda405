// Makes lib/, what the package brings: the command line and the library as plain JavaScript, the types, the frames of
// pages, and the licences of the packages that are compiled into them. npm runs it before it packs, and where the folder itself is installed.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { compile, ROOT } from "./compile.js";

const LIB = path.join(ROOT, "lib");
const COMPILER = path.join(ROOT, "node_modules/typescript/bin/tsc");
const ENTRIES = {
  main: "sim/cli/main.ts",
  index: "sim/index.ts",
  kit: "sim/kit.ts",
  vitest: "sim/vitest.ts",
};

// `npm ci` and `npx orrery` in the repository itself: there the sources run, compiled on first use.
const inItself = path.resolve(process.env.npm_config_local_prefix ?? "") === path.resolve(ROOT);
if (!(inItself && ["ci", "exec"].includes(process.env.npm_command))) {
  await withPackages();
  await makeLib();
}

/**
 * A clone that is installed somewhere else before it was ever used has no packages. Those that are there are used as they
 * are, since somebody else may be using them: to bring them up to date is for `npm start` and `npm test`.
 */
async function withPackages() {
  const [listed, installed] = ["package-lock.json", "node_modules/.package-lock.json"].map(
    (name) => statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  if (installed === 0) await import("./install.js");
  else if (installed < listed)
    process.stderr.write(
      "Orrery: package-lock.json is newer than the packages that are installed, which are packed as they are. Up to date: npm ci\n",
    );
}

/** Beside lib/, then in its place: whoever reads it finds the old or the new. */
async function makeLib() {
  const made = `${LIB}.${process.pid}`;
  mkdirSync(made);
  try {
    const forNode = await compile(ENTRIES);
    const forPages = await compile(
      { browser: "sim/browser.ts", "page-worker": "sim/page-worker.ts" },
      { platform: "browser", target: "es2022", splitting: false, banner: {}, external: [] },
    );
    for (const { name, contents } of [...forNode.files, ...forPages.files])
      writeFileSync(path.join(made, name), name === "browser.mjs" ? withWorkerBeside(contents) : contents);
    const frames = await writeFrames(path.join(made, "site"));
    writeFileSync(
      path.join(made, "LICENSES.txt"),
      licencesOf([...forNode.inputs, ...forPages.inputs, ...frames]),
    );
    writeTypes(path.join(made, "types"));
    rmSync(LIB, { recursive: true, force: true });
    renameSync(made, LIB);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** What starts the worker finds it beside itself, under its compiled name. */
function withWorkerBeside(contents) {
  return Buffer.from(contents).toString("utf8").replace('"./page-worker.ts"', '"./page-worker.mjs"');
}

/**
 * The frames of pages, which `orrery publish` fills: of Vite, which an installation without it (`--omit=dev`) lacks.
 * What they are made of, from the root.
 */
async function writeFrames(folder) {
  if (!existsSync(path.join(ROOT, "node_modules/vite"))) return [];
  const { build } = await import("vite");
  const { output } = await build({
    configFile: path.join(ROOT, "reports/vite.config.ts"),
    root: path.join(ROOT, "reports"),
    build: { outDir: folder, emptyOutDir: true },
    logLevel: "error",
  });
  return output.flatMap(({ moduleIds = [] }) => moduleIds).map((id) => path.relative(ROOT, id.split("?")[0]));
}

/** Types come of the compiler; an installation without it (`--omit=dev`) runs as well. */
function writeTypes(folder) {
  if (!existsSync(COMPILER)) return;
  const options = ["--project", path.join(ROOT, "sim/tsconfig.types.json"), "--outDir", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMPILER, ...options], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The types cannot be written.\n\n${stdout}${stderr}`);
  // Plot's types need those of d3, which it does not bring; a reader of drawings has no use for either.
  const figure = path.join(folder, "figures/figure.d.ts");
  const plot = 'import type { PlotOptions } from "@observablehq/plot";';
  writeFileSync(figure, readFileSync(figure, "utf8").replace(plot, "type PlotOptions = object;"));
}

/** Each package that files come from, with its licence. */
function licencesOf(inputs) {
  const folders = new Set(
    inputs.flatMap((name) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(path.join(ROOT, folder, "package.json"), "utf8"),
      );
      const texts = readdirSync(path.join(ROOT, folder))
        .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
        .map((file) => readFileSync(path.join(ROOT, folder, file), "utf8").trim());
      return [`${name} ${version} (${license})`, ...texts].join("\n\n");
    })
    .join(`\n\n${"-".repeat(80)}\n\n`);
}
