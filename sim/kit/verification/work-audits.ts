import { isHonestBest, slashedAmount } from "../../formulas/audit-game.ts";
import type { Index } from "../../indexed.ts";
import { meet, own, ownEach } from "../../model/accounts.ts";
import { addById, type ColumnsById, columnsById, rowOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { type ContextOf, shared } from "../../model/mechanism.ts";
import { number, ratio, usd, type Values } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

/** What every way to verify work has in common: machines with a stake and a reputation, some of which cheat. */
export const auditParams = {
  stakeUsdPerGpu: usd({
    default: 100,
    doc: "Stake of a machine when it is first offered, for each of its GPUs; its owner brings it in as equity.",
    range: [10, 500],
  }),
  minimumStake: ratio({
    default: 0.5,
    doc: "A machine is barred when less than this share of its first stake is left.",
    range: [0, 0.9],
  }),
  cheaters: ratio({ default: 0.05, doc: "Share of machines that always cheat.", range: [0, 0.2] }),
  opportunists: ratio({
    default: 0.3,
    doc: "Share of machines that cheat exactly when the audit game says that it pays.",
    range: [0, 0.8],
  }),
  saving: ratio({
    default: 0.8,
    doc: "What a cheat saves, as a share of the job's price: the cost of the work.",
    range: [0.3, 0.95],
  }),
  slashBaseUsd: usd({
    default: 20,
    doc: "Slashed for a rejected result, besides its price.",
    range: [0, 100],
  }),
  slashFactor: number("", {
    default: 1,
    min: 0,
    doc: "Multiplies that: the gravity of the offence.",
    range: [0.5, 5],
  }),
  reputationHalfLife: number("jobs", {
    default: 20,
    min: 0.1,
    doc: "Verified jobs in which half of what is known of a machine is forgotten.",
    range: [5, 100],
  }),
};
/** What of it a vote may change; a stake is that of machines to come. */
export const auditSettable = {
  stakeUsdPerGpu: [0, 1e6],
  minimumStake: [0, 1],
  slashBaseUsd: [0, 1e6],
  slashFactor: [0, 1e3],
} as const;
/** A machine's stake stands for this audit alone: whoever holds it to another promise takes a stake of its own. */
export const auditAccounts = {
  stake: ownEach("providers"),
  verifiers: own("validators"),
  world: meet("world"),
  treasury: meet("treasury"),
  customers: meet("customers"),
};
export const auditAssets = { usd: "usd" } as const;
export const auditEmits = { reputationChanged: shared, machineBarred: shared } as const;

const HONEST = 0;
const OPPORTUNIST = 1;
const CHEATER = 2;

const MACHINE = {
  stakedUsd: "number",
  character: "flag",
  /** Jobs that it finished: the address of what is drawn for the next. */
  jobs: "number",
  reputation: "number",
  barred: "flag",
} as const;

/** Plain data. */
export interface Audits {
  machines: ColumnsById<typeof MACHINE>;
  totals: {
    jobs: number;
    honest: number;
    undetected: number;
    falseAlarms: number;
    rejected: number;
    stakedUsd: number;
    slashedUsd: number;
    checkUsd: number;
    unfundedUsd: number;
    checkGpuHours: number;
    verifiedGpuHours: number;
    barred: number;
  };
}
interface State {
  readonly audits: Audits;
}
export type Auditing = ContextOf<
  typeof auditParams,
  State,
  {},
  typeof auditEmits,
  typeof auditAccounts,
  typeof auditAssets
>;

export function audits(): Audits {
  const totals = { jobs: 0, honest: 0, undetected: 0, falseAlarms: 0, rejected: 0, stakedUsd: 0 };
  const costs = { slashedUsd: 0, checkUsd: 0, unfundedUsd: 0, checkGpuHours: 0, verifiedGpuHours: 0 };
  return {
    machines: columnsById(MACHINE),
    totals: { ...totals, ...costs, barred: 0 },
  };
}

/** A machine that is new puts down its stake. */
export function register(context: Auditing, { machine, gpus }: Events["machineOffered"]): void {
  const { ledger, account, asset, params, random } = context;
  const { audits } = context.state;
  if (rowOf(audits.machines, machine) !== -1) return;
  const stake = params.stakeUsdPerGpu * gpus;
  ledger.transfer(asset.usd, account.world, account.stake(machine), stake, "equity");
  audits.totals.stakedUsd += stake;
  const character = characterOf(params, random.at(machine, "character").uniform());
  addById(audits.machines, machine, { stakedUsd: stake, character, jobs: 0, reputation: 1, barred: 0 });
}

function characterOf({ cheaters, opportunists }: Values<typeof auditParams>, u: number): number {
  if (u < cheaters) return CHEATER;
  return u < cheaters + opportunists ? OPPORTUNIST : HONEST;
}

/** A finished job of a machine that has a stake. */
export interface Result {
  readonly row: Index;
  readonly machine: number;
  /** How many the machine had finished before. */
  readonly k: number;
  readonly gpuHours: number;
  /** What the job was paid. */
  readonly reward: number;
  /** What a rejection would take from the stake. */
  readonly slash: number;
  readonly cheated: boolean;
}

/** A job is finished: enters it, and says whether its work was done; null where no machine with a stake answers for it. `check`, `falsePositive`, `falseNegative` as its owner knows them. */
export function enterResult(
  context: Auditing,
  { machine, gpus, seconds, usdPerGpuHour }: Events["jobFinished"],
  odds: { readonly check: number; readonly falsePositive?: number; readonly falseNegative?: number },
): Result | null {
  const { ledger, account, asset, params } = context;
  const { audits } = context.state;
  const row = machine === undefined ? -1 : rowOf(audits.machines, machine);
  if (machine === undefined || row === -1) return null;
  const { character, jobs } = audits.machines;
  const gpuHours = (gpus * seconds) / HOUR;
  const reward = gpuHours * usdPerGpuHour;
  const stake = ledger.balance(asset.usd, account.stake(machine));
  const slash = slashedAmount(stake, params.slashBaseUsd, params.slashFactor, reward);
  const game = { ...odds, saving: params.saving * reward, reward, slash: slash - reward };
  const cheated = character[row] === CHEATER || (character[row] === OPPORTUNIST && !isHonestBest(game));
  const k = jobs[row]++;
  audits.totals.jobs++;
  if (!cheated) audits.totals.honest++;
  return { row, machine, k, gpuHours, reward, slash, cheated };
}
