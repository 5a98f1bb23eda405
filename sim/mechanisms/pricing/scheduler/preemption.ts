import { type Ask, freeOf, suits } from "../../../kit/market/machines.ts";
import type { Scheduler, State } from "./state.ts";

/** Tells running jobs of lower priority to stop, where that makes room for a job. Whether it did. */
export function makeRoom(context: Scheduler, ask: Ask, priority: number, span: boolean): boolean {
  const { state, emit, now } = context;
  const victims = span ? inOneGroup(state, ask, priority, now) : onOneMachine(state, ask, priority, now);
  if (victims === null) return false;
  for (const run of victims) {
    state.running.evicted[run] = 1;
    state.evictions++;
    emit.jobEvicted({ job: state.book.running.jobs.ids[run]!, kept: true });
  }
  return victims.length > 0;
}

/** On the machine where the fewest have to stop. */
function onOneMachine(state: State, ask: Ask, priority: number, now: number): number[] | null {
  const { book } = state;
  let fewest: number[] | null = null;
  for (let host = 0; host < book.known.count; host++) {
    if (book.offered[host] === 0 || book.gpus[host]! < ask.gpus) continue;
    if (!suits(book.groups[book.group[host]!]!, ask)) continue;
    const victims = victimsOn(state, [host], ask.gpus, priority, now);
    if (victims !== null && (fewest === null || victims.length < fewest.length)) fewest = victims;
  }
  return fewest;
}

function inOneGroup(state: State, ask: Ask, priority: number, now: number): number[] | null {
  const { book } = state;
  for (let group = 0; group < book.groups.length; group++) {
    if (!suits(book.groups[group]!, ask)) continue;
    const hosts: number[] = [];
    for (let host = 0; host < book.known.count; host++)
      if (book.offered[host] === 1 && book.group[host] === group) hosts.push(host);
    const victims = victimsOn(state, hosts, ask.gpus, priority, now);
    if (victims !== null) return victims;
  }
  return null;
}

/** Rows of the jobs that must stop to free so many GPUs on these machines; null where that is not enough. */
function victimsOn(
  { book, running }: State,
  hosts: readonly number[],
  gpus: number,
  priority: number,
  now: number,
): number[] | null {
  const { onHost, nextOfHost, jobOf, part, started, jobs } = book.running;
  let missing = gpus;
  const yields = new Map<number, number>();
  for (const host of hosts) {
    missing -= freeOf(book, host);
    for (let share = onHost[host]!; share !== -1; share = nextOfHost[share]!) {
      const run = jobOf[share]!;
      // Who is done in this very instant makes room anyway.
      const stoppable = running.begun[run] === 1 && running.ends[run]! > now;
      if (stoppable && running.priority[run]! < priority)
        yields.set(run, (yields.get(run) ?? 0) + part[share]!);
    }
  }
  const victims: number[] = [];
  const lowestAndLatest = [...yields.keys()].sort(
    (a, b) =>
      running.priority[a]! - running.priority[b]! || started[b]! - started[a]! || jobs.ids[b]! - jobs.ids[a]!,
  );
  for (const run of lowestAndLatest) {
    if (missing <= 0) break;
    missing -= yields.get(run)!;
    victims.push(run);
  }
  return missing <= 0 ? victims : null;
}
