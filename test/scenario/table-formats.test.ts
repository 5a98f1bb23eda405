import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { trace } from "../../sim/mechanisms/demand/trace.ts";
import { loadTable } from "../../sim/scenario/load-table.ts";
import type { Columns, Table } from "../../sim/schema/table.ts";

const folder = mkdtempSync(path.join(tmpdir(), "orrery-formats-"));
afterAll(() => rmSync(folder, { recursive: true }));

const JOBS: Columns = trace.mechanism.params.trace.columns!;
const COLUMNS: Columns = {
  submitted: { type: "time", unit: "s", min: 0, sorted: true },
  context_tokens: { type: "number", unit: "tokens", min: 0 },
  generated_tokens: { type: "number", unit: "tokens", min: 0 },
};

function load(name: string, text: string, columns = JOBS) {
  writeFileSync(path.join(folder, name), text);
  return loadTable(path.join(folder, name), name, columns);
}
const loaded = (name: string, text: string, columns = JOBS): Table["columns"] => {
  const { table, problems } = load(name, text, columns);
  expect(problems).toEqual([]);
  return table!.columns;
};
const problemsOf = (name: string, text: string): string[] =>
  load(name, text).problems.map(({ path: where, message }) => `${where}: ${message}`);

describe("a CSV of our own", () => {
  test("needs three columns; of the others it says what it knows", () => {
    const columns = loaded(
      "own.csv",
      "submitted,seconds,gpus,class,region,memory_gb\n0,60,1,training,DE,24\n30.5,120.25,8,,,\n",
    );
    expect(columns["submitted"]).toEqual(Float64Array.of(0, 30.5));
    expect(columns["seconds"]).toEqual(Float64Array.of(60, 120.25));
    expect(columns["class"]).toEqual(["training", ""]);
    expect(columns["memory_gb"]).toEqual(Float64Array.of(24, Number.NaN));
    expect(columns["deadline"]).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  });

  test("counts timestamps from its first row, with or without an offset from UTC", () => {
    const seconds = (first: string, second: string) =>
      loaded("times.csv", `submitted,seconds,gpus\n${first},1,1\n${second},1,1\n`)["submitted"]![1];
    expect(seconds("2017-09-19 05:06:40", "2017-09-20 05:06:41")).toBe(86_401);
    expect(seconds("2019-12-20T06:39:10.000Z", "2019-12-20T06:39:10.250Z")).toBe(0.25);
    expect(seconds("2019-12-20T06:39:10+00:00", "2019-12-20T08:39:10+01:00")).toBe(3_600);
    expect(seconds("2020-02-28 23:59:59", "2020-03-01 00:00:00")).toBe(86_401);
  });
});

test("Microsoft's Philly trace is read under the names that it has", () => {
  const columns = loaded(
    "philly.csv",
    "timestamp,duration,num_gpus,gpu_time,cluster\n2017-09-19 05:06:40,1164546.0,4,4658184.0,b436b2\n2017-09-20 00:33:44,763839.0,8,6110712.0,b436b2\n",
  );
  expect(columns["submitted"]).toEqual(Float64Array.of(0, 70_024));
  expect(columns["seconds"]).toEqual(Float64Array.of(1_164_546, 763_839));
  expect(columns["gpus"]).toEqual(Float64Array.of(4, 8));
});

test("Azure's LLM trace is read, seven decimals of a second included", () => {
  const columns = loaded(
    "azure.csv",
    "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n",
    COLUMNS,
  );
  expect(columns["submitted"]![1]).toBeCloseTo(4.314579, 6);
  expect(columns["context_tokens"]).toEqual(Float64Array.of(374, 396));
  expect(columns["generated_tokens"]).toEqual(Float64Array.of(44, 109));
});

describe("the Standard Workload Format", () => {
  const HEADER = "; Version: 2.2\n; MaxProcs: 128\n;\n\n";
  const swf = (...fields: (number | string)[]) => fields.join("  ");

  test("gives submission, run time, processors, memory, user and queue; −1 is unknown", () => {
    const columns = loaded(
      "log.swf",
      HEADER +
        [
          // number, submit, wait, run, allocated, cpu, used memory, requested: processors, time, memory, status, user, group, application, queue, …
          swf(1, 0, 10, 600, 16, 590, 524_288, 32, 900, -1, 1, 3, 1, -1, 2, -1, -1, -1),
          swf(2, 60, -1, 120.5, -1, -1, -1, 8, -1, 2_097_152, 1, -1, -1, -1, -1, -1, -1, -1),
          swf(3, 60, -1, -1, 0, -1, -1, -1, -1, -1, 5, 4, -1, -1, 1, -1, -1, -1),
        ].join("\n"),
    );
    expect(columns["submitted"]).toEqual(Float64Array.of(0, 60, 60));
    expect(columns["seconds"]).toEqual(Float64Array.of(600, 120.5, Number.NaN));
    // Allocated, else requested processors.
    expect(columns["gpus"]).toEqual(Float64Array.of(16, 8, Number.NaN));
    // Requested, else used memory; kilobytes of a processor.
    expect(columns["memory_gb"]).toEqual(Float64Array.of(0.5, 2, Number.NaN));
    expect(columns["customer"]).toEqual(Float64Array.of(3, Number.NaN, 4));
    expect(columns["class"]).toEqual(["queue 2", "", "queue 1"]);
  });

  test("error: what is wrong in it, by line and field", () => {
    const rest = "-1 -1 -1 -1 -1 1 1 1 -1 -1 -1 -1 -1";
    expect(
      problemsOf("broken.swf", `${HEADER}1 100 0 x 1 ${rest}\n2 50 0 -7 2.5 ${rest}\n3 200 0 60\n`),
    ).toEqual([
      'broken.swf:6 › submitted: Rows must be in ascending order of "submitted": 50 comes after a later one.',
      'broken.swf:5 › seconds: Expected a number of s, got "x".',
      "broken.swf:6 › seconds: Expected at least 0 s, got -7.",
      "broken.swf:6 › gpus: Expected a whole number of GPUs, got 2.5.",
      "broken.swf:7: Expected 18 fields of the Standard Workload Format, got 4.",
    ]);
    expect(problemsOf("short.swf", `${HEADER}3 200 0 60 1 1\n`)).toEqual([
      "short.swf:5: Expected 18 fields of the Standard Workload Format, got 6.",
    ]);
    expect(problemsOf("empty.swf", HEADER)).toEqual(["empty.swf: The file has no jobs."]);
  });
});

describe("error:", () => {
  const own = (...rows: string[]) => problemsOf("own.csv", `submitted,seconds,gpus\n${rows.join("\n")}\n`);

  test("negative durations, times out of order, cells that are no numbers and too many GPUs are named together", () => {
    expect(own("0,60,1", "20,-5,1", "10,60,one", "30,NaN,2000000")).toEqual([
      'own.csv:4 › submitted: Rows must be in ascending order of "submitted": 10 comes after a later one.',
      "own.csv:3 › seconds: Expected at least 0 s, got -5.",
      'own.csv:5 › seconds: Expected a number of s, got "NaN".',
      'own.csv:4 › gpus: Expected a number of GPUs, got "one".',
      "own.csv:5 › gpus: Expected at most 1000000 GPUs, got 2000000.",
    ]);
    expect(own("0,,1", "0,1,0")).toEqual([
      'own.csv:2 › seconds: Expected a number of s, got "".',
      "own.csv:3 › gpus: Expected at least 1 GPUs, got 0.",
    ]);
  });

  test("times that are none, and a record that mixes seconds and timestamps", () => {
    expect(own("2017-02-31 00:00:00,1,1")).toEqual([
      'own.csv:2 › submitted: Expected a number of s, or a time such as 2017-09-19 05:06:40, got "2017-02-31 00:00:00".',
    ]);
    expect(own("2017-02-01 25:00:00,1,1")).toHaveLength(1);
    expect(own("2017-02-01 00:00:00,1,1", "7,1,1")).toEqual([
      'own.csv:3 › submitted: Expected a number of s, or a time such as 2017-09-19 05:06:40, got "7".',
    ]);
  });

  test("a column that no format knows", () => {
    expect(problemsOf("own.csv", "submited,seconds,gpus\n0,1,1\n")).toEqual([
      'own.csv: The file has no column "submitted". Did you mean "submited"?',
    ]);
  });
});
