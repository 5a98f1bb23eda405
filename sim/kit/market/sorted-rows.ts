import { grown } from "../../model/rows.ts";

/**
 * Rows in order of a key, first come first among equals: a skip list (Pugh, Communications of the ACM 33(6), 1990) on
 * typed arrays, whose coin tosses are bits of the row's place in the order of arrival. Entering and leaving cost
 * O(log n); `next[0]` leads through the rows in order. Plain data.
 */
export interface SortedRows {
  key: Float64Array;
  arrival: Float64Array;
  /** By level, the row after a row, −1 after the last; the lowest level has all rows. */
  readonly next: Int32Array[];
  /** By level, the first row. */
  readonly first: Int32Array;
  arrived: number;
}

/** For rows up to 16^5, about a million, at full speed. */
const LEVELS = 5;

export function sortedRows(): SortedRows {
  return {
    key: new Float64Array(16),
    arrival: new Float64Array(16),
    next: Array.from({ length: LEVELS }, () => new Int32Array(16)),
    first: new Int32Array(LEVELS).fill(-1),
    arrived: 0,
  };
}

/** The row stands behind all of its key. */
export function insertRow(at: SortedRows, row: number, key: number): void {
  insert(at, row, key, at.arrived++);
}

/** The row stands before all of its key. */
export function insertRowFirst(at: SortedRows, row: number, key: number): void {
  insert(at, row, key, -1 - at.arrived++);
}

function insert(at: SortedRows, row: number, key: number, arrival: number): void {
  if (row >= at.key.length) grow(at, row + 1);
  at.key[row] = key;
  at.arrival[row] = arrival;
  const top = levelOf(arrival);
  let before = -1;
  for (let level = LEVELS - 1; level >= 0; level--) {
    before = lastBefore(at, level, before, key, arrival);
    if (level > top) continue;
    at.next[level]![row] = after(at, level, before);
    link(at, level, before, row);
  }
}

export function deleteRow(at: SortedRows, row: number): void {
  const key = at.key[row]!;
  const arrival = at.arrival[row]!;
  const top = levelOf(arrival);
  let before = -1;
  for (let level = LEVELS - 1; level >= 0; level--) {
    before = lastBefore(at, level, before, key, arrival);
    if (level <= top) link(at, level, before, at.next[level]![row]!);
  }
}

/** The first row whose key is at least this, or −1. */
export function firstFrom(at: SortedRows, key: number): number {
  let before = -1;
  for (let level = LEVELS - 1; level >= 0; level--)
    before = lastBefore(at, level, before, key, Number.NEGATIVE_INFINITY);
  return after(at, 0, before);
}

const after = ({ first, next }: SortedRows, level: number, row: number): number =>
  row === -1 ? first[level]! : next[level]![row]!;

function link({ first, next }: SortedRows, level: number, row: number, to: number): void {
  if (row === -1) first[level] = to;
  else next[level]![row] = to;
}

function lastBefore(at: SortedRows, level: number, from: number, key: number, arrival: number): number {
  let before = from;
  for (let row = after(at, level, before); row !== -1; row = at.next[level]![row]!) {
    const own = at.key[row]!;
    if (own > key || (own === key && at.arrival[row]! >= arrival)) break;
    before = row;
  }
  return before;
}

/** One row in sixteen is on the next level, one in sixteen of those on the one above. */
function levelOf(arrival: number): number {
  const mixed = Math.imul((arrival | 0) ^ (arrival >>> 15), 0x9e3779b1);
  let bits = mixed ^ (mixed >>> 16);
  let level = 0;
  while (level < LEVELS - 1 && (bits & 15) === 0) {
    level++;
    bits >>= 4;
  }
  return level;
}

function grow(at: SortedRows, capacity: number): void {
  at.key = grown(at.key, capacity);
  at.arrival = grown(at.arrival, capacity);
  at.next.forEach((column, level) => {
    at.next[level] = grown(column, capacity);
  });
}
