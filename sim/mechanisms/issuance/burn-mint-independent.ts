import { times } from "../../formulas/fraction.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { count, numbers, ratio } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

const RNP = "rendernetwork/RNPs";
const WEEK = 7 * DAY;
/** Of a year of 365 days. */
const A_WEEK = { numerator: 7n, denominator: 365n };

export const burnMintIndependent = defineIssuance({
  name: "issuance/burn-mint-independent",
  summary: "Mints each week a part of the year's published amount, whatever use has burned.",
  source: `${RNP} RNP-001, 006, 018 and 022; what comes after the published years is unverified: a damping of 0.945 is taken as a year's`,
  params: {
    yearly: numbers("tokens", {
      min: 0,
      max: 1e15,
      default: [9_126_804, 5_900_000, 5_900_000],
      doc: "New tokens of each year, the first first.",
      source: `${RNP} RNP-001: 760,567 a month in the first year; RNP-022: 5.9 million in the third`,
    }),
    damping: ratio({
      default: 0.945,
      max: 1,
      doc: "What a year after the last of these brings, over the year before.",
      source: `${RNP} RNP-001: 0.945, of a period that is unverified`,
      range: [0.8, 1],
    }),
    age: count({
      default: 0,
      max: 10_000,
      doc: "Weeks between the start of the schedule and the run, whose emission is issued.",
      source: "Orrery: for the scenario to set",
    }),
  },
  split: splitField(
    { providers: 1.5, treasury: 4.4 },
    `${RNP} RNP-022: 1.5 million to nodes, 1.5 to grants and 2.9 to operations`,
  ),
  each: WEEK,
  due({ params: { yearly, damping, age } }, { step, rate }) {
    const year = Math.floor(((age + step) * 7) / 365);
    const last = yearly.length - 1;
    if (last < 0) return 0n;
    const amount = year <= last ? yearly[year]! : yearly[last]! * pow(damping, year - last);
    return times(rate(amount), A_WEEK);
  },
  mints: ({ yearly }, { horizon }) => (Math.max(0, ...yearly) * horizon) / (365 * DAY),
});
