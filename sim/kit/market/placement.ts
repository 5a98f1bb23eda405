import { CARD, type Hundredths } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { type Cards, firstCard, type Shelf, shelf, shelve, unshelve } from "./cards.ts";

/**
 * Which hosts have how many whole GPUs free: hosts in queues by their free count, first in, first out, as doubly linked
 * lists on typed arrays. Best fit in constant time, and hosts that fit equally well take turns. Plain data.
 */
export interface Placement {
  /** Free GPUs by host; −1: the host takes no jobs. */
  free: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  /** First and last host by free count; −1: none. */
  first: Int32Array;
  last: Int32Array;
  /** Most free GPUs by range of hosts, as a binary tree whose root is at 1; empty until somebody asks for a first fit. */
  tree: Int32Array;
  /** Σ free over hosts that take jobs. */
  total: number;
  /** Cards of such hosts that run parts. */
  readonly parts: Shelf;
}

/** `largest`: GPUs of the largest host. */
export function placement(hosts: number, largest: number): Placement {
  return {
    free: new Int32Array(hosts).fill(-1),
    next: new Int32Array(hosts).fill(-1),
    previous: new Int32Array(hosts).fill(-1),
    first: new Int32Array(largest + 1).fill(-1),
    last: new Int32Array(largest + 1).fill(-1),
    tree: new Int32Array(0),
    total: 0,
    parts: shelf(),
  };
}

/** Makes room for more hosts, and for larger ones. */
export function growPlacement(room: Placement, hosts: number, largest = 0): void {
  if (room.free.length < hosts) {
    const size = Math.max(hosts, room.free.length * 2);
    for (const column of ["free", "next", "previous"] as const) room[column] = longer(room[column], size);
    room.tree = new Int32Array(0);
  }
  if (room.first.length > largest) return;
  for (const column of ["first", "last"] as const) room[column] = longer(room[column], largest + 1);
}

function longer(column: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length).fill(-1);
  copy.set(column);
  return copy;
}

/** Says how many GPUs of a host are free now; −1 takes the host out. */
export function setFree(room: Placement, host: Index, free: number): void {
  const before = room.free[host];
  if (before === free) return;
  if (before >= 0) {
    unlink(room, host, before);
    room.total -= before;
  }
  room.free[host] = free;
  if (room.tree.length > 0) climb(room, host);
  if (free < 0) return;
  append(room, host, free);
  room.total += free;
}

/** The same of a host that may run parts: its cards that do are on the shelf while it takes jobs. */
export function setRoom(room: Placement, all: Cards, host: Index, free: number): void {
  const before = room.free[host];
  if (before < 0 !== free < 0)
    for (let card: Index = firstCard(all, host); card !== -1; card = all.nextOfHost[card])
      if (free < 0) unshelve(all, room.parts, card);
      else shelve(all, room.parts, card);
  setFree(room, host, free);
}

/** Where the cards of a host stand that run parts; null where it takes no jobs. */
export const shelfOf = (room: Placement, host: Index): Shelf | null =>
  room.free[host] >= 0 ? room.parts : null;

/** All that is free, in hundredths of a GPU. */
export const allFree = ({ total, parts }: Placement): Hundredths => total * CARD + parts.free;

/** The host with the fewest free GPUs that has at least `gpus`, or −1. */
export function bestFit(room: Placement, gpus: number): number {
  for (let free: Index = gpus; free < room.first.length; free++)
    if (room.first[free] !== -1) return room.first[free];
  return -1;
}

/** The host with the most free GPUs, or −1 where nothing is free. */
export function roomiest(room: Placement): number {
  for (let free: Index = room.first.length - 1; free > 0; free--)
    if (room.first[free] !== -1) return room.first[free];
  return -1;
}

/** The lowest host that has at least `gpus` free, or −1; in a time that grows with the logarithm of hosts. */
export function firstFit(room: Placement, gpus: number): number {
  if (room.tree.length === 0) plant(room);
  const { tree } = room;
  if (tree[1] < gpus) return -1;
  const leaves = tree.length / 2;
  let node = 1;
  while (node < leaves) node = tree[node * 2]! >= gpus ? node * 2 : node * 2 + 1;
  return node - leaves;
}

function plant(room: Placement): void {
  let leaves = 1;
  while (leaves < room.free.length) leaves *= 2;
  room.tree = new Int32Array(leaves * 2).fill(-1);
  room.tree.set(room.free, leaves);
  for (let node = leaves - 1; node > 0; node--)
    room.tree[node] = Math.max(room.tree[node * 2]!, room.tree[node * 2 + 1]!);
}

function climb({ tree, free }: Placement, host: Index): void {
  let node = tree.length / 2 + host;
  tree[node] = free[host];
  for (node >>= 1; node > 0; node >>= 1) tree[node] = Math.max(tree[node * 2]!, tree[node * 2 + 1]!);
}

function unlink(room: Placement, host: Index, free: number): void {
  const { next, previous, first, last } = room;
  const before = previous[host];
  const after = next[host];
  if (before === -1) first[free] = after;
  else next[before] = after;
  if (after === -1) last[free] = before;
  else previous[after] = before;
}

function append(room: Placement, host: number, free: Index): void {
  const { next, previous, first, last } = room;
  const tail = last[free];
  previous[host] = tail;
  next[host] = -1;
  if (tail === -1) first[free] = host;
  else next[tail] = host;
  last[free] = host;
}
