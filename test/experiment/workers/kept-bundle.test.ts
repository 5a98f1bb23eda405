import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { bundleWorker } from "../../../sim/experiment/workers/bundle.ts";
import { keptBundle, keptFile } from "../../../sim/experiment/workers/kept-bundle.ts";
import { ROOT } from "../../../sim/scenario/load-bundle.ts";
import { COIN_TOSS, temporaryFolder } from "../../cli/orrery.ts";

const TEXT = readFileSync(COIN_TOSS, "utf8").replace("../../../sim/index.ts", "orrery");
/** In the repository, where bundles are kept, but not in the tree. */
const folder = path.join(ROOT, ".cache/kept-bundle");
const scenario = path.join(folder, "coin.ts");

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(scenario, TEXT);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe("the bundle of a scenario of the repository", () => {
  test("is kept, and taken again as it is", async () => {
    const { source, sha256 } = await bundleWorker(scenario);
    expect(keptBundle(scenario) === source).toBe(true);
    expect((await bundleWorker(scenario)).sha256).toBe(sha256);
  });

  test("is made anew when a file that it was made of changes, also one that it only imports", async () => {
    writeFileSync(path.join(folder, "part.ts"), "export const part = 1;\n");
    writeFileSync(scenario, `import { part } from "./part.ts";\nglobalThis.part = part;\n${TEXT}`);
    const { sha256 } = await bundleWorker(scenario);
    writeFileSync(path.join(folder, "part.ts"), "export const part = 2;\n");
    expect(keptBundle(scenario)).toBeUndefined();
    expect((await bundleWorker(scenario)).sha256).not.toBe(sha256);
    writeFileSync(scenario, TEXT.replace("state.heads++", "state.heads += 2"));
    expect(keptBundle(scenario)).toBeUndefined();
  });

  test("is taken again where a file was only touched, and is told so at a glance from then on", async () => {
    const { source } = await bundleWorker(scenario);
    const kept = () => JSON.parse(readFileSync(keptFile(scenario), "utf8").split("\n")[0]!).parts;
    const name = path.relative(ROOT, scenario);
    const before = kept()[name];
    utimesSync(scenario, 1e9, 1e9);
    expect(keptBundle(scenario) === source).toBe(true);
    expect(kept()[name]).toEqual({ ...before, modified: 1e12, changed: statSync(scenario).ctimeMs });
  });

  test.each(["package.json", "tsconfig.json"])(
    "is made anew when a %s beside it says how it is compiled",
    async (name) => {
      await bundleWorker(scenario);
      writeFileSync(path.join(folder, name), "{}");
      expect(keptBundle(scenario)).toBeUndefined();
    },
  );

  test("is made anew where a package is installed beside it", async () => {
    await bundleWorker(scenario);
    mkdirSync(path.join(folder, "node_modules"));
    expect(keptBundle(scenario)).toBeUndefined();
  });

  test("is made anew where what was kept is cut short, changed, or could have been written by anybody", async () => {
    const { source } = await bundleWorker(scenario);
    const file = keptFile(scenario);
    const whole = readFileSync(file, "utf8");
    for (const flawed of ["", whole.slice(0, 1_000), whole.slice(0, -1), whole.replace("serve", "evil")]) {
      writeFileSync(file, flawed);
      expect(keptBundle(scenario)).toBeUndefined();
      expect((await bundleWorker(scenario)).source === source).toBe(true);
    }
    chmodSync(file, 0o666);
    expect(keptBundle(scenario)).toBeUndefined();
    chmodSync(file, 0o600);
    expect(keptBundle(scenario) === source).toBe(true);
  });
});

test("the bundle of a scenario elsewhere is not kept", async () => {
  const elsewhere = path.join(temporaryFolder(), "coin.ts");
  writeFileSync(elsewhere, TEXT);
  await bundleWorker(elsewhere);
  expect(keptBundle(elsewhere)).toBeUndefined();
});
