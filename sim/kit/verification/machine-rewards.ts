import { type Fraction, fractionOf, NOTHING, plus, takeWhole, times } from "../../formulas/fraction.ts";
import type { Index } from "../../indexed.ts";
import { type AccountsOf, type AssetsOf, meet, ownEach } from "../../model/accounts.ts";
import { addById, type ColumnsById, columnsById, rowOf } from "../../model/columns.ts";
import type { Ledger } from "../../model/ledger.ts";
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

/** Rewards come from the treasury; each machine has an account for what it gets. */
export const rewardAccounts = { treasury: meet("treasury"), machine: ownEach("providers") };
export const rewardAssets = { paid: "asset" } as const;

interface Paying {
  readonly now: Seconds;
  readonly ledger: Ledger;
  readonly account: AccountsOf<typeof rewardAccounts>;
  readonly asset: AssetsOf<typeof rewardAssets>;
  readonly params: Values<typeof rewardParams>;
  readonly state: { readonly due: RewardDue };
}

/** Counts the interval's reward up to now at the rate of now. */
export function accrueReward(context: Paying): void {
  const { due } = context.state;
  const elapsed = context.now - due.since;
  due.accrued = plus(due.accrued, unitsOf(context, elapsed - due.counted));
  due.counted = elapsed;
}

/** Base units that the treasury pays for an interval of so many seconds; what is below one is carried. */
export function rewardFor(context: Paying, seconds: Seconds): bigint {
  const { ledger, account, asset } = context;
  const { due } = context.state;
  const all = plus(due.accrued, unitsOf(context, Math.max(0, seconds - due.counted)));
  const { whole, rest } = takeWhole(due.rest, all);
  due.rest = rest;
  const held = ledger.units(asset.paid, account.treasury);
  return whole < held ? whole : held;
}

/** The next interval begins now. */
export function beginInterval({ now, state: { due } }: Paying): void {
  due.since = now;
  due.counted = 0;
  due.accrued = NOTHING;
}

function unitsOf({ ledger, asset, params }: Paying, seconds: Seconds): Fraction {
  const days = times(fractionOf(seconds), { numerator: 1n, denominator: BigInt(DAY) });
  return times(baseUnitRate(ledger, asset.paid, params.rewardPerDay), days);
}

/** A machine that is rewarded. */
const MACHINE = {
  gpus: "number",
  throughput: "number",
  /** 1 while the machine takes jobs. */
  offered: "flag",
} as const;
export type RewardedMachines = ColumnsById<typeof MACHINE>;

export const rewardedMachines = (): RewardedMachines => columnsById(MACHINE);

/** Enters what a machine offers. Returns its row. */
export function enterMachine(
  rewarded: RewardedMachines,
  { machine, gpus, throughput }: { machine: number; gpus: number; throughput: number },
): Index {
  const row = rowOf(rewarded, machine);
  if (row === -1) return addById(rewarded, machine, { gpus, throughput, offered: 1 });
  rewarded.gpus[row] = gpus;
  rewarded.throughput[row] = throughput;
  rewarded.offered[row] = 1;
  return row;
}

/** The machine takes no jobs now. */
export function leaveMachine(rewarded: RewardedMachines, machine: number): void {
  const row = rowOf(rewarded, machine);
  if (row !== -1) rewarded.offered[row] = 0;
}
