import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder, onDisk, writeWhole } from "../../../sim/experiment/store/disk.ts";
import { temporaryFolder } from "../../cli/orrery.ts";

const failing = (code: string, file: string) => async (): Promise<never> => {
  throw Object.assign(new Error(`${code}: no`), { code, path: file });
};

describe("onDisk", () => {
  test("a full disk is one sentence, and how to go on", async () => {
    await expect(
      onDisk("results/x", failing("ENOSPC", "results/.partial/y/series.parquet")),
    ).rejects.toMatchObject({
      exitCode: 2,
      message: `results/x cannot be written: the disk is full.

  ENOSPC at results/.partial/y/series.parquet

Finished runs are kept. Free some space, then give the same command again.`,
    });
  });

  test("what is no matter of the disk stays what it is", async () => {
    await expect(onDisk("x", async () => Promise.reject(new TypeError("a defect")))).rejects.toThrow(
      TypeError,
    );
  });
});

test("writeWhole leaves the old file and nothing else where writing fails", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "a.json");
  await writeWhole(file, "old");
  await expect(writeWhole(path.join(folder, "missing/a.json"), "new")).rejects.toThrow("ENOENT");
  mkdirSync(path.join(folder, "taken"));
  await expect(writeWhole(path.join(folder, "taken"), "new")).rejects.toThrow();
  expect(readFileSync(file, "utf8")).toBe("old");
  expect(readdirSync(folder).sort()).toEqual(["a.json", "taken"]);
});

test("makeFolder makes those above, and gives up where none can be made", async () => {
  const root = temporaryFolder();
  await makeFolder(path.join(root, "a/b/c"));
  await makeFolder(path.join(root, "a/b/c"));
  expect(existsSync(path.join(root, "a/b/c"))).toBe(true);
  writeFileSync(path.join(root, "file"), "");
  await expect(makeFolder(path.join(root, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  if (process.platform === "linux")
    await expect(makeFolder("/proc/orrery/x")).rejects.toMatchObject({ code: "ENOENT" });
});
