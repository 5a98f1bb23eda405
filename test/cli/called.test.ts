import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { callOf, type Started } from "../../sim/cli/terminal/called.ts";
import { startOrrery, temporaryFolder } from "./orrery.ts";

/** What a command says where npm started it: by npx, or in a script. */
const byNpm = (folder: string, ...args: readonly string[]) =>
  startOrrery(args, folder, { npm_command: "exec", npm_config_local_prefix: folder }).ended;

test("hints name commands as this one was called: by npx, where npm started it", async () => {
  const folder = temporaryFolder();
  const { stdout } = await byNpm(folder, "new", "mine");
  expect(stdout).toContain("Run it: npx orrery run mine.yaml\nIts claims: npx orrery check mine.yaml\n");
  const { stderr } = await byNpm(folder, "explain", "no/such");
  expect(stderr).toContain("\nnpx orrery list shows the mechanisms; npx orrery explain --measures lists");
  const direct = await startOrrery(["explain", "no/such"], folder).ended;
  expect(direct.stderr).toContain("\norrery list shows the mechanisms; orrery explain --measures lists");
});

test("and a command that is named so already stays as it is, in what fails as well", async () => {
  const folder = temporaryFolder();
  const claim = "expect:\n  nothing is there: { atEnd: ledger.supply < 0 }\n";
  const world = "title: A\nuntil: 2d\nworld:\n  - issuance/genesis: { supply: 1000 }\n";
  writeFileSync(path.join(folder, "a.yaml"), world + claim);
  const { stdout, code } = await byNpm(folder, "check", "a.yaml");
  expect(code).toBe(1);
  expect(stdout).toContain("npx orrery check a.yaml --update");
  expect(stdout).not.toContain("npx npx");
});

test("by its name where the shell knows it, by npx in a project, by its file in the repository", () => {
  const called = (script: string, root: string, env: Started["env"] = {}, cwd = "/home/me/orrery"): string =>
    callOf({ script, root, env: { PATH: "/usr/bin:/bin", ...env }, cwd });
  const [repository, own] = ["/home/me/orrery", "/home/me/orrery/sim/cli/orrery.js"];
  expect(called(own, repository)).toBe("node sim/cli/orrery.js");
  expect(called(own, repository, {}, "/home/me/orrery/docs")).toBe("node ../sim/cli/orrery.js");
  expect(called(own, repository, {}, "/srv/other/deep/down")).toBe(`node ${own}`);
  // npm starts scripts in the package's folder, and says where the shell is.
  const script = { npm_command: "run-script", npm_config_local_prefix: repository };
  expect(called(own, repository, { ...script, INIT_CWD: "/home/me" })).toBe("node orrery/sim/cli/orrery.js");
  // A project that links to the clone.
  const project = { npm_command: "exec", npm_config_local_prefix: "/home/me/project" };
  expect(called(own, repository, project)).toBe("npx orrery");
  expect(called("/home/me/project/node_modules/.bin/orrery", repository)).toBe("npx orrery");
  const installed = "/home/me/project/node_modules/orrery";
  expect(called(`${installed}/sim/cli/orrery.js`, installed)).toBe("npx orrery");
  expect(called("/usr/bin/orrery", "/usr/lib/node_modules/orrery")).toBe("orrery");
});
