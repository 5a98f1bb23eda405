import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    reporters: process.env["ORRERY_TEST_REPORT"]
      ? ["default", ["json", { outputFile: process.env["ORRERY_TEST_REPORT"] }]]
      : ["default"],
  },
});
