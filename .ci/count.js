// Prints `N passed, N failed, N skipped` from vitest's JSON report. A file that failed to load counts as one failure,
// and so does a run that left no report.
import { existsSync, readFileSync } from "node:fs";

const path = process.argv[2];
const report = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
const unloaded = report
  ? report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length
  : 1;
const passed = report?.numPassedTests ?? 0;
const failed = (report?.numFailedTests ?? 0) + unloaded;
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0) process.exitCode = 1;
