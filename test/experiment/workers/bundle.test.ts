import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { bundleWorker } from "../../../sim/experiment/workers/bundle.ts";
import { COIN_TOSS, temporaryFolder } from "../../cli/orrery.ts";

describe("bundleWorker", () => {
  test("the generic worker holds nothing of Node and none of the figures", async () => {
    const { source, sha256 } = await bundleWorker();
    expect(source).not.toMatch(/["']node:/);
    expect(source).not.toContain("linkedom");
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await bundleWorker()).sha256).toBe(sha256);
  });

  test("a scenario's code identity does not depend on where it lies, and does on what it says", async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    const text = readFileSync(COIN_TOSS, "utf8").replace("../../../sim/index.ts", "orrery");
    writeFileSync(path.join(one, "coin.ts"), text);
    cpSync(path.join(one, "coin.ts"), path.join(two, "coin.ts"));
    const identity = async (folder: string) => (await bundleWorker(path.join(folder, "coin.ts"))).sha256;
    expect(await identity(one)).toBe(await identity(two));
    writeFileSync(path.join(two, "coin.ts"), text.replace("state.heads++", "state.heads += 2"));
    expect(await identity(one)).not.toBe(await identity(two));
  });

  test("error: code that cannot be bundled is named with its line", async () => {
    const file = path.join(temporaryFolder(), "broken.ts");
    writeFileSync(file, "import { nothing } from './missing.ts';\nexport default nothing;\n");
    await expect(bundleWorker(file)).rejects.toThrow(
      /broken\.ts cannot be bundled\.\n\n {2}.*broken\.ts:1 {2}Could not resolve "\.\/missing\.ts"/,
    );
  });
});
