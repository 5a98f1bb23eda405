import type { MeasureEntries } from "./entry.ts";

export const PAYMENTS_MEASURES = {
  "payments.costShare": {
    unit: "ratio",
    kind: "ratio",
    words: "Cost of a payment",
    better: "less",
    doc: "Fees, exchange and fees of reversals over the amounts that arrived.",
  },
  "payments.costUsd": {
    unit: "USD",
    kind: "flow",
    words: "Cost of payments",
    better: "less",
    doc: "Fees of payments, what exchange takes, and fees of reversals.",
  },
  "payments.delay": {
    unit: "s",
    kind: "level",
    words: "Delay of a payment",
    better: "less",
    doc: "Mean time from the sending of a payment to its arrival.",
  },
  "payments.delayP95": {
    unit: "s",
    kind: "duration",
    quantile: 0.95,
    words: "Delay of a payment, 95th percentile",
    better: "less",
    doc: "Time from sending to arrival that 95 % of the payments do not exceed.",
  },
  "payments.reversedShare": {
    unit: "ratio",
    kind: "ratio",
    words: "Payments taken back",
    better: "less",
    for: "payees",
    doc: "Share of the amounts that arrived which was taken back from the payee.",
  },
  "payments.sent": {
    unit: "payments",
    kind: "flow",
    words: "Payments",
    better: "neither",
    doc: "Payments that were sent.",
  },
} as const satisfies MeasureEntries;
