import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders whose files take longest, the longest first. */
const LONGEST = ["scenarios", "experiment/store", "cli", "contracts", "fuzz"];

/** Long files first: what is left at the end is short, and no core waits for another. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

const source = (name: string): string => fileURLToPath(new URL(`sim/${name}.ts`, import.meta.url));

export default defineConfig({
  // In the repository the package is its sources, as tsconfig.json says to the compiler.
  resolve: {
    alias: [
      { find: /^orrery$/, replacement: source("index") },
      { find: /^orrery\/(kit|browser|vitest)$/, replacement: source("$1") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // Hints name commands as npm started them, and npm may have started the tests.
    env: { npm_command: "" },
    // Every core has a file under way, and most files start threads or processes of their own: a limit finds what hangs,
    // not what waits for its turn.
    maxWorkers: "100%",
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Nothing here has a state to hide from others, and loading the simulator anew takes longer than most files' tests.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: process.env["ORRERY_TEST_REPORT"]
      ? ["default", ["json", { outputFile: process.env["ORRERY_TEST_REPORT"] }]]
      : ["default"],
  },
});
