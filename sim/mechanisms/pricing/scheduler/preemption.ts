import { type Gpus, hundredths, isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { freeOn } from "../../../kit/market/cards.ts";
import { type Ask, freeOf, suits } from "../../../kit/market/machines.ts";
import type { Scheduler, State } from "./state.ts";

/** Tells running jobs of lower priority to stop, where that makes room for a job. Whether it did. */
export function makeRoom(context: Scheduler, ask: Ask, priority: number, span: boolean): boolean {
  const { state, emit, now } = context;
  const spans = span && !isPart(ask.gpus);
  const victims = spans ? inOneGroup(state, ask, priority, now) : onOneMachine(state, ask, priority, now);
  if (victims === null) return false;
  for (const run of victims) {
    state.running.evicted[run] = 1;
    state.evictions++;
    emit.jobEvicted({ job: state.book.running.rows.ids[run]!, kept: true });
  }
  return victims.length > 0;
}

/** On the machine where the fewest have to stop. */
function onOneMachine(state: State, ask: Ask, priority: number, now: number): number[] | null {
  const { book } = state;
  let fewest: number[] | null = null;
  for (let host: Index = 0; host < book.rows.count; host++) {
    if (book.offered[host] === 0 || book.gpus[host] < ask.gpus) continue;
    if (!suits(book.groups[book.group[host]]!, ask)) continue;
    const victims = isPart(ask.gpus)
      ? victimsForPart(state, host, ask.gpus, priority, now)
      : victimsOn(state, [host], ask.gpus, priority, now);
    if (victims !== null && (fewest === null || victims.length < fewest.length)) fewest = victims;
  }
  return fewest;
}

function inOneGroup(state: State, ask: Ask, priority: number, now: number): number[] | null {
  const { book } = state;
  for (let group = 0; group < book.groups.length; group++) {
    if (!suits(book.groups[group]!, ask)) continue;
    const hosts: number[] = [];
    for (let host = 0; host < book.rows.count; host++)
      if (book.offered[host] === 1 && book.group[host] === group) hosts.push(host);
    const victims = victimsOn(state, hosts, ask.gpus, priority, now);
    if (victims !== null) return victims;
  }
  return null;
}

/** Whether a running job is of a lower priority, and can be stopped. Who is done in this very instant makes room anyway. */
const yields = ({ running }: State, run: Index, priority: number, now: number): boolean =>
  running.begun[run] === 1 && running.ends[run] > now && running.priority[run] < priority;

/** Who has to stop first. */
function lowestAndLatest({ book, running }: State, runs: Iterable<number>): number[] {
  const { started, rows } = book.running;
  return [...runs].sort(
    (a: Index, b: Index) =>
      running.priority[a] - running.priority[b] || started[b] - started[a] || rows.ids[b] - rows.ids[a],
  );
}

/** Rows of the jobs that run on a machine, by its card if they have a part of one; under −1 those that have whole ones. */
function runsByCard({ book }: State, host: Index): Map<number, number[]> {
  const { onHost, nextOfHost, jobOf, card } = book.running;
  const runs = new Map<number, number[]>();
  for (let share: Index = onHost[host]; share !== -1; share = nextOfHost[share])
    runs.set(card[share], [...(runs.get(card[share]) ?? []), jobOf[share]]);
  return runs;
}

/** Rows of the jobs that must stop to free so many GPUs on these machines; null where that is not enough. */
function victimsOn(
  state: State,
  hosts: readonly number[],
  gpus: number,
  priority: number,
  now: number,
): number[] | null {
  const { book } = state;
  const { onHost, nextOfHost, jobOf, part, card } = book.running;
  let missing = gpus;
  const freed = new Map<number, number>();
  for (const host of hosts) {
    missing -= freeOf(book, host);
    for (let share: Index = onHost[host]!; share !== -1; share = nextOfHost[share]) {
      const run = jobOf[share];
      if (card[share] === -1 && yields(state, run, priority, now))
        freed.set(run, (freed.get(run) ?? 0) + part[share]);
    }
  }
  const victims: number[] = [];
  for (const run of lowestAndLatest(state, freed.keys())) {
    if (missing <= 0) break;
    missing -= freed.get(run)!;
    victims.push(run);
  }
  for (const runs of missing > 0 ? sharedCards(state, hosts, priority, now) : []) {
    if (missing <= 0) break;
    missing--;
    victims.push(...runs);
  }
  return missing <= 0 ? victims : null;
}

/** Rows of the jobs of each card on which parts run, where all of them can be stopped; the fewest first. */
function sharedCards(state: State, hosts: readonly number[], priority: number, now: number): number[][] {
  const { own } = state.book.cards;
  return hosts
    .flatMap((host) => [...runsByCard(state, host)])
    .filter(
      ([card, runs]) =>
        card !== -1 && own[card] === 0 && runs.every((run) => yields(state, run, priority, now)),
    )
    .map(([, runs]) => runs)
    .sort((a, b) => a.length - b.length || a[0]! - b[0]!);
}

/** The fewest that must stop on one card of a machine for a part of it; null where that is not enough. */
function victimsForPart(
  state: State,
  host: number,
  gpus: Gpus,
  priority: number,
  now: number,
): number[] | null {
  const { cards, running } = state.book;
  let fewest: number[] | null = null;
  for (const [card, runs] of runsByCard(state, host)) {
    const able = lowestAndLatest(
      state,
      runs.filter((run) => yields(state, run, priority, now)),
    );
    const victims: number[] = [];
    let missing = card === -1 ? 1 : hundredths(gpus) - freeOn(cards, card);
    for (const run of able) {
      if (missing <= 0) break;
      missing -= card === -1 ? 1 : hundredths(running.gpus[run]!);
      victims.push(run);
    }
    if (missing <= 0 && (fewest === null || victims.length < fewest.length)) fewest = victims;
  }
  return fewest;
}
