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
  return {
    names: header.map((name) => name.trim()),
    rows,
    lines: rows.map((_, row) => row + 2),
    lengths: rows.map(({ length }) => length),
    length: { count: header.length, words: `${header.length} cells as in the header` },
  };
}

/** Where a column stands: under its own name, or under what the file's format calls it. −1: nowhere. */
export function placeOf(name: string, names: readonly string[]): number {
  const own = names.indexOf(name);
  if (own !== -1) return own;
  for (const { columns } of CSV_FORMATS)
    if (Object.hasOwn(columns, name) && Object.values(columns).every((theirs) => names.includes(theirs)))
      return names.indexOf(columns[name]!);
  return -1;
}

const SWF_FIELDS = 18;
/** Columns that a workload in the Standard Workload Format fills. */
const SWF_NAMES = ["submitted", "seconds", "gpus", "memory_gb", "customer", "class"] as const;
const KILOBYTES_PER_GIGABYTE = 1024 * 1024;

/**
 * Standard Workload Format 2.2 (Feitelson, Parallel Workloads Archive): comments after `;`, 18 fields between blanks, −1
 * unknown. A processor is taken for a GPU: as many as were allocated, or requested where that is not known.
 */
export function readSwf(text: string): Sheet {
  const rows: (string | null)[][] = [];
  const lines: number[] = [];
  const lengths: number[] = [];
  text.split(/\r?\n/).forEach((line, at) => {
    const content = line.split(";")[0]!.trim();
    if (content === "") return;
    const fields = content.split(/\s+/);
    rows.push(swfRow(fields));
    lines.push(at + 1);
    lengths.push(fields.length);
  });
  const words = `${SWF_FIELDS} fields of the Standard Workload Format`;
  return { names: SWF_NAMES, rows, lines, lengths, length: { count: SWF_FIELDS, words } };
}

function swfRow(fields: readonly string[]): (string | null)[] {
  const field = (number: number): string | null =>
    Number(fields[number - 1] ?? -1) === -1 ? null : fields[number - 1]!;
  const processors = (number: number): string | null => (Number(field(number)) === 0 ? null : field(number));
  const memory = field(10) ?? field(7);
  const queue = field(15);
  return [
    field(2),
    field(4),
    processors(5) ?? processors(8),
    memory === null ? null : String(Number(memory) / KILOBYTES_PER_GIGABYTE),
    field(12),
    queue === null ? null : `queue ${queue}`,
  ];
}
