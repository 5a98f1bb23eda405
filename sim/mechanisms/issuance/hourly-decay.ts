import { floorOf, partOf } from "../../formulas/fraction.ts";
import { above } from "../../formulas/integers.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { number, ratio, tokens } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

const IONET = "docs.iog.net, token emission schedule";
/** Shares are counted in 10^−30: what twenty years of hours cut off is far below a base unit. */
const WHOLE = 10n ** 30n;
const shareOf = (share: number, units: bigint): bigint => floorOf(partOf(share, units));

export const hourlyDecay = defineIssuance({
  name: "issuance/hourly-decay",
  summary: "Mints each hour a share of a fixed base that falls from hour to hour, until a cap is issued.",
  source: IONET,
  params: {
    base: tokens({ default: 500_000_000, doc: "What is shared out of.", source: `${IONET}: genesis` }),
    rate: ratio({ default: 0.08, doc: "Share of the base in a year, at first.", source: `${IONET}: 8 %` }),
    decay: number("1/h", {
      default: 1.38869523959793e-5,
      min: 0,
      max: 1,
      doc: "How much of itself the share loses each hour.",
      source: `${IONET}: 0.001388695 % an hour`,
    }),
    cap: tokens({ default: 300_000_000, doc: "Most that is issued.", source: `${IONET}: 800 − 500 million` }),
  },
  split: splitField({ providers: 0.95, treasury: 0.05 }, `${IONET}: 5 % to the community pool`),
  each: HOUR,
  init: ({ rate }) => ({ share: shareOf(rate, WHOLE) / 8_760n }),
  advance({ params, state }, { step }) {
    if (step > 0) state.share -= shareOf(params.decay, state.share);
  },
  due({ params, state }, { issued, units }) {
    const left = above(units(params.cap), issued);
    const due = units(params.base) * state.share;
    return due < left * WHOLE ? { numerator: due, denominator: WHOLE } : left;
  },
  mints: ({ cap }) => Number(cap),
});
