import { defineMarket } from "../../kit/pool/define-market.ts";
import { table } from "../../schema/fields.ts";
import { inlineTable, numberColumn } from "../../schema/table.ts";

export const recordedPrice = defineMarket({
  name: "defi/recorded-price",
  summary: "Trades a token at recorded prices; each holds until the next.",
  source: "Replay of a file",
  params: {
    prices: table(
      {
        t: { type: "time", unit: "s", min: 0, sorted: true },
        usd: { type: "number", unit: "USD/token", min: 1e-12, max: 1e12 },
      },
      {
        default: inlineTable({ t: [0, 864_000, 1_728_000], usd: [0.2, 0.25, 0.15] }),
        doc: "Prices by time. Before the first row it is `price`, after the last the last.",
        source: "Orrery: for the scenario to set",
      },
    ),
  },
  recorded: ({ prices }) => ({ t: numberColumn(prices, "t"), usd: numberColumn(prices, "usd") }),
});
