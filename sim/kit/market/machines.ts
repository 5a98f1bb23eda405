/*
 * Above 200 lines: whoever changes the book must keep its totals right, and does so here. Cards and the jobs on them have
 * files of their own.
 */

import { CARD, type Gpus, gpusOf, type Hundredths, hundredths, isPart, sizeOf } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { addById, type ColumnsById, columnsById, rowOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import {
  type Assignments,
  addJob,
  addShare,
  assignments,
  growHosts,
  jobRow,
  removeJob,
} from "./assignments.ts";
import {
  bestCard,
  type Cards,
  cardAt,
  cardFor,
  cards,
  closeCard,
  firstCard,
  freeInParts,
  freeOn,
  givePart,
  openCard,
  roomiestCard,
  type Shelf,
  shelve,
  takePart,
} from "./cards.ts";
import {
  bestFit,
  firstFit,
  growPlacement,
  type Placement,
  placement,
  roomiest,
  setFree,
  setRoom,
  shelfOf,
} from "./placement.ts";

/** A machine keeps its row for good. */
const MACHINE = {
  /** What it has on offer: whole cards, or a part of one. */
  gpus: "number",
  /** Whole cards of those that run this market's jobs, or parts of them. */
  busy: "whole",
  /** Hundredths of a GPU that jobs have. */
  inUse: "number",
  /** 1 while the machine takes jobs. */
  offered: "flag",
  group: "row",
  usdPerGpuHour: "number",
  throughput: "number",
  reliability: "number",
  /** From 0 to 1; 1 until somebody says otherwise. */
  reputation: "number",
} as const;

/**
 * A market's book of machines: which are on offer, on what terms, how many of their GPUs are free, and which jobs the
 * market has put on them. Machines alike in memory, region and kind form a group, so that what a job cannot use is
 * passed over at once. Plain data.
 */
export interface Machines extends ColumnsById<typeof MACHINE> {
  /** In order of first appearance. */
  groups: Group[];
  running: Assignments;
  /** Cards that run parts. */
  cards: Cards;
  /** On offer, and free of it, in hundredths of a GPU. */
  online: Hundredths;
  free: Hundredths;
  /** Highest throughput that a machine is known to have had or to come with; 1 until then. */
  fastest: number;
}
export interface Group {
  readonly memory: number;
  readonly region: string;
  readonly kind: string;
  readonly room: Placement;
  /** GPUs of its largest machine, and whole ones of all its machines, of those that are known. */
  largest: number;
  known: number;
}
/** What a job asks of machines; 0 GB and "" ask for nothing. */
export interface Ask {
  readonly gpus: number;
  readonly memory?: number | undefined;
  readonly region?: string | undefined;
}
/** GPUs by machine number: `parts[i]` of `machines[i]`; of a part of one maybe the number of its card. */
export interface Shares {
  readonly machines: readonly number[];
  readonly parts: readonly number[];
  readonly cards?: readonly number[];
}

/** The timer of a market that decides when it knows all of an instant's offers. */
export const machinesChanged = {
  machinesChanged: {
    doc: "All machines that are offered at one instant are known.",
    priority: 10,
    private: true,
    fields: {},
  },
} as const;

/**
 * Which of the machines that have room: the one that is left with the least (best fit), the one that came onto the
 * book first (first fit), or the one that is left with the most (worst fit).
 */
export type Fit = "best-fit" | "first-fit" | "roomiest";
export interface PlaceOptions {
  readonly fit?: Fit;
  /** Whether a job that no machine has room for may run on several of a group; true by default. */
  readonly span?: boolean;
}

/** What a market says of its book, for who compares it with what supply says. */
export const bookSignals = {
  gpusFreeInBook: ({ state }: { readonly state: { readonly book: Machines } }): number =>
    gpusOf(state.book.free),
};

/** GPUs of the machines on offer that jobs may have, and what is free of them. */
export const onlineGpus = (book: Machines): Gpus => gpusOf(book.online);
export const freeGpus = (book: Machines): Gpus => gpusOf(book.free);

/** GPUs of cards that run nothing. */
export function wholeFree({ groups }: Machines): number {
  let total = 0;
  for (let group = 0; group < groups.length; group++) total += groups[group]!.room.total;
  return total;
}

/** The most that is free of a card that runs parts. */
export function partFree({ groups }: Machines): Gpus {
  let most = 0;
  for (const { room } of groups) most = Math.max(most, roomiestCard(room.parts));
  return gpusOf(most);
}

export function machines(): Machines {
  const capacity = 16;
  return Object.assign(columnsById(MACHINE, capacity), {
    groups: [],
    running: assignments(capacity),
    cards: cards(),
    online: 0,
    free: 0,
    fastest: 1,
  });
}

/** Takes a machine onto the book that takes jobs from now on, again or on other terms. Returns its row. */
export function offer(book: Machines, event: Events["machineOffered"]): number {
  const row: Index = list(book, event);
  book.offered[row] = 1;
  book.online += hundredths(book.gpus[row]);
  book.free += freeOf(book, row) * CARD + freeInParts(book.cards, row);
  setRoom(roomOf(book, row), book.cards, row, freeOf(book, row));
  return row;
}

/** Takes a machine onto the book that takes no jobs yet, with the terms on which it will. Returns its row. */
export function list(book: Machines, event: Events["machineListed"]): number {
  let row = rowOf(book, event.machine);
  if (row === -1) row = enter(book, event.machine);
  else if (book.offered[row] === 1) withdraw(book, event.machine);
  const group = groupOf(book, event);
  const gpus = gpusOf(sizeOf(event.gpus));
  const whole = Math.floor(gpus);
  const known = book.groups[group]!;
  known.largest = Math.max(known.largest, gpus);
  if (book.group[row] !== -1) book.groups[book.group[row]]!.known -= Math.floor(book.gpus[row]);
  known.known += whole;
  growPlacement(known.room, book.rows.ids.length, whole);
  book.gpus[row] = gpus;
  resize(book, row);
  own(book, row);
  book.group[row] = group;
  book.usdPerGpuHour[row] = event.usdPerGpuHour;
  book.throughput[row] = event.throughput;
  book.reliability[row] = event.reliability;
  book.fastest = Math.max(book.fastest, event.throughput);
  return row;
}

/** The machine takes no more jobs; those on it stay until they are released. */
export function withdraw(book: Machines, machine: number): void {
  const row = rowOf(book, machine);
  if (row === -1 || book.offered[row] === 0) return;
  book.offered[row] = 0;
  book.online -= hundredths(book.gpus[row]);
  book.free -= freeOf(book, row) * CARD + freeInParts(book.cards, row);
  setRoom(roomOf(book, row), book.cards, row, -1);
}

/** The part of a card that is all a machine offers is a card for parts from the beginning. */
function own(book: Machines, row: Index): void {
  const gpus = book.gpus[row];
  if (!isPart(gpus) || book.busy[row] > 0 || firstCard(book.cards, row) !== -1) return;
  const card = openCard(book.cards, row, hundredths(gpus));
  book.cards.own[card] = 1;
  if (book.offered[row] === 1) {
    book.free += freeOn(book.cards, card);
    shelve(book.cards, roomOf(book, row).parts, card);
  }
}

/**
 * A machine that is not on offer comes back with another size: of cards that run parts more than it now has, nothing
 * is free.
 */
function resize(book: Machines, row: Index): void {
  const { cards: all } = book;
  const gpus = book.gpus[row];
  const own = firstCard(all, row);
  if (own !== -1 && all.own[own] === 1) {
    all.own[own] = 0;
    if (all.parts[own] === 0) closeCard(all, own);
    else book.busy[row]++;
  }
  let whole = book.busy[row];
  for (let card: Index = firstCard(all, row); card !== -1; card = all.nextOfHost[card]) whole--;
  let left = Math.ceil(gpus) - whole;
  for (let card: Index = firstCard(all, row); card !== -1; card = all.nextOfHost[card])
    all.size[card] = left-- > 0 ? Math.min(CARD, hundredths(gpus)) : 0;
  if (!isPart(gpus)) return;
  const first = firstCard(all, row);
  if (first === -1 || whole > 0) return;
  all.own[first] = 1;
  book.busy[row]--;
}

/** What others know of a machine; nothing for one that has never been on offer. */
export function setReputation(book: Machines, { machine, reputation }: Events["reputationChanged"]): void {
  const row = rowOf(book, machine);
  if (row !== -1) book.reputation[row] = reputation;
}

/** How fast a job may run at best: while no machine is known, as fast as one likes. */
export const fastestOf = (book: Machines): number =>
  book.rows.count === 0 ? Number.POSITIVE_INFINITY : book.fastest;

/** Whole GPUs of the machine of a row that run nothing; 0 too where it came back smaller than what it runs. */
export const freeOf = (book: Machines, row: Index): number =>
  Math.max(0, Math.floor(book.gpus[row]) - book.busy[row]);

/** All that is free of the machine of a row, what is left of cards that run parts included. */
export const allFreeOf = (book: Machines, row: number): Gpus =>
  gpusOf(freeOf(book, row) * CARD + freeInParts(book.cards, row));

/** Whether the machine of a row has room for a job now: whole cards, or so much of one, of that of a number if one is said. */
export function fitsOn(book: Machines, row: number, gpus: Gpus, number?: number): boolean {
  if (!isPart(gpus)) return freeOf(book, row) >= gpus;
  const part = hundredths(gpus);
  if (number === undefined) return freeOf(book, row) > 0 || cardFor(book.cards, row, part) !== -1;
  const card = cardAt(book.cards, row, number);
  return card === -1 ? freeOf(book, row) > 0 : freeOn(book.cards, card) >= part;
}

/** Whether a group's machines are what the job asks for. */
export const suits = (group: Group, { memory = 0, region = "" }: Ask): boolean =>
  group.memory >= memory && (region === "" || group.region === region);

/** Whether the job would fit if all machines that are known stood idle. */
export function couldFit(book: Machines, ask: Ask, { span = true }: PlaceOptions = {}): boolean {
  const spans = span && !isPart(ask.gpus);
  return book.groups.some((group) => suits(group, ask) && ask.gpus <= (spans ? group.known : group.largest));
}

/**
 * Where the job would run: on one machine, by best fit unless told otherwise, else on as few as can be of one group,
 * roomiest first; null where there is no room now. A part of a GPU goes to the card that is left with the least, to one
 * that runs nothing where no other has room. Nothing is taken yet.
 */
export function place(
  book: Machines,
  ask: Ask,
  { fit = "best-fit", span = true }: PlaceOptions = {},
): Shares | null {
  const { gpus } = ask;
  const size = sizeOf(gpus);
  if (size > book.free) return null;
  const part = isPart(gpus);
  const card: Index = part ? usedCardFor(book, ask, size) : -1;
  const row: Index =
    card === -1 ? single(book, part ? { ...ask, gpus: 1 } : ask, fit) : book.cards.host[card];
  if (row !== -1) return { machines: [book.rows.ids[row]], parts: [gpus] };
  if (!span || part || gpus === 0) return null;
  for (const group of book.groups)
    if (suits(group, ask) && group.room.total >= gpus) return gang(book, group, gpus);
  return null;
}

const FITS: Readonly<Record<Fit, (room: Placement, gpus: number) => number>> = {
  "best-fit": bestFit,
  "first-fit": firstFit,
  roomiest: (room, gpus) => {
    const row: Index = roomiest(room);
    return row !== -1 && room.free[row] >= gpus ? row : -1;
  },
};

/** The card that runs parts and is left with the least by another one, over all groups that suit it; −1: none. */
function usedCardFor({ cards: all, groups }: Machines, ask: Ask, part: Hundredths): number {
  let best = -1;
  let least = CARD + 1;
  for (const group of groups) {
    if (!suits(group, ask)) continue;
    const card = bestCard(group.room.parts, part);
    if (card === -1 || freeOn(all, card) >= least) continue;
    best = card;
    least = freeOn(all, card);
  }
  return best;
}

/** The row of the one machine that would run the job, over all groups that suit it; −1: none. */
function single(book: Machines, ask: Ask, fit: Fit): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const group of book.groups) {
    if (!suits(group, ask)) continue;
    const row: Index = FITS[fit](group.room, ask.gpus);
    if (row === -1) continue;
    const free = group.room.free[row];
    const rank = fit === "best-fit" ? free : fit === "roomiest" ? -free : row;
    if (rank >= least) continue;
    best = row;
    least = rank;
  }
  return best;
}

/** Whether those machines still take jobs and have so many GPUs free. */
export function hasRoom(book: Machines, { machines, parts, cards }: Shares): boolean {
  return machines.every((machine, share) => {
    const row = rowOf(book, machine);
    return row !== -1 && book.offered[row] === 1 && fitsOn(book, row, parts[share]!, cards?.[share]);
  });
}

/** Takes what a job was given. Returns the job's row among `running`. */
export function occupy(
  book: Machines,
  job: number,
  { machines, parts, cards }: Shares,
  price: number,
  now: number,
): number {
  let gpus = 0;
  for (const part of parts) gpus += part;
  const row = addJob(book.running, job, gpus, price, now);
  for (let share = 0; share < machines.length; share++) {
    const machine = rowOf(book, machines[share]!);
    const part = parts[share]!;
    const card = isPart(part) ? occupyPart(book, machine, hundredths(part), cards?.[share]) : -1;
    if (card === -1) setBusy(book, machine, part);
    book.inUse[machine] += hundredths(part);
    addShare(book.running, row, machine, part, card);
  }
  return row;
}

/** The job no longer runs: its GPUs are free again. False where it was not on this book. */
export function release(book: Machines, job: number): boolean {
  const { running } = book;
  const row: Index = jobRow(running, job);
  if (row === -1) return false;
  for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share]) {
    const machine: Index = running.host[share];
    const part = running.part[share];
    const card = running.card[share];
    if (card === -1) setBusy(book, machine, -part);
    else releasePart(book, machine, card, hundredths(part));
    own(book, machine);
    book.inUse[machine] -= hundredths(part);
  }
  removeJob(running, job);
  return true;
}

/** Which card of its machine the running job of a row has a part of, as `jobMatched` says it; nothing of a job on whole cards. */
export function cardsTold({ running, cards: all }: Machines, row: Index): { cards?: readonly number[] } {
  const card: Index = running.card[running.shares[row]];
  return card === -1 ? {} : { cards: [all.number[card]] };
}

/** What is free of the machine of a row changes by what is done with its parts. Returns what that says. */
function counting<T>(book: Machines, row: number, change: (shelf: Shelf | null) => T): T {
  const before = freeInParts(book.cards, row);
  const shelf = shelfOf(roomOf(book, row), row);
  const result = change(shelf);
  if (shelf) book.free += freeInParts(book.cards, row) - before;
  return result;
}

/** A part takes the card of the machine that is left with the least, or a new one. Returns the card. */
function occupyPart(book: Machines, row: number, part: Hundredths, number?: number): number {
  const { card, opened } = counting(book, row, (shelf) => takePart(book.cards, shelf, row, part, number));
  if (opened) setBusy(book, row, 1);
  return card;
}

/** A part is free again; with the last one of a card that card is. */
function releasePart(book: Machines, row: number, card: number, part: Hundredths): void {
  if (counting(book, row, (shelf) => givePart(book.cards, shelf, card, part))) setBusy(book, row, -1);
}

function setBusy(book: Machines, row: Index, change: number): void {
  const before = freeOf(book, row);
  book.busy[row] += change;
  if (book.offered[row] === 0) return;
  book.free += (freeOf(book, row) - before) * CARD;
  setFree(roomOf(book, row), row, freeOf(book, row));
}

const roomOf = (book: Machines, row: Index): Placement => book.groups[book.group[row]]!.room;

/** The roomiest machines of a group, one after the other; the last gives only what is missing. */
function gang(book: Machines, { room }: Group, gpus: number): Shares {
  const shares: { machines: number[]; parts: number[] } = { machines: [], parts: [] };
  const taken: number[] = [];
  for (let rest = gpus; rest > 0; ) {
    const row: Index = roomiest(room);
    const free = room.free[row];
    const part = Math.min(rest, free);
    shares.machines.push(book.rows.ids[row]);
    shares.parts.push(part);
    taken.push(row);
    setFree(room, row, 0);
    rest -= part;
  }
  for (const row of taken) setFree(room, row, freeOf(book, row));
  return shares;
}

function enter(book: Machines, machine: number): Index {
  const row = addById(book, machine, {
    gpus: 0,
    busy: 0,
    inUse: 0,
    offered: 0,
    group: -1,
    usdPerGpuHour: 0,
    throughput: 0,
    reliability: 0,
    reputation: 1,
  });
  growHosts(book.running, book.rows.room);
  return row;
}

function groupOf(book: Machines, { memory, region, kind }: Events["machineOffered"]): number {
  const group = book.groups.findIndex(
    (each) => each.memory === memory && each.region === region && each.kind === kind,
  );
  if (group !== -1) return group;
  return book.groups.push({ memory, region, kind, room: placement(16, 8), largest: 0, known: 0 }) - 1;
}
