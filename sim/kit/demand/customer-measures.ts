/** Measures and claims of the jobs that `customers.ts` keeps: the same names, whichever mechanism of demand sends them. */

import type { Metrics } from "../../model/measures/metric.ts";
import type { Customers } from "./customers.ts";

type Counted = Metrics<{ readonly state: { readonly customers: Customers } }>;
/** What became of the jobs, whoever chooses for them. */
export const jobMetrics: Counted = {
  "jobs.potential": { total: ({ state: { customers } }) => customers.totals.jobs },
  "jobs.potentialGpuHours": { total: ({ state: { customers } }) => customers.totals.gpuHours },
  "jobs.finished": { total: ({ state: { customers } }) => customers.totals.finished },
  "jobs.finishedGpuHours": { total: ({ state: { customers } }) => customers.totals.finishedGpuHours },
  "jobs.failed": {
    totals: ({ state: { customers } }) => [
      customers.totals.failed,
      customers.totals.failed + customers.totals.finished,
    ],
  },
};

/** What customers chose, and what it was worth to them. */
export const customerMetrics: Counted = {
  ...jobMetrics,
  "jobs.lostToCloud": {
    totals: ({ state: { customers } }) => [
      customers.totals.toCloudGpuHours,
      customers.totals.toCloudGpuHours + customers.totals.finishedGpuHours,
    ],
  },
  "jobs.cloudGpuHours": { total: ({ state: { customers } }) => customers.totals.toCloudGpuHours },
  "jobs.pricedOut": {
    totals: ({ state: { customers } }) => [customers.totals.pricedOut, customers.totals.jobs],
  },
  "customers.surplusUsd": { total: ({ state: { customers } }) => customers.totals.surplusUsd },
};

type Claim = (context: { readonly state: { readonly customers: Customers } }) => boolean;
export const customerClaims: Readonly<Record<string, Claim>> = {
  "no more jobs get a result than exist": ({ state: { customers } }) =>
    customers.totals.finished +
      customers.totals.failed +
      customers.totals.toCloud +
      customers.totals.pricedOut <=
    customers.totals.jobs,
};
