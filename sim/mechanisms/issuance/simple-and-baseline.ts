import {
  filecoinBaselineReward,
  filecoinBaselineTime,
  filecoinSimpleMinted,
} from "../../formulas/filecoin-rewards.ts";
import { rescaled } from "../../formulas/integers.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { count, number, ratio } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const ACTORS = "filecoin-project/specs-actors v8 actors/builtin";
/** Epochs of 30 s in a day. */
const EPOCHS = 2_880;
const ATTO = 18;
/** Of an EiB, and parts of an epoch that are told apart. */
const BYTES = Number(1n << 60n);
const PARTS = Number(1n << 40n);

export const simpleAndBaseline = defineIssuance({
  name: "issuance/simple-and-baseline",
  summary:
    "Mints each day a part that halves in six years, and a part that comes only as the network's storage keeps up with a baseline.",
  source: `${ACTORS}/reward; epochs of 30 s in one sum a day, the simple part exact, effective time in doubles. Pledges are the formula filecoinInitialPledge`,
  params: {
    power: number("EiB", {
      default: 20,
      min: 0,
      max: 1e6,
      doc: "Quality-adjusted storage of the network as the run begins.",
      source: "assumed: about 20 EiB in 2024",
      range: [2, 30],
    }),
    growth: ratio({
      default: 0,
      min: -0.99,
      max: 10,
      doc: "Growth of that a year.",
      source: "Orrery: for the scenario to set",
      range: [-0.5, 0.5],
    }),
    age: count({
      default: 0,
      max: 20_000,
      doc: "Days between the launch and the run, whose emission is issued.",
      source: "Orrery: for the scenario to set",
    }),
    effectiveAge: count({
      default: 0,
      max: 20_000,
      doc: "Days of them that the baseline counts, because the storage was there.",
      source: "Orrery: for the scenario to set",
    }),
    lockShare: ratio({
      default: 0.75,
      max: 1,
      doc: "Part of a reward that is locked.",
      source: `${ACTORS}/miner/monies.go: 75 %`,
    }),
    lockDays: count({
      default: 180,
      min: 1,
      max: 3_650,
      doc: "Days in which that comes free, in equal parts.",
      source: `${ACTORS}/miner/policy.go: 180 days`,
    }),
  },
  split: splitField({ providers: 1 }, `${ACTORS}/reward: block rewards of storage providers`),
  each: "day",
  locks: ({ lockShare, lockDays }) => ({ share: lockShare, days: lockDays }),
  init: ({ effectiveAge }) => ({ effectiveEpochs: effectiveAge * EPOCHS, epochsBefore: 0 }),
  advance({ state, params: { power, growth, age } }, { step }) {
    state.epochsBefore = state.effectiveEpochs;
    state.effectiveEpochs = filecoinBaselineTime({
      effectiveEpochs: state.effectiveEpochs,
      epoch: (age + step) * EPOCHS,
      epochs: EPOCHS,
      power: power * BYTES * pow(1 + growth, (step * DAY) / YEAR),
    });
  },
  due({ params: { age }, state, ledger, asset }, { step }) {
    const from = (age + step) * EPOCHS;
    const simple = filecoinSimpleMinted({ from, to: from + EPOCHS });
    const baseline = filecoinBaselineReward({
      thetaPrevious: inQ128(state.epochsBefore),
      theta: inQ128(state.effectiveEpochs),
    });
    return rescaled(simple + baseline, ATTO, ledger.assets[asset.token]!.decimals);
  },
  mints: (_, { horizon }) => Math.min(1.1e9, (horizon / DAY) * 300_000),
});

/** A time in epochs as the source has it: whole, and 2^40 parts of one, × 2^128. */
const inQ128 = (epochs: number): bigint => BigInt(Math.round(epochs * PARTS)) << 88n;
