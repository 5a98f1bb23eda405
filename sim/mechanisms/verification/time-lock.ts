import type { Index } from "../../indexed.ts";
import { machineWorld, TOKEN_MARKET } from "../../kit/examples.ts";
import { tokensOf } from "../../kit/issuance/emission.ts";
import {
  accrueReward,
  beginInterval,
  enterMachine,
  leaveMachine,
  type RewardDue,
  type RewardedMachines,
  rewardAccounts,
  rewardAssets,
  rewardDue,
  rewardedMachines,
  rewardFor,
  rewardParams,
  rewardSettable,
} from "../../kit/verification/machine-rewards.ts";
import { exp, ln } from "../../math.ts";
import { grown, idOf } from "../../model/columns.ts";
import { BYTES_OF_A_MACHINE, rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { number, ratio, seconds } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

/*
 * A puzzle is sized to the card that a machine claims: it takes puzzle × exp(σ z) s on that card, z standard normal, and
 * 1 / s times as long on one that is s times as fast. The bound is puzzle × (1 + tolerance), so that a machine passes
 * with probability Φ(ln((1 + tolerance) s) / σ).
 */
const params = {
  ...rewardParams,
  interval: seconds({
    default: HOUR,
    reaches: "time",
    min: 60,
    doc: "Time from one proof to the next; a machine on offer then must pass it to be paid for the interval.",
    source: "io.net: proof of work hourly; Filecoin: proofs of spacetime daily",
  }),
  tolerance: ratio({
    default: 0.1,
    max: 10,
    doc: "How much longer than on the claimed card a puzzle may take.",
    range: [0.05, 0.5],
  }),
  noise: number("", {
    default: 0.03,
    min: 0,
    max: 2,
    doc: "Standard deviation of ln(time of a puzzle): clocks, heat, network.",
    range: [0.01, 0.1],
  }),
  spoofers: ratio({
    default: 0.1,
    doc: "Share of machines that claim a faster card than they have.",
    range: [0, 0.4],
  }),
  spoofedSpeed: ratio({
    default: 0.5,
    min: 0.01,
    doc: "Speed of their card over that of the one they claim.",
    range: [0.2, 0.95],
  }),
};
const emits = {
  proofDue: {
    doc: "Every machine on offer proves what card it has; `k` counts the intervals.",
    private: true,
    fields: { k: "number" },
  },
} as const;

interface State {
  machines: RewardedMachines;
  due: RewardDue;
  /** 1 where the claim is false. */
  spoofs: Uint8Array;
  passed: number;
  spoofedPassed: number;
  proofs: number;
  spoofedProofs: number;
  honestPassed: number;
  paid: number;
  paidToSpoofers: number;
}
type TimeLock = ContextOf<typeof params, State, {}, typeof emits, typeof rewardAccounts, typeof rewardAssets>;

export const timeLock = defineMechanism({
  name: "verification/time-lock",
  summary:
    "Sets every machine a puzzle sized to the card that it claims, and pays those that solve it in time.",
  source: "io.net documentation: proof of work and proof of time-lock; Filecoin specs-actors: WindowPoSt",
  params,
  settable: { ...rewardSettable, tolerance: [0, 10] },
  accounts: rewardAccounts,
  assets: rewardAssets,
  emits,
  init: (): State => ({
    machines: rewardedMachines(),
    due: rewardDue(),
    spoofs: new Uint8Array(64),
    passed: 0,
    spoofedPassed: 0,
    proofs: 0,
    spoofedProofs: 0,
    honestPassed: 0,
    paid: 0,
    paidToSpoofers: 0,
  }),
  estimate: ({ interval }, ahead) => ({
    events: { proofDue: rings(ahead, interval) },
    steps: rings(ahead, interval) * ahead.sum("machines") * 5,
    bytes: ahead.sum("machines") * BYTES_OF_A_MACHINE,
  }),
  on: {
    opened: ({ params, emit }) => void emit.proofDue({ k: 1 }, params.interval),
    machineOffered({ state, params, random }, event) {
      const row = enterMachine(state.machines, event);
      state.spoofs = grown(state.spoofs, state.machines.rows.room);
      state.spoofs[row] = Number(random.at(event.machine, "claim").uniform() < params.spoofers);
    },
    machineWithdrawn: ({ state }, { machine }) => leaveMachine(state.machines, machine),
    proofDue(context, { k }) {
      context.emit.proofDue({ k: k + 1 }, context.params.interval);
      pay(context, proven(context, k));
      beginInterval(context);
    },
  },
  accrue: accrueReward,
  metrics: {
    "verification.spoofersCaught": {
      totals: ({ state }) => [state.spoofedProofs - state.spoofedPassed, state.spoofedProofs],
    },
    "verification.honestFailed": {
      totals: ({ state }) => {
        const honest = state.proofs - state.spoofedProofs;
        return [honest - state.honestPassed, honest];
      },
    },
    "verification.rewards": { total: ({ state }) => state.paid },
    "verification.spoofersRewards": { totals: ({ state }) => [state.paidToSpoofers, state.paid] },
  },
  invariants: {
    "no more proofs pass than are set": ({ state }) => state.passed <= state.proofs,
    "machines with a false claim are paid no more than all are": ({ state }) =>
      state.paidToSpoofers <= state.paid * (1 + 1e-9),
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "supply/fleet", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "issuance/fixed", params: { tokensPerDay: 1000, split: { treasury: 1 } } },
      { mechanism: "verification/time-lock", params: { spoofers: 0.4 } },
    ],
    until: "10d",
  }),
  examples: () => [
    machineWorld({ mechanism: "pricing/posted", params: {} }, [
      ...TOKEN_MARKET,
      { mechanism: "verification/time-lock", params: {} },
    ]),
  ],
});

/** Rows of the machines that pass. */
function proven({ state, params, random }: TimeLock, k: number): number[] {
  const { machines, spoofs } = state;
  const passed: number[] = [];
  for (let row: Index = 0; row < machines.rows.used; row++) {
    if (machines.offered[row] === 0) continue;
    const spoofed = spoofs[row];
    const speed = spoofed === 1 ? params.spoofedSpeed : 1;
    const late = exp(random.at(idOf(machines, row), "puzzle", k).normal(-ln(speed), params.noise));
    state.proofs++;
    state.spoofedProofs += spoofed;
    if (late > 1 + params.tolerance) continue;
    state.passed++;
    if (spoofed === 1) state.spoofedPassed++;
    else state.honestPassed++;
    passed.push(row);
  }
  return passed;
}

/** Splits the interval's reward by claimed throughput. Where nobody passes, nothing is paid. */
function pay(context: TimeLock, passed: readonly number[]): void {
  const { state, params, ledger, account, asset } = context;
  const { machines, spoofs } = state;
  const reward = rewardFor(context, params.interval);
  const weights = passed.map((row: Index) => machines.gpus[row] * machines.throughput[row]);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (reward === 0n || total <= 0) return;
  const accounts = passed.map((row: Index) => account.machine(idOf(machines, row)));
  ledger.split(asset.paid, account.treasury, accounts, weights, reward, "rewards");
  const amount = tokensOf(ledger, asset.paid, reward);
  const spoofed = passed.reduce((sum, row: Index, at) => sum + spoofs[row] * weights[at]!, 0);
  state.paid += amount;
  state.paidToSpoofers += (amount * spoofed) / total;
}
