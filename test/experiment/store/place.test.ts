import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { writeWhole } from "../../../sim/experiment/store/disk.ts";
import { holdPlace } from "../../../sim/experiment/store/lock.ts";
import type { Command } from "../../../sim/experiment/store/manifest.ts";
import { occupantOf, placeOf } from "../../../sim/experiment/store/place.ts";
import { putInPlace } from "../../../sim/experiment/store/swap.ts";
import { temporaryFolder } from "../../cli/orrery.ts";
import { placeIn } from "./stored.ts";

/** A results folder as far as its place is concerned. */
function results(
  folder: string,
  command: Command | undefined,
  files: Record<string, string>,
  scenario = "a",
) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const manifest = { resultsVersion: 3, scenario, command, runs: [], files };
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

const read = (...parts: string[]): string => readFileSync(path.join(...parts), "utf8");
const tree = (folder: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).sort();

describe("what lies where results are to go", () => {
  test("is refused where Orrery did not write it: a file, a link, a folder of others, another program's manifest", async () => {
    const out = temporaryFolder();
    const at = (name: string) => path.join(out, name);
    writeFileSync(at("file"), "");
    symlinkSync(results(at("target"), "run", {}), at("link"));
    symlinkSync(at("nowhere"), at("dangling"));
    mkdirSync(at("notes/deep"), { recursive: true });
    mkdirSync(at("extension"));
    writeFileSync(at("extension/manifest.json"), '{ "manifest_version": 3, "name": "a browser\'s" }');
    mkdirSync(at("cut"));
    writeFileSync(at("cut/manifest.json"), '{ "resultsVersion": 3, "scena');
    for (const name of ["file", "link", "dangling", "notes", "extension", "cut"]) {
      await expect(occupantOf(at(name))).rejects.toMatchObject({ exitCode: 2 });
      await expect(holdPlace(out, name, "a test")).rejects.toThrow(
        "that Orrery did not write: it is not replaced.",
      );
    }
    await expect(occupantOf(at("notes"))).rejects.toThrow("It has no manifest.json of a run. It holds deep.");
    expect(existsSync(at(".partial"))).toBe(false);
    mkdirSync(at("empty"));
    expect(await occupantOf(at("empty"))).toBeUndefined();
    expect(await occupantOf(at("target"))).toMatchObject({ scenario: "a", command: "run" });
  });

  test.each(["", ".", "..", ".partial", ".Partial"])(
    "a scenario called %j has no folder of its name",
    (name) => {
      expect(() => placeOf("out", name)).toThrow(
        `A scenario called ${JSON.stringify(name)} cannot have a folder`,
      );
    },
  );
});

describe("putInPlace", () => {
  const whose = { scenario: "a", command: "run" } as const;

  test("replaces results of the same command, and keeps what a user laid beside them", async () => {
    const out = temporaryFolder();
    const held = placeIn(out, "a");
    results(held.folder, "run", { "runs.parquet": "old", "charts/waits.svg": "old" });
    writeFileSync(path.join(held.folder, "notes.md"), "months of notes");
    writeFileSync(path.join(held.folder, "charts/mine.svg"), "mine");
    mkdirSync(path.join(held.folder, "drafts/empty"), { recursive: true });
    symlinkSync("../elsewhere", path.join(held.folder, "drafts/link"));
    const finished = results(path.join(out, "new"), "run", { "runs.parquet": "new" });
    expect(await putInPlace(finished, held, whose)).toBeUndefined();
    expect(tree(held.folder)).toEqual([
      "charts",
      "charts/mine.svg",
      "drafts",
      "drafts/empty",
      "drafts/link",
      "manifest.json",
      "notes.md",
      "runs.parquet",
    ]);
    expect(read(held.folder, "runs.parquet")).toBe("new");
    expect(read(held.folder, "notes.md")).toBe("months of notes");
    expect(readlinkSync(path.join(held.folder, "drafts/link"))).toBe("../elsewhere");
    expect(readdirSync(out)).toEqual(["a"]);
  });

  test("moves results of another command aside, where older ones of that command make room", async () => {
    const out = temporaryFolder();
    const held = placeIn(out, "a");
    const turns = async (command: Command, content: string) => {
      const finished = results(path.join(out, "new"), command, { runs: content });
      return putInPlace(finished, held, { scenario: "a", command });
    };
    await turns("run", "1");
    writeFileSync(path.join(held.folder, "notes.md"), "of the run");
    expect(await turns("sweep", "2")).toBe(path.join(out, "a-run"));
    expect(read(out, "a-run/notes.md")).toBe("of the run");
    expect(await turns("compare", "3")).toBe(path.join(out, "a-sweep"));
    expect(await turns("run", "4")).toBe(path.join(out, "a-compare"));
    expect(await turns("sweep", "5")).toBe(path.join(out, "a-run"));
    expect(await turns("sweep", "6")).toBeUndefined();
    expect(["a", "a-run", "a-compare", "a-sweep"].map((name) => read(out, name, "runs"))).toEqual([
      "6",
      "4",
      "3",
      "2",
    ]);
    expect(read(out, "a-run/notes.md")).toBe("of the run");
    expect(readdirSync(out).sort()).toEqual(["a", "a-compare", "a-run", "a-sweep"]);
  });

  test("never moves results to where something else lies, and what an older Orrery wrote is moved, too", async () => {
    const out = temporaryFolder();
    const held = placeIn(out, "a");
    results(held.folder, undefined, { runs: "of 0.3" });
    mkdirSync(path.join(out, "a-earlier"));
    writeFileSync(path.join(out, "a-earlier/mine"), "");
    const first = results(path.join(out, "new"), "run", { runs: "new" });
    expect(await putInPlace(first, held, whose)).toBe(path.join(out, "a-earlier-2"));
    expect(read(out, "a-earlier-2/runs")).toBe("of 0.3");
    expect(read(out, "a/runs")).toBe("new");
    // A file of the user's that has the name of one of ours now.
    writeFileSync(path.join(held.folder, "jobs.csv"), "the user's");
    const second = results(path.join(out, "new"), "run", { "jobs.csv": "ours" });
    expect(await putInPlace(second, held, whose)).toBe(path.join(out, "a-run"));
    expect([read(out, "a-run/jobs.csv"), read(out, "a/jobs.csv")]).toEqual(["the user's", "ours"]);
  });

  test("finds a name that the file system takes", async () => {
    const out = temporaryFolder();
    const name = "ü".repeat(125);
    const held = placeIn(out, name);
    results(held.folder, "sweep", {}, name);
    const finished = results(path.join(out, "new"), "run", {}, name);
    const aside = await putInPlace(
      finished,
      { ...held, between: path.join(out, "b") },
      { ...whose, scenario: name },
    );
    expect(path.basename(aside!)).toBe(`${"ü".repeat(124)}-sweep`);
  });

  test("leaves the old or the new results there at every instant", async () => {
    const out = temporaryFolder();
    const held = placeIn(out, "a");
    results(held.folder, "run", { runs: "0" });
    let [swapping, looks] = [true, 0];
    const swaps = (async () => {
      for (let number = 1; number <= 200; number++) {
        const command = number % 3 === 0 ? "sweep" : "run";
        const finished = results(path.join(out, "new"), command, { runs: `${number}` });
        await putInPlace(finished, held, { scenario: "a", command });
      }
    })().finally(() => {
      swapping = false;
    });
    while (swapping) {
      // Throws where there is nothing.
      expect(Number.isInteger(Number(read(held.folder, "runs")))).toBe(true);
      looks++;
      await turn();
    }
    await swaps;
    expect(looks).toBeGreaterThan(200);
  });
});

describe("holdPlace", () => {
  test("lets one in at a time, says who is there, and leaves nothing behind", async () => {
    const out = temporaryFolder();
    const first = await holdPlace(out, "a", "orrery run a");
    await expect(holdPlace(out, "a", "orrery sweep a")).rejects.toMatchObject({
      exitCode: 2,
      message: `${path.join(out, "a")} is being written by another start of Orrery.

  process ${process.pid}: orrery run a

Wait until it is done, or name another folder by --out.`,
    });
    await (await holdPlace(out, "b", "orrery run b")).release();
    await first.release();
    await (await holdPlace(out, "a", "orrery sweep a")).release();
    expect(readdirSync(path.join(out, ".partial"))).toEqual([]);
  });

  test("puts back what was taken away by a start that was killed before it had put the new there", async () => {
    const out = temporaryFolder();
    const { folder, between, release } = await holdPlace(out, "a", "a test");
    results(between, "run", { runs: "old" });
    await release();
    const again = await holdPlace(out, "a", "a test");
    expect(read(folder, "runs")).toBe("old");
    results(between, "run", { runs: "older" });
    await again.release();
    await (await holdPlace(out, "a", "a test")).release();
    expect(read(folder, "runs")).toBe("old");
    expect(existsSync(between)).toBe(false);
  });
});

test("writeWhole writes through a link, and to a device", async () => {
  const folder = temporaryFolder();
  const [file, link] = ["file", "link"].map((name) => path.join(folder, name)) as [string, string];
  writeFileSync(file, "old");
  symlinkSync(file, link);
  await writeWhole(link, "new");
  expect(read(file)).toBe("new");
  expect(readlinkSync(link)).toBe(file);
  if (existsSync("/dev/full"))
    await expect(writeWhole("/dev/full", "more")).rejects.toMatchObject({ code: "ENOSPC" });
  expect(readdirSync(folder).sort()).toEqual(["file", "link"]);
});
