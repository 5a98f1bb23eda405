import { addRow, grown, type Rows, removeRow, rowOf, rows } from "../../model/rows.ts";

/**
 * Which jobs run on which hosts: rows of jobs, each with a list of shares (host, GPUs); each host with a list of the
 * shares on it. Linked lists on typed arrays: constant time per share, memory of what runs now. Plain data.
 */
export interface Assignments {
  jobs: Rows;
  gpus: Float64Array;
  price: Float64Array;
  started: Float64Array;
  /** Until when the work has been credited to hosts. */
  credited: Float64Array;
  timer: Float64Array;
  /** First share of the job; −1: none. */
  shares: Int32Array;
  host: Int32Array;
  part: Int32Array;
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
  return {
    jobs: rows(CAPACITY),
    gpus: new Float64Array(CAPACITY),
    price: new Float64Array(CAPACITY),
    started: new Float64Array(CAPACITY),
    credited: new Float64Array(CAPACITY),
    timer: new Float64Array(CAPACITY),
    shares: new Int32Array(CAPACITY),
    host: new Int32Array(CAPACITY),
    part: new Int32Array(CAPACITY),
    jobOf: new Int32Array(CAPACITY),
    nextOfJob: new Int32Array(CAPACITY),
    nextOfHost: new Int32Array(CAPACITY),
    previousOfHost: new Int32Array(CAPACITY),
    freeShare: -1,
    usedShares: 0,
    onHost: new Int32Array(hosts).fill(-1),
  };
}

export function growHosts(at: Assignments, hosts: number): void {
  if (at.onHost.length >= hosts) return;
  const longer = new Int32Array(Math.max(hosts, at.onHost.length * 2)).fill(-1);
  longer.set(at.onHost);
  at.onHost = longer;
}

/** A job begins to run; its shares follow. Returns its row. */
export function addJob(at: Assignments, job: number, gpus: number, price: number, now: number): number {
  const row = addRow(at.jobs, job);
  const capacity = at.jobs.ids.length;
  for (const name of ["gpus", "price", "started", "credited", "timer"] as const)
    at[name] = grown(at[name], capacity);
  at.shares = grown(at.shares, capacity);
  at.gpus[row] = gpus;
  at.price[row] = price;
  at.started[row] = now;
  at.credited[row] = now;
  at.shares[row] = -1;
  return row;
}

/** `gpus` of a host work for the job of a row. */
export function addShare(at: Assignments, row: number, host: number, gpus: number): void {
  let share = at.freeShare;
  if (share === -1) {
    share = at.usedShares++;
    if (share === at.host.length) growShares(at, share * 2);
  } else at.freeShare = at.nextOfJob[share]!;
  at.host[share] = host;
  at.part[share] = gpus;
  at.jobOf[share] = row;
  at.nextOfJob[share] = at.shares[row]!;
  at.shares[row] = share;
  const head = at.onHost[host]!;
  at.nextOfHost[share] = head;
  at.previousOfHost[share] = -1;
  if (head !== -1) at.previousOfHost[head] = share;
  at.onHost[host] = share;
}

/** The row of a running job, or −1. */
export const jobRow = (at: Assignments, job: number): number => rowOf(at.jobs, job);

/** The job no longer runs: its shares leave their hosts. Nothing where it did not run. */
export function removeJob(at: Assignments, job: number): void {
  const row = removeRow(at.jobs, job);
  if (row === -1) return;
  for (let share = at.shares[row]!; share !== -1; ) {
    const next = at.nextOfJob[share]!;
    const before = at.previousOfHost[share]!;
    const after = at.nextOfHost[share]!;
    if (before === -1) at.onHost[at.host[share]!] = after;
    else at.nextOfHost[before] = after;
    if (after !== -1) at.previousOfHost[after] = before;
    at.nextOfJob[share] = at.freeShare;
    at.freeShare = share;
    share = next;
  }
}

function growShares(at: Assignments, capacity: number): void {
  for (const name of ["host", "part", "jobOf", "nextOfJob", "nextOfHost", "previousOfHost"] as const)
    at[name] = grown(at[name], capacity);
}
