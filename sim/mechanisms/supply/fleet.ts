import { OrreryError } from "../../errors.ts";
import { jobRow } from "../../model/assignments.ts";
import type { Events } from "../../model/events.ts";
import {
  hasRoom,
  type Machines,
  machines,
  occupy,
  offer,
  place,
  release,
  withdraw,
} from "../../model/machines.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { rowOf } from "../../model/rows.ts";
import { seconds, table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn, textColumn } from "../../schema/table.ts";
import { HOUR } from "../../units.ts";

// A machine: offered ⇄ under repair.   A job here: jobMatched → jobStarted → (jobFinished | jobInterrupted | jobPaused)

const params = {
  machines: table(
    {
      provider: { type: "text" },
      count: { type: "number", min: 1 },
      gpus: { type: "number", unit: "GPUs", min: 1 },
      kind: { type: "text" },
      memory_gb: { type: "number", unit: "GB", min: 0 },
      throughput: { type: "number", min: 0 },
      region: { type: "text" },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
    },
    {
      default: inlineTable({
        provider: ["alice", "bob"],
        count: [2, 1],
        gpus: [8, 4],
        kind: ["RTX3090", "A100"],
        memory_gb: [24, 80],
        throughput: [1, 2],
        region: ["US", "DE"],
        usd_per_gpu_hour: [0.1, 0.8],
      }),
      doc: "Machines: `count` alike of one provider, each with `gpus` GPUs, at no less than a price.",
      source: "Orrery: for the scenario to set",
    },
  ),
  mtbf: seconds({
    default: 50_677 * HOUR,
    min: 1,
    doc: "Mean time between unexpected interruptions of a GPU; a machine fails as a whole.",
    source: "Llama 3 (2024): 419 in 54 days on 16,384 GPUs",
  }),
  mttr: seconds({ default: 24 * HOUR, min: 1, doc: "Mean time to repair.", range: [6 * HOUR, 72 * HOUR] }),
};
const emits = {
  jobStarted: shared,
  jobFinished: shared,
  jobInterrupted: shared,
  jobPaused: shared,
  gpusFreed: shared,
  machineOffered: shared,
  machineWithdrawn: shared,
  machineBroke: {
    doc: "A machine stops working; `k` counts its failures.",
    priority: -5,
    private: true,
    fields: { machine: "number", k: "number" },
  },
  machineMended: {
    doc: "A machine works again.",
    priority: -5,
    private: true,
    fields: { machine: "number" },
  },
} as const;

interface State {
  book: Machines;
  /** Row of the table by machine. */
  row: Int32Array;
  count: number;
  busySeconds: number;
  idleSeconds: number;
  integrated: number;
}
type Fleet = ContextOf<typeof params, State, {}, typeof emits>;

export const fleet = defineMechanism({
  name: "supply/fleet",
  summary: "Runs jobs on machines known by name, which fail and are repaired.",
  source: "Failures: Llama 3 (2024), table 5",
  params,
  emits,
  init: ({ machines: table }: Values<typeof params>): State => {
    const row: number[] = [];
    for (let at = 0; at < table.rows; at++)
      for (let copy = 0; copy < numberColumn(table, "count")[at]!; copy++) row.push(at);
    return {
      book: machines(),
      row: Int32Array.from(row),
      count: row.length,
      busySeconds: 0,
      idleSeconds: 0,
      integrated: 0,
    };
  },
  on: {
    opened(context) {
      const { state, emit, random, params } = context;
      for (let machine = 0; machine < state.count; machine++) {
        announce(context, machine);
        const gpus = numberColumn(params.machines, "gpus")[state.row[machine]!]!;
        emit.machineBroke(
          { machine, k: 0 },
          random.at(machine, "failure", 0).exponential(params.mtbf / gpus),
        );
      }
    },
    jobMatched: start,
    jobFinished: (context, { job }) => stop(context, job),
    jobEvicted(context, { job, kept }) {
      const stretch = stretchOf(context, job);
      if (stretch === null) return;
      stop(context, job);
      if (kept) context.emit.jobPaused(stretch);
      else context.emit.jobInterrupted(stretch);
    },
    machineBroke(context, { machine, k }) {
      const { state, params, random, emit } = context;
      const { book } = state;
      const host = rowOf(book.known, machine);
      const gpus = numberColumn(params.machines, "gpus")[state.row[machine]!]!;
      while (book.running.onHost[host]! !== -1) {
        const job = book.running.jobs.ids[book.running.jobOf[book.running.onHost[host]!]!]!;
        const stretch = stretchOf(context, job)!;
        stop(context, job);
        emit.jobInterrupted({ ...stretch, machine });
      }
      integrate(context);
      withdraw(book, machine);
      emit.machineWithdrawn({ machine });
      const repair = random.at(machine, "repair", k).exponential(params.mttr);
      emit.machineMended({ machine }, repair);
      emit.machineBroke(
        { machine, k: k + 1 },
        repair + random.at(machine, "failure", k + 1).exponential(params.mtbf / gpus),
      );
    },
    machineMended(context, { machine }) {
      announce(context, machine);
      context.emit.gpusFreed({});
    },
  },
  signals: {
    gpusOnline: ({ state }) => state.book.online,
    gpusFree: ({ state }) => state.book.free,
    gpuUtilisation: ({ state: { book } }) => (book.online > 0 ? (book.online - book.free) / book.online : 0),
    gpuHoursOnline: (context) => onlineSeconds(context) / HOUR,
    gpuHoursDelivered: (context) => busySeconds(context) / HOUR,
  },
  metrics: {
    "gpu.supply": {
      unit: "GPUs",
      kind: "level",
      doc: "GPUs online, mean over time.",
      totals: (context) => [onlineSeconds(context), context.now],
    },
    "gpu.utilisation": {
      unit: "ratio",
      kind: "ratio",
      doc: "Busy over online GPU-time.",
      totals: (context) => [busySeconds(context), onlineSeconds(context)],
    },
    "gpu.delivered": {
      unit: "GPU h",
      kind: "flow",
      doc: "GPU-hours run for customers.",
      total: (context) => busySeconds(context) / HOUR,
    },
  },
  invariants: {
    "delivered GPU-time never passes online GPU-time": (context) =>
      busySeconds(context) <= onlineSeconds(context),
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "30d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "30d",
  }),
});

function announce(context: Fleet, machine: number): void {
  const { state, params, emit } = context;
  const { machines } = params;
  const row = state.row[machine]!;
  const terms: Events["machineOffered"] = {
    machine,
    gpus: numberColumn(machines, "gpus")[row]!,
    kind: textColumn(machines, "kind")[row]!,
    memory: numberColumn(machines, "memory_gb")[row]!,
    region: textColumn(machines, "region")[row]!,
    throughput: numberColumn(machines, "throughput")[row]!,
    usdPerGpuHour: numberColumn(machines, "usd_per_gpu_hour")[row]!,
    reliability: params.mtbf / (params.mtbf + params.mttr),
  };
  integrate(context);
  offer(state.book, terms);
  emit.machineOffered(terms);
}

function start(
  context: Fleet,
  { job, gpus, seconds, usdPerGpuHour, machines, parts }: Events["jobMatched"],
): void {
  const { state, now, emit } = context;
  const shares = machines && parts ? { machines, parts } : place(state.book, { gpus });
  if (shares === null || !hasRoom(state.book, shares)) {
    // A machine failed between the match and now.
    emit.jobInterrupted({ job, gpus, seconds: 0, usdPerGpuHour });
    return;
  }
  integrate(context);
  const row = occupy(state.book, job, shares, usdPerGpuHour, now);
  const duration = seconds / slowest(state.book, shares.machines);
  const stretch = { job, gpus, seconds: duration, usdPerGpuHour };
  const single = shares.machines.length === 1 ? { machine: shares.machines[0]! } : {};
  state.book.running.timer[row] = emit.jobFinished({ ...stretch, ...single }, duration);
  emit.jobStarted({ ...stretch, ...single });
}

/** A gang is as fast as its slowest machine. */
function slowest(book: Machines, machines: readonly number[]): number {
  let throughput = Number.POSITIVE_INFINITY;
  for (const machine of machines)
    throughput = Math.min(throughput, book.throughput[rowOf(book.known, machine)]!);
  if (throughput > 0) return throughput;
  throw new OrreryError(
    "supply/fleet has a machine with a throughput of 0.",
    [],
    "Give it a throughput above 0.",
  );
}

/** What a running job has had so far; null where it does not run here. */
function stretchOf({ state: { book }, now }: Fleet, job: number) {
  const row = jobRow(book.running, job);
  if (row === -1) return null;
  const { gpus, started, price } = book.running;
  return { job, gpus: gpus[row]!, seconds: now - started[row]!, usdPerGpuHour: price[row]! };
}

function stop(context: Fleet, job: number): void {
  const { book } = context.state;
  const row = jobRow(book.running, job);
  if (row === -1) return;
  integrate(context);
  context.cancel(book.running.timer[row]!);
  release(book, job);
}

function integrate({ state, now }: Fleet): void {
  const span = now - state.integrated;
  const busy = state.book.online - state.book.free;
  state.busySeconds += busy * span;
  state.idleSeconds += state.book.free * span;
  state.integrated = now;
}

const exact = (seconds: number): number => Math.round(seconds * 1024) / 1024;
const busySeconds = ({ state, now }: Fleet): number =>
  exact(state.busySeconds + (state.book.online - state.book.free) * (now - state.integrated));
const onlineSeconds = (context: Fleet): number =>
  busySeconds(context) +
  exact(context.state.idleSeconds + context.state.book.free * (context.now - context.state.integrated));
