import { type Fraction, fractionOf, NOTHING, plus, takeWhole, times } from "../../formulas/fraction.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
import type { Ledger } from "../../model/ledger.ts";
import { addRow, grown, type Rows, rowOf, rows } from "../../model/rows.ts";
import { text, tokens, type Values } from "../../schema/fields.ts";
import { DAY, type Seconds } from "../../units.ts";
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

export const rewardSettable = { rewardPerDay: [0, 1e9] } as const;

/** What is to be paid at the end of an interval; plain data. */
export interface RewardDue {
  /** Of a base unit of the last interval's: due, and not yet paid. */
  rest: Fraction;
  /** When this interval began; for how many seconds of it base units are counted, and how many. */
  since: Seconds;
  counted: Seconds;
  accrued: Fraction;
}

export const rewardDue = (): RewardDue => ({ rest: NOTHING, since: 0, counted: 0, accrued: NOTHING });

interface Paying {
  readonly now: Seconds;
  readonly ledger: Ledger;
  readonly params: Values<typeof rewardParams>;
  readonly state: { readonly due: RewardDue };
}

/** Counts the interval's reward up to now at the rate of now. */
export function accrueReward({ now, ledger, params, state: { due } }: Paying): void {
  const elapsed = now - due.since;
  due.accrued = plus(due.accrued, unitsOf(ledger, params, elapsed - due.counted));
  due.counted = elapsed;
}

/** Base units that the treasury pays for an interval of so many seconds; what is below one is carried. */
export function rewardFor({ ledger, params, state: { due } }: Paying, seconds: Seconds): bigint {
  const token = ledger.asset(params.asset);
  const all = plus(due.accrued, unitsOf(ledger, params, Math.max(0, seconds - due.counted)));
  const { whole, rest } = takeWhole(due.rest, all);
  due.rest = rest;
  const held = ledger.units(token, ledger.account(ACCOUNTS.treasury));
  return whole < held ? whole : held;
}

/** The next interval begins now. */
export function beginInterval({ now, state: { due } }: Paying): void {
  due.since = now;
  due.counted = 0;
  due.accrued = NOTHING;
}

function unitsOf(
  ledger: Ledger,
  { asset, rewardPerDay }: Values<typeof rewardParams>,
  seconds: Seconds,
): Fraction {
  const days = times(fractionOf(seconds), { numerator: 1n, denominator: BigInt(DAY) });
  return times(baseUnitRate(ledger, ledger.asset(asset), rewardPerDay), days);
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
