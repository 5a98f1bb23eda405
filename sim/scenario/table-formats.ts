/**
 * How recorded workloads are written down. A file is taken as it was published: a format is a mapping of its columns to
 * those that Orrery's own CSV has, as an author gives one for a file of his own. What each column means: docs/traces.md.
 */
import { csvParseRows } from "d3-dsv";
import type { ColumnSources } from "../schema/table-source.ts";

/** Rows of text under column names; null is a value that the format marks as unknown. */
export interface Sheet {
  readonly names: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Line of the file, from 1, that a row stands on. */
  readonly lines: readonly number[];
  /** Cells on that line, and how many there should be. */
  readonly lengths: readonly number[];
  readonly length: { readonly count: number; readonly words: string };
  /** What the format does not allow, by line. */
  readonly flaws: readonly { readonly line: number; readonly message: string }[];
  /** The format that others publish their records in, where it is one. */
  readonly format: Format | undefined;
}

export interface Format {
  readonly name: string;
  /** A file that has all of these names is of the format. */
  readonly needs: readonly string[];
  readonly columns: ColumnSources;
}

/** The first that a header has all names of. */
const CSV_FORMATS: readonly Format[] = [
  {
    // Jeon et al., USENIX ATC 2019, in the table form of the Pollux simulator.
    name: "Microsoft Philly",
    needs: ["timestamp", "duration", "num_gpus"],
    columns: { submitted: "timestamp", seconds: "duration", gpus: "num_gpus" },
  },
  {
    // Patel et al., Splitwise, ISCA 2024.
    name: "Azure LLM inference",
    needs: ["TIMESTAMP", "ContextTokens", "GeneratedTokens"],
    columns: { submitted: "TIMESTAMP", context_tokens: "ContextTokens", generated_tokens: "GeneratedTokens" },
  },
  {
    // Hu et al., NSDI 2024. Its `duration` counts from the submission on in Kalos, and from the start on in Seren.
    name: "Acme",
    needs: ["job_id", "user", "gpu_num", "type", "submit_time", "start_time", "end_time"],
    columns: {
      submitted: "submit_time",
      seconds: { from: "start_time", to: "end_time" },
      gpus: "gpu_num",
      id: "job_id",
      customer: "user",
      class: "type",
      wait: { from: "submit_time", to: "start_time" },
    },
  },
  {
    // Hu et al., SC 2021.
    name: "SenseTime Helios",
    needs: ["job_id", "user", "gpu_num", "submit_time", "duration"],
    columns: {
      submitted: "submit_time",
      seconds: "duration",
      gpus: "gpu_num",
      id: "job_id",
      customer: "user",
      class: "vc",
      wait: "queue",
    },
  },
  {
    // Weng et al., USENIX ATC 2023.
    name: "Alibaba openb",
    needs: ["name", "num_gpu", "gpu_milli", "creation_time", "deletion_time", "scheduled_time"],
    columns: {
      submitted: "creation_time",
      seconds: { from: "scheduled_time", to: "deletion_time" },
      gpus: { column: "gpu_milli", unit: "milli", times: "num_gpu" },
      id: "name",
      class: "qos",
      wait: { from: "creation_time", to: "scheduled_time" },
    },
  },
  {
    // Weng et al., NSDI 2022: a task is submitted when it starts, as far as its table says.
    name: "Alibaba PAI",
    needs: ["job_name", "task_name", "inst_num", "start_time", "end_time", "plan_gpu"],
    columns: {
      submitted: "start_time",
      seconds: { from: "start_time", to: "end_time" },
      gpus: { column: "plan_gpu", unit: "percent", times: "inst_num" },
      id: "job_name",
      class: "task_name",
    },
  },
  {
    // The list of jobs of PAI's own simulator.
    name: "Alibaba PAI",
    needs: ["num_gpu", "submit_time", "duration", "num_inst"],
    columns: {
      submitted: "submit_time",
      seconds: "duration",
      gpus: "num_gpu",
      id: "job_id",
      customer: "user",
      wait: "wait_time",
    },
  },
];

/** Tables that are published without a header line, which stands in a file beside them. */
const HEADERS: Readonly<Record<string, string>> = {
  pai_task_table:
    "job_name,task_name,inst_num,status,start_time,end_time,plan_cpu,plan_mem,plan_gpu,gpu_type",
  pai_job_table: "job_name,inst_id,user,status,start_time,end_time",
};

/** The names that a published table has without a header line of its own; `stem` is the file's name without endings. */
export function publishedHeader(stem: string, text: string): readonly string[] | undefined {
  const header = Object.hasOwn(HEADERS, stem) ? HEADERS[stem]! : undefined;
  return header === undefined || text.startsWith(header) ? undefined : header.split(",");
}

/** A CSV file with a header line, or one without whose names are given. */
export function readCsv(whole: string, header?: readonly string[]): Sheet {
  const parsed = csvParseRows(whole.replace(/^\uFEFF/, ""));
  const lines = lineNumbers(whole, parsed);
  const skipped = header ? 0 : headerAt(parsed) + 1;
  const names = (header ?? parsed[skipped - 1] ?? []).map((name) => name.trim());
  // A blank line at the end, or between, is no row.
  const at = parsed
    .map((_, row) => row)
    .slice(skipped)
    .filter((row) => parsed[row]!.length > 1 || parsed[row]![0]!.trim() !== "" || names.length === 1);
  return {
    names,
    rows: at.map((row) => parsed[row]!),
    lines: at.map((row) => lines[row]!),
    lengths: at.map((row) => parsed[row]!.length),
    length: { count: names.length, words: `${names.length} cells as in the header` },
    format: CSV_FORMATS.find(({ needs }) => needs.every((name) => names.includes(name))),
    flaws: [],
  };
}

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === "");

/** The row of the names: the first that is not blank, or the one below it where that only has notes, such as units. */
function headerAt(rows: readonly (readonly string[])[]): number {
  const first = Math.max(
    0,
    rows.findIndex((row) => !isBlank(row)),
  );
  const below = (rows[first + 1] ?? []).map((cell) => cell.trim());
  const hasGaps = (rows[first] ?? []).slice(1).some((cell) => cell.trim() === "");
  const areNames =
    below.length > 1 &&
    new Set(below).size === below.length &&
    below.every((cell) => cell !== "" && Number.isNaN(Number(cell)));
  return hasGaps && areNames ? first + 1 : first;
}

/** Lines that rows begin on: a cell in quotes may hold line breaks. */
function lineNumbers(text: string, rows: readonly (readonly string[])[]): number[] {
  if (!text.includes('"')) return rows.map((_, row) => row + 1);
  let line = 1;
  return rows.map((cells) => {
    const begins = line;
    line += 1 + cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    return begins;
  });
}
