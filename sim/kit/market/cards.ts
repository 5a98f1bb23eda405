/**
 * Cards that run parts of GPUs, a row each; of all others nothing is kept, so that machines without parts cost nothing.
 * A part takes the card that is left with the least, and a card that runs nothing only where no other has room: best
 * fit (Weng et al., Beware of Fragmentation, USENIX ATC 2023, section 6, compares it with others). Cards of one machine
 * stand in the order in which they were taken into use, so that whoever keeps a book of the machine puts a part on the
 * same one. Plain data; sizes are hundredths.
 */

import { CARD, type Hundredths } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { grown } from "../../model/columns.ts";

export interface Cards {
  host: Int32Array;
  /** Its number among the cards of its machine that run parts. */
  number: Int32Array;
  /** What is on offer of it, and in use; the parts that use it. */
  size: Int32Array;
  used: Int32Array;
  parts: Int32Array;
  /** 1: all that its machine has on offer is this part of a card. */
  own: Uint8Array;
  /** The next card of its machine; of a row that is free, the next free one. −1: none. */
  nextOfHost: Int32Array;
  /** Neighbours on the shelf. */
  next: Int32Array;
  previous: Int32Array;
  /** First card by machine; −1: none. */
  onHost: Int32Array;
  freeRow: number;
  usedRows: number;
}

/** Cards of machines that take jobs, by what is free of them, first come first. */
export interface Shelf {
  first: Int32Array;
  last: Int32Array;
  count: number;
  /** Σ of what is free. */
  free: Hundredths;
}

const COLUMNS = ["host", "number", "size", "used", "parts", "nextOfHost", "next", "previous"] as const;

export function cards(): Cards {
  const column = () => new Int32Array(16);
  return {
    host: column(),
    number: column(),
    size: column(),
    used: column(),
    parts: column(),
    own: new Uint8Array(16),
    nextOfHost: column(),
    next: column(),
    previous: column(),
    onHost: new Int32Array(0),
    freeRow: -1,
    usedRows: 0,
  };
}

export const shelf = (): Shelf => ({
  first: new Int32Array(CARD + 1).fill(-1),
  last: new Int32Array(CARD + 1).fill(-1),
  count: 0,
  free: 0,
});

/** What is free of a card; nothing where its machine came back with less than it runs. */
export const freeOn = ({ size, used }: Cards, card: Index): Hundredths =>
  Math.max(0, size[card] - used[card]);

/** First card of a machine that runs parts; −1: none. The others follow by `nextOfHost`. */
export const firstCard = ({ onHost }: Cards, host: number): number => onHost[host] ?? -1;

/** What is free of a machine's cards that run parts. */
export function freeInParts(all: Cards, host: number): Hundredths {
  let free = 0;
  for (let card: Index = firstCard(all, host); card !== -1; card = all.nextOfHost[card])
    free += freeOn(all, card);
  return free;
}

/** The card of a machine that is left with the least by a part, or −1. */
export function cardFor(all: Cards, host: number, part: Hundredths): number {
  let best = -1;
  let least = CARD + 1;
  for (let card: Index = firstCard(all, host); card !== -1; card = all.nextOfHost[card]) {
    const free = freeOn(all, card);
    if (free < part || free >= least) continue;
    best = card;
    least = free;
  }
  return best;
}

/** The card on the shelf that is left with the least by a part, or −1. */
export function bestCard({ first, count }: Shelf, part: Hundredths): number {
  if (count > 0) for (let free = part; free <= CARD; free++) if (first[free] !== -1) return first[free]!;
  return -1;
}

/** The most that is free of a card on the shelf. */
export function roomiestCard({ first, count }: Shelf): Hundredths {
  if (count > 0) for (let free = CARD; free > 0; free--) if (first[free] !== -1) return free;
  return 0;
}

/** The card of a machine with a number; −1: no parts run on it. */
export function cardAt(all: Cards, host: number, number: number): number {
  let card: Index = firstCard(all, host);
  while (card !== -1 && all.number[card] !== number) card = all.nextOfHost[card];
  return card;
}

/** The lowest number that no card of a machine with parts has. */
function unused(all: Cards, host: number): number {
  let number = 0;
  while (cardAt(all, host, number) !== -1) number++;
  return number;
}

/** A card of a machine comes into use for parts, `size` of it. Returns its row. */
export function openCard(all: Cards, host: number, size: Hundredths, number = unused(all, host)): number {
  if (all.onHost.length <= host) {
    const longer = new Int32Array(Math.max(16, 2 * host)).fill(-1);
    longer.set(all.onHost);
    all.onHost = longer;
  }
  let card: Index = all.freeRow;
  if (card === -1) {
    card = all.usedRows++;
    if (card === all.host.length) grow(all, 2 * card);
  } else all.freeRow = all.nextOfHost[card];
  all.host[card] = host;
  all.number[card] = number;
  all.size[card] = size;
  all.used[card] = 0;
  all.parts[card] = 0;
  all.own[card] = 0;
  append(all, host, card);
  return card;
}

function append({ onHost, nextOfHost }: Cards, host: Index, card: number): void {
  nextOfHost[card] = -1;
  let last: Index = onHost[host];
  if (last === -1) {
    onHost[host] = card;
    return;
  }
  while (nextOfHost[last] !== -1) last = nextOfHost[last];
  nextOfHost[last] = card;
}

/** The card runs no parts any more. */
export function closeCard(all: Cards, card: Index): void {
  const { onHost, nextOfHost, host } = all;
  const at: Index = host[card];
  if (onHost[at] === card) onHost[at] = nextOfHost[card];
  else {
    let before: Index = onHost[at];
    while (nextOfHost[before] !== card) before = nextOfHost[before];
    nextOfHost[before] = nextOfHost[card];
  }
  nextOfHost[card] = all.freeRow;
  all.freeRow = card;
}

/** Puts a card whose machine takes jobs where a part finds it. */
export function shelve(all: Cards, on: Shelf, card: number): void {
  const free = freeOn(all, card);
  const tail = on.last[free]!;
  all.previous[card] = tail;
  all.next[card] = -1;
  if (tail === -1) on.first[free] = card;
  else all.next[tail] = card;
  on.last[free] = card;
  on.count++;
  on.free += free;
}

export function unshelve(all: Cards, on: Shelf, card: Index): void {
  const free = freeOn(all, card);
  const before = all.previous[card];
  const after = all.next[card];
  if (before === -1) on.first[free] = after;
  else all.next[before] = after;
  if (after === -1) on.last[free] = before;
  else all.previous[after] = before;
  on.count--;
  on.free -= free;
}

/** A part takes a card of a machine that has room: that of a number, or the one that it leaves with the least, or one that ran nothing. */
export function takePart(
  all: Cards,
  on: Shelf | null,
  host: number,
  part: Hundredths,
  number?: number,
): { card: number; opened: boolean } {
  let card = number === undefined ? cardFor(all, host, part) : cardAt(all, host, number);
  const opened = card === -1;
  if (opened) {
    card = openCard(all, host, CARD, number);
    if (on) shelve(all, on, card);
  }
  usePart(all, on, card, part, 1);
  return { card, opened };
}

/** A part is free again. Whether its card runs nothing any more. */
export function givePart(all: Cards, on: Shelf | null, card: Index, part: Hundredths): boolean {
  usePart(all, on, card, part, -1);
  if (all.parts[card] > 0 || all.own[card] === 1) return false;
  if (on) unshelve(all, on, card);
  closeCard(all, card);
  return true;
}

/** A part more of a card is in use (1), or no longer (−1); `on`: the shelf that it stands on, if any. */
function usePart(all: Cards, on: Shelf | null, card: Index, part: Hundredths, sign: 1 | -1): void {
  if (on) unshelve(all, on, card);
  all.used[card] += sign * part;
  all.parts[card] += sign;
  if (on) shelve(all, on, card);
}

function grow(all: Cards, capacity: number): void {
  for (const name of COLUMNS) all[name] = grown(all[name], capacity);
  all.own = grown(all.own, capacity);
}
