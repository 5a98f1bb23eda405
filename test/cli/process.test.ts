import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { MARKING, ORRERY, startOrrery, temporaryFolder, until } from "./orrery.ts";

const CLAIMS = `title: A claim that is false
until: 5d
world:
  - issuance/genesis: { supply: 1000 }
expect:
  nothing is there: { atEnd: ledger.supply < 0 }
`;

const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true }) as string[];

/** A shell's line with the command line in it; its stdout and exit code. */
async function shell(line: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const ended = await promisify(execFile)("bash", ["-c", line], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
  }).catch((error) => error);
  return { code: Number(ended.code ?? 0), stdout: String(ended.stdout), stderr: String(ended.stderr) };
}

describe("a reader that goes away", () => {
  test("changes neither what is run nor the exit code", async () => {
    const folder = temporaryFolder();
    for (const name of ["a", "b", "c"]) writeFileSync(path.join(folder, `${name}.yaml`), CLAIMS);
    const run = `${ORRERY} run a.yaml b.yaml c.yaml --no-report --workers 1 --out out`;
    expect((await shell(`set -o pipefail; ${run} | true`, folder)).code).toBe(0);
    expect(readdirSync(path.join(folder, "out")).sort()).toEqual([".partial", "a", "b", "c"]);
    const check = `${ORRERY} check a.yaml --workers 1`;
    expect((await shell(`set -o pipefail; ${check} | true`, folder)).code).toBe(1);
    // The reader of stderr, too.
    const refused = `set -o pipefail; ${ORRERY} explain no/such 2>&1 >/dev/null | true`;
    expect((await shell(refused, folder)).code).toBe(2);
  });

  test.skipIf(!existsSync("/dev/full"))(
    "output that cannot be written is told in a sentence, with an exit code that is not 0",
    async () => {
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, "a.yaml"), CLAIMS);
      for (const command of ["schema", "--version", "check a.yaml --json"]) {
        const { code, stderr } = await shell(`${ORRERY} ${command} > /dev/full`, folder);
        expect(stderr).toBe("OrreryError: The output cannot be written: the disk is full.\n");
        expect(code).toBe(2);
      }
      const told = await shell(`${ORRERY} explain no/such 2> /dev/full`, folder);
      expect(told).toEqual({ code: 2, stdout: "", stderr: "" });
    },
  );
});

describe("a temporary folder", () => {
  test.each(["/nonexistent", "/proc", "/etc/passwd"])(
    "that is no use (%s) is done without",
    async (TMPDIR) => {
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, "a.yaml"), CLAIMS);
      const { code, stderr } = await shell(`${ORRERY} run a.yaml --quiet --no-report`, folder, { TMPDIR });
      expect(stderr).toBe("");
      expect(code).toBe(0);
    },
  );

  test.skipIf(process.getuid?.() !== 0)("that another user owns is done without", async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "read-only"), { mode: 0o555 });
    const other = `setpriv --reuid=65534 --regid=65534 --clear-groups ${ORRERY} --version`;
    const env = { TMPDIR: path.join(folder, "read-only"), HOME: "/nonexistent" };
    const { code, stdout, stderr } = await shell(`chmod 755 . && ${other}`, folder, env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("has nothing of ours in it, whatever ends a run", async () => {
    const [folder, marks] = [temporaryFolder(), temporaryFolder()];
    const env = { ORRERY_MARKS: marks, TMPDIR: folder };
    const { ended, interrupt } = startOrrery(["run", MARKING, "--out", marks, "--quiet"], marks, env);
    await until(() => readdirSync(marks).some((name) => name.startsWith("0.")));
    interrupt("SIGKILL");
    await ended;
    expect(readdirSync(folder).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
  });
});

describe("a signal", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s during the runs ends them", async (signal) => {
    const marks = temporaryFolder();
    const args = ["run", MARKING, "--no-report", "--workers", "2", "--out", marks];
    const { ended, interrupt } = startOrrery(args, marks, { ORRERY_MARKS: marks });
    await until(() => readdirSync(marks).some((name) => name.startsWith("0.")));
    interrupt(signal);
    const { code, stdout, stderr } = await ended;
    expect(stderr).toMatch(
      /\nInterrupted: marking was interrupted: (0 of 4 runs are finished|[1-3] of 4 runs are finished and kept)\.\n\nCarry on with the same command\.\n$/,
    );
    expect([code, stdout]).toEqual([130, ""]);
  });

  test("ends runs that are too short for a thread, and what is finished is kept", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "short.yaml"), CLAIMS.split("expect:")[0]!);
    const run = ["run", "short.yaml", "--no-report", "--replications", "300"];
    const { ended, interrupt } = startOrrery([...run, "--out", "cut"], folder);
    const partial = path.join(folder, "cut/.partial");
    await until(() => existsSync(partial) && filesIn(partial).some((name) => name.endsWith(".runs")));
    interrupt();
    const { code, stdout, stderr } = await ended;
    expect(stderr).toMatch(
      /\nInterrupted: short was interrupted: \d+ of 300 runs are finished and kept\.\n\nCarry on with the same command\.\n$/,
    );
    expect([code, stdout]).toEqual([130, ""]);
    const again = await startOrrery([...run, "--out", "cut"], folder).ended;
    expect(again.stdout).toMatch(/300 runs, \d+ of them from an earlier start/);
    await startOrrery([...run, "--out", "whole"], folder).ended;
    const runs = (out: string) => readFileSync(path.join(folder, out, "short/runs.parquet"));
    expect(runs("cut").equals(runs("whole"))).toBe(true);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s before the runs is told in a sentence",
    async (signal) => {
      const marks = temporaryFolder();
      const { ended, interrupt, hears } = startOrrery(["run", MARKING, "--quiet", "--out", marks], marks);
      await until(hears);
      interrupt(signal);
      const { code, stderr } = await ended;
      expect(stderr).toMatch(/^Interrupted: .*\.\n/);
      expect(stderr).not.toContain("    at ");
      expect(code).toBe(130);
    },
  );

  test("that comes twice ends the process at once", async () => {
    const marks = temporaryFolder();
    const args = ["run", MARKING, "--quiet", "--out", marks];
    const { ended, interrupt } = startOrrery(args, marks, { ORRERY_MARKS: marks });
    await until(() => readdirSync(marks).some((name) => name.startsWith("0.")));
    interrupt();
    interrupt("SIGTERM");
    expect((await ended).code).toBe(130);
  });
});
