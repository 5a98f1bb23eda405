import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { orrery, temporaryFolder } from "./orrery.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
const README = read("README.md");

/** The text of a fence that begins so. */
function fence(start: string): string {
  const from = README.indexOf(start);
  expect(from, `README.md has a block that begins with ${JSON.stringify(start)}`).not.toBe(-1);
  return README.slice(from + start.length, README.indexOf("\n```", from));
}

describe("README", () => {
  test("shows what the first run prints, to the letter", async () => {
    const out = temporaryFolder();
    const { stdout, code } = await orrery(["run", "hello", "--no-report", "--out", out]);
    expect(code).toBe(0);
    const printed = stdout.trim().split("\n");
    const shown = fence("```\n$ npx --no-install orrery run hello\n").split("\n");
    expect(shown.slice(0, -1)).toEqual(printed.slice(0, -1));
    expect(shown.at(-1)).toBe("Report: results/hello/report.html");
  });

  test("shows the scenario that ships", () => {
    const shown = fence("```yaml\ntitle: Halving");
    const rules = (text: string): string[] =>
      text.split("\n").flatMap((line) => {
        const [rule] = line.split(/\s+#/);
        return rule!.trim() === "" || rule!.startsWith("#") ? [] : [rule!.trim()];
      });
    const shipped = new Set(rules(read("scenarios/hello.yaml")));
    expect(rules(`title: Halving${shown}`).filter((rule) => !shipped.has(rule))).toEqual([]);
  });

  test("names only commands that there are", async () => {
    const { stdout } = await orrery([]);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    for (const [, name] of README.matchAll(/(?:^npx --no-install orrery|`orrery) ([a-z]+)/gm))
      expect(commands, name).toContain(name);
    const contract = read("docs/contract.md");
    for (const name of commands.filter((each) => each !== "help"))
      expect(contract, name).toContain(`| \`orrery ${name}`);
  });
});

/** Headings as GitHub makes anchors of them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );

test("every link of a page leads somewhere", () => {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    ...readdirSync(path.join(ROOT, "docs")).map((file) => `docs/${file}`),
  ];
  for (const page of pages.filter((file) => file.endsWith(".md")))
    for (const [, target] of read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file, anchor] = target!.split("#") as [string, string?];
      const linked = file === "" ? page : path.join(path.dirname(page), file);
      expect(existsSync(path.join(ROOT, linked)), `${page} links to ${target}`).toBe(true);
      if (anchor !== undefined && linked.endsWith(".md"))
        expect(anchorsOf(read(linked)), `${page} links to ${target}`).toContain(anchor);
    }
});

test("the README leads to every page of docs", () => {
  for (const file of readdirSync(path.join(ROOT, "docs")).filter((name) => name.endsWith(".md")))
    expect(README, file).toContain(`(docs/${file})`);
});
