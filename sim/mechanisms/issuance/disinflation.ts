import { disinflationRate } from "../../formulas/disinflation.ts";
import { partOf } from "../../formulas/fraction.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { ratio, seconds } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const SOLANA = "solana-labs/solana sdk/src/inflation.rs";
/** 432,000 slots of 400 ms. */
const EPOCH = 2 * DAY;
const JULIAN_YEAR = 365.25 * DAY;

export const disinflation = defineIssuance({
  name: "issuance/disinflation",
  summary:
    "Mints each epoch at a yearly inflation that falls by a part of itself each year, down to a floor.",
  source: `${SOLANA}; epochs of two days. Votes to change it (SIMD-0228, SIMD-0411) are not followed`,
  params: {
    initial: ratio({ default: 0.08, doc: "Inflation of the first year.", source: `${SOLANA}: 8 %` }),
    taper: ratio({ default: 0.15, doc: "Part of itself that a year takes.", source: `${SOLANA}: 15 %` }),
    terminal: ratio({ default: 0.015, doc: "Least inflation.", source: `${SOLANA}: 1.5 %` }),
    age: seconds({
      default: 0,
      doc: "How long inflation has been on as the run begins.",
      source: "Orrery: for the scenario to set",
    }),
  },
  split: splitField({ security: 1 }, "Solana: validators and their stakers, by stake and votes"),
  each: EPOCH,
  due({ params: { initial, taper, terminal, age } }, { step, supply }) {
    const years = (age + step * EPOCH) / JULIAN_YEAR;
    return partOf(disinflationRate({ years, initial, taper, terminal }) * (EPOCH / JULIAN_YEAR), supply);
  },
  mints: ({ initial, terminal }, { horizon, sum }) =>
    sum("tokens") * (pow(1 + Math.max(initial, terminal), horizon / YEAR) - 1),
});
