import { fractionOf, times } from "../../formulas/fraction.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { tokens } from "../../schema/fields.ts";

export const constant = defineIssuance({
  name: "issuance/constant",
  summary: "Pays each block the same for ever: supply grows in a line, and inflation falls with it.",
  source: "dogecoin/dogecoin src/dogecoin.cpp, GetDogecoinBlockSubsidy, from height 600,000",
  params: {
    tokensPerBlock: tokens({
      role: "rate",
      default: 10_000,
      doc: "New tokens of a block.",
      source: "dogecoin/dogecoin src/dogecoin.cpp: 10,000 from height 600,000",
    }),
  },
  settable: { tokensPerBlock: [0, 1e9] },
  split: splitField({ proposer: 1 }, "Dogecoin: the block's miner takes all"),
  each: "block",
  due: ({ params }, { rate }) => rate(params.tokensPerBlock),
  dueUntil: ({ params }, { step, rate }, end) => times(rate(params.tokensPerBlock), fractionOf(end - step)),
  mints: ({ tokensPerBlock }, { sum }) => Number(tokensPerBlock) * sum("blocks"),
  example: () => ({
    world: [
      { mechanism: "consensus/nakamoto", params: { blockTime: 60 } },
      { mechanism: "issuance/constant", params: {} },
    ],
    until: "5d",
  }),
});
