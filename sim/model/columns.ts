import { OrreryError } from "../errors.ts";
import type { At, Index } from "../indexed.ts";

/*
 * A table of things that come and go: a row for each, a column for each number that is kept of them. It owns its rows,
 * the growth of its columns and the list of free rows; memory follows what is there at once, not what has been. It is
 * plain data, state and part of a snapshot as it stands, and columns are read as what they are, typed arrays:
 *
 *   const JOB = { gpus: "number", since: "number", host: "row" } as const;
 *   interface State { jobs: ColumnsById<typeof JOB> }
 *   init: () => ({ jobs: columnsById(JOB) })
 *
 *   const row = addById(state.jobs, job, { gpus, since: now, host });
 *   state.jobs.gpus[row] += 1;
 *
 * Whoever adds a row says what each of its columns holds, so that nothing is left of who had it before: in a literal, as
 * spreading another object into it takes twenty times as long as writing all of the row (Node 20). A row that is
 * given back can be read until the next one is added, and not after: in `spoilingFreeRows` who does reads nonsense.
 *
 * One file, above 200 lines: what adds a row, finds it and makes room must agree on every array there is.
 */

/** What a column holds: any number; a whole one of 32 bits; one from 0 to 255; a row of some table, −1 for none. */
export type Kind = "number" | "whole" | "flag" | "row";
export type Shape = Readonly<Record<string, Kind>>;

interface Kinds {
  number: Float64Array;
  whole: Int32Array;
  flag: Uint8Array;
  row: Int32Array & At<Index>;
}
const CLASSES = { number: Float64Array, whole: Int32Array, flag: Uint8Array, row: Int32Array };
type Column = Float64Array | Int32Array | Uint8Array;

/** Rows that whoever adds them keeps the number of. */
export type Columns<S extends Shape> = { readonly rows: Rows<S> } & ColumnsOf<S>;
/** Rows that are found by a number that things have: a job's, a machine's. */
export type ColumnsById<S extends Shape> = { readonly rows: RowsById<S> } & ColumnsOf<S>;
type ColumnsOf<S extends Shape> = { [C in keyof S]: Kinds[S[C]] };
/** What each column of a row holds. */
export type Cells<S extends Shape> = { readonly [C in keyof S]: number };

interface Rows<S extends Shape = Shape> {
  /** Names of the columns; what else stands beside them is not a table's. */
  readonly columns: readonly (keyof S & string)[];
  /** Rows in use. */
  count: number;
  /** Rows that are or have been in use, and those that columns have room for. */
  used: number;
  room: number;
  /** Those of them that are free now; the last is taken next. */
  free: Int32Array;
}
interface RowsById<S extends Shape = Shape> extends Rows<S> {
  /** Ids by row; −1 where the row is free. */
  ids: Float64Array;
  /** Row + 1 by hash of the id, 0 where there is none: a power of two of cells, at least two for each row. */
  cells: Int32Array;
}
/** A table of which no column is asked for by its name. */
interface Table {
  readonly rows: Rows<any>;
}
interface TableById {
  readonly rows: RowsById<any>;
}

const ROOM = 64;

export function columns<const S extends Shape>(shape: S, room = ROOM): Columns<S> {
  return tableOf(noRows(shape, room), shape);
}

export function columnsById<const S extends Shape>(shape: S, room = ROOM): ColumnsById<S> {
  const size = powerOfTwo(room);
  const ids = new Float64Array(size).fill(-1);
  return tableOf(Object.assign(noRows(shape, size), { ids, cells: new Int32Array(size * 2) }), shape);
}

const noRows = <S extends Shape>(shape: S, room: number): Rows<S> => ({
  columns: Object.keys(shape),
  count: 0,
  used: 0,
  room,
  free: new Int32Array(0),
});

/**
 * A table of its rows and columns. All tables of a shape must look alike to the engine, or code that reads them slows
 * down by half once a few runs have made theirs: objects that JSON gives do (V8), those of a spread may not. Whoever
 * has more to keep beside the columns says so by Object.assign.
 */
function tableOf<S extends Shape, R extends Rows<S>>(rows: R, shape: S): { readonly rows: R } & ColumnsOf<S> {
  const empty = Object.fromEntries(["rows", ...rows.columns].map((name) => [name, 0]));
  const table = JSON.parse(JSON.stringify(empty)) as Record<string, unknown>;
  table["rows"] = rows;
  for (const name of rows.columns) table[name] = new CLASSES[shape[name]!](rows.room);
  return table as { readonly rows: R } & ColumnsOf<S>;
}

const mapped = (names: readonly string[], of: (name: string) => Column): Readonly<Record<string, Column>> =>
  Object.fromEntries(names.map((name) => [name, of(name)]));

/** The columns of a table, which need not be all that its object has. */
const of = (table: Table): Record<string, Column> => table as unknown as Record<string, Column>;

/** Takes the row that was given back last, or else the next. */
export function addRow<S extends Shape>(table: { readonly rows: Rows<S> }, cells: Cells<NoInfer<S>>): Index {
  if (spoiling) spoil(table);
  if (table.rows.count === table.rows.room) makeRoom(table);
  const row = take(table.rows);
  write(table, row, cells);
  return row;
}

export function giveRow(table: Table, row: Index): void {
  if (spoiling && isFree(table.rows, row)) throw new OrreryError(`Row ${row} is given back a second time.`);
  give(table.rows, row);
}

/** Takes a row for an id that has none. */
export function addById<S extends Shape>(
  table: { readonly rows: RowsById<S> },
  id: number,
  cells: Cells<NoInfer<S>>,
): Index {
  const row = takeById(table, id);
  write(table, row, cells);
  return row;
}

/** As addById; what each column of the row holds is then written at once, and by whoever takes it. */
export function takeById(table: TableById, id: number): Index {
  const { rows } = table;
  if (spoiling) {
    spoil(table);
    if (rowOf(table, id) !== -1) throw new OrreryError(`A second row is added for ${id}.`);
  }
  if (rows.count === rows.room) makeRoomById(table);
  const row = take(rows);
  rows.ids[row] = id;
  insert(rows, row);
  return row;
}

/** The row of an id, or −1. */
export function rowOf({ rows: { ids, cells } }: TableById, id: number): Index {
  const mask = cells.length - 1;
  for (let cell: Index = cellOf(id, mask); ; cell = (cell + 1) & mask) {
    const row: Index = cells[cell] - 1;
    if (row < 0 || ids[row] === id) return row;
  }
}

/** Gives the row of an id back and returns it; −1 where the id has none. */
export function removeById({ rows }: TableById, id: number): Index {
  const { ids, cells } = rows;
  const mask = cells.length - 1;
  let cell: Index = cellOf(id, mask);
  while (cells[cell] !== 0 && ids[(cells[cell] - 1) as Index] !== id) cell = (cell + 1) & mask;
  const row: Index = cells[cell] - 1;
  if (row < 0) return -1;
  closeGap(rows, cell, mask);
  ids[row] = -1;
  give(rows, row);
  return row;
}

/** The id of a row; −1 of one that is free. */
export const idOf = ({ rows }: TableById, row: Index): number => rows.ids[row];

/** The rows in use, in their order. Whoever goes through them may remove any. */
export function rowsIn({ rows: { ids, used } }: TableById): Index[] {
  const found: Index[] = [];
  for (let row: Index = 0; row < used; row++) if (ids[row] !== -1) found.push(row);
  return found;
}

/** The columns by name, as far as rows have been in use: what was recorded, where no row is ever given back. */
export const filled = <S extends Shape>(table: Columns<S>): ColumnsOf<S> =>
  mapped(table.rows.columns, (name) => of(table)[name]!.slice(0, table.rows.used)) as ColumnsOf<S>;

/** The column, or a longer copy: for columns that one keeps beside another's table. */
export function grown<T extends Column>(column: T, length: number): T {
  if (column.length >= length) return column;
  const longer = new (column.constructor as new (length: number) => T)(powerOfTwo(length));
  longer.set(column);
  return longer;
}

let spoiling = false;

/** Runs something in which a row that is free holds nonsense once another is added, and adding or giving back twice throws. */
export function spoilingFreeRows<T>(run: () => T): T {
  spoiling = true;
  try {
    return run();
  } finally {
    spoiling = false;
  }
}

function spoil(table: Table): void {
  const { columns, free, used, count } = table.rows;
  for (const name of columns) {
    const column = of(table)[name]!;
    for (const row of free.subarray(0, used - count))
      column[row] = column instanceof Float64Array ? Number.NaN : -1;
  }
}

const isFree = ({ free, used, count }: Rows<any>, row: Index): boolean =>
  row >= used || free.subarray(0, used - count).includes(row);

function write(table: Table, row: Index, cells: Readonly<Record<string, number>>): void {
  const columns = of(table);
  for (const name in cells) columns[name]![row] = cells[name]!;
}

function take(rows: Rows<any>): Index {
  const last: Index = rows.used - rows.count++ - 1;
  return last === -1 ? rows.used++ : rows.free[last];
}

function give(rows: Rows<any>, row: Index): void {
  const free = rows.used - rows.count--;
  if (free === rows.free.length) rows.free = grown(rows.free, free + 1);
  rows.free[free] = row;
}

function makeRoom(table: Table): void {
  const { rows } = table;
  const columns = of(table);
  rows.room = powerOfTwo(rows.room + 1);
  for (const name of rows.columns) columns[name] = grown(columns[name]!, rows.room);
}

function makeRoomById(table: TableById): void {
  makeRoom(table);
  const { rows } = table;
  const { ids: before, room } = rows;
  rows.ids = new Float64Array(room).fill(-1);
  rows.ids.set(before);
  rows.cells = new Int32Array(room * 2);
  for (const row of before.keys()) insert(rows, row);
}

function insert({ ids, cells }: RowsById<any>, row: Index): void {
  const mask = cells.length - 1;
  let cell: Index = cellOf(ids[row], mask);
  while (cells[cell] !== 0) cell = (cell + 1) & mask;
  cells[cell] = row + 1;
}

/** Linear probing without tombstones: later entries of the same run move up (Knuth, TAOCP 3, 6.4, algorithm R). */
function closeGap({ ids, cells }: RowsById<any>, gap: Index, mask: number): void {
  let empty = gap;
  for (let cell: Index = (gap + 1) & mask; cells[cell] !== 0; cell = (cell + 1) & mask) {
    const row: Index = cells[cell] - 1;
    const home = cellOf(ids[row], mask);
    if (((cell - home) & mask) < ((cell - empty) & mask)) continue;
    cells[empty] = row + 1;
    empty = cell;
  }
  cells[empty] = 0;
}

function cellOf(id: number, mask: number): Index {
  const mixed = Math.imul((id | 0) ^ Math.imul(Math.floor(id / 4_294_967_296), 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & mask;
}

function powerOfTwo(atLeast: number): number {
  let size = 16;
  while (size < atLeast) size *= 2;
  return size;
}
