import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { OrreryError } from "../../sim/errors.ts";
import { listScenarios, loadScenario } from "../../sim/scenario/load.ts";
import { loadTable } from "../../sim/scenario/load-table.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Table } from "../../sim/schema/table.ts";
import { lines } from "./problems.ts";

const folder = mkdtempSync(path.join(tmpdir(), "orrery-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return name;
}

async function refusalOf(nameOrPath: string): Promise<string | undefined> {
  try {
    await loadScenario(nameOrPath, { cwd: folder });
    return undefined;
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  }
}

test("a scenario is found by path, and by name where it comes with Orrery", async () => {
  const own = await loadScenario(file("own.yaml", "title: own"), { cwd: folder });
  expect([own.name, own.code, own.scenario.title]).toEqual(["own", "data", "own"]);
  expect((await loadScenario("hello", { cwd: folder })).scenario.title).toBe(
    "Halving against a fixed subsidy",
  );
});

test("a scenario in TypeScript outside the repository may define mechanisms, and knows the package as orrery", async () => {
  const text = `
    import { defineMechanism, defineScenario } from "orrery";
    const part = defineMechanism({ name: "own/part", summary: "Is here.", source: "test", params: {}, init: () => ({}), on: {}, example: () => ({ world: [] }) });
    export default defineScenario({ title: "outside", until: "1d", world: [part()] });
  `;
  const { scenario, code } = await loadScenario(file("outside.ts", text), { cwd: folder });
  expect(code).toBe("module");
  expect(resolve(scenario).designs[0]!.uses[0]!.as).toBe("own/part");
});

test("error: a scenario that is not there", async () => {
  const known = `  Neither a file, nor one of: ${listScenarios().join(", ")}.`;
  expect(await refusalOf("helo")).toBe(
    lines('There is no scenario "helo". Did you mean "hello"?', "", known),
  );
  expect(await refusalOf("./helo.yaml")).toBe(lines('There is no scenario "./helo.yaml".', "", known));
});

test("error: a file that is no scenario, or larger than 1 MB", async () => {
  expect(await refusalOf(file("notes.txt", "notes"))).toBe(
    lines("notes.txt is no scenario file.", "", "  Scenario files end with .ts, .yaml, .yml, .json."),
  );
  expect(await refusalOf(file("large.yaml", `title: ${"x".repeat(1_000_001)}`))).toBe(
    lines(
      "large.yaml is larger than 1 MB.",
      "",
      "  A scenario file is text written by hand; data belongs into CSV files beside it.",
    ),
  );
});

test("error: TypeScript that does not parse, exports nothing, or throws", async () => {
  expect(await refusalOf(file("broken.ts", "export default {{"))).toBe(
    lines("broken.ts has 1 problem.", "", "  line 1", '    Expected identifier but found "{".'),
  );
  expect(await refusalOf(file("silent.ts", "export const a = 1;"))).toBe(
    lines(
      "silent.ts has 1 problem.",
      "",
      "  Expected the file to have `export default defineScenario({ … })`.",
    ),
  );
  expect(await refusalOf(file("throwing.ts", 'throw new Error("No luck.");'))).toBe(
    lines("throwing.ts has 1 problem.", "", "  The file cannot be loaded: No luck."),
  );
});

test("error: a trace that is missing, empty, without its columns, broken or unsorted", async () => {
  const scenario = `
title: trace
until: 1d
world:
  - consensus/recorded-difficulty: { recorded: missing.csv }
  - consensus/recorded-difficulty: { recorded: empty.csv }
    as: second
  - consensus/nakamoto
`;
  file("empty.csv", "");
  expect(await refusalOf(file("trace.yaml", scenario))).toBe(
    lines(
      "trace has 3 problems.",
      "",
      "  world[0] consensus/recorded-difficulty › recorded › missing.csv",
      `    There is no file ${path.join(folder, "missing.csv")}.`,
      "  world[1] consensus/recorded-difficulty › recorded › empty.csv",
      "    The file has no lines.",
      "  world[2] consensus/nakamoto › reads recordedHashrate",
      '    2 mechanisms publish recordedHashrate: consensus/recorded-difficulty, second. Keep one, or give each a place of its own with those who read it ("in").',
    ),
  );
});

const COLUMNS = {
  t: { type: "number", unit: "s", sorted: true, min: 0 },
  name: { type: "text" },
  when: { type: "timestamp", optional: true },
} as const;

function problemsOf(text: string): string[] {
  const { problems } = loadTable(path.join(folder, file("table.csv", text)), "table.csv", COLUMNS);
  return problems.map(({ path: where, message }) => `${where}: ${message}`);
}

test("a table is read into columns: numbers, texts, and times as seconds of UTC", () => {
  file("table.csv", "\uFEFFt,name,when\n1,a,1970-01-02 00:00:05\n2,b,\n");
  const { table } = loadTable(path.join(folder, "table.csv"), "table.csv", COLUMNS);
  expect(table!.columns).toEqual({
    t: Float64Array.of(1, 2),
    name: ["a", "b"],
    when: Float64Array.of(86_405, Number.NaN),
  });
});

test("an optional column may be left out: its cells are empty", () => {
  file("table.csv", "t,name\n1,a\n2,b\n");
  const { table, problems } = loadTable(path.join(folder, "table.csv"), "table.csv", COLUMNS);
  expect(problems).toEqual([]);
  expect(table!.columns["when"]).toEqual(Float64Array.of(Number.NaN, Number.NaN));
});

test("error: a table's lines, each named", () => {
  expect(problemsOf("t,name,when\n")).toEqual(["table.csv: The file has a header but no rows."]);
  expect(problemsOf("t,nme,when\n1,a,\n")).toEqual([
    'table.csv: The file has no column "name". Did you mean "nme"? It has "t", "nme", "when". Say which is which by columns: { name: … } (docs/traces.md#columns-of-other-names).',
  ]);
  expect(problemsOf("t,name,when\n1,a,\nx,b,\n-1,c,\n")).toEqual([
    'table.csv:3 › t: Expected a number of s, got "x".',
    "table.csv:4 › t: Expected at least 0 s, got -1.",
  ]);
  expect(problemsOf("t,name,when\n2,a,\n1,b,\n")).toEqual([
    'table.csv:3 › t: Rows must be in ascending order of "t": 1 comes after a later one.',
  ]);
  expect(problemsOf("t,name,when\n1,a,yesterday\n")).toEqual([
    'table.csv:2 › when: Expected a time such as 2017-09-19 05:06:40, got "yesterday".',
  ]);
  expect(problemsOf("t,name,when\n1,a\n")).toEqual([
    "table.csv:2: Expected 3 cells as in the header, got 2.",
  ]);
});

test("error: of many broken lines the first five are named", () => {
  const broken = Array.from({ length: 9 }, () => "x,a,").join("\n");
  expect(problemsOf(`t,name,when\n${broken}\n`)).toHaveLength(6);
  expect(problemsOf(`t,name,when\n${broken}\n`).at(-1)).toBe("table.csv: … and 4 more problems.");
});

test("error: a folder in place of a table", () => {
  mkdirSync(path.join(folder, "folder.csv"), { recursive: true });
  const { problems } = loadTable(path.join(folder, "folder.csv"), "folder.csv", COLUMNS);
  expect(problems[0]!.message).toBe(`${path.join(folder, "folder.csv")} is a folder, no file.`);
});

describe("a table is a regular file of text", () => {
  const flawIn = (name: string) =>
    loadTable(path.join(folder, name), name, COLUMNS).problems.map(({ message }) => message);

  test.runIf(process.platform !== "win32")(
    "error: a pipe, at which a reader would wait for ever, and a device",
    () => {
      execFileSync("mkfifo", [path.join(folder, "pipe.csv")]);
      symlinkSync("/dev/zero", path.join(folder, "zero.csv"));
      for (const name of ["pipe.csv", "zero.csv"])
        expect(flawIn(name)).toEqual([
          `${path.join(folder, name)} is a pipe, a device or a socket, no file.`,
        ]);
    },
  );

  test("compressed by gzip, it is unpacked", () => {
    writeFileSync(path.join(folder, "jobs.csv.gz"), gzipSync("t,name\n1,a\n2,b\n"));
    const { table } = loadTable(path.join(folder, "jobs.csv.gz"), "jobs.csv.gz", COLUMNS);
    expect(table!.columns["name"]).toEqual(["a", "b"]);
  });

  test("error: cut short, broken, compressed twice, more than is read, or no text within", () => {
    const packed = gzipSync("t,name\n1,a\n".repeat(1_000));
    const tar = Buffer.alloc(1_024);
    tar.write("ustar", 257, "latin1");
    const files: readonly (readonly [Buffer, string])[] = [
      [
        packed.subarray(0, packed.length - 20),
        "The compressed file (gzip) ends early: a part of it is missing.",
      ],
      [
        Buffer.concat([packed.subarray(0, 10), Buffer.alloc(40, 7)]),
        "The compressed file (gzip) cannot be unpacked: invalid block type.",
      ],
      [gzipSync(packed), "The file is compressed twice. Unpack it once."],
      [gzipSync(tar), "The file is an archive (tar). Unpack it: tar --extract --file."],
      [Buffer.from("PK\u0003\u0004"), "The file is an archive (zip). Unpack it: unzip."],
      [gzipSync(Buffer.from([1, 0, 2])), "The file is no text in UTF-8."],
    ];
    for (const [bytes, flaw] of files) {
      writeFileSync(path.join(folder, "packed.csv.gz"), bytes);
      expect(flawIn("packed.csv.gz")).toEqual([flaw]);
    }
  });

  test("error: in another encoding", () => {
    writeFileSync(path.join(folder, "utf16.csv"), Buffer.from("t,name\n1,a\n", "utf16le"));
    expect(flawIn("utf16.csv")).toEqual(["The file is no text in UTF-8."]);
  });

  test("error: larger than can be read", () => {
    const huge = path.join(folder, "huge.csv");
    writeFileSync(huge, "");
    truncateSync(huge, 300_000_001);
    expect(flawIn("huge.csv")).toEqual([
      "The file has 301 MB; at most 256 MB are read. Keep the rows and columns that are needed.",
    ]);
    rmSync(huge);
  });
});

describe("a scenario that is data reads tables of its own folder alone", () => {
  const OUTSIDE = `The file lies outside of the scenario's folder ${path.join(folder, "own")}: a scenario that is data reads no other file. Move it there, or run with --allow-data-outside.`;
  mkdirSync(path.join(folder, "own/data"), { recursive: true });
  writeFileSync(path.join(folder, "secret.csv"), "submitted,seconds,gpus\nsecret,1,1\n");
  writeFileSync(path.join(folder, "fine.csv"), "submitted,seconds,gpus\n0,1,1\n");
  writeFileSync(path.join(folder, "own/data/jobs.csv"), "submitted,seconds,gpus\n0,1,1\n");
  symlinkSync("../secret.csv", path.join(folder, "own/link.csv"));
  symlinkSync("data/jobs.csv", path.join(folder, "own/within.csv"));
  symlinkSync("..", path.join(folder, "own/up"));
  const asking = (table: string): string => {
    const world = `\n  - supply/fleet\n  - pricing/first-come\n  - pricing/utilisation-indexed\n  - demand/trace: { trace: ${JSON.stringify(table)} }`;
    return file("own/asks.yaml", `title: Asks\nuntil: 1d\nworld:${world}\n`);
  };

  test.each([
    "../secret.csv",
    "data/../../secret.csv",
    "link.csv",
    "up/secret.csv",
    "/etc/passwd",
    "../no-such.csv",
    path.join(folder, "fine.csv"),
  ])("error: %s", async (table) => {
    const message = await refusalOf(asking(table));
    expect(message).toContain(`› ${table}\n    ${OUTSIDE}`);
    expect(message).not.toContain('"secret"');
  });

  test("links and folders within it are its own", async () => {
    for (const table of ["within.csv", "./data/jobs.csv", "data/../data/jobs.csv"])
      expect(await refusalOf(asking(table))).toBeUndefined();
  });

  test("a person may allow others, and a scenario that is code reads what it likes", async () => {
    const allowed = { cwd: folder, allowDataOutside: true };
    const { scenario } = await loadScenario(asking("../fine.csv"), allowed);
    expect(resolve(scenario).designs[0]!.uses).toHaveLength(4);
    await expect(loadScenario(asking("/etc/passwd"), allowed)).rejects.toThrow("The file has no column");
    const code = `
      import { defineScenario } from "orrery";
      const use = (mechanism, params = {}) => ({ mechanism, params });
      export default defineScenario({ title: "code", until: "1d", world: [use("demand/trace", { trace: "../fine.csv" })] });
    `;
    expect((await loadScenario(file("own/code.ts", code), { cwd: folder })).code).toBe("module");
  });
});

test("a table given in place was read from no file, whatever it says of itself", async () => {
  const jobs = (seconds: number) =>
    `{ path: /etc/hosts, sha256: abc, rows: 1, columns: { submitted: [0], seconds: [${seconds}], gpus: [1] } }`;
  const given = (seconds: number) =>
    file("place.yaml", `title: In place\nuntil: 1d\nworld:\n  - demand/trace: { trace: ${jobs(seconds)} }\n`);
  const resolved = async (seconds: number) =>
    resolve((await loadScenario(given(seconds), { cwd: folder })).scenario);
  const { trace } = (await resolved(60)).designs[0]!.uses[0]!.params as { trace: Table };
  expect([trace.path, trace.sha256, trace.columns["seconds"]]).toEqual([
    "(given in place)",
    "",
    Float64Array.of(60),
  ]);
  await expect(resolved(-5)).rejects.toThrow("Expected at least 0 s, got -5.");
});

test("error: what is wrong in a table and what is wrong beside it are told at once", async () => {
  file("jobs.csv", "submitted,seconds,gpus\n0,-5,1\n");
  const both = file(
    "both.yaml",
    "title: Both\nuntil: 1d\nworld:\n  - supply/fleet\n  - pricing/first-come: { lookahed: 3 }\n  - demand/trace: { trace: jobs.csv }\n  - pricing/utilisation-indexed\n",
  );
  expect(await refusalOf(both)).toBe(
    lines(
      "both has 2 problems.",
      "",
      "  world[2] demand/trace › trace › jobs.csv:2 › seconds",
      "    Expected at least 0 s, got -5.",
      "  world[1] pricing/first-come › lookahed",
      '    There is no such parameter. Did you mean "lookahead"?',
    ),
  );
});

test.each([
  ["..yaml", '"..yaml"', "It begins with a dot."],
  [".partial.yaml", '".partial.yaml"', "It begins with a dot."],
  [
    "a\u001b[31m.yaml",
    '"a\\u001b[31m.yaml"',
    'The character U+001B at place 2 of "a\\u001b[31m" cannot be printed. Leave it out.',
  ],
])("error: a file called %j would name its results", async (name, shown, flaw) => {
  expect(await refusalOf(file(name, "title: t"))).toBe(
    lines(
      `${shown} cannot name a scenario and the folder of its results.`,
      "",
      `  ${flaw}`,
      "",
      "Rename the file.",
    ),
  );
});
