import { availability, meanTimeOfParts } from "../../../formulas/availability.ts";
import { cardsOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { offer, withdraw } from "../../../kit/market/machines.ts";
import type { Events } from "../../../model/events.ts";
import { numberColumn, textColumn } from "../../../schema/table.ts";
import { recount } from "./counting.ts";
import type { Fleet } from "./state.ts";

/** The terms of today on which a machine takes jobs. */
function termsOf({ state, params }: Fleet, machine: Index): Events["machineOffered"] {
  const { machines: table } = params;
  const lot: Index = state.machines.lot[machine];
  const gpus = state.lots.gpus[lot];
  return {
    machine,
    gpus,
    kind: textColumn(table, "kind")[lot]!,
    memory: numberColumn(table, "memory_gb")[lot],
    region: textColumn(table, "region")[lot]!,
    throughput: numberColumn(table, "throughput")[lot],
    usdPerGpuHour: state.lots.price[lot],
    reliability: availability(meanTimeOfParts(params.mtbf, cardsOf(gpus)), params.mttr),
  };
}

/** The machine takes jobs. */
export function announce(context: Fleet, machine: number): void {
  const { state, emit } = context;
  const terms = termsOf(context, machine);
  offer(state.book, terms);
  recount(context, machine);
  state.machines.offer[machine] = emit.machineOffered(terms);
}

/** The machine takes no jobs for a reason; the jobs on it go on. */
export function takeOff(context: Fleet, machine: Index, reason: number): void {
  const { state, now, emit } = context;
  const { reasons, offer } = state.machines;
  const before = reasons[machine];
  reasons[machine] = before | reason;
  if (before === 0) {
    // An offer of this instant would be delivered after the withdrawal. As the run begins nobody has heard of the machine.
    const unheard = context.cancel(offer[machine]) && now === 0;
    withdraw(state.book, machine);
    if (unheard) emit.machineListed(termsOf(context, machine));
    else emit.machineWithdrawn({ machine });
  }
  recount(context, machine);
}

/** A reason is gone; with the last one the machine takes jobs again. Returns whether it does. */
export function bringBack(context: Fleet, machine: Index, reason: number): boolean {
  const { reasons } = context.state.machines;
  const before = reasons[machine];
  if ((before & reason) === 0) return false;
  reasons[machine] = before & ~reason;
  if (before === reason) announce(context, machine);
  else recount(context, machine);
  return before === reason;
}
