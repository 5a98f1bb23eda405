/** Measures of contracts that hold customers' money while jobs run: the same names, whatever the contract. */
import type { Metric } from "../../model/mechanism.ts";

export const paymentMetrics = <C>(
  paidUsd: (context: C) => number,
  heldUsd: (context: C) => number,
  heldUsdSeconds: (context: C) => number,
): Readonly<Record<string, Metric<C>>> => ({
  "customers.paidUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What customers paid for GPU time, fees included.",
    total: paidUsd,
  },
  "contracts.escrowUsd": {
    unit: "USD",
    kind: "level",
    doc: "USD in escrow for jobs that run.",
    value: heldUsd,
    integral: heldUsdSeconds,
  },
});
