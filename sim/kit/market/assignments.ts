import type { Index } from "../../indexed.ts";
import { addById, type ColumnsById, columnsById, grown, removeById, rowOf } from "../../model/columns.ts";

const JOB = {
  gpus: "number",
  price: "number",
  started: "number",
  /** Until when the work has been credited to hosts. */
  credited: "number",
  /** Of its end; −1: none. */
  timer: "number",
  /** First share of the job; −1: none. */
  shares: "row",
} as const;

/**
 * Which jobs run on which hosts: rows of jobs, each with a list of shares (host, GPUs); each host with a list of the
 * shares on it. Linked lists on typed arrays: constant time per share, memory of what runs now. Plain data.
 */
export interface Assignments extends ColumnsById<typeof JOB> {
  host: Int32Array;
  /** GPUs of the host. */
  part: Float64Array;
  /** The card that a part of a GPU lies on; −1: whole cards. */
  card: Int32Array;
  jobOf: Int32Array;
  nextOfJob: Int32Array;
  nextOfHost: Int32Array;
  previousOfHost: Int32Array;
  freeShare: number;
  usedShares: number;
  /** First share by host; −1: none. */
  onHost: Int32Array;
}

const CAPACITY = 64;

export function assignments(hosts: number): Assignments {
  return Object.assign(columnsById(JOB, CAPACITY), {
    host: new Int32Array(CAPACITY),
    part: new Float64Array(CAPACITY),
    card: new Int32Array(CAPACITY),
    jobOf: new Int32Array(CAPACITY),
    nextOfJob: new Int32Array(CAPACITY),
    nextOfHost: new Int32Array(CAPACITY),
    previousOfHost: new Int32Array(CAPACITY),
    freeShare: -1,
    usedShares: 0,
    onHost: new Int32Array(hosts).fill(-1),
  });
}

export function growHosts(assigned: Assignments, hosts: number): void {
  if (assigned.onHost.length >= hosts) return;
  const longer = new Int32Array(Math.max(hosts, assigned.onHost.length * 2)).fill(-1);
  longer.set(assigned.onHost);
  assigned.onHost = longer;
}

/** A job begins to run; its shares follow. Returns its row. */
export const addJob = (assigned: Assignments, job: number, gpus: number, price: number, now: number): Index =>
  addById(assigned, job, { gpus, price, started: now, credited: now, timer: -1, shares: -1 });

/** `gpus` of a host work for the job of a row; a part of one on a card of it. */
export function addShare(assigned: Assignments, row: Index, host: Index, gpus: number, card = -1): void {
  let share: Index = assigned.freeShare;
  if (share === -1) {
    share = assigned.usedShares++;
    if (share === assigned.host.length) growShares(assigned, share * 2);
  } else assigned.freeShare = assigned.nextOfJob[share];
  assigned.host[share] = host;
  assigned.part[share] = gpus;
  assigned.card[share] = card;
  assigned.jobOf[share] = row;
  assigned.nextOfJob[share] = assigned.shares[row];
  assigned.shares[row] = share;
  const head = assigned.onHost[host];
  assigned.nextOfHost[share] = head;
  assigned.previousOfHost[share] = -1;
  if (head !== -1) assigned.previousOfHost[head] = share;
  assigned.onHost[host] = share;
}

/** The row of a running job, or −1. */
export const jobRow = (assigned: Assignments, job: number): Index => rowOf(assigned, job);

/** The hosts that the job of a row runs on. */
export function hostsOf({ shares, host, nextOfJob }: Assignments, row: Index): number[] {
  const hosts: number[] = [];
  for (let share: Index = shares[row]; share !== -1; share = nextOfJob[share]) hosts.push(host[share]);
  return hosts;
}

/** The job no longer runs: its shares leave their hosts. Nothing where it did not run. */
export function removeJob(assigned: Assignments, job: number): void {
  const row = removeById(assigned, job);
  if (row === -1) return;
  for (let share: Index = assigned.shares[row]; share !== -1; ) {
    const next = assigned.nextOfJob[share];
    const before = assigned.previousOfHost[share];
    const after = assigned.nextOfHost[share];
    if (before === -1) assigned.onHost[assigned.host[share]] = after;
    else assigned.nextOfHost[before] = after;
    if (after !== -1) assigned.previousOfHost[after] = before;
    assigned.nextOfJob[share] = assigned.freeShare;
    assigned.freeShare = share;
    share = next;
  }
}

function growShares(assigned: Assignments, capacity: number): void {
  for (const name of ["host", "card", "jobOf", "nextOfJob", "nextOfHost", "previousOfHost"] as const)
    assigned[name] = grown(assigned[name], capacity);
  assigned.part = grown(assigned.part, capacity);
}
