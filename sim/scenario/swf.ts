import type { Format, Sheet } from "./table-formats.ts";

const SWF_FIELDS = 18;
/** Columns that a workload in the Standard Workload Format fills. */
const SWF_COLUMNS = [
  "submitted",
  "seconds",
  "gpus",
  "memory_gb",
  "customer",
  "class",
  "id",
  "wait",
  "requested",
] as const;
const KILOBYTES_PER_GIGABYTE = 1024 * 1024;
/** Its processors are whole: a part of one is a mistake. */
export const SWF: Format = { name: "Standard Workload Format", needs: [], columns: {} };

/** Completion codes of field 11. Of a job that was swapped out one line tells the whole, and one more each part that it ran. */
const PARTS = [2, 3, 4];
const CANCELLED = 5;

/** Whether a text is of the Standard Workload Format, whatever its file is called: 18 numbers between blanks. */
export function isSwf(text: string): boolean {
  const first = /^(?:\uFEFF)?(?:[ \t]*(?:;[^\n]*)?\r?\n)*([^\n;]*)/.exec(text)![1]!.trim().split(/\s+/);
  return first.length === SWF_FIELDS && first.every((field) => Number.isFinite(Number(field)));
}

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
    names: SWF_COLUMNS,
    rows,
    lines,
    lengths,
    length: { count: SWF_FIELDS, words },
    format: SWF,
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
  const positive = (number: number): string | null =>
    Number(known(fields, number)) === 0 ? null : known(fields, number);
  const memory = known(fields, 10) ?? known(fields, 7);
  const queue = known(fields, 15);
  const seconds = known(fields, 4);
  const neverRan = Number(known(fields, 11)) === CANCELLED && Number(seconds) === 0;
  return [
    submitted,
    unknown || neverRan ? null : seconds,
    positive(5) ?? positive(8),
    memory === null ? null : String(Number(memory) / KILOBYTES_PER_GIGABYTE),
    known(fields, 12),
    queue === null ? null : `queue ${queue}`,
    fields[0]!,
    known(fields, 3),
    positive(9),
  ];
}
