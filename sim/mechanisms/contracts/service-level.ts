import { slashedAmount } from "../../formulas/audit-game.ts";
import { checkCreditLevels, serviceCredit } from "../../formulas/service-level.ts";
import type { Index } from "../../indexed.ts";
import { spotWorld } from "../../kit/examples.ts";
import { meet, ownEach } from "../../model/accounts.ts";
import {
  addById,
  type ColumnsById,
  columnsById,
  idOf,
  removeById,
  rowOf,
  rowsIn,
} from "../../model/columns.ts";
import { rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { number, numbers, seconds, usd, type Values } from "../../schema/fields.ts";
import { DAY, HOUR } from "../../units.ts";

/*
 * Above 200 lines: a machine's time, bill and credit are read in one piece.
 *
 * A machine: machineOffered ⇄ machineWithdrawn; at the end of each period its customers get a credit by its availability.
 * One that was away for a whole period has left, and promises nothing until it is back.
 */
const params = {
  period: seconds({
    default: 30 * DAY,
    min: HOUR,
    reaches: "time",
    doc: "Time over which availability is measured and billed.",
    source: "cloud agreements: a month",
  }),
  levels: numbers("ratio", {
    default: [0.999, 0.99, 0.95],
    min: 0,
    doc: "Promised availabilities, from the highest.",
    source: "typical of clouds' service level agreements",
  }),
  credits: numbers("ratio", {
    default: [0.1, 0.3, 1],
    min: 0,
    doc: "Share of the period's bill that goes back where the availability is below each.",
    source: "typical of clouds' service level agreements: 10 %, 25 to 30 %, 100 %",
  }),
  stakeUsdPerGpu: usd({
    default: 100,
    doc: "What a machine's owner puts aside for it, for each GPU, when it is first offered.",
    range: [0, 500],
  }),
  penaltyUsd: usd({
    default: 0,
    doc: "Slashed besides the credit when any level is missed.",
    source: "clouds: none; networks with slashing: for the scenario to set",
  }),
  penaltyFactor: number("", {
    default: 1,
    min: 0,
    doc: "Multiplies that.",
    range: [0.5, 5],
  }),
};
/** A machine's stake stands for this promise alone: whoever audits its work holds another. */
const accounts = {
  stake: ownEach("providers"),
  world: meet("world"),
  treasury: meet("treasury"),
  customers: meet("customers"),
};
const assets = { usd: "usd" } as const;
const emits = {
  periodEnds: { doc: "Availability is measured.", private: true, fields: { k: "number" } },
} as const;

const MACHINE = {
  /** Since when the machine is on offer or away in this period, and which of both. */
  since: "number",
  up: "flag",
  /** Seconds of this period on offer and away. */
  upSeconds: "number",
  downSeconds: "number",
  /** USD that customers owe for this period's work. */
  bill: "number",
} as const;

/** A job that runs: its machine, GPUs, their price, and until when it has been billed. */
const JOB = { machine: "row", gpus: "number", price: "number", billed: "number" } as const;

interface State {
  machines: ColumnsById<typeof MACHINE>;
  jobs: ColumnsById<typeof JOB>;
  totals: {
    up: number;
    promised: number;
    violations: number;
    credits: number;
    unpaid: number;
    penalties: number;
  };
}
type ServiceLevel = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const serviceLevel = defineMechanism({
  name: "contracts/service-level",
  summary:
    "Holds machines to a promised availability, and pays credits to customers out of their owners' stake.",
  source: "Service credits of cloud agreements; slashing min(stake, base × k + lost value)",
  params,
  settable: { stakeUsdPerGpu: [0, 1e6], penaltyUsd: [0, 1e6], penaltyFactor: [0, 1e3] },
  accounts,
  assets,
  emits,
  init({ levels, credits }: Values<typeof params>): State {
    checkCreditLevels(levels, credits);
    return {
      machines: columnsById(MACHINE),
      jobs: columnsById(JOB),
      totals: { up: 0, promised: 0, violations: 0, credits: 0, unpaid: 0, penalties: 0 },
    };
  },
  estimate: ({ period }, ahead) => ({ events: { periodEnds: rings(ahead, period) } }),
  on: {
    opened: ({ params, emit }) => void emit.periodEnds({ k: 1 }, params.period),
    machineOffered: offer,
    machineWithdrawn(context, { machine }) {
      const row = rowOf(context.state.machines, machine);
      if (row !== -1) turn(context, row, 0);
    },
    jobStarted({ state, now }, { job, machine, gpus, usdPerGpuHour }) {
      const on = machine === undefined ? -1 : rowOf(state.machines, machine);
      if (on === -1) return;
      addById(state.jobs, job, { machine: on, gpus, price: usdPerGpuHour, billed: now });
    },
    jobRepriced(context, { job, usdPerGpuHour }) {
      const { state } = context;
      const row = rowOf(state.jobs, job);
      if (row === -1) return;
      billWork(context, row);
      state.jobs.price[row] = usdPerGpuHour;
    },
    jobFinished: finish,
    jobInterrupted: finish,
    jobPaused: finish,
    periodEnds(context, { k }) {
      context.emit.periodEnds({ k: k + 1 }, context.params.period);
      for (const row of rowsIn(context.state.jobs)) billWork(context, row);
      for (const row of rowsIn(context.state.machines)) settle(context, row);
    },
  },
  metrics: {
    "service.availability": {
      totals: ({ state: { totals } }) => [totals.up, totals.promised],
      empty: 1,
    },
    "service.violations": { total: ({ state }) => state.totals.violations },
    "service.creditsUsd": { total: ({ state }) => state.totals.credits },
    "service.unpaidUsd": { total: ({ state }) => state.totals.unpaid },
    "service.penaltiesUsd": { total: ({ state }) => state.totals.penalties },
  },
  invariants: {
    "machines are on offer for no more than the promised time": ({ state: { totals } }) =>
      totals.up <= totals.promised * (1 + 1e-9),
    "no more is unpaid than was due": ({ state: { totals } }) =>
      totals.unpaid <= totals.credits * (1 + 1e-9) + 1e-6,
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "60d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "contracts/service-level", params: { period: "10d", penaltyUsd: 5 } },
    ],
    until: "35d",
  }),
  examples: () => [spotWorld([{ mechanism: "contracts/service-level", params: {} }], { supply: "machines" })],
});

function offer(context: ServiceLevel, { machine, gpus }: { machine: number; gpus: number }): void {
  const { state, ledger, account, asset, params, now } = context;
  const known = rowOf(state.machines, machine);
  if (known !== -1) {
    turn(context, known, 1);
    return;
  }
  const stake = params.stakeUsdPerGpu * gpus;
  ledger.transfer(asset.usd, account.world, account.stake(machine), stake, "equity");
  addById(state.machines, machine, { since: now, up: 1, upSeconds: 0, downSeconds: 0, bill: 0 });
}

/** Brings a machine's times to now; from now on it is on offer (1) or away (0). */
function turn({ state: { machines }, now }: ServiceLevel, row: Index, up: number): void {
  const seconds = now - machines.since[row];
  if (machines.up[row] === 1) machines.upSeconds[row] += seconds;
  else machines.downSeconds[row] += seconds;
  machines.since[row] = now;
  machines.up[row] = up;
}

/** Adds to its machine's bill what a job has run since it was billed last. */
function billWork({ state: { machines, jobs }, now }: ServiceLevel, row: Index): void {
  const hours = (now - jobs.billed[row]) / HOUR;
  machines.bill[jobs.machine[row]] += hours * jobs.gpus[row] * jobs.price[row];
  jobs.billed[row] = now;
}

function finish(context: ServiceLevel, { job }: { job: number }): void {
  const row = removeById(context.state.jobs, job);
  if (row !== -1) billWork(context, row);
}

/** A machine's period ends: its customers get their credit, and a new period begins. */
function settle(context: ServiceLevel, row: Index): void {
  const { state, params } = context;
  const { machines } = state;
  turn(context, row, machines.up[row]);
  const up = machines.upSeconds[row];
  const promised = up + machines.downSeconds[row];
  const bill = machines.bill[row];
  machines.upSeconds[row] = 0;
  machines.downSeconds[row] = 0;
  machines.bill[row] = 0;
  if (up === 0) return;
  state.totals.up += up;
  state.totals.promised += promised;
  const share = serviceCredit(up / promised, params.levels, params.credits);
  if (share > 0) compensate(context, row, share * bill);
}

/** The credit first, to customers; then the penalty, to the treasury; together no more than the stake. */
function compensate(context: ServiceLevel, row: Index, credit: number): void {
  const {
    state,
    params,
    ledger,
    account,
    asset: { usd },
  } = context;
  const { world, treasury, customers } = account;
  const { totals } = state;
  const stake = account.stake(idOf(state.machines, row));
  const due = slashedAmount(ledger.balance(usd, stake), params.penaltyUsd, params.penaltyFactor, credit);
  const paid = ledger.transferUpTo(usd, stake, customers, Math.min(credit, due), "service credits");
  ledger.transfer(usd, customers, world, paid, "refunds");
  totals.penalties += ledger.transferUpTo(usd, stake, treasury, Math.max(0, due - paid), "slashing");
  totals.violations++;
  totals.credits += credit;
  totals.unpaid += Math.max(0, credit - paid);
}
