import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { flawsOf } from "../experiment/store/stored.ts";
import { COIN_TOSS, FORKED, MARKING, ORRERY, orrery, startOrrery, temporaryFolder, until } from "./orrery.ts";

const QUEUE = fileURLToPath(new URL("scenarios/queue.yaml", import.meta.url));
const MARKET = `title: A scenario with its data in a folder of its own name
until: 3d
world:
  - issuance/genesis: { supply: 1000 }
`;

/** Files that are kept of runs under way. */
const kept = (out: string): string[] =>
  existsSync(path.join(out, ".partial"))
    ? (readdirSync(path.join(out, ".partial"), { recursive: true }) as string[]).filter((name) =>
        name.endsWith(".runs"),
      )
    : [];

describe("what Orrery did not write", () => {
  test("is never replaced, by whatever --out it is met", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "market.yaml"), MARKET);
    mkdirSync(path.join(folder, "market"));
    writeFileSync(path.join(folder, "market/notes.md"), "months of notes");
    const refused = await orrery(["run", "market.yaml", "--out", ".", "--no-report"], folder);
    expect(
      refused.stderr,
    ).toContain(`OrreryError: ${path.join(folder, "market")} is a folder that Orrery did not write: it is not replaced.

  It has no manifest.json of a run. It holds notes.md.

Name another folder by --out, or move it away.\n`);
    expect(refused.code).toBe(2);
    const empty = await orrery(["run", "market.yaml", "--out", "", "--no-report"], folder);
    expect(empty.stderr).toContain("argument '' is invalid. Expected a folder.");
    expect(empty.code).toBe(2);
    expect(readFileSync(path.join(folder, "market/notes.md"), "utf8")).toBe("months of notes");
  });

  test("a scenario whose name is no folder's is refused before it runs", async () => {
    const folder = temporaryFolder();
    for (const name of ["..yaml", "...yaml", ".partial.yaml"]) {
      writeFileSync(path.join(folder, name), MARKET);
      const { code, stderr } = await orrery(["run", name, "--quiet"], folder);
      expect(stderr).toMatch(
        /^UsageError: "\.[a-z.]*" cannot name a scenario and the folder of its results\./,
      );
      expect(code).toBe(2);
    }
    expect(readdirSync(folder).sort()).toEqual(["...yaml", "..yaml", ".partial.yaml"]);
  });
});

describe("results of another command", () => {
  test("are moved aside, which is told in a line", async () => {
    const out = temporaryFolder();
    const options = ["--no-report", "--until", "2d", "--out", out];
    expect((await orrery(["run", COIN_TOSS, ...options])).stdout).not.toContain("moved");
    const grid = ["--grid", "test/toss.heads=0.4,0.5"];
    const { code, stdout } = await orrery(["sweep", COIN_TOSS, ...grid, ...options]);
    expect(stdout).toContain(
      `The results of another command that were there lie in ${path.join(out, "coin-toss-run")} now.\n`,
    );
    expect(code).toBe(0);
    const manifests = ["coin-toss", "coin-toss-run"].map((name) =>
      JSON.parse(readFileSync(path.join(out, name, "manifest.json"), "utf8")),
    );
    expect(manifests.map(({ command, points }) => [command, points.length])).toEqual([
      ["sweep", 2],
      ["run", 0],
    ]);
    expect((await orrery(["verify", "--run-code", path.join(out, "coin-toss-run")])).code).toBe(0);
  });
});

describe("one writer at a time", () => {
  test("a second start is refused while the first one runs, whichever command it is", async () => {
    const out = temporaryFolder();
    const first = startOrrery(["run", MARKING, "--quiet", "--no-report", "--out", out], out, {
      ORRERY_MARKS: out,
    });
    await until(() => readdirSync(out).some((name) => name.startsWith("0.")));
    const grid = ["sweep", MARKING, "--grid", "test/marking.steps=1,2", "--quiet", "--out", out];
    const second = await orrery(grid);
    expect(second.stderr).toMatch(
      /^OrreryError: \S+\/marking is being written by another start of Orrery\.\n\n {2}process \d+: orrery run /,
    );
    expect(second.code).toBe(2);
    first.interrupt("SIGKILL");
    await first.ended;
    // The lock ends with the process.
    expect(await orrery(grid)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("of two starts at once one does all, or both do", async () => {
    const out = temporaryFolder();
    const args = ["run", QUEUE, "--quiet", "--no-report", "--workers", "1", "--out", out];
    const codes = (await Promise.all([orrery(args), orrery(args)])).map(({ code }) => code);
    expect(codes).toContain(0);
    expect([0, 2]).toEqual(expect.arrayContaining(codes));
    expect(await flawsOf(path.join(out, "queue"))).toEqual([]);
  });
});

describe("kept runs", () => {
  test("are kept until their own command is done, whatever else is done with the scenario", async () => {
    const out = temporaryFolder();
    const grid = ["--grid", "supply/servers.servers=1,2,3,4", "--design", "one server", "--workers", "1"];
    const sweep = ["sweep", QUEUE, ...grid, "--quiet", "--no-report", "--out", out];
    const { ended, interrupt } = startOrrery(sweep);
    await until(() => kept(out).length >= 4);
    interrupt();
    expect((await ended).code).toBe(130);
    const before = kept(out);
    expect(
      (await orrery(["run", QUEUE, "--replications", "1", "--quiet", "--no-report", "--out", out])).code,
    ).toBe(0);
    expect(kept(out)).toEqual(before);
    const carried = await orrery([...sweep, "--json"]);
    expect(JSON.parse(carried.stdout).scenarios[0].reused).toBe(before.length);
    expect(kept(out)).toEqual([]);
  });
});

describe("a signal after the runs", () => {
  test("leaves the results that were there, and the runs that are kept", async () => {
    const out = temporaryFolder();
    const args = ["run", FORKED, "--out", out];
    const { ended, interrupt } = startOrrery(args);
    const drawing = () =>
      (existsSync(path.join(out, ".partial"))
        ? (readdirSync(path.join(out, ".partial")) as string[])
        : []
      ).some((name) => existsSync(path.join(out, ".partial", name, "finished/scenario.json")));
    await until(drawing);
    interrupt("SIGTERM");
    const { code, stderr } = await ended;
    expect(stderr).toContain("Interrupted: forked was interrupted: 1 of 1 runs are finished and kept.\n");
    expect(code).toBe(130);
    expect(existsSync(path.join(out, "forked"))).toBe(false);
    expect(kept(out)).toHaveLength(1);
  });
});

describe("a disk that is full", () => {
  /** Like a full disk, for whoever is not root: no file may be longer than so many kilobytes. */
  const limited = (kilobytes: number, args: string) =>
    spawnSync("bash", ["-c", `ulimit -f ${kilobytes}; ${ORRERY} ${args}`], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });

  test("leaves results as they were when a report is drawn again, and runs as far as they could be kept", async () => {
    const out = temporaryFolder();
    await orrery(["run", FORKED, "--quiet", "--no-report", "--out", out]);
    const folder = path.join(out, "forked");
    const before = readFileSync(path.join(folder, "manifest.json"), "utf8");
    // A chart's picture is longer than its manifest.
    const { status, stderr } = limited(16, `report "${folder}"`);
    expect(stderr).toMatch(
      /^OrreryError: \S+\/forked cannot be written: a file would be larger than this system lets it be\.\n/,
    );
    expect(status).toBe(2);
    expect(readFileSync(path.join(folder, "manifest.json"), "utf8")).toBe(before);
    expect(await flawsOf(folder)).toEqual([]);
    expect(readdirSync(path.join(out, ".partial"))).toEqual([]);
    const run = limited(16, `run "${COIN_TOSS}" --quiet --no-report --out "${out}"`);
    expect(run.stderr).toMatch(/cannot be written: a file would be larger/);
    expect(run.status).toBe(2);
    expect(existsSync(path.join(out, "coin-toss"))).toBe(false);
  });

  const canMount = process.getuid?.() === 0 && spawnSync("mount", ["--version"]).status === 0;
  test.skipIf(!canMount)("leaves results as they were, byte by byte of room", async ({ skip }) => {
    const folder = temporaryFolder();
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=20m", "tmpfs", folder]).status !== 0) skip();
    onTestFinished(() => void spawnSync("umount", [folder]));
    const resize = (size: string) => spawnSync("mount", ["-o", `remount,size=${size}`, folder]);
    await orrery(["run", COIN_TOSS, "--quiet", "--no-report", "--out", folder]);
    const used = Number(
      spawnSync("df", ["-k", "--output=used", folder], { encoding: "utf8" }).stdout.split("\n")[1],
    );
    for (const room of [0, 40, 200, 400]) {
      resize(`${used + room}k`);
      const { code, stderr } = await orrery(["report", path.join(folder, "coin-toss")]);
      if (code !== 0) expect(stderr).toMatch(/cannot be written: the disk is full\./);
      expect(await flawsOf(path.join(folder, "coin-toss"))).toEqual([]);
      resize("20m");
    }
    rmSync(path.join(folder, "coin-toss"), { recursive: true });
  });
});
