import { learningRate } from "../../formulas/provider.ts";
import { type YumaOutcome, yumaEpoch } from "../../formulas/yuma.ts";
import type { Index } from "../../indexed.ts";
import { machineWorld, TOKEN_MARKET } from "../../kit/examples.ts";
import {
  accrueReward,
  beginInterval,
  enterMachine,
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
import { exp } from "../../math.ts";
import { ownEach } from "../../model/accounts.ts";
import { grown, idOf, rowOf } from "../../model/columns.ts";
import { BYTES_OF_A_MACHINE, rings } from "../../model/estimate.ts";
import type { AccountId } from "../../model/ledger.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { count, number, numbers, ratio, seconds, type Values } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

// Above 200 lines: parameters, measures and one epoch are read in one piece.
//
// An epoch: jobFinished … (work is scored) → epochEnds: validators weigh machines → consensus → the treasury pays

const params = {
  ...rewardParams,
  stakes: numbers("tokens", {
    default: [40, 25, 15, 12, 8],
    min: 0,
    doc: "Stake by validator.",
    source: "Orrery: for the scenario to set",
  }),
  copiers: count({
    default: 0,
    max: 1_000,
    doc: "How many of the validators, from the last, do no work and copy the last consensus.",
    range: [0, 2],
  }),
  selfVoters: count({
    default: 0,
    max: 1_000,
    doc: "How many of those before them vote for themselves only.",
    range: [0, 2],
  }),
  epoch: seconds({
    default: 4_320,
    reaches: "time",
    min: 60,
    doc: "Time from one consensus to the next.",
    source: "Bittensor: a tempo of 360 blocks of 12 s",
  }),
  noise: number("", {
    default: 0.2,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(score) between validators: each tests other work.",
    range: [0.05, 0.5],
  }),
  memory: number("epochs", {
    default: 20,
    min: 0.1,
    doc: "Half-life of scores.",
    range: [1, 100],
  }),
  kappa: ratio({
    default: 32_767 / 65_535,
    doc: "Share of the stake that must concede a weight.",
    source: "opentensor/subtensor: DefaultKappa 32767 of 65535",
  }),
  bondsMovingAverage: ratio({
    default: 0.9,
    doc: "Share of an epoch's bonds that stays in the next.",
    source: "opentensor/subtensor: DefaultBondsMovingAverage 900000 of 10^6",
  }),
};
const accounts = { ...rewardAccounts, validator: ownEach("validators") };
const emits = {
  epochEnds: {
    doc: "Validators set weights, and the treasury pays.",
    private: true,
    fields: { k: "number" },
  },
} as const;

interface State {
  machines: RewardedMachines;
  due: RewardDue;
  /** Verified work by machine: of this epoch, and its moving average. */
  work: Float64Array;
  score: Float64Array;
  reputation: Float64Array;
  /** By validator, then by machine. */
  bonds: number[][];
  /** Last consensus by machine. */
  consensus: number[];
  paid: { machines: number; validators: number; copiers: number; selfVoters: number };
  trust: number;
  epochs: number;
}
type Yuma = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof rewardAssets>;

export const yuma = defineMechanism({
  name: "verification/yuma",
  summary:
    "Pays machines and validators by what a majority of the validators' stake concedes that machines did.",
  source: "Bittensor: opentensor/subtensor pallets/subtensor/src/epoch/run_epoch.rs, original Yuma",
  params,
  settable: { ...rewardSettable, kappa: [0, 1], bondsMovingAverage: [0, 1] },
  accounts,
  assets: rewardAssets,
  emits,
  init: ({ stakes }: Values<typeof params>): State => ({
    machines: rewardedMachines(),
    due: rewardDue(),
    work: new Float64Array(64),
    score: new Float64Array(64),
    reputation: new Float64Array(64).fill(1),
    bonds: stakes.map(() => []),
    consensus: [],
    paid: { machines: 0, validators: 0, copiers: 0, selfVoters: 0 },
    trust: 0,
    epochs: 0,
  }),
  estimate: ({ epoch, stakes }, ahead) => {
    // A validator weighs every machine, and the median of each machine's weights is looked for.
    const weights = stakes.length * ahead.sum("machines");
    return {
      events: { epochEnds: rings(ahead, epoch) },
      steps: rings(ahead, epoch) * weights * STEPS_OF_A_WEIGHT,
      bytes: weights * BYTES_OF_A_WEIGHT + ahead.sum("machines") * BYTES_OF_A_MACHINE,
    };
  },
  on: {
    opened: ({ params, emit }) => void emit.epochEnds({ k: 1 }, params.epoch),
    machineOffered({ state }, event) {
      enterMachine(state.machines, event);
      const capacity = state.machines.rows.room;
      const known = state.reputation.length;
      for (const name of ["work", "score", "reputation"] as const) state[name] = grown(state[name], capacity);
      state.reputation.fill(1, Math.min(known, state.reputation.length));
    },
    reputationChanged({ state }, { machine, reputation }) {
      const row = rowOf(state.machines, machine);
      if (row !== -1) state.reputation[row] = reputation;
    },
    jobFinished({ state }, { machine, gpus, seconds }) {
      const row = machine === undefined ? -1 : rowOf(state.machines, machine);
      if (row !== -1) state.work[row] += (gpus * seconds) / HOUR;
    },
    epochEnds(context, { k }) {
      const { state, emit, params } = context;
      emit.epochEnds({ k: k + 1 }, params.epoch);
      learnScores(context);
      if (state.machines.rows.count > 0) settle(context, k);
      beginInterval(context);
    },
  },
  accrue: accrueReward,
  metrics: {
    "verification.rewards": { total: ({ state }) => state.paid.machines },
    "verification.validatorRewards": { total: ({ state }) => state.paid.validators },
    "verification.validatorTrust": { totals: ({ state }) => [state.trust, state.epochs] },
    "verification.copiersRewards": { totals: ({ state }) => [state.paid.copiers, state.paid.validators] },
    "verification.selfVotersRewards": {
      totals: ({ state }) => [state.paid.selfVoters, state.paid.validators],
    },
  },
  invariants: {
    "validators concede no more than all of their weights": ({ state }) =>
      state.trust <= state.epochs * (1 + 1e-9),
    "what idle validators get is part of what validators get": ({ state: { paid } }) =>
      paid.copiers + paid.selfVoters <= paid.validators * (1 + 1e-9),
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "supply/fleet", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "issuance/fixed", params: { tokensPerDay: 1000, split: { treasury: 1 } } },
      { mechanism: "verification/yuma", params: { copiers: 1, selfVoters: 1 } },
    ],
    until: "10d",
  }),
  examples: () => [
    machineWorld({ mechanism: "pricing/posted", params: {} }, [
      ...TOKEN_MARKET,
      { mechanism: "verification/yuma", params: {} },
      { mechanism: "verification/spot-checks", params: { check: 1, cheaters: 0.5 } },
    ]),
  ],
});

function learnScores({ state, params }: Yuma): void {
  const rate = learningRate(params.memory);
  for (let row: Index = 0; row < state.machines.rows.count; row++) {
    state.score[row] += rate * (state.work[row] * state.reputation[row] - state.score[row]);
    state.work[row] = 0;
  }
}

type Role = "works" | "copies" | "votes for itself";

function roleOf({ stakes, copiers, selfVoters }: Values<typeof params>, validator: number): Role {
  const fromLast = stakes.length - 1 - validator;
  if (fromLast < copiers) return "copies";
  return fromLast < copiers + selfVoters ? "votes for itself" : "works";
}

/** What a machine costs in memory and in time for each validator that weighs it, consensus and bonds included. */
const BYTES_OF_A_WEIGHT = 150;
const STEPS_OF_A_WEIGHT = 10;

/** Validators are the first neurons of the consensus, machines the others. */
function settle(context: Yuma, k: number): void {
  const { state, params } = context;
  const validators = params.stakes.map(() => 0);
  const outcome = yumaEpoch({
    stakes: params.stakes.map((stake) => BigInt(Math.round(stake * 1e6))),
    weights: validators.map((_, at) => [...validators, ...weightsOf(context, at, k)]),
    bonds: state.bonds.map((row) => [...validators, ...padded(row, state.machines.rows.count)]),
    emission: rewardFor(context, params.epoch),
    kappa: Math.floor(params.kappa * 65_535 + 1e-6),
    bondsMovingAverage: Math.round(params.bondsMovingAverage * 1e6),
  });
  state.bonds = outcome.bonds.map((row) => row.slice(validators.length));
  state.consensus = outcome.consensus.slice(validators.length);
  state.trust += outcome.trust.reduce((sum, trust) => sum + trust, 0) / Math.max(1, validators.length);
  state.epochs++;
  pay(context, outcome);
}

const padded = (row: readonly number[], length: number): number[] =>
  Array.from({ length }, (_, at) => row[at] ?? 0);

/** 16-bit weights of a validator, 65535 for the best machine. */
function weightsOf({ state, params, random }: Yuma, validator: number, k: number): number[] {
  const { machines } = state;
  const role = roleOf(params, validator);
  const seen = Array.from({ length: machines.rows.count }, (_, row: Index) => {
    if (role === "votes for itself") return 0;
    if (role === "copies") return state.consensus[row] ?? 0;
    const draw = random.at(idOf(machines, row), `score by ${validator}`, k);
    return state.score[row] * exp(draw.normal(0, params.noise));
  });
  const best = seen.reduce((most, score) => Math.max(most, score), 0);
  return seen.map((score) => (best > 0 ? Math.round((score / best) * 65_535) : 0));
}

/** What truncation leaves stays in the treasury. */
function pay({ state, params, ledger, account, asset }: Yuma, outcome: YumaOutcome): void {
  const { machines, paid } = state;
  const reward = (to: AccountId, units: bigint): number =>
    ledger.transfer(asset.paid, account.treasury, to, units, "rewards");
  outcome.minerEmission.slice(params.stakes.length).forEach((units, row: Index) => {
    paid.machines += reward(account.machine(idOf(machines, row)), units);
  });
  outcome.validatorEmission.forEach((units, at) => {
    const amount = reward(account.validator(at), units);
    const role = roleOf(params, at);
    paid.validators += amount;
    if (role === "copies") paid.copiers += amount;
    if (role === "votes for itself") paid.selfVoters += amount;
  });
}
