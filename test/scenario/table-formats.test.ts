import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bootstrapTrace } from "../../sim/mechanisms/demand/bootstrap-trace.ts";
import { inference } from "../../sim/mechanisms/demand/inference.ts";
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

test("the header is the first line that is not blank, or the one below it where that has units", () => {
  expect(loaded("blank.csv", "\n\r\n  \nsubmitted,seconds,gpus\n\n0,60,1\n")["seconds"]).toEqual(
    Float64Array.of(60),
  );
  const watts: Columns = {
    model: { type: "text" },
    tdp_watts: { type: "number", unit: "W", min: 0 },
    memory: { type: "number", unit: "GB", min: 0, optional: true },
  };
  const columns = loaded(
    "tdp.csv",
    "index,in Watt,,in GB\nmodel,tdp_watts,year,memory\nA100,250,,40\n",
    watts,
  );
  expect(columns["tdp_watts"]).toEqual(Float64Array.of(250));
  // A column without a name is no line of units where a number stands below.
  expect(loaded("gap.csv", "model,tdp_watts,\nA100,250,x\n", watts)["model"]).toEqual(["A100"]);
  expect(load("lines.csv", "\n\nsubmitted,seconds,gpus\n0,x,1\n").problems.map((one) => one.path)).toEqual([
    "lines.csv:4 › seconds",
  ]);
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
      "broken.swf:6 › seconds: Expected at least 0 s, got -7.",
      'broken.swf:5 › seconds: Expected a number of s, got "x".',
      "broken.swf:6 › gpus: A part of a GPU lies on one card, and beyond one GPU cards are whole: expected 2 or 3 GPUs, got 2.5.",
      "broken.swf:7: Expected 18 fields of the Standard Workload Format, got 4.",
    ]);
    expect(problemsOf("short.swf", `${HEADER}3 200 0 60 1 1\n`)).toEqual([
      "short.swf:5: Expected 18 fields of the Standard Workload Format, got 6.",
    ]);
    expect(problemsOf("empty.swf", HEADER)).toEqual(["empty.swf: The file has no jobs."]);
  });
});

describe("jobs of the Standard Workload Format that are no plain ones", () => {
  /** number, submit, run time, allocated processors, requested processors, status; the rest is unknown. */
  const job = (
    number: number,
    submit: number,
    run: number,
    allocated: number,
    asked: number,
    status: number,
  ) =>
    [number, submit, -1, run, allocated, -1, -1, asked, -1, -1, status, -1, -1, -1, -1, -1, -1, -1].join(" ");
  const columns = (...rows: string[]) => {
    const { submitted, seconds, gpus } = loaded("codes.swf", rows.join("\n"));
    return Array.from(submitted as Float64Array, (time, row) => [time, seconds![row], gpus![row]]);
  };

  test("without a submit time: they stand where their line does, and cannot be replayed", () => {
    const [first, second, third] = [
      job(1, -1, 50, 2, 2, 1),
      job(2, 30, 60, 4, 4, 1),
      job(3, 90, 70, 8, 8, 0),
    ];
    expect(columns(first, second, job(4, -1, 80, 1, 1, 1), third)).toEqual([
      [30, Number.NaN, 2],
      [30, 60, 4],
      [30, Number.NaN, 1],
      [90, 70, 8],
    ]);
  });

  test("a file in which no submit time is known is refused by line", () => {
    expect(problemsOf("none.swf", [job(1, -1, 50, 2, 2, 1), job(2, -1, 60, 4, 4, 1)].join("\n"))).toEqual([
      'none.swf:1 › submitted: Expected a number of s, or a time such as 2017-09-19 05:06:40, got "".',
      'none.swf:2 › submitted: Expected a number of s, or a time such as 2017-09-19 05:06:40, got "".',
    ]);
  });

  test("parts of a job that was swapped out are of the whole; one of them without a whole is refused", () => {
    const parts = [job(7, 10, 400, 2, 2, 2), job(7, -1, 300, 2, 2, 2), job(7, -1, 200, 2, 2, 4)];
    expect(columns(job(7, 10, 900, 2, 2, 0), ...parts, job(8, 20, 5, 1, 1, 5))).toEqual([
      [10, 900, 2],
      [20, 5, 1],
    ]);
    expect(problemsOf("parts.swf", [job(6, 0, 1, 1, 1, 1), ...parts.slice(1)].join("\n"))).toEqual([
      "parts.swf:2: Status 2 marks a part of job 7, which has no line for the whole (status 0, 1 or 5).",
      "parts.swf:3: Status 4 marks a part of job 7, which has no line for the whole (status 0, 1 or 5).",
    ]);
  });

  test("that were cancelled before they ran never ran; one that failed within half a second did", () => {
    expect(columns(job(1, 0, 0, 0, 4, 5), job(2, 5, -1, -1, 4, 5), job(3, 6, 0, 4, 4, 0))).toEqual([
      [0, Number.NaN, 4],
      [5, Number.NaN, 4],
      [6, 0, 4],
    ]);
  });

  test("in any order, between tabs, on lines that end as those of Windows, with comments behind", () => {
    const rows = [job(2, 40, 2, 1, 1, 1), job(1, 40, 1, 1, 1, 1), job(3, 7, 3, 1, 1, 1)];
    const text = `; UnixStartTime: 870220800\r\n${rows.map((row) => row.replaceAll(" ", "\t")).join(" ; said\r\n")}\r\n`;
    expect(columns(...text.split("\n"))).toEqual([
      [7, 3, 1],
      [40, 2, 1],
      [40, 1, 1],
    ]);
  });
});

describe("rows out of order", () => {
  const PHILLY = "timestamp,duration,num_gpus\n2017-10-09 07:01:55,66,1\n2017-10-09 06:13:03,2951,2\n";
  const TIED = `${PHILLY}2017-10-09 07:01:55,67,3\n2017-10-09 06:13:03,2952,4\n`;

  test("of Philly's format are sorted, ties as they stand, whoever reads them", () => {
    const { submitted, gpus } = loaded("philly.csv", TIED);
    expect(submitted).toEqual(Float64Array.of(0, 0, 2_932, 2_932));
    expect(gpus).toEqual(Float64Array.of(2, 4, 1, 3));
    const weeks = loaded("philly.csv", TIED, bootstrapTrace.mechanism.params.trace.columns!);
    expect(weeks["num_gpus"]).toEqual(Float64Array.of(2, 4, 1, 3));
  });

  test("of Azure's format are sorted", () => {
    const text =
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:01.5,1,9\n2024-05-10 00:00:00.25,2,9\n2024-05-10 00:00:00.25,3,9\n";
    const own = loaded("azure.csv", text, inference.mechanism.params.trace.columns!);
    expect(own["ContextTokens"]).toEqual(Float64Array.of(2, 3, 1));
    expect(loaded("azure.csv", text, COLUMNS)["submitted"]).toEqual(Float64Array.of(0, 0, 1.25));
  });

  test("of our own CSV are a mistake, also where they come before the first timestamp", () => {
    const own = PHILLY.replace("timestamp,duration,num_gpus", "submitted,seconds,gpus");
    expect(problemsOf("own.csv", own)).toEqual([
      'own.csv:3 › submitted: Rows must be in ascending order of "submitted": 2017-10-09 06:13:03 comes after a later one.',
    ]);
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
      "own.csv:3 › gpus: Expected at least 0.01 GPUs, got 0.",
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
      'own.csv: The file has no column "submitted". Did you mean "submited"? It has "submited", "seconds", "gpus". Say which is which by columns: { submitted: … } (docs/traces.md#columns-of-other-names).',
    ]);
  });
});
