import type { Index } from "../../indexed.ts";
import { grown } from "../../model/columns.ts";

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
export function insertRow(sorted: SortedRows, row: number, key: number): void {
  insert(sorted, row, key, sorted.arrived++);
}

/** The row stands before all of its key. */
export function insertRowFirst(sorted: SortedRows, row: number, key: number): void {
  insert(sorted, row, key, -1 - sorted.arrived++);
}

function insert(sorted: SortedRows, row: number, key: number, arrival: number): void {
  if (row >= sorted.key.length) grow(sorted, row + 1);
  sorted.key[row] = key;
  sorted.arrival[row] = arrival;
  const top = levelOf(arrival);
  let before = -1;
  for (let level = LEVELS - 1; level >= 0; level--) {
    before = lastBefore(sorted, level, before, key, arrival);
    if (level > top) continue;
    sorted.next[level]![row] = after(sorted, level, before);
    link(sorted, level, before, row);
  }
}

export function deleteRow(sorted: SortedRows, row: Index): void {
  const key = sorted.key[row];
  const arrival = sorted.arrival[row];
  const top = levelOf(arrival);
  let before = -1;
  for (let level = LEVELS - 1; level >= 0; level--) {
    before = lastBefore(sorted, level, before, key, arrival);
    if (level <= top) link(sorted, level, before, sorted.next[level]![row]);
  }
}

/** The first row whose key is at least this, or −1. */
export function firstFrom(sorted: SortedRows, key: number): number {
  let before = -1;
  for (let level = LEVELS - 1; level >= 0; level--)
    before = lastBefore(sorted, level, before, key, Number.NEGATIVE_INFINITY);
  return after(sorted, 0, before);
}

const after = ({ first, next }: SortedRows, level: Index, row: Index): number =>
  row === -1 ? first[level] : next[level]![row];

function link({ first, next }: SortedRows, level: number, row: number, to: number): void {
  if (row === -1) first[level] = to;
  else next[level]![row] = to;
}

function lastBefore(sorted: SortedRows, level: number, from: number, key: number, arrival: number): number {
  let before = from;
  for (let row: Index = after(sorted, level, before); row !== -1; row = sorted.next[level]![row]) {
    const own = sorted.key[row];
    if (own > key || (own === key && sorted.arrival[row] >= arrival)) break;
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

function grow(sorted: SortedRows, capacity: number): void {
  sorted.key = grown(sorted.key, capacity);
  sorted.arrival = grown(sorted.arrival, capacity);
  sorted.next.forEach((column, level) => {
    sorted.next[level] = grown(column, capacity);
  });
}
