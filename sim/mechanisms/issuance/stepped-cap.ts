import { steppedCapEmission } from "../../formulas/stepped-cap.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { ratio, tokens } from "../../schema/fields.ts";

const RUNTIME = "polkadot-fellows/runtimes system-parachains/asset-hubs/asset-hub-polkadot/src/staking";
/** Days of a period: two Julian years. */
const PERIOD = 730.5;
const BILLION = 1e9;

export const steppedCap = defineIssuance({
  name: "issuance/stepped-cap",
  summary: "Issues in every two years a share of what was left to a cap, evenly by the day.",
  source: `${RUNTIME}/stepped_curve.rs, referendum 1710`,
  params: {
    cap: tokens({
      default: 2_100_000_000,
      doc: "What issuance approaches.",
      source: `${RUNTIME}/mod.rs: 2.1 billion DOT`,
    }),
    initial: tokens({
      default: 1_674_342_153.331,
      doc: "Supply that the curve starts from, whatever the supply really is.",
      source: `${RUNTIME}/mod.rs: 1674342153.3310057487 DOT, on 14 March 2026`,
    }),
    share: ratio({
      default: 0.2628,
      doc: "Share of what is left that two years issue.",
      source: `${RUNTIME}/mod.rs: 26.28 % (press: 13.14 % a year)`,
    }),
  },
  split: splitField(
    { security: 0.85, treasury: 0.15 },
    "Polkadot before the cap; since then a budget that votes set",
  ),
  each: "day",
  due({ params }, { step, units }) {
    const emission = steppedCapEmission({
      period: Math.floor(step / PERIOD),
      cap: units(params.cap),
      initial: units(params.initial),
      perbill: BigInt(Math.round(params.share * BILLION)),
    });
    return { numerator: emission * 2n, denominator: BigInt(2 * PERIOD) };
  },
  mints: ({ cap, initial }) => Math.max(0, Number(cap) - Number(initial)),
});
