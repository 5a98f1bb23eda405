import { createHash } from "node:crypto";
import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from "node:fs";
import { csvFormatRow, csvParseRows } from "d3-dsv";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { OrreryError } from "../../errors.ts";
import type { Run } from "../../run/result.ts";
import { csvOriginal, csvText } from "../../text/csv.ts";
import type { Cell, ColumnSpec, ColumnType, TableSpec } from "./columns.ts";
import { oddFile } from "./stored-file.ts";

export type Format = "parquet" | "csv";
/** A row by the names of its columns. */
export type TableRow = Record<string, Cell>;
export const FORMATS: readonly Format[] = ["parquet", "csv"];

/** Rows to a row group, at least: enough to compress well, few enough to hold in memory. */
const GROUP = 100_000;
/** Bytes of a CSV file that are read at a time. */
const PIECE = 1 << 22;

/** A table's file under way: rows are written as they come, so that memory does not grow with them. */
export interface TableFile<R = Run> {
  readonly append: (run: R) => void;
  /** Writes the rest; sha256 and length of the whole file. */
  readonly finish: () => { readonly sha256: string; readonly bytes: number };
}

/** Opens a new file of a table. Cells that are not a number (NaN) are null in Parquet and empty in CSV. */
export function openTable<R = Run>(file: string, table: TableSpec<R>, format: Format): TableFile<R> {
  const output = openOutput(file);
  const writer = format === "parquet" ? parquetRows(table, output) : csvRows(table, output);
  const columns: Cell[][] = table.columns.map(() => []);
  const flush = (): void => {
    if (columns[0]!.length > 0) writer.write(columns);
    for (const column of columns) column.length = 0;
  };
  const flushWhenFull = (): void => {
    if (columns[0]!.length >= GROUP) flush();
  };
  return {
    append(run) {
      table.append(run, columns, flushWhenFull);
      flushWhenFull();
    },
    finish() {
      flush();
      writer.finish();
      return output.close();
    },
  };
}

/** Writes rows, given as columns, in the form of a file format. */
interface RowWriter {
  readonly write: (columns: readonly Cell[][]) => void;
  readonly finish: () => void;
}

interface Output {
  readonly write: (content: Uint8Array) => void;
  readonly close: () => { readonly sha256: string; readonly bytes: number };
}

/** A file that is hashed while it is written. */
function openOutput(file: string): Output {
  const descriptor = openSync(file, "w");
  const hash = createHash("sha256");
  let bytes = 0;
  return {
    write(content) {
      hash.update(content);
      bytes += content.length;
      for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
    },
    close() {
      fsyncSync(descriptor);
      closeSync(descriptor);
      return { sha256: hash.digest("hex"), bytes };
    },
  };
}

/**
 * The rows of a table's file, text as text, numbers as numbers, a missing number as NaN: part by part, so that a long
 * table need not be held.
 *
 * @throws where the file is a link or a device, or cannot be read as its format
 */
export async function* tableParts(
  columns: readonly ColumnSpec[],
  file: string,
  format: Format,
): AsyncGenerator<TableRow[]> {
  const odd = await oddFile(file);
  if (odd !== undefined) throw new OrreryError(`${file} ${odd}: it is not read.`);
  if (format === "csv") {
    yield* readCsv(columns, file);
    return;
  }
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd });
    yield rows.map((row) => typedRow(columns, row));
    rowStart = rowEnd;
  }
}

/** The names of a table's columns as its file has them. */
export async function columnNames(file: string, format: Format): Promise<readonly string[]> {
  if (format === "csv") {
    for await (const [header = []] of csvParts(file)) return header.map(csvOriginal);
    return [];
  }
  const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(file));
  return schema.slice(1).map(({ name }) => name);
}

function typedRow(columns: readonly ColumnSpec[], row: Record<string, unknown>): TableRow {
  const typed: TableRow = {};
  for (const { name, type } of columns)
    typed[name] = type === "text" ? String(row[name]) : numberOf(row[name]);
  return typed;
}

/** A missing number is NaN; 64-bit integers come as bigint. */
const numberOf = (cell: unknown): number => (cell === null || cell === undefined ? Number.NaN : Number(cell));

const PARQUET_TYPES: Readonly<Record<ColumnType, BasicType>> = {
  text: "STRING",
  integer: "INT32",
  long: "INT64",
  number: "DOUBLE",
};

function parquetRows(table: Pick<TableSpec, "columns">, output: Output): RowWriter {
  const sources = (columns: readonly Cell[][]) =>
    table.columns.map(({ name, type }, column) => ({
      name,
      data: parquetCells(columns[column]!, type),
      // Readers skip groups by replication or point; bounds of texts and of doubles cost more than they tell.
      statistics: type === "integer",
    }));
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({
    columnData: table.columns.map(({ name, type }) => ({
      name,
      type: PARQUET_TYPES[type],
      nullable: type === "number",
      data: [],
    })),
  });
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: "orrery" });
  const drain = (): void => {
    output.write(bytes.getBytes());
    bytes.index = 0;
  };
  return {
    write(columns) {
      writer.write({ columnData: sources(columns), rowGroupSize: columns[0]!.length });
      drain();
    },
    finish() {
      writer.finish();
      drain();
    },
  };
}

/** The cells as the writer takes them: 64-bit integers as bigint, null for a missing number. */
function parquetCells(cells: Cell[], type: ColumnType): (Cell | bigint | null)[] {
  if (type === "long") return cells.map((cell) => BigInt(cell));
  if (type !== "number" || !cells.some(Number.isNaN)) return cells;
  return cells.map((cell) => (Number.isNaN(cell) ? null : cell));
}

function csvRows(table: Pick<TableSpec, "columns">, output: Output): RowWriter {
  const write = (lines: readonly string[]): void =>
    output.write(new TextEncoder().encode(`${lines.join("\n")}\n`));
  write([csvFormatRow(table.columns.map(({ name }) => csvText(name)))]);
  return {
    write: (columns) =>
      write(columns[0]!.map((_, row) => csvFormatRow(columns.map((column) => csvCell(column[row]!))))),
    finish() {},
  };
}

const csvCell = (cell: Cell): string =>
  typeof cell === "string"
    ? csvText(cell)
    : Number.isNaN(cell)
      ? ""
      : Object.is(cell, -0)
        ? "-0"
        : String(cell);

/** Whole rows of a CSV file, some megabytes at a time: a line break within quotes ends none. */
async function* csvParts(file: string): AsyncGenerator<string[][]> {
  let rest = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: PIECE })) {
    rest += chunk;
    const end = endOfRows(rest);
    if (end === 0) continue;
    yield csvParseRows(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest !== "") yield csvParseRows(rest);
}

function endOfRows(text: string): number {
  for (let end = text.lastIndexOf("\n"); end >= 0; end = text.lastIndexOf("\n", end - 1)) {
    const quotes = text.slice(0, end).split('"').length - 1;
    if (quotes % 2 === 0) return end + 1;
    if (end === 0) break;
  }
  return 0;
}

/** Rows by the names of the columns, which are what the first line says. */
async function* readCsv(columns: readonly ColumnSpec[], file: string): AsyncGenerator<TableRow[]> {
  let places: number[] | undefined;
  for await (const rows of csvParts(file)) {
    if (places === undefined) {
      const names = (rows.shift() ?? []).map(csvOriginal);
      places = columns.map(({ name }) => names.indexOf(name));
    }
    const of = places;
    yield rows.map((row) =>
      Object.fromEntries(
        columns.map(({ name, type }, column) => {
          const cell = row[of[column]!] ?? "";
          return [name, type === "text" ? csvOriginal(cell) : cell === "" ? Number.NaN : Number(cell)];
        }),
      ),
    );
  }
}
