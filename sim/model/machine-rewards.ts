import { text } from "../schema/fields.ts";
import { ACCOUNTS } from "./accounts.ts";
import type { Ledger } from "./ledger.ts";
import { addRow, grown, type Rows, rowOf, rows } from "./rows.ts";

/** Where mechanisms that verify machines find what they pay them. */
export const rewardParams = {
  asset: text({ default: "token", doc: "What rewards are paid in.", source: "Orrery" }),
  pool: text({
    default: ACCOUNTS.providerRewards,
    doc: "Account of the providers' sector whose whole balance is paid out each time.",
    source: "Orrery: where emission to providers waits until it is split by verified work",
  }),
};

/** Machines that are rewarded, each with an account; plain data. */
export interface RewardedMachines {
  known: Rows;
  account: Int32Array;
  gpus: Float64Array;
  throughput: Float64Array;
  /** 1 while the machine takes jobs. */
  offered: Uint8Array;
}

export const rewardedMachines = (): RewardedMachines => ({
  known: rows(),
  account: new Int32Array(64),
  gpus: new Float64Array(64),
  throughput: new Float64Array(64),
  offered: new Uint8Array(64),
});

/** Enters what a machine offers; one that is new gets an account. Returns its row. */
export function enterMachine(
  at: RewardedMachines,
  ledger: Ledger,
  { machine, gpus, throughput }: { machine: number; gpus: number; throughput: number },
): number {
  let row = rowOf(at.known, machine);
  if (row === -1) {
    row = addRow(at.known, machine);
    const capacity = at.known.ids.length;
    at.account = grown(at.account, capacity);
    at.gpus = grown(at.gpus, capacity);
    at.throughput = grown(at.throughput, capacity);
    at.offered = grown(at.offered, capacity);
    at.account[row] = ledger.open(`rewards/${machine}`, "providers");
  }
  at.gpus[row] = gpus;
  at.throughput[row] = throughput;
  at.offered[row] = 1;
  return row;
}

/** The machine takes no jobs now. */
export function leaveMachine(at: RewardedMachines, machine: number): void {
  const row = rowOf(at.known, machine);
  if (row !== -1) at.offered[row] = 0;
}
