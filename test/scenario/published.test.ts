import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { bootstrapTrace } from "../../sim/mechanisms/demand/bootstrap-trace.ts";
import { trace } from "../../sim/mechanisms/demand/trace.ts";
import { recordedSpot } from "../../sim/mechanisms/pricing/recorded-spot.ts";
import { readTable } from "../../sim/scenario/read-table.ts";
import type { Columns, Table } from "../../sim/schema/table.ts";
import type { TableSource } from "../../sim/schema/table-source.ts";

const JOBS: Columns = trace.mechanism.params.trace.columns!;
const FOLDER = path.join(import.meta.dirname, "published");
const published = (name: string): string => readFileSync(path.join(FOLDER, name), "utf8");
const read = (text: string, source: Partial<TableSource> = {}, columns = JOBS) =>
  readTable(text, { file: "jobs.csv", ...source }, columns);

function tableOf(text: string, source: Partial<TableSource> = {}, columns = JOBS): Table {
  const { table, problems } = read(text, source, columns);
  expect(problems).toEqual([]);
  return table!;
}
const problemsOf = (text: string, source: Partial<TableSource> = {}): string[] =>
  read(text, source).problems.map(({ path: where, message }) => `${where}: ${message}`);
const cells = (table: Table, name: string): unknown[] => [...table.columns[name]!];

/** The same file read plainly: cells by the names of its header. */
const plainly = (name: string): Record<string, string>[] => {
  const [header, ...rows] = published(name).trimEnd().split("\n");
  const names = header!.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((cell, at) => [names[at]!, cell])));
};

describe("as published:", () => {
  test("Helios", () => {
    const table = tableOf(published("helios_cluster_log.csv"));
    const rows = plainly("helios_cluster_log.csv");
    const seconds = (text: string) => Date.parse(`${text.replace(" ", "T")}Z`) / 1_000;
    const first = seconds(rows[0]!["submit_time"]!);
    expect(cells(table, "submitted")).toEqual(rows.map((row) => seconds(row["submit_time"]!) - first));
    // As its description says, and as the file's own times have it.
    expect(cells(table, "seconds")).toEqual(rows.map((row) => Number(row["duration"])));
    expect(cells(table, "seconds")).toEqual(
      rows.map((row) => seconds(row["end_time"]!) - seconds(row["start_time"]!)),
    );
    expect(cells(table, "gpus")).toEqual([1, 4, 1]);
    expect(cells(table, "wait")).toEqual([0, 0, 0]);
    expect(cells(table, "id")).toEqual(["1425511", "1425512", "1425513"]);
    expect(cells(table, "class")).toEqual(["vcJkd", "vchbv", "vcpDC"]);
    // Names of users are numbered as they come.
    expect(cells(table, "customer")).toEqual([0, 1, 2]);
    expect(table.told).toBeUndefined();
  });

  test("Acme: durations are those of the run in both clusters, though Kalos counts its own from the submission on", () => {
    const seren = tableOf(published("trace_seren.csv"));
    expect(cells(seren, "submitted")).toEqual([0, 336]);
    expect(cells(seren, "seconds")).toEqual([117, 2_693]);
    expect(cells(seren, "wait")).toEqual([32, 13]);
    expect(cells(seren, "customer")).toEqual([0, 0]);
    const kalos = tableOf(published("trace_kalos.csv"));
    expect(cells(kalos, "seconds")).toEqual([8, 70]);
    expect(plainly("trace_kalos.csv").map((row) => Number(row["duration"]) - Number(row["queue"]))).toEqual([
      8, 70,
    ]);
    expect(cells(kalos, "wait")).toEqual([10, 12]);
    expect(cells(kalos, "gpus")).toEqual([64, 64]);
  });

  test("Alibaba's openb: parts of a GPU, pods that never ran, and those without a GPU", () => {
    const table = tableOf(published("openb_pod_list.csv"));
    const rows = plainly("openb_pod_list.csv");
    expect(table.rows).toBe(rows.length);
    expect(cells(table, "submitted")).toEqual(rows.map((row) => Number(row["creation_time"])));
    const ran = (row: Record<string, string>, from: string, to: string) =>
      row["scheduled_time"] === "" ? Number.NaN : Number(row[to]) - Number(row[from]);
    expect(cells(table, "seconds")).toEqual(rows.map((row) => ran(row, "scheduled_time", "deletion_time")));
    expect(cells(table, "wait")).toEqual(rows.map((row) => ran(row, "creation_time", "scheduled_time")));
    expect(cells(table, "gpus")).toEqual(
      rows.map((row) =>
        row["num_gpu"] === "0" ? Number.NaN : (Number(row["num_gpu"]) * Number(row["gpu_milli"])) / 1_000,
      ),
    );
    expect(cells(table, "id").slice(0, 2)).toEqual(["openb-pod-0000", "openb-pod-0001"]);
    expect(table.told).toEqual(["In 4 of 24 rows a job asks for no GPU: it is left out."]);
  });

  test("Alibaba's PAI, whose tables have their header lines in files of their own", () => {
    const table = tableOf(published("pai_task_table.csv"), { file: "data/pai_task_table.csv" });
    expect(["submitted", "seconds", "gpus", "id"].map((name) => cells(table, name)[0])).toEqual([
      1_739_162,
      38,
      0.5,
      "4f057009a5d481acec67b088",
    ]);
    const header =
      "job_name,task_name,inst_num,status,start_time,end_time,plan_cpu,plan_mem,plan_gpu,gpu_type";
    // Rows made up: three instances of half a GPU, one that still runs, one that never started, a parameter server.
    const made = [
      "a,worker,3.0,Terminated,10.0,70.0,600.0,29.3,50.0,T4",
      "b,worker,2.0,Running,20.0,,600.0,29.3,100.0,T4",
      "c,worker,1.0,Waiting,,,600.0,29.3,100.0,T4",
      "a,ps,1.0,Terminated,10.0,70.0,600.0,29.3,,CPU",
      "d,worker,1.0,Failed,5.0,6.0,600.0,29.3,12.5,T4",
    ];
    const all = tableOf(`${header}\n${made.join("\n")}\n`, { file: "pai_task_table.csv" });
    expect(cells(all, "id")).toEqual(["d", "a", "a", "b"]);
    expect(cells(all, "gpus")).toEqual([0.13, 2, Number.NaN, 2]);
    expect(cells(all, "seconds")).toEqual([1, 60, 60, Number.NaN]);
    expect(all.told).toEqual([
      "In 2 of 5 rows a job asks for GPUs that are no size here: it is given the next larger one.",
      'In 1 of 5 rows "submitted" is unknown: they are left out.',
      'The rows stand in no order of "submitted": they were sorted.',
      "1 of 4 rows have the id of an earlier one.",
    ]);
  });

  test("the list of jobs of PAI's simulator", () => {
    const table = tableOf(
      "job_id,user,num_gpu,num_cpu,submit_time,duration,num_inst,wait_time\n7,u1,0.25,6,100,30,1,4.0\n8,u2,8,6,90,60,1,0\n",
    );
    expect(cells(table, "gpus")).toEqual([8, 0.25]);
    expect(cells(table, "submitted")).toEqual([90, 100]);
    expect(cells(table, "wait")).toEqual([0, 4]);
  });

  test("spot prices of AWS; and jobs of Helios for what was written for Philly's names", () => {
    const prices =
      "instance_type,zone,timestamp,usd_per_hour,product\np3.2xlarge,us-east-1f,2019-12-22T07:09:01.000Z,0.918,Linux/UNIX\n";
    const spot = recordedSpot.mechanism.params.prices.columns!;
    expect(cells(tableOf(prices, {}, spot), "timestamp")).toEqual([Date.UTC(2019, 11, 22, 7, 9, 1) / 1_000]);
    const weeks = tableOf(
      published("helios_cluster_log.csv"),
      {},
      bootstrapTrace.mechanism.params.trace.columns!,
    );
    expect(cells(weeks, "num_gpus")).toEqual([1, 4, 1]);
  });

  test("a line that ends early, where what is missing is not read", () => {
    const lines = (last: string) => `${published("helios_cluster_log.csv")}${last}\n`;
    const short =
      "1425514,uXBbc,vcJkd,2,1,1,RUNNING,2020-06-09 18:41:29,2020-06-09 18:41:29,2020-06-09 18:41:39,10,3";
    const header = lines(short).replace("queue\n", "queue,note\n").replaceAll(/,0\n/g, ",0,\n");
    expect(cells(tableOf(header), "gpus")).toEqual([1, 4, 1, 2]);
    expect(problemsOf(lines(short.slice(0, -2)))).toEqual([
      "jobs.csv:5: Expected 12 cells as in the header, got 11.",
    ]);
  });

  test("error: what has no jobs is refused with the columns that it has", () => {
    const minutes =
      "time,total_gpu_num,running_gpu_num,pending_gpu_num,idle_gpu_num\n2020-05-01 00:00:00,208,162,0,46\n";
    expect(problemsOf(minutes)).toEqual([
      'jobs.csv: The file has no column "submitted" and none "seconds" and none "gpus". It has "time", "total_gpu_num", "running_gpu_num", "pending_gpu_num", "idle_gpu_num". Say which is which by columns: { submitted: …, seconds: …, gpus: … } (docs/traces.md#columns-of-other-names).',
    ]);
    const table = "4b3f04b66a525d2df903eb16,8cb3,58540f191766,Terminated,4550879.0,4551416.0\n";
    expect(problemsOf(table, { file: "pai_job_table.csv" })[0]).toContain(
      'It has "job_name", "inst_id", "user", "status", "start_time", "end_time".',
    );
  });

  test("error: a file without a header line, or with other separators, is told as what it is", () => {
    expect(problemsOf("703067,00000007dfcc,1633117022000\n703068,00000008,1633117383000\n")[0]).toContain(
      "That looks like data: name the columns of a file without a header line by header: [ … ].",
    );
    expect(problemsOf('{\n  "k80": {}\n}\n')[0]).toContain(
      'Its first line is "{": that is JSON, and a table is CSV.',
    );
    expect(problemsOf("submitted;seconds;gpus\n1;2;3\n")[0]).toContain(
      'Its first line is "submitted;seconds;gpus": cells are separated by commas, not by ";".',
    );
  });
});

describe("a mapping", () => {
  const FILE =
    "submit_time,start,end,runtime_ms,gpu_num,share,mem\n0,1000,61000,60000,2,50,16384\n5,6000,7000,1500.5,1,25,8192\n";

  test("names columns, gives units, multiplies, and takes the time between two", () => {
    const table = tableOf(FILE, {
      columns: {
        submitted: "submit_time",
        seconds: { from: "start", to: "end", unit: "ms" },
        requested: { column: "runtime_ms", unit: "ms" },
        gpus: { column: "share", unit: "percent", times: "gpu_num" },
        memory_gb: { column: "mem", unit: "MB" },
      },
    });
    expect(cells(table, "seconds")).toEqual([60, 1]);
    expect(cells(table, "requested")).toEqual([60, 1.5005]);
    expect(cells(table, "gpus")).toEqual([1, 0.25]);
    expect(cells(table, "memory_gb")).toEqual([16, 8]);
  });

  test("takes what it does not name as it is, and of a published format under its name", () => {
    const [header, row] = published("helios_cluster_log.csv").split("\n");
    const table = tableOf(`${header},priority\n${row},3\n`, { columns: { class: "state" } });
    expect([cells(table, "class"), cells(table, "gpus"), cells(table, "priority")]).toEqual([
      ["COMPLETED"],
      [1],
      [3],
    ]);
  });

  test("names a file without a header line, and times in milliseconds since 1970", () => {
    const table = tableOf("b,1633117383000,2,60\na,1633117022000,1,30\n", {
      header: ["id", "at", "gpus", "seconds"],
      columns: { submitted: { column: "at", unit: "ms" } },
    });
    expect(cells(table, "submitted")).toEqual([1_633_117_022, 1_633_117_383]);
    expect(cells(table, "id")).toEqual(["a", "b"]);
    expect(table.told).toEqual(['The rows stand in no order of "submitted": they were sorted.']);
  });

  test("reads a mark of bytes, lines of Windows, quotes, blank lines, and the many ways to say that nothing is known", () => {
    const text =
      '\uFEFFwhen,"how long",gpus,who\r\n"2020-01-01T00:00:05Z","60",1,"Doe, J."\r\n\r\n2020-01-01 02:00:00+02:00,NaN,2,\r\n2020-01-01 00:00:07 UTC,null,nan,"a\nb"\r\n';
    const table = tableOf(text, { columns: { submitted: "when", seconds: "how long", customer: "who" } });
    expect(cells(table, "submitted")).toEqual([0, 5, 7]);
    expect(cells(table, "seconds")).toEqual([Number.NaN, 60, Number.NaN]);
    expect(cells(table, "gpus")).toEqual([2, 1, Number.NaN]);
    expect(cells(table, "customer")).toEqual([Number.NaN, 0, 1]);
  });

  test("error: what it names and the file does not have, each with what was meant", () => {
    expect(
      problemsOf(FILE, {
        columns: { submitted: "submit_tme", seconds: { from: "start", to: "ende" }, gpus: "gpu_num" },
      }),
    ).toEqual([
      'jobs.csv: The file has no column "submit_tme", for "submitted". Did you mean "submit_time"? It has "submit_time", "start", "end", "runtime_ms", "gpu_num", "share", "mem".',
      'jobs.csv: The file has no column "ende", for "seconds". Did you mean "end"? It has "submit_time", "start", "end", "runtime_ms", "gpu_num", "share", "mem".',
    ]);
    expect(
      problemsOf("t,t,gpus\n1,2,3\n", {
        columns: { submitted: "t", seconds: { column: "t", unit: "ms" } },
      })[0],
    ).toBe('jobs.csv: The column "t" of the file is read twice, as "submitted" and as "seconds".');
    expect(problemsOf("t,s,s,gpus\n1,2,2,3\n", { columns: { submitted: "t", seconds: "s" } })).toEqual([
      'jobs.csv: The file has 2 columns "s": which is meant cannot be told.',
    ]);
  });

  test("error: columns and units that there are not, and forms that are none", () => {
    expect(
      problemsOf(FILE, {
        columns: {
          submited: "submit_time",
          seconds: { column: "runtime_ms", unit: "msec" },
          class: { column: "gpu_num", unit: "ms" },
          gpus: { column: "gpu_num", unt: "percent" },
          wait: 7,
        } as never,
        header: ["a", "a"],
        colums: {},
      } as never),
    ).toEqual([
      'jobs.csv: A table\'s file has no field "colums". Did you mean "columns"?',
      "jobs.csv: Expected header to be the names of the file's columns, in their order, each once.",
      expect.stringMatching(
        /^jobs\.csv: The mapping fills a column "submited", and there is no such\. Did you mean "submitted"\? There are submitted, /,
      ),
      'jobs.csv: The column "seconds" knows no unit "msec": expected one of ns, us, ms, s, min, h, d.',
      'jobs.csv: The column "class" is text: it has no unit and is no difference.',
      expect.stringContaining('for "gpus", got "{\\"column\\":\\"gpu_num\\",\\"unt\\":\\"percent\\"}".'),
      expect.stringContaining('for "wait", got 7.'),
    ]);
  });

  test("error: an end before its start, and what is no time, by line", () => {
    const columns = { submitted: "s", seconds: { from: "a", to: "b" } };
    expect(problemsOf("s,a,b,gpus\n0,5,9,1\n1,9,5,1\n2,5,later,1\n", { columns })).toEqual([
      "jobs.csv:3 › seconds: Expected at least 0 s, got -4.",
      'jobs.csv:4 › seconds: Expected a number of s, got "later − 5".',
    ]);
  });
});

describe("the Standard Workload Format", () => {
  const job =
    "  1      0      10   600 16        590 524288 32               900  -1       1      3    1     -1  2     -1        -1   -1";

  test("is known by its 18 numbers, whatever the file is called; fields 1, 3 and 9 are id, wait and request", () => {
    const table = tableOf(`; UnixStartTime: 0\n${job}\n`, { file: "log.txt" });
    expect(["id", "wait", "requested", "seconds"].map((name) => cells(table, name)[0])).toEqual([
      "1",
      10,
      900,
      600,
    ]);
  });

  test("by its ending it is of the format, also compressed, and whatever is wrong in it is told as such", () => {
    for (const file of ["log.swf", "folder/LOG.SWF.GZ"])
      expect(problemsOf("1 2 3\n", { file })).toEqual([
        `${file}:1: Expected 18 fields of the Standard Workload Format, got 3.`,
      ]);
  });
});
