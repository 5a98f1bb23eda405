import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { schemaText } from "../../sim/cli/commands/schema.ts";
import { SCHEMA_FILE, scenarioFrom, TEMPLATE_NAMES, TEMPLATES } from "../../sim/cli/written/templates.ts";
import { orrery, temporaryFolder } from "./orrery.ts";

describe("orrery new", () => {
  test("writes a scenario with the schema that its first line names, and never overwrites one", async () => {
    const folder = temporaryFolder();
    expect((await orrery(["new", "my-network"], folder)).stdout).toBe(
      `my-network.yaml is written, and ${SCHEMA_FILE} beside it, from which editors know what may stand there.\nRun it: orrery run my-network.yaml\nIts claims: orrery check my-network.yaml\n`,
    );
    const written = readFileSync(path.join(folder, "my-network.yaml"), "utf8");
    expect(written).toContain("title: My network\n");
    const [, schema] = /^# yaml-language-server: \$schema=(.+)\n/.exec(written)!;
    expect(JSON.parse(readFileSync(path.resolve(folder, schema!), "utf8")).title).toBe("Orrery scenario");
    const again = await orrery(["new", "my-network"], folder);
    expect(again.stderr).toBe(
      "UsageError: my-network.yaml is already there.\n\nChoose another name: nothing is overwritten.\n",
    );
    expect(again.code).toBe(2);
    expect((await orrery(["new", "../up"], folder)).code).toBe(2);
    expect(existsSync(path.join(folder, "../up"))).toBe(false);
  });

  test("writes a notebook to start from, says what builds it, and never overwrites one", async () => {
    const folder = temporaryFolder();
    const written = await orrery(["new", "--notebook", "mine"], folder);
    expect(written.stdout).toMatch(/^mine\.html is written\.\n.*npm run notebooks\.\n$/);
    expect(readFileSync(path.join(folder, "mine.html"), "utf8")).toContain("<title>mine</title>");
    const again = await orrery(["new", "--notebook", "mine"], folder);
    expect(again.stderr).toContain("mine.html is already there");
    expect((await orrery(["new", "--notebook", "<b>"], folder)).code).toBe(2);
  });

  test("brings its own schema up to date, and leaves another's alone", async () => {
    const folder = temporaryFolder();
    const schema = path.join(folder, SCHEMA_FILE);
    writeFileSync(schema, '{ "title": "Orrery scenario", "type": "number" }');
    expect((await orrery(["new", "one"], folder)).code).toBe(0);
    expect(JSON.parse(readFileSync(schema, "utf8")).type).toBe("object");
    writeFileSync(schema, "mine");
    const { code, stderr } = await orrery(["new", "two"], folder);
    expect(stderr).toMatch(/^UsageError: orrery\.schema\.json is there and was not written by Orrery\.\n/);
    expect(code).toBe(2);
    expect(readFileSync(schema, "utf8")).toBe("mine");
    expect(existsSync(path.join(folder, "two.yaml"))).toBe(false);
  });

  test("lists the templates in its help and where one is not there", async () => {
    const { stdout } = await orrery(["new", "--help"]);
    for (const name of TEMPLATE_NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
    const { code, stderr } = await orrery(["new", "x", "--template", "gpu-markt"], temporaryFolder());
    expect(stderr).toMatch(/^UsageError: There is no template "gpu-markt"\. Did you mean "gpu-market"\?\n/);
    for (const name of TEMPLATE_NAMES) expect(stderr).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
    expect(code).toBe(2);
  });

  test("every template holds all of its claims and tells something of each design", async () => {
    const folder = temporaryFolder();
    for (const name of TEMPLATE_NAMES)
      expect((await orrery(["new", name, "--template", name], folder)).code).toBe(0);
    const files = TEMPLATE_NAMES.map((name) => `${name}.yaml`);
    const check = await orrery(["check", ...files, "--reporter", "json"], folder);
    expect(check.code).toBe(0);
    const run = await orrery(["run", ...files, "--no-report"], folder);
    expect(run.code).toBe(0);
    expect(run.stdout).not.toMatch(/NaN|undefined|Infinity/);
    for (const name of TEMPLATE_NAMES) {
      const { measures = [] } = parse(readFileSync(path.join(folder, `${name}.yaml`), "utf8")) as {
        measures?: string[];
      };
      for (const measure of measures) expect(run.stdout).toContain(`\n${measure}`);
    }
  });
});

describe("templates", () => {
  const schema = z.fromJSONSchema(JSON.parse(schemaText()));

  test.each(TEMPLATE_NAMES)("%s is what the schema allows", (name) => {
    const text = scenarioFrom(TEMPLATES[name]!, name, `${name}.yaml`);
    expect(schema.safeParse(parse(text)).error).toBeUndefined();
    expect(schema.safeParse(parse(text.replace("until:", "untill:"))).success).toBe(false);
  });

  test("a title that YAML would read as something else is quoted", () => {
    const titled = (name: string): unknown =>
      parse(scenarioFrom(TEMPLATES["emission"]!, name, "x.yaml")).title;
    expect(titled("null")).toBe("Null");
    expect(titled("a: b # c")).toBe("A: b # c");
    expect(titled("1e3")).toBe("1e3");
  });
});
