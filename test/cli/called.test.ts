import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { startOrrery, temporaryFolder } from "./orrery.ts";

/** What a command says where npm started it: by npx, or in a script. */
const byNpm = (folder: string, ...args: readonly string[]) =>
  startOrrery(args, folder, { npm_command: "exec" }).ended;

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
