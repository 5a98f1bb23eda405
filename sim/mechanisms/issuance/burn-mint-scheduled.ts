import { heliumNetEmission, heliumSupplement } from "../../formulas/helium.ts";
import { rescaled } from "../../formulas/integers.ts";
import { defineIssuance, type IssuingBy, type Standing } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { daysAhead } from "../../model/estimate.ts";
import { count, flag, tokens } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

const HIP = "helium/HIP";
/** Bones are 10^−8. */
const BONES = 8;
const YEAR_DAYS = 365n;
/** Halvings beyond this leave nothing. */
const MOST_HALVINGS = 64;
/** 1 August 2021, s since 1970. */
const FIRST_DAY = 1_627_776_000;

const params = {
  yearly: tokens({
    default: 60_000_000,
    doc: "New tokens in a year of 365 days before the first halving, by the day.",
    source: `${HIP} 20: 5,000,000 HNT a month`,
  }),
  halving: count({
    default: 730,
    min: 1,
    max: 100_000,
    doc: "Days after which the schedule halves.",
    source: `${HIP} 20: two years`,
  }),
  cap: tokens({
    default: 1_643.52,
    doc: "Most burned tokens that are minted again in a day.",
    source: `${HIP} 20: 34.24 HNT in each of 48 epochs`,
  }),
  supplement: flag({
    default: false,
    doc: "Whether two sub-networks have the supplement of 2026 on top, 98,000 HNT a day each at first.",
    source: `${HIP} 149, second decision; from 5 August 2026`,
  }),
  age: count({
    default: 0,
    max: 100_000,
    doc: "Days between 1 August 2021 and the run, whose emission is issued.",
    source: "Orrery: for the scenario to set",
  }),
};

export const burnMintScheduled = defineIssuance({
  name: "issuance/burn-mint-scheduled",
  summary:
    "Mints each day what a schedule that halves says, and again what use has burned, averaged and up to a cap.",
  source: `${HIP} 20 and 149; helium/helium-program-library programs/helium-sub-daos. The band of sub-networks' deployers is the formula heliumDeployerBand`,
  params,
  split: splitField(
    { providers: 0.94, security: 0.06 },
    `${HIP} 149: delegators 6 %, the rest for data and coverage`,
  ),
  each: "day",
  init: (): State => ({ supplyBefore: 0n, smoothed: 0n, reemitted: 0n }),
  adopt({ state }, { supply }) {
    if (state.supplyBefore === 0n) state.supplyBefore = supply;
  },
  advance(context, standing) {
    const { state, params, ledger, asset } = context;
    const { decimals } = ledger.assets[asset.token]!;
    const inBones = (amount: bigint): bigint => rescaled(amount, decimals, BONES);
    const { smoothed, reemitted } = heliumNetEmission({
      supplyBefore: inBones(state.supplyBefore),
      supply: inBones(standing.supply),
      notEmitted: 0n,
      smoothed: state.smoothed,
      cap: inBones(standing.units(params.cap)),
    });
    state.smoothed = smoothed;
    state.reemitted = rescaled(reemitted, BONES, decimals);
    state.supplyBefore = standing.supply + dueOf(context, standing);
  },
  due: dueOf,
  mints: ({ yearly, cap }, ahead) => (Number(yearly) / 365 + Number(cap) + 196_000) * daysAhead(ahead),
});

interface State {
  /** What the supply was when the last day was paid: less now is what was burned. */
  supplyBefore: bigint;
  /** Bones burned a day, averaged; and base units of them that are minted again. */
  smoothed: bigint;
  reemitted: bigint;
}
type Here = IssuingBy<typeof params, State>;

/** What a day brings, in base units: the schedule, what is minted again, the supplement. */
function dueOf({ state, params, ledger, asset }: Here, { step, units }: Standing): bigint {
  const day = params.age + step;
  const halvings = Math.floor(day / params.halving);
  const scheduled =
    halvings > MOST_HALVINGS ? 0n : units(params.yearly) / YEAR_DAYS / (1n << BigInt(halvings));
  const each = params.supplement ? heliumSupplement({ time: FIRST_DAY + (day + 1) * DAY }) : 0n;
  return scheduled + state.reemitted + rescaled(2n * each, BONES, ledger.assets[asset.token]!.decimals);
}
