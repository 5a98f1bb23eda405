import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { daysAhead } from "../../model/estimate.ts";
import { tokens } from "../../schema/fields.ts";

export const fixed = defineIssuance({
  name: "issuance/fixed",
  summary: "Mints the same number of tokens every day, at its end: a part of a day has none.",
  source:
    "Constant emission as of Dogecoin from block 600,000 (dogecoin/dogecoin src/dogecoin.cpp), by the day",
  params: {
    tokensPerDay: tokens({
      role: "rate",
      default: 100_000,
      doc: "New tokens of a day.",
      source: "Orrery: for the scenario to set",
    }),
  },
  settable: { tokensPerDay: [0, 1e9] },
  split: splitField({ providers: 0.7, security: 0.2, treasury: 0.1 }, "Orrery: for the scenario to set"),
  each: "day",
  due: ({ params }, { rate }) => rate(params.tokensPerDay),
  mints: ({ tokensPerDay }, ahead) => Number(tokensPerDay) * daysAhead(ahead),
});
