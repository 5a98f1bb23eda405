import { execFile } from "node:child_process";
import {
  chmodSync,
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
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { COIN_TOSS, type Ended, until } from "./orrery.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** A copy of the repository, whose sources may be changed; its packages are links to the installed ones. */
let copy: string;
let cache: string;
const kept = (): string => path.join(cache, "compiled.json");
const source = (): string => path.join(copy, "sim/cli/main.ts");

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), "orrery-compiled-"));
  cache = path.join(copy, "node_modules/.cache/orrery");
  for (const name of ["sim", "package.json", "tsconfig.json", "scenarios/hello.yaml"])
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  cpSync(COIN_TOSS, path.join(copy, "scenarios/own/here/coin-toss.ts"));
  mkdirSync(path.join(copy, "node_modules"));
  for (const name of readdirSync(path.join(ROOT, "node_modules")))
    if (name !== ".cache")
      symlinkSync(path.join(ROOT, "node_modules", name), path.join(copy, "node_modules", name));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Starts the copy's command line; also what it was compiled to. */
async function started(...args: readonly string[]): Promise<Ended & { compiled: string | undefined }> {
  const command = [path.join(copy, "sim/cli/orrery.js"), ...args];
  const env = { ...process.env, NO_COLOR: "1" };
  const { stdout, stderr, code } = await promisify(execFile)(process.execPath, command, {
    cwd: copy,
    env,
  }).catch((error) => error);
  return { code: code ?? 0, stdout, stderr, compiled: folderNow() };
}

const folderNow = (): string | undefined =>
  existsSync(kept()) ? JSON.parse(readFileSync(kept(), "utf8")).folder : undefined;

const list = () => started("list", "fees");
const LISTED = { code: 0, stderr: "", stdout: expect.stringMatching(/^mechanism .*\nfees\/eip1559 /) };

describe("what the command line is compiled to", () => {
  beforeEach(async () => {
    expect(await list()).toMatchObject(LISTED);
  });

  test("is taken again, also where its files were touched", async () => {
    const before = folderNow();
    const written = statSync(kept()).mtimeMs;
    expect((await list()).compiled).toBe(before);
    expect(statSync(kept()).mtimeMs).toBe(written);
    utimesSync(source(), new Date(), new Date());
    expect((await list()).compiled).toBe(before);
    expect(statSync(kept()).mtimeMs).toBeGreaterThan(written);
  });

  test("is made anew when a source has changed", async () => {
    const text = readFileSync(source(), "utf8");
    writeFileSync(source(), text.replace("list the mechanisms", "name the mechanisms"));
    expect((await started("--help")).stdout).toContain("name the mechanisms, or those of one family");
  });

  test("is made anew where it was cut short, changed, or could have been written by anybody", async () => {
    const main = (): string => path.join(cache, folderNow()!, "main.mjs");
    const flaws = [
      () => writeFileSync(kept(), readFileSync(kept(), "utf8").slice(0, -9)),
      () => writeFileSync(main(), readFileSync(main(), "utf8").replace("orrery", "0rrery")),
      () => chmodSync(kept(), 0o666),
    ];
    for (const flaw of flaws) {
      const before = folderNow();
      flaw();
      const { compiled, ...ended } = await list();
      expect(ended).toEqual(LISTED);
      expect(compiled).not.toBe(before);
    }
  });

  test("is made by each of two that start at once after one that was interrupted", async () => {
    rmSync(cache, { recursive: true });
    const interrupted = promisify(execFile)(process.execPath, [path.join(copy, "sim/cli/orrery.js"), "list"]);
    await until(() => existsSync(cache));
    interrupted.child.kill("SIGTERM");
    await expect(interrupted).rejects.toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/^Interrupted: /),
    });
    for (const ended of await Promise.all([list(), list()])) expect(ended).toMatchObject(LISTED);
  });
});

describe("where nothing can be kept, or the sources do not compile", () => {
  test("the sources are loaded as they are, and runs of a scenario in code are the same", async () => {
    const results = (folder: string) => {
      const stored = path.join(copy, folder, "coin-toss");
      const { code, runs } = JSON.parse(readFileSync(path.join(stored, "manifest.json"), "utf8"));
      return { code, digests: runs.map(({ digest }: { digest: string }) => digest) };
    };
    const run = (out: string) =>
      started("run", "scenarios/own/here/coin-toss.ts", "--no-report", "--quiet", "--out", out);
    expect(await run("compiled")).toMatchObject({ code: 0, stderr: "" });
    rmSync(cache, { recursive: true });
    writeFileSync(cache, "not a folder");
    expect(await run("sources")).toMatchObject({ code: 0, stderr: "", compiled: undefined });
    expect(results("sources")).toEqual(results("compiled"));
    expect(new Set(results("sources").digests).size).toBe(2);
    rmSync(cache);
    writeFileSync(path.join(copy, "sim/cli/commands/diff.ts"), "export const configure = (;\n");
    expect(await list()).toMatchObject({ ...LISTED, compiled: undefined });
  });
});
