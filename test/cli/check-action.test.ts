import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "./orrery.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const action = parse(readFileSync(path.join(ROOT, "action.yml"), "utf8"), { strict: true });
const workflow = parse(readFileSync(path.join(ROOT, "docs/example-workflow.yml"), "utf8"), { strict: true });

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}
const steps: readonly Step[] = action.runs.steps;

test("the action is a composite one, and every script of it names its shell", () => {
  expect(action.runs.using).toBe("composite");
  expect(steps.filter(({ run }) => run !== undefined).map(({ shell }) => shell)).toEqual(["bash"]);
  expect(Object.values<{ description: string }>(action.inputs).every(({ description }) => description)).toBe(
    true,
  );
});

test("an input reaches a script only through the environment, never as code", () => {
  for (const { run } of steps) expect(run ?? "").not.toContain("${{");
});

test("the example's steps use the action with inputs that it has, and the files that it writes", () => {
  const own = (workflow.jobs.scenarios.steps as Step[]).find(({ uses }) => uses?.includes("/orrery@"))!;
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(own.with!)));
  const text = JSON.stringify(workflow.jobs);
  expect(text).toContain(action.inputs.markdown.default);
  expect(workflow.permissions).toEqual({ contents: "read", "pull-requests": "write" });
});

test("the action's script checks the scenarios of a folder that knows no Orrery", async () => {
  const folder = temporaryFolder();
  const emission = (most: number): string =>
    `title: Emission\nuntil: 2d\nworld:\n  - issuance/genesis: { supply: 1000 }\nexpect:\n  little: { atEnd: ledger.supply <= ${most} }\n`;
  writeFileSync(path.join(folder, "good.yaml"), emission(1_000));
  writeFileSync(path.join(folder, "bad.yaml"), emission(1));
  const script = path.join(folder, "step.sh");
  writeFileSync(script, steps.find(({ run }) => run)!.run!);
  const env = {
    ...process.env,
    SCENARIOS: "*.yaml",
    REPLICATIONS: "2",
    JUNIT: "checks.xml",
    MARKDOWN: "checks.md",
    GITHUB_ACTION_PATH: ROOT,
    GITHUB_WORKSPACE: folder,
    GITHUB_STEP_SUMMARY: path.join(folder, "summary.md"),
    NO_COLOR: "1",
  };
  // What GitHub's runner calls for `shell: bash`.
  const ended = promisify(execFile)("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd: folder,
    env,
  });
  const { code, stdout } = await ended.then(
    () => ({ code: 0, stdout: "" }),
    (error: { code: number; stdout: string }) => error,
  );
  expect(code).toBe(1);
  expect(stdout).toContain('::error file=bad.yaml,line=6,title=bad%3A expect "little"::');
  expect(stdout).toContain("held in 2 runs");
  expect(readFileSync(path.join(folder, "checks.xml"), "utf8")).toContain('<testsuite name="good"');
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, "utf8")).toContain("1 of 6 checks failed");
});
