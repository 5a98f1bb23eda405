/**
 * The future-event list. An entry is (time, rank, slot): time in integer microseconds; rank orders the entries of one
 * instant and is unique (the kernel makes it of priority and sequence number, see `rankOf`); slot is an integer that
 * the list carries along. Entries leave in ascending (time, rank).
 *
 * Cancelling is lazy: the owner forgets a slot, the entry stays and is recognised as dead when it comes to the front,
 * because its rank is no longer that of its slot. `compact` removes the dead ones at once.
 */
export interface Agenda {
  /** Entries held, dead ones included. */
  readonly size: number;
  /** Time and rank of the entry that `pop` returned last. */
  readonly time: number;
  readonly rank: number;
  push(time: number, rank: number, slot: number): void;
  /** Time of the first entry, microseconds; Infinity when there is none. */
  peek(): number;
  /** Removes the first entry, if it is due at `limit` (finite, microseconds) or before, and returns its slot; else -1. */
  pop(limit: number): number;
  /** Removes the entries that are dead. */
  compact(isLiving: IsLiving): void;
  /** The living entries in the order in which they would leave: the same whatever the structure and its history. */
  snapshot(isLiving: IsLiving): AgendaSnapshot;
}

export type Visit = (time: number, rank: number, slot: number) => void;
export type IsLiving = (slot: number, rank: number) => boolean;

/** Plain data: columns of one length, ascending in (time, rank). */
export interface AgendaSnapshot {
  readonly times: Float64Array;
  readonly ranks: Float64Array;
  readonly slots: Int32Array;
}

/** Priorities are integers from -4096 to 4095, sequence numbers run to 2^40: together they fill a double's 2^53. */
export const LOWEST_PRIORITY = -4096;
export const HIGHEST_PRIORITY = 4095;
export const SEQUENCE_LIMIT = 2 ** 40;

/** Priority first, then first in, first out: one double that orders both. */
export function rankOf(priority: number, sequence: number): number {
  return priority * 1_099_511_627_776 + sequence;
}

/** Entries in columns of one length. */
interface Entries {
  readonly times: number[];
  readonly ranks: number[];
  readonly slots: number[];
}

/** The living among the entries that `visitAll` visits, in the same order. */
export function livingOf(visitAll: (entry: Visit) => void, isLiving: IsLiving): Entries {
  const living: Entries = { times: [], ranks: [], slots: [] };
  visitAll((time, rank, slot) => {
    if (!isLiving(slot, rank)) return;
    living.times.push(time);
    living.ranks.push(rank);
    living.slots.push(slot);
  });
  return living;
}

/** The living among the entries that `visitAll` visits in any order, in the order in which they would leave. */
export function livingSnapshot(visitAll: (entry: Visit) => void, isLiving: IsLiving): AgendaSnapshot {
  const { times, ranks, slots } = livingOf(visitAll, isLiving);
  const order = Uint32Array.from(times, (_, index) => index);
  order.sort((i, j) => times[i]! - times[j]! || ranks[i]! - ranks[j]!);
  return {
    times: Float64Array.from(order, (index) => times[index]!),
    ranks: Float64Array.from(order, (index) => ranks[index]!),
    slots: Int32Array.from(order, (index) => slots[index]!),
  };
}
