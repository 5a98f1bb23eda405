/**
 * How recorded workloads are written down. A file is taken as it was published: its columns are read under the names
 * that Orrery's own CSV has, and nobody edits a header. What each column means: docs/traces.md.
 */
import { csvParseRows } from "d3-dsv";

/** Rows of text under column names; null is a value that the format marks as unknown. */
export interface Sheet {
  readonly names: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Line of the file, from 1, that a row stands on. */
  readonly lines: readonly number[];
  /** Cells on that line, and how many there should be. */
  readonly lengths: readonly number[];
  readonly length: { readonly count: number; readonly words: string };
  /** Of a format that others publish their records in: its rows may stand in any order. */
  readonly published: boolean;
  /** What the format does not allow, by line. */
  readonly flaws: readonly { readonly line: number; readonly message: string }[];
}

interface CsvFormat {
  /** What the format calls the columns that Orrery's own CSV has. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Recognised by their header: a file that has all of a format's names is of that format. */
const CSV_FORMATS: readonly CsvFormat[] = [
  // Microsoft Philly (Jeon et al., USENIX ATC 2019), in the table form of the Pollux simulator.
  { columns: { submitted: "timestamp", seconds: "duration", gpus: "num_gpus" } },
  // Azure LLM inference trace (Patel et al., Splitwise, ISCA 2024).
  {
    columns: { submitted: "TIMESTAMP", context_tokens: "ContextTokens", generated_tokens: "GeneratedTokens" },
  },
];

/** A CSV file with a header line. */
export function readCsv(text: string): Sheet {
  const [header = [], ...rows] = csvParseRows(text.replace(/^\uFEFF/, ""));
  const names = header.map((name) => name.trim());
  return {
    names,
    rows,
    lines: rows.map((_, row) => row + 2),
    lengths: rows.map(({ length }) => length),
    length: { count: header.length, words: `${header.length} cells as in the header` },
    published: CSV_FORMATS.some((format) => hasAll(format, names)),
    flaws: [],
  };
}

const hasAll = ({ columns }: CsvFormat, names: readonly string[]): boolean =>
  Object.values(columns).every((theirs) => names.includes(theirs));

/** Where a column stands: under its own name, or under what the file's format calls it. −1: nowhere. */
export function placeOf(name: string, names: readonly string[]): number {
  const own = names.indexOf(name);
  if (own !== -1) return own;
  for (const format of CSV_FORMATS)
    if (Object.hasOwn(format.columns, name) && hasAll(format, names))
      return names.indexOf(format.columns[name]!);
  return -1;
}

const SWF_FIELDS = 18;
/** Columns that a workload in the Standard Workload Format fills. */
const SWF_NAMES = ["submitted", "seconds", "gpus", "memory_gb", "customer", "class"] as const;
const KILOBYTES_PER_GIGABYTE = 1024 * 1024;

/** Completion codes of field 11. Of a job that was swapped out one line tells the whole, and one more each part that it ran. */
const PARTS = [2, 3, 4];
const CANCELLED = 5;

/**
 * Standard Workload Format 2.2 (Feitelson, Parallel Workloads Archive): comments after `;`, 18 fields between blanks, −1
 * unknown. A processor is taken for a GPU: as many as were allocated, or requested where that is not known. A job of
 * which the submission is not known stands where its line does, with an unknown run time: it cannot be replayed.
 */
export function readSwf(text: string): Sheet {
  const rows: (string | null)[][] = [];
  const lines: number[] = [];
  const lengths: number[] = [];
  const parts: { line: number; status: string; job: string }[] = [];
  const jobs = new Set<string>();
  const all = swfLines(text);
  let submitted = all.map(({ fields }) => known(fields, 2)).find((time) => time !== null) ?? null;
  for (const { line, fields } of all) {
    const job = fields[0]!;
    const status = known(fields, 11);
    if (PARTS.includes(Number(status ?? Number.NaN))) {
      parts.push({ line, status: status!, job });
      continue;
    }
    jobs.add(job);
    const unknown = known(fields, 2) === null;
    submitted = unknown ? submitted : fields[1]!;
    rows.push(swfRow(fields, submitted, unknown));
    lines.push(line);
    lengths.push(fields.length);
  }
  const flaws = parts
    .filter(({ job }) => !jobs.has(job))
    .map(({ line, status, job }) => ({
      line,
      message: `Status ${status} marks a part of job ${job}, which has no line for the whole (status 0, 1 or 5).`,
    }));
  const words = `${SWF_FIELDS} fields of the Standard Workload Format`;
  return {
    names: SWF_NAMES,
    rows,
    lines,
    lengths,
    length: { count: SWF_FIELDS, words },
    published: true,
    flaws,
  };
}

function swfLines(text: string): { line: number; fields: string[] }[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((content, at) => ({ line: at + 1, fields: content.split(";")[0]!.trim().split(/\s+/) }))
    .filter(({ fields }) => fields[0] !== "");
}

/** A field, counted from 1 as the definition does; null where it is unknown. */
const known = (fields: readonly string[], number: number): string | null =>
  Number(fields[number - 1] ?? -1) === -1 ? null : fields[number - 1]!;

function swfRow(fields: readonly string[], submitted: string | null, unknown: boolean): (string | null)[] {
  const processors = (number: number): string | null =>
    Number(known(fields, number)) === 0 ? null : known(fields, number);
  const memory = known(fields, 10) ?? known(fields, 7);
  const queue = known(fields, 15);
  const seconds = known(fields, 4);
  const neverRan = Number(known(fields, 11)) === CANCELLED && Number(seconds) === 0;
  return [
    submitted,
    unknown || neverRan ? null : seconds,
    processors(5) ?? processors(8),
    memory === null ? null : String(Number(memory) / KILOBYTES_PER_GIGABYTE),
    known(fields, 12),
    queue === null ? null : `queue ${queue}`,
  ];
}
