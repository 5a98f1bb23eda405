import { fractionOf, times } from "../../formulas/fraction.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { daysAhead } from "../../model/estimate.ts";
import { ratio, tokens } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

const DAYS_PER_YEAR = 365;

export const damped = defineIssuance({
  name: "issuance/damped",
  summary:
    "Mints an amount a day, at its end, that every year is a given share of the year before; a part of a day has none.",
  source: "rendernetwork/RNPs RNP-001",
  params: {
    emissionPerDay: tokens({
      role: "rate",
      default: 9_126_804 / 365,
      doc: "New tokens of a day of the first year.",
      source: "rendernetwork/RNPs RNP-001: 760,567 a month",
    }),
    yearlyDamping: ratio({
      default: 0.945,
      max: 2,
      doc: "Emission of a year over that of the year before.",
      source: "assumed: Render's coefficient; its period could not be confirmed",
      range: [0.6, 1],
    }),
  },
  settable: { emissionPerDay: [0, 1e9] },
  split: splitField(
    { providers: 0.5, treasury: 0.5 },
    "rendernetwork/RNPs RNP-001: half to the network, half to the foundation",
  ),
  each: "day",
  due: ({ params }, { step, rate }) =>
    times(
      rate(params.emissionPerDay),
      fractionOf(pow(params.yearlyDamping, Math.floor(step / DAYS_PER_YEAR))),
    ),
  mints: ({ emissionPerDay, yearlyDamping }, ahead) =>
    Number(emissionPerDay) * daysAhead(ahead) * Math.max(1, pow(yearlyDamping, ahead.horizon / YEAR)),
});
