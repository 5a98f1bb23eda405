import type { Index } from "../indexed.ts";

/**
 * Rows of things that come and go (jobs running, jobs waiting), found by id: an open-addressing table and a free list
 * on typed arrays. Plain data, so it lives in a mechanism's state; memory follows what is alive, not what has been.
 * Columns of the things themselves are typed arrays of the mechanism, indexed by row and grown with `grown`.
 */
export interface Rows {
  /** Rows in use. */
  count: number;
  /** Ids by row; −1 where the row is free. */
  ids: Float64Array;
  /** Stack of free rows. */
  free: Int32Array;
  /** Hash table: row + 1, or 0 for an empty cell. Its length is a power of two, at least twice the capacity. */
  table: Int32Array;
}

export function rows(capacity = 64): Rows {
  const size = powerOfTwo(capacity);
  return {
    count: 0,
    ids: new Float64Array(size).fill(-1),
    free: descending(0, size),
    table: new Int32Array(size * 2),
  };
}

/** Takes a free row for an id that has none. Afterwards `rows.ids.length` is the capacity that columns must have. */
export function addRow(rows: Rows, id: number): Index {
  if (rows.count === rows.ids.length) grow(rows);
  const row = rows.free[rows.ids.length - 1 - rows.count]!;
  rows.count++;
  rows.ids[row] = id;
  insert(rows, row);
  return row;
}

/** The row of an id, or −1. */
export function rowOf({ ids, table }: Rows, id: number): Index {
  const mask = table.length - 1;
  for (let cell: Index = cellOf(id, mask); ; cell = (cell + 1) & mask) {
    const row = table[cell] - 1;
    if (row < 0 || ids[row] === id) return row;
  }
}

/** Gives the row of an id back and returns it; −1 where the id has none. */
export function removeRow(rows: Rows, id: number): Index {
  const { ids, table } = rows;
  const mask = table.length - 1;
  let cell: Index = cellOf(id, mask);
  while (table[cell] !== 0 && ids[table[cell] - 1] !== id) cell = (cell + 1) & mask;
  const row = table[cell] - 1;
  if (row < 0) return -1;
  closeGap(rows, cell, mask);
  ids[row] = -1;
  rows.count--;
  rows.free[ids.length - 1 - rows.count] = row;
  return row;
}

/** The column, or a longer copy where rows outgrew it. */
export function grown<T extends Float64Array | Int32Array | Uint8Array>(column: T, capacity: number): T {
  if (column.length >= capacity) return column;
  const longer = new (column.constructor as new (length: number) => T)(powerOfTwo(capacity));
  longer.set(column);
  return longer;
}

function grow(rows: Rows): void {
  const before = rows.ids.length;
  const ids = new Float64Array(before * 2).fill(-1);
  ids.set(rows.ids);
  rows.ids = ids;
  rows.free = new Int32Array(before * 2);
  rows.free.set(descending(before, before * 2));
  rows.table = new Int32Array(before * 4);
  for (let row = 0; row < before; row++) insert(rows, row);
}

/** Row numbers from high to low, so that the lowest free row is on top of the stack. */
function descending(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, at) => to - 1 - at);
}

function insert({ ids, table }: Rows, row: Index): void {
  const mask = table.length - 1;
  let cell = cellOf(ids[row], mask);
  while (table[cell] !== 0) cell = (cell + 1) & mask;
  table[cell] = row + 1;
}

/** Linear probing without tombstones: later entries of the same run move up (Knuth, TAOCP 3, 6.4, algorithm R). */
function closeGap({ ids, table }: Rows, gap: number, mask: number): void {
  let empty = gap;
  for (let cell: Index = (gap + 1) & mask; table[cell] !== 0; cell = (cell + 1) & mask) {
    const home = cellOf(ids[table[cell] - 1]!, mask);
    if (((cell - home) & mask) < ((cell - empty) & mask)) continue;
    table[empty] = table[cell];
    empty = cell;
  }
  table[empty] = 0;
}

function cellOf(id: number, mask: number): number {
  const mixed = Math.imul((id | 0) ^ Math.imul(Math.floor(id / 4_294_967_296), 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & mask;
}

function powerOfTwo(atLeast: number): number {
  let size = 16;
  while (size < atLeast) size *= 2;
  return size;
}
