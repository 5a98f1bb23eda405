import { csvFormatRow, csvParseRows } from "d3-dsv";
import { parquetReadObjects } from "hyparquet";
import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { Run } from "../../run/result.ts";
import type { Cell, ColumnSpec, ColumnType, TableSpec } from "./tables.ts";

export type Format = "parquet" | "csv";
export const FORMATS: readonly Format[] = ["parquet", "csv"];

/** Rows to a row group: enough to compress well, few enough to hold in memory beside the runs. */
const GROUP = 100_000;

/** A table's file, complete. Cells that are not a number (NaN) are null in Parquet and empty in CSV. */
export const tableFile = (table: TableSpec, runs: readonly Run[], format: Format): Uint8Array =>
  format === "parquet" ? parquetFile(table, runs) : csvFile(table, runs);

/** The rows of a table's file: text as text, numbers as numbers, a missing number as NaN. */
export async function readTable(
  columns: readonly ColumnSpec[],
  content: Uint8Array,
  format: Format,
): Promise<Record<string, Cell>[]> {
  if (format === "csv") return readCsv(columns, new TextDecoder().decode(content));
  const file = content.buffer.slice(
    content.byteOffset,
    content.byteOffset + content.byteLength,
  ) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }) => [name, type === "text" ? String(row[name]) : numberOf(row[name])]),
    ),
  );
}

/** A missing number is NaN; 64-bit integers come as bigint. */
const numberOf = (cell: unknown): number => (cell === null || cell === undefined ? Number.NaN : Number(cell));

/** Columns of whole row groups, one after the other. */
function* groups(table: TableSpec, runs: readonly Run[]): Generator<Cell[][]> {
  let columns: Cell[][] = table.columns.map(() => []);
  for (const run of runs) {
    table.append(run, columns);
    if (columns[0]!.length < GROUP) continue;
    yield columns;
    columns = table.columns.map(() => []);
  }
  if (columns[0]!.length > 0) yield columns;
}

const PARQUET_TYPES: Readonly<Record<ColumnType, BasicType>> = {
  text: "STRING",
  integer: "INT32",
  long: "INT64",
  number: "DOUBLE",
};

function parquetFile(table: TableSpec, runs: readonly Run[]): Uint8Array {
  const described = (columns: Cell[][]) =>
    table.columns.map(({ name, type }, column) => ({
      name,
      type: PARQUET_TYPES[type],
      nullable: type === "number",
      data: columns[column]!.map((cell) => parquetCell(cell, type)),
    }));
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: described(table.columns.map(() => [])) });
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: "orrery" });
  for (const columns of groups(table, runs))
    writer.write({
      columnData: described(columns).map(({ name, data }) => ({ name, data })),
      rowGroupSize: GROUP,
    });
  writer.finish();
  return new Uint8Array(bytes.getBuffer());
}

function parquetCell(cell: Cell, type: ColumnType): string | number | bigint | null {
  if (type === "long") return BigInt(cell);
  return type === "number" && Number.isNaN(cell) ? null : cell;
}

function csvFile(table: TableSpec, runs: readonly Run[]): Uint8Array {
  const lines = [csvFormatRow(table.columns.map(({ name }) => name))];
  for (const columns of groups(table, runs))
    for (let row = 0; row < columns[0]!.length; row++)
      lines.push(csvFormatRow(columns.map((column) => csvCell(column[row]!))));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

const csvCell = (cell: Cell): string =>
  typeof cell === "number" && Number.isNaN(cell) ? "" : Object.is(cell, -0) ? "-0" : String(cell);

function readCsv(columns: readonly ColumnSpec[], text: string): Record<string, Cell>[] {
  const [header = [], ...rows] = csvParseRows(text);
  const places = columns.map(({ name }) => header.indexOf(name));
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, column) => {
        const cell = row[places[column]!] ?? "";
        return [name, type === "text" ? cell : cell === "" ? Number.NaN : Number(cell)];
      }),
    ),
  );
}
