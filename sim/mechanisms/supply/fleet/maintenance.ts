import type { Index } from "../../../indexed.ts";
import { bringBack } from "./offers.ts";
import { type Fleet, MAINTAINED } from "./state.ts";

/** Maintenance that has waited for a machine's last job begins. */
export function maintainIfEmpty({ state: { machines: table }, params, emit }: Fleet, machine: Index): void {
  if (table.draining[machine] === 0 || table.busy[machine] > 0) return;
  table.draining[machine] = 0;
  emit.machineMaintained({ machine }, params.maintenanceDuration);
}

export function endMaintenance(context: Fleet, { machine }: { machine: number }): void {
  if (bringBack(context, machine, MAINTAINED)) context.emit.gpusFreed({});
}
