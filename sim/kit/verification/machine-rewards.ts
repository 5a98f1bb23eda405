import { type Fraction, fractionOf, takeWhole, times } from "../../formulas/fraction.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
import type { Ledger } from "../../model/ledger.ts";
import { addRow, grown, type Rows, rowOf, rows } from "../../model/rows.ts";
import { text, tokens, type Values } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";
import { baseUnitRate } from "../issuance/emission.ts";

/** What mechanisms that verify machines pay them. */
export const rewardParams = {
  asset: text({ default: "token", doc: "What rewards are paid in.", source: "Orrery" }),
  rewardPerDay: tokens({
    role: "rate",
    default: 1_000,
    doc: "Paid out in a day, out of the treasury and as far as it goes.",
    source: "Orrery: for the scenario to set",
  }),
};

/** Base units that the treasury pays for so many seconds; what is below one is carried in `due`. */
export function rewardFor(
  due: { rest: Fraction },
  ledger: Ledger,
  { asset, rewardPerDay }: Values<typeof rewardParams>,
  seconds: number,
): bigint {
  const token = ledger.asset(asset);
  const days = times(fractionOf(seconds), { numerator: 1n, denominator: BigInt(DAY) });
  const { whole, rest } = takeWhole(due.rest, times(baseUnitRate(ledger, token, rewardPerDay), days));
  due.rest = rest;
  const held = ledger.units(token, ledger.account(ACCOUNTS.treasury));
  return whole < held ? whole : held;
}

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
