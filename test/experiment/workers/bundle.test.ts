import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../../sim/codec.ts";
import { bundleWorker, workerForPage } from "../../../sim/experiment/workers/bundle.ts";
import { loadScenario } from "../../../sim/scenario/load.ts";
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

describe("workerForPage", () => {
  const strangers = (text: string): Promise<Awaited<ReturnType<typeof loadScenario>>> => {
    const file = path.join(temporaryFolder(), "coin.ts");
    writeFileSync(file, text);
    return loadScenario(file);
  };
  const coin = readFileSync(COIN_TOSS, "utf8").replace("../../../sim/index.ts", "orrery");

  test("scenarios without a mechanism of their own share a worker, whether they are data or code", async () => {
    const [data, module] = [
      await workerForPage(await loadScenario("hello")),
      await workerForPage(await loadScenario("bitcoin")),
    ];
    expect(module.name).toBe(data.name);
    expect(data.name).toBe(`worker-${sha256Hex(data.content).slice(0, 16)}.js`);
  });

  test("a mechanism of a stranger's own is in the worker, nothing of Node is, and it is the same bytes wherever it lies", async () => {
    const [one, two] = [
      await workerForPage(await strangers(coin)),
      await workerForPage(await strangers(coin)),
    ];
    expect(one.sha256).toBe(two.sha256);
    expect(sha256Hex(one.content)).toBe(one.sha256);
    expect(/"test\/toss"/.test(one.content)).toBe(true);
    expect(/["']node:/.test(one.content)).toBe(false);
    expect(one.name).not.toBe((await workerForPage(await loadScenario("hello"))).name);
  });

  test("error: a scenario that asks Node for a file is told that a page has none", async () => {
    const asking = `import { readFileSync } from "node:fs";\n${coin.replace("seed: 7", "seed: readFileSync.length && 7")}`;
    await expect(workerForPage(await strangers(asking))).rejects.toThrow(
      /coin\.ts cannot run in a page: its code imports node:fs, which only Node has\.\n\nRead files by a mechanism's table parameters/,
    );
  });
});
