import { OrreryError } from "../../errors.ts";
import type { Events } from "../../model/events.ts";
import { addRow, grown, type Rows, rowOf, rows } from "../../model/rows.ts";
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
  bestFit,
  firstFit,
  growPlacement,
  type Placement,
  placement,
  roomiest,
  setFree,
} from "./placement.ts";

/**
 * A market's book of machines: which are on offer, on what terms, how many of their GPUs are free, and which jobs the
 * market has put on them. Machines alike in memory, region and kind form a group, so that what a job cannot use is
 * passed over at once. Plain data. One file, because whoever changes the book must keep its totals right.
 */
export interface Machines {
  /** Machine numbers to rows; a machine keeps its row for good. */
  known: Rows;
  gpus: Int32Array;
  /** GPUs that run this market's jobs. */
  busy: Int32Array;
  /** 1 while the machine takes jobs. */
  offered: Uint8Array;
  group: Int32Array;
  usdPerGpuHour: Float64Array;
  throughput: Float64Array;
  reliability: Float64Array;
  /** From 0 to 1; 1 until somebody says otherwise. */
  reputation: Float64Array;
  /** In order of first appearance. */
  groups: Group[];
  running: Assignments;
  /** GPUs on offer, and those of them that are free. */
  online: number;
  free: number;
  /** Highest throughput that a machine is known to have had or to come with; 1 until then. */
  fastest: number;
}
export interface Group {
  readonly memory: number;
  readonly region: string;
  readonly kind: string;
  readonly room: Placement;
  /** GPUs of its largest machine, and of all its machines, of those that are known. */
  largest: number;
  known: number;
}
/** What a job asks of machines; 0 GB and "" ask for nothing. */
export interface Ask {
  readonly gpus: number;
  readonly memory?: number | undefined;
  readonly region?: string | undefined;
}
/** GPUs by machine number: `parts[i]` of `machines[i]`. */
export interface Shares {
  readonly machines: readonly number[];
  readonly parts: readonly number[];
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
  gpusFreeInBook: ({ state }: { readonly state: { readonly book: Machines } }): number => state.book.free,
};

export function machines(): Machines {
  const capacity = 16;
  return {
    known: rows(capacity),
    gpus: new Int32Array(capacity),
    busy: new Int32Array(capacity),
    offered: new Uint8Array(capacity),
    group: new Int32Array(capacity),
    usdPerGpuHour: new Float64Array(capacity),
    throughput: new Float64Array(capacity),
    reliability: new Float64Array(capacity),
    reputation: new Float64Array(capacity),
    groups: [],
    running: assignments(capacity),
    online: 0,
    free: 0,
    fastest: 1,
  };
}

/** Takes a machine onto the book that takes jobs from now on, again or on other terms. Returns its row. */
export function offer(book: Machines, event: Events["machineOffered"]): number {
  const row = list(book, event);
  book.offered[row] = 1;
  book.online += book.gpus[row]!;
  book.free += freeOf(book, row);
  setFree(roomOf(book, row), row, freeOf(book, row));
  return row;
}

/** Takes a machine onto the book that takes no jobs yet, with the terms on which it will. Returns its row. */
export function list(book: Machines, event: Events["machineListed"]): number {
  let row = rowOf(book.known, event.machine);
  if (row === -1) row = enter(book, event.machine);
  else if (book.offered[row] === 1) withdraw(book, event.machine);
  const group = groupOf(book, event);
  const { gpus } = event;
  const known = book.groups[group]!;
  known.largest = Math.max(known.largest, gpus);
  if (book.group[row] !== -1) book.groups[book.group[row]!]!.known -= book.gpus[row]!;
  known.known += gpus;
  growPlacement(known.room, book.known.ids.length, gpus);
  book.gpus[row] = gpus;
  book.group[row] = group;
  book.usdPerGpuHour[row] = event.usdPerGpuHour;
  book.throughput[row] = event.throughput;
  book.reliability[row] = event.reliability;
  book.fastest = Math.max(book.fastest, event.throughput);
  return row;
}

/** The machine takes no more jobs; those on it stay until they are released. */
export function withdraw(book: Machines, machine: number): void {
  const row = rowOf(book.known, machine);
  if (row === -1 || book.offered[row] === 0) return;
  book.offered[row] = 0;
  book.online -= book.gpus[row]!;
  book.free -= freeOf(book, row);
  setFree(roomOf(book, row), row, -1);
}

/** What others know of a machine; nothing for one that has never been on offer. */
export function setReputation(book: Machines, { machine, reputation }: Events["reputationChanged"]): void {
  const row = rowOf(book.known, machine);
  if (row !== -1) book.reputation[row] = reputation;
}

/** How fast a job may run at best: while no machine is known, as fast as one likes. */
export const fastestOf = (book: Machines): number =>
  book.known.count === 0 ? Number.POSITIVE_INFINITY : book.fastest;

/** GPUs of the machine of a row that run nothing; 0 too where it came back smaller than what it runs. */
export const freeOf = (book: Machines, row: number): number => Math.max(0, book.gpus[row]! - book.busy[row]!);

/** Whether a group's machines are what the job asks for. */
export const suits = (group: Group, { memory = 0, region = "" }: Ask): boolean =>
  group.memory >= memory && (region === "" || group.region === region);

/** Whether the job would fit if all machines that are known stood idle. */
export function couldFit(book: Machines, ask: Ask, { span = true }: PlaceOptions = {}): boolean {
  return book.groups.some((group) => suits(group, ask) && ask.gpus <= (span ? group.known : group.largest));
}

/**
 * Where the job would run: on one machine, by best fit unless told otherwise, else on as few as can be of one group,
 * roomiest first; null where there is no room now. Nothing is taken yet.
 */
export function place(
  book: Machines,
  ask: Ask,
  { fit = "best-fit", span = true }: PlaceOptions = {},
): Shares | null {
  const { gpus } = ask;
  if (!Number.isInteger(gpus) || gpus < 0)
    throw new OrreryError("Machines by name run jobs of whole GPUs.", [`${gpus} GPUs asked for`]);
  if (gpus > book.free) return null;
  const row = single(book, ask, fit);
  if (row !== -1) return { machines: [book.known.ids[row]!], parts: [gpus] };
  if (!span || gpus === 0) return null;
  for (const group of book.groups)
    if (suits(group, ask) && group.room.total >= gpus) return gang(book, group, gpus);
  return null;
}

const FITS: Readonly<Record<Fit, (room: Placement, gpus: number) => number>> = {
  "best-fit": bestFit,
  "first-fit": firstFit,
  roomiest: (room, gpus) => {
    const row = roomiest(room);
    return row !== -1 && room.free[row]! >= gpus ? row : -1;
  },
};

/** The row of the one machine that would run the job, over all groups that suit it; −1: none. */
function single(book: Machines, ask: Ask, fit: Fit): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const group of book.groups) {
    if (!suits(group, ask)) continue;
    const row = FITS[fit](group.room, ask.gpus);
    if (row === -1) continue;
    const free = group.room.free[row]!;
    const rank = fit === "best-fit" ? free : fit === "roomiest" ? -free : row;
    if (rank >= least) continue;
    best = row;
    least = rank;
  }
  return best;
}

/** Whether those machines still take jobs and have so many GPUs free. */
export function hasRoom(book: Machines, { machines, parts }: Shares): boolean {
  return machines.every((machine, share) => {
    const row = rowOf(book.known, machine);
    return row !== -1 && book.offered[row] === 1 && freeOf(book, row) >= parts[share]!;
  });
}

/** Takes what a job was given. Returns the job's row among `running`. */
export function occupy(
  book: Machines,
  job: number,
  { machines, parts }: Shares,
  price: number,
  now: number,
): number {
  let gpus = 0;
  for (const part of parts) gpus += part;
  const row = addJob(book.running, job, gpus, price, now);
  for (let share = 0; share < machines.length; share++) {
    const machine = rowOf(book.known, machines[share]!);
    addShare(book.running, row, machine, parts[share]!);
    setBusy(book, machine, parts[share]!);
  }
  return row;
}

/** The job no longer runs: its GPUs are free again. False where it was not on this book. */
export function release(book: Machines, job: number): boolean {
  const { running } = book;
  const row = jobRow(running, job);
  if (row === -1) return false;
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!)
    setBusy(book, running.host[share]!, -running.part[share]!);
  removeJob(running, job);
  return true;
}

function setBusy(book: Machines, row: number, change: number): void {
  const before = freeOf(book, row);
  book.busy[row]! += change;
  if (book.offered[row] === 0) return;
  book.free += freeOf(book, row) - before;
  setFree(roomOf(book, row), row, freeOf(book, row));
}

const roomOf = (book: Machines, row: number): Placement => book.groups[book.group[row]!]!.room;

/** The roomiest machines of a group, one after the other; the last gives only what is missing. */
function gang(book: Machines, { room }: Group, gpus: number): Shares {
  const shares: { machines: number[]; parts: number[] } = { machines: [], parts: [] };
  const taken: number[] = [];
  for (let rest = gpus; rest > 0; ) {
    const row = roomiest(room);
    const free = room.free[row]!;
    const part = Math.min(rest, free);
    shares.machines.push(book.known.ids[row]!);
    shares.parts.push(part);
    taken.push(row);
    setFree(room, row, 0);
    rest -= part;
  }
  for (const row of taken) setFree(room, row, freeOf(book, row));
  return shares;
}

function enter(book: Machines, machine: number): number {
  const row = addRow(book.known, machine);
  const capacity = book.known.ids.length;
  for (const name of ["gpus", "busy", "group"] as const) book[name] = grown(book[name], capacity);
  for (const name of ["usdPerGpuHour", "throughput", "reliability", "reputation"] as const)
    book[name] = grown(book[name], capacity);
  book.offered = grown(book.offered, capacity);
  growHosts(book.running, capacity);
  book.reputation[row] = 1;
  book.group[row] = -1;
  return row;
}

function groupOf(book: Machines, { memory, region, kind }: Events["machineOffered"]): number {
  const group = book.groups.findIndex(
    (each) => each.memory === memory && each.region === region && each.kind === kind,
  );
  if (group !== -1) return group;
  return book.groups.push({ memory, region, kind, room: placement(16, 8), largest: 0, known: 0 }) - 1;
}
