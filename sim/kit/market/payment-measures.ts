/** Measures of contracts that hold customers' money while jobs run: the same names, whatever the contract. */
import type { Metrics } from "../../model/measures/metric.ts";

export const paymentMetrics = <C>(
  paidUsd: (context: C) => number,
  heldUsd: (context: C) => number,
  heldUsdSeconds: (context: C) => number,
): Metrics<C> => ({
  "customers.paidUsd": { total: paidUsd },
  "contracts.escrowUsd": {
    value: heldUsd,
    integral: heldUsdSeconds,
  },
});
