import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = path.resolve(import.meta.dirname, "../..");
const GUIDE = readFileSync(path.join(ROOT, "docs/first-project.md"), "utf8");
/** An empty folder elsewhere, in which the packed package is installed. */
let project: string;

/** A file that the guide names and shows. */
function shown(name: string): string {
  const found = new RegExp(
    `\`${name.replaceAll(".", "\\.")}\`[^\`]*:\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\\n\`\`\``,
  ).exec(GUIDE);
  if (!found) throw new Error(`docs/first-project.md shows no ${name}.`);
  return `${found[1]}\n`;
}

async function call(program: string, args: readonly string[], cwd = project) {
  const env = { ...process.env, NO_COLOR: "1" };
  const ended = await promisify(execFile)(program, [...args], { cwd, env }).catch((error) => error);
  return { code: Number(ended.code ?? 0), stdout: String(ended.stdout), stderr: String(ended.stderr) };
}

const QUICK = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
const orrery = (...args: readonly string[]) => call("npx", ["orrery", ...args]);

beforeAll(async () => {
  project = path.join(mkdtempSync(path.join(tmpdir(), "orrery-package-")), "grants");
  mkdirSync(project);
  const packed = await call("npm", ["pack", "--silent", "--pack-destination", project], ROOT);
  expect(packed).toMatchObject({ code: 0 });
  const tarball = packed.stdout.trim().split("\n").at(-1)!;
  expect(GUIDE).toContain(`npm install ./${tarball}\n`);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const installed = await call("npm", ["install", `./${tarball}`, ...QUICK]);
  expect(installed).toMatchObject({ code: 0 });
  for (const name of ["grants.ts", "budget.ts", "run.mjs", "tsconfig.json"])
    writeFileSync(path.join(project, name), shown(name));
});
afterAll(() => rmSync(path.dirname(project), { recursive: true, force: true }));

test("a market of the template is written, and the commands that hints name work there", async () => {
  const written = await orrery("new", "market", "--template", "gpu-market");
  expect(written.stdout).toContain("Run it: npx orrery run market.yaml");
  expect(readFileSync(path.join(project, "market.yaml"), "utf8")).toContain("npx orrery run market.yaml");
  const run = await orrery("run", "market.yaml", "--until", "5d", "--quiet");
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(path.join(project, "results/market/report.html"))).toBe(true);
  expect((await orrery("explain", "no/such")).stderr).toContain("npx orrery list shows the mechanisms");
});

test("a scenario with a mechanism of its own runs by npx and by import, and is checked", async () => {
  const checked = await orrery("check", "budget.ts");
  expect(checked.stdout).toMatch(/the treasury is never empty" +passed/);
  expect(checked.code).toBe(0);
  // What its threads run is kept beside the packages, as in the repository.
  expect(readdirSync(path.join(project, "node_modules/.cache/orrery"))).toHaveLength(2);
  // Without a name those of this folder, of which market.yaml is one.
  const { stdout } = await orrery("lint", "--json");
  expect(stdout).toContain("market.yaml");
  expect(stdout).not.toContain("flagship");
  const imported = await call(process.execPath, ["run.mjs"]);
  expect(imported.stderr).toBe("");
  // A level's summary is its mean over time: of a million times (1 − share)^k, k full days from 0 to 364.
  const left = (share: number) => Math.round((1e6 * (1 - (1 - share) ** 365)) / (365 * share));
  expect(imported.stdout.split("\n").slice(0, 2)).toEqual([
    `careful 0 ${left(0.002)}`,
    `generous 0 ${left(0.01)}`,
  ]);
});

test("its scenario becomes a page with sliders and a page of its mechanism, and a report of one file", async () => {
  // Beside the project: a page brings its scenario as written, which the compiler would read as one of the project.
  const site = path.join(path.dirname(project), "site");
  const published = await orrery("publish", "budget.ts", "--out", site, "--replications", "2");
  expect(published).toMatchObject({ code: 0, stderr: "" });
  const page = readFileSync(path.join(site, "scenarios/budget.html"), "utf8");
  const data = /<script type="application\/json" id="page">(.*?)<\/script>/.exec(page)?.[1] ?? "{}";
  const { experiment } = JSON.parse(data);
  expect(experiment.sliders.map((slider: { path: string }) => slider.path)).toContain("own/grants.share");
  // Its code is in the worker, and the page's scripts are there.
  expect(readFileSync(path.join(site, experiment.worker.url), "utf8")).toContain("own/grants");
  for (const [, address] of page.matchAll(/(?:href|src)="(?:\.\.\/)+(assets\/[^"]+)"/g))
    expect(existsSync(path.join(site, address!)), address).toBe(true);
  expect(existsSync(path.join(site, "scenarios/budget/mechanisms/own/grants.html"))).toBe(true);
  const run = await orrery("run", "budget.ts", "--until", "30d", "--quiet");
  expect(run).toMatchObject({ code: 0 });
  const report = await orrery("report", "results/budget", "--interactive");
  expect(report.stdout).toMatch(/report\.html \(interactive, [\d.]+ MB\)/);
  expect(readFileSync(path.join(project, "results/budget/report.html"), "utf8")).toContain(
    "; script-src 'sha256-",
  );
});

test("its types are accepted without leaving out those of the packages", async () => {
  const own = `declare module "orrery" {
  interface Events { ownTick: { readonly number: number } }
}
import { type Context, defineMechanism, halving, mintSplit } from "orrery";
import { waiting } from "orrery/kit";
export const parts = [mintSplit, waiting.wait, halving({ interval: 10 })];
export type Any = Context;
export const ticking = defineMechanism({
  name: "own/ticking", summary: "Ticks.", source: "a test", params: {},
  emits: { ownTick: { doc: "A tick.", private: true, fields: { number: "number" } } },
  init: () => ({ ticks: 0 }),
  on: { ownTick: ({ state }, { number }) => { state.ticks = number; } },
  example: () => ({ world: [], until: "1d" }),
});
// @ts-expect-error: no such parameter
halving({ intervals: 10 });
`;
  writeFileSync(path.join(project, "typed.ts"), own);
  const compiler = path.join(ROOT, "node_modules/typescript/bin/tsc");
  const { code, stdout } = await call(process.execPath, [compiler, "--skipLibCheck", "false"]);
  expect(stdout).toBe("");
  expect(code).toBe(0);
});

test("what the guide has CI do passes in a checkout, and fails where a result is another", async () => {
  const update = ["check", "budget.ts", "market.yaml", "--update"];
  expect(await orrery(...update)).toMatchObject({ code: 0 });
  const checkout = path.join(path.dirname(project), "checkout");
  mkdirSync(checkout);
  const ignored = ["node_modules", "results", "site"];
  for (const name of readdirSync(project))
    if (!ignored.includes(name)) cpSync(path.join(project, name), path.join(checkout, name));
  const { jobs } = parse(shown(".github/workflows/checks.yml"));
  const steps: string[] = jobs.scenarios.steps.flatMap(({ run }: { run?: string }) => run ?? []);
  const [install, check] = steps as [string, string];
  expect(steps).toEqual([expect.stringMatching(/^npm ci$/), expect.stringMatching(/^npx orrery check /)]);
  expect(await call("bash", ["-c", `${install} ${QUICK.join(" ")}`], checkout)).toMatchObject({ code: 0 });
  const passed = await call("bash", ["-c", check], checkout);
  expect(passed).toMatchObject({ code: 0 });
  const golden = path.join(checkout, "budget.expected.json");
  writeFileSync(golden, readFileSync(golden, "utf8").replace(/("grants.paid": )\d/, "$19"));
  const failed = await call("bash", ["-c", check], checkout);
  expect(failed.stdout).toMatch(/^::error .*grants\.paid/m);
  expect(failed.code).toBe(1);
});

test("packages older than the list are packed as they are, and that is said", async () => {
  const clone = path.join(path.dirname(project), "clone");
  const packages = path.join(clone, "node_modules");
  mkdirSync(packages, { recursive: true });
  for (const name of ["sim", "reports", "package.json", "package-lock.json", "tsconfig.json"])
    cpSync(path.join(ROOT, name), path.join(clone, name), { recursive: true });
  // Without the compiler and Vite, as an installation with `--omit=dev`.
  for (const name of readdirSync(path.join(ROOT, "node_modules")))
    if (!["typescript", "vite", ".cache", ".package-lock.json"].includes(name))
      symlinkSync(path.join(ROOT, "node_modules", name), path.join(packages, name));
  const listed = statSync(path.join(clone, "package-lock.json")).mtime;
  writeFileSync(path.join(packages, ".package-lock.json"), "{}");
  utimesSync(path.join(packages, ".package-lock.json"), listed, new Date(listed.getTime() - 60_000));
  const pack = () => call(process.execPath, ["sim/cli/package.js"], clone);
  expect(await pack()).toEqual({
    code: 0,
    stdout: "",
    stderr:
      "Orrery: package-lock.json is newer than the packages that are installed, which are packed as they are. Up to date: npm ci\n",
  });
  expect(readFileSync(path.join(packages, ".package-lock.json"), "utf8")).toBe("{}");
  // What was packed is a package: it runs without the sources.
  rmSync(path.join(clone, "tsconfig.json"));
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const told = await call(process.execPath, ["sim/cli/orrery.js", "--version"], clone);
  expect(told).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});
