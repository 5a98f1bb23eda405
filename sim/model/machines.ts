import {
  type Assignments,
  addJob,
  addShare,
  assignments,
  growHosts,
  jobRow,
  removeJob,
} from "./assignments.ts";
import type { Events } from "./events.ts";
import { bestFit, growPlacement, type Placement, placement, roomiest, setFree } from "./placement.ts";
import { addRow, grown, type Rows, rowOf, rows } from "./rows.ts";

/**
 * A market's book of machines: which are on offer, on what terms, how many of their GPUs are free, and which jobs the
 * market has put on them. Machines alike in memory, region and kind form a group, so that what a job cannot use is
 * passed over at once. Plain data.
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
}
export interface Group {
  readonly memory: number;
  readonly region: string;
  readonly kind: string;
  readonly room: Placement;
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

/** GPUs that one machine may have. */
export const LARGEST_MACHINE = 1_024;

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
  };
}

/** Takes a machine onto the book, again or on other terms. Returns its row. */
export function offer(at: Machines, event: Events["machineOffered"]): number {
  let row = rowOf(at.known, event.machine);
  if (row === -1) row = enter(at, event.machine);
  else if (at.offered[row] === 1) withdraw(at, event.machine);
  at.gpus[row] = event.gpus;
  at.group[row] = groupOf(at, event);
  at.usdPerGpuHour[row] = event.usdPerGpuHour;
  at.throughput[row] = event.throughput;
  at.reliability[row] = event.reliability;
  at.offered[row] = 1;
  at.online += event.gpus;
  at.free += event.gpus - at.busy[row]!;
  setFree(roomOf(at, row), row, event.gpus - at.busy[row]!);
  return row;
}

/** The machine takes no more jobs; those on it stay until they are released. */
export function withdraw(at: Machines, machine: number): void {
  const row = rowOf(at.known, machine);
  if (row === -1 || at.offered[row] === 0) return;
  at.offered[row] = 0;
  at.online -= at.gpus[row]!;
  at.free -= at.gpus[row]! - at.busy[row]!;
  setFree(roomOf(at, row), row, -1);
}

/** Whether a group's machines are what the job asks for. */
export const suits = (group: Group, { memory = 0, region = "" }: Ask): boolean =>
  group.memory >= memory && (region === "" || group.region === region);

/**
 * Where the job would run: on the one machine that it fills best, else on as few as can be of one group, roomiest
 * first; null where there is no room now. Nothing is taken yet.
 */
export function place(at: Machines, ask: Ask): Shares | null {
  let best = -1;
  let spare = Number.POSITIVE_INFINITY;
  for (const group of at.groups) {
    if (!suits(group, ask)) continue;
    const row = bestFit(group.room, ask.gpus);
    if (row === -1 || group.room.free[row]! >= spare) continue;
    best = row;
    spare = group.room.free[row]!;
  }
  if (best !== -1) return { machines: [at.known.ids[best]!], parts: [ask.gpus] };
  for (const group of at.groups)
    if (suits(group, ask) && group.room.total >= ask.gpus) return gang(at, group, ask.gpus);
  return null;
}

/** Whether those machines still take jobs and have so many GPUs free. */
export function hasRoom(at: Machines, { machines, parts }: Shares): boolean {
  return machines.every((machine, share) => {
    const row = rowOf(at.known, machine);
    return row !== -1 && at.offered[row] === 1 && at.gpus[row]! - at.busy[row]! >= parts[share]!;
  });
}

/** Takes what a job was given. Returns the job's row among `running`. */
export function occupy(
  at: Machines,
  job: number,
  { machines, parts }: Shares,
  price: number,
  now: number,
): number {
  let gpus = 0;
  for (const part of parts) gpus += part;
  const row = addJob(at.running, job, gpus, price, now);
  for (let share = 0; share < machines.length; share++) {
    const machine = rowOf(at.known, machines[share]!);
    addShare(at.running, row, machine, parts[share]!);
    setBusy(at, machine, parts[share]!);
  }
  return row;
}

/** The job no longer runs: its GPUs are free again. False where it was not on this book. */
export function release(at: Machines, job: number): boolean {
  const { running } = at;
  const row = jobRow(running, job);
  if (row === -1) return false;
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!)
    setBusy(at, running.host[share]!, -running.part[share]!);
  removeJob(running, job);
  return true;
}

function setBusy(at: Machines, row: number, change: number): void {
  at.busy[row]! += change;
  if (at.offered[row] === 0) return;
  at.free -= change;
  setFree(roomOf(at, row), row, at.gpus[row]! - at.busy[row]!);
}

const roomOf = (at: Machines, row: number): Placement => at.groups[at.group[row]!]!.room;

/** The roomiest machines of a group, one after the other; the last gives only what is missing. */
function gang(at: Machines, { room }: Group, gpus: number): Shares {
  const shares: { machines: number[]; parts: number[] } = { machines: [], parts: [] };
  const taken: number[] = [];
  for (let rest = gpus; rest > 0; ) {
    const row = roomiest(room);
    const free = room.free[row]!;
    const part = Math.min(rest, free);
    shares.machines.push(at.known.ids[row]!);
    shares.parts.push(part);
    taken.push(row);
    setFree(room, row, 0);
    rest -= part;
  }
  for (const row of taken) setFree(room, row, at.gpus[row]! - at.busy[row]!);
  return shares;
}

function enter(at: Machines, machine: number): number {
  const row = addRow(at.known, machine);
  const capacity = at.known.ids.length;
  for (const name of ["gpus", "busy", "group"] as const) at[name] = grown(at[name], capacity);
  for (const name of ["usdPerGpuHour", "throughput", "reliability", "reputation"] as const)
    at[name] = grown(at[name], capacity);
  at.offered = grown(at.offered, capacity);
  growHosts(at.running, capacity);
  at.reputation[row] = 1;
  return row;
}

function groupOf(at: Machines, { memory, region, kind }: Events["machineOffered"]): number {
  let group = at.groups.findIndex(
    (each) => each.memory === memory && each.region === region && each.kind === kind,
  );
  if (group === -1)
    group = at.groups.push({ memory, region, kind, room: placement(16, LARGEST_MACHINE) }) - 1;
  growPlacement(at.groups[group]!.room, at.known.ids.length);
  return group;
}
