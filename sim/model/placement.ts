/**
 * Which hosts have how many GPUs free: hosts in queues by their free count, first in, first out, as doubly linked
 * lists on typed arrays. Best fit in constant time, and hosts that fit equally well take turns. Plain data.
 */
export interface Placement {
  /** Free GPUs by host; −1: the host takes no jobs. */
  free: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  /** First and last host by free count; −1: none. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Σ free over hosts that take jobs. */
  total: number;
}

/** `largest`: GPUs of the largest host. */
export function placement(hosts: number, largest: number): Placement {
  return {
    free: new Int32Array(hosts).fill(-1),
    next: new Int32Array(hosts).fill(-1),
    previous: new Int32Array(hosts).fill(-1),
    first: new Int32Array(largest + 1).fill(-1),
    last: new Int32Array(largest + 1).fill(-1),
    total: 0,
  };
}

/** Makes room for more hosts. */
export function growPlacement(at: Placement, hosts: number): void {
  if (at.free.length >= hosts) return;
  const size = Math.max(hosts, at.free.length * 2);
  for (const column of ["free", "next", "previous"] as const) {
    const longer = new Int32Array(size).fill(-1);
    longer.set(at[column]);
    at[column] = longer;
  }
}

/** Says how many GPUs of a host are free now; −1 takes the host out. */
export function setFree(at: Placement, host: number, free: number): void {
  const before = at.free[host]!;
  if (before === free) return;
  if (before >= 0) {
    unlink(at, host, before);
    at.total -= before;
  }
  at.free[host] = free;
  if (free < 0) return;
  append(at, host, free);
  at.total += free;
}

/** The host with the fewest free GPUs that has at least `gpus`, or −1. */
export function bestFit(at: Placement, gpus: number): number {
  for (let free = gpus; free < at.first.length; free++) if (at.first[free] !== -1) return at.first[free]!;
  return -1;
}

/** The host with the most free GPUs, or −1 where nothing is free. */
export function roomiest(at: Placement): number {
  for (let free = at.first.length - 1; free > 0; free--) if (at.first[free] !== -1) return at.first[free]!;
  return -1;
}

function unlink(at: Placement, host: number, free: number): void {
  const { next, previous, first, last } = at;
  const before = previous[host]!;
  const after = next[host]!;
  if (before === -1) first[free] = after;
  else next[before] = after;
  if (after === -1) last[free] = before;
  else previous[after] = before;
}

function append(at: Placement, host: number, free: number): void {
  const { next, previous, first, last } = at;
  const tail = last[free]!;
  previous[host] = tail;
  next[host] = -1;
  if (tail === -1) first[free] = host;
  else next[tail] = host;
  last[free] = host;
}
