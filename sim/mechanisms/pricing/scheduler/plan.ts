import { type Ask, freeOf, suits } from "../../../kit/market/machines.ts";
import { onClock, type State } from "./state.ts";

/**
 * Conservative backfill: every waiting job is promised machines and a time, the earliest that leaves all earlier
 * promises alone. The time to plan one job grows with the jobs planned: for queues of hundreds, not of many thousands.
 */

/** At a time, a machine has so many GPUs more. */
interface Change {
  readonly time: number;
  readonly gpus: number;
}
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly hosts: readonly number[];
  readonly parts: readonly number[];
}

/** Promises the job of a row the earliest time there is; false where the machines that are there will never do. */
export function book(state: State, row: number, ask: Ask, span: boolean, now: number): boolean {
  const slot = earliest(state, ask, state.queue.requested[row]!, span, now);
  if (slot === null) return false;
  const machines = slot.hosts.map((host) => state.book.known.ids[host]!);
  state.plan.push({ row, machines, ...slot });
  return true;
}

export function unbook(state: State, row: number): boolean {
  const at = state.plan.findIndex((booking) => booking.row === row);
  if (at !== -1) state.plan.splice(at, 1);
  return at !== -1;
}

function earliest(state: State, ask: Ask, seconds: number, span: boolean, now: number): Slot | null {
  let best: Slot | null = null;
  state.book.groups.forEach((group, at) => {
    if (!suits(group, ask)) return;
    const hosts: number[] = [];
    for (let host = 0; host < state.book.known.count; host++)
      if (state.book.offered[host] === 1 && state.book.group[host] === at) hosts.push(host);
    if (hosts.length === 0) return;
    const changes = hosts.map((host) => changesOf(state, host, now));
    const slots = span
      ? [inGroup(state, hosts, changes, ask.gpus, seconds, now)]
      : hosts.map((host, index) => inGroup(state, [host], [changes[index]!], ask.gpus, seconds, now));
    for (const slot of slots) if (slot !== null && (best === null || slot.start < best.start)) best = slot;
  });
  return best;
}

/** What is planned for a machine, in order of time; what comes free comes before what is taken. */
function changesOf({ book, running, plan }: State, host: number, now: number): Change[] {
  const changes: Change[] = [];
  const { onHost, nextOfHost, jobOf, part } = book.running;
  for (let share = onHost[host]!; share !== -1; share = nextOfHost[share]!)
    changes.push({ time: Math.max(now, running.ends[jobOf[share]!]!), gpus: part[share]! });
  for (const { hosts, parts, start, end } of plan) {
    const share = hosts.indexOf(host);
    if (share === -1) continue;
    changes.push({ time: start, gpus: -parts[share]! }, { time: end, gpus: parts[share]! });
  }
  return changes.sort((a, b) => a.time - b.time || b.gpus - a.gpus);
}

/** The earliest time from which these machines have the GPUs for long enough: now, or when something comes free. */
function inGroup(
  { book }: State,
  hosts: readonly number[],
  changes: readonly Change[][],
  gpus: number,
  seconds: number,
  now: number,
): Slot | null {
  const speed = Math.min(...hosts.map((host) => book.throughput[host]!));
  const times = [
    now,
    ...changes.flatMap((each) => each.filter((change) => change.gpus > 0).map(({ time }) => time)),
  ];
  for (const start of [...new Set(times)].sort((a, b) => a - b)) {
    const end = onClock(start + seconds / speed);
    const free = hosts.map((host, at) => leastFree(changes[at]!, freeOf(book, host), start, end));
    if (free.reduce((sum, each) => sum + each, 0) >= gpus) return { start, end, ...taken(hosts, free, gpus) };
  }
  return null;
}

/** The fewest GPUs that are free at any time of a stretch. */
function leastFree(changes: readonly Change[], freeNow: number, start: number, end: number): number {
  let free = freeNow;
  let least = Number.POSITIVE_INFINITY;
  for (const { time, gpus } of changes) {
    if (time > start) {
      least = Math.min(least, free);
      if (time >= end) break;
    }
    free += gpus;
  }
  return Math.max(0, Math.min(least, free));
}

/** From the machines that have most, on as few as can be. */
function taken(hosts: readonly number[], free: readonly number[], gpus: number) {
  const chosen = { hosts: [] as number[], parts: [] as number[] };
  const roomiest = hosts.map((_, at) => at).sort((a, b) => free[b]! - free[a]! || a - b);
  let rest = gpus;
  for (const at of roomiest) {
    if (rest === 0 && chosen.hosts.length > 0) break;
    const part = Math.min(rest, free[at]!);
    chosen.hosts.push(hosts[at]!);
    chosen.parts.push(part);
    rest -= part;
  }
  return chosen;
}
