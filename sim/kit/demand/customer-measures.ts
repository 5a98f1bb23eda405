/** Measures and claims of the jobs that `customers.ts` keeps: the same names, whichever mechanism of demand sends them. */

import type { Metric } from "../../model/mechanism.ts";
import type { Customers } from "./customers.ts";

type Counted = Metric<{ readonly state: { readonly customers: Customers } }>;
/** What became of the jobs, whoever chooses for them. */
export const jobMetrics: Readonly<Record<string, Counted>> = {
  "jobs.potential": {
    unit: "jobs",
    kind: "flow",
    doc: "Jobs that exist, wherever they run.",
    total: ({ state: { customers } }) => customers.totals.jobs,
  },
  "jobs.potentialGpuHours": {
    unit: "GPU h",
    kind: "flow",
    doc: "GPU-hours of the jobs that exist.",
    total: ({ state: { customers } }) => customers.totals.gpuHours,
  },
  "jobs.finished": {
    unit: "jobs",
    kind: "flow",
    doc: "Jobs that got their result from the network.",
    total: ({ state: { customers } }) => customers.totals.finished,
  },
  "jobs.finishedGpuHours": {
    unit: "GPU h",
    kind: "flow",
    doc: "GPU-hours that customers asked for and got a result of: without lost work and without the longer run of a job that spans providers.",
    total: ({ state: { customers } }) => customers.totals.finishedGpuHours,
  },
  "jobs.failed": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of jobs given to the network that got no result.",
    totals: ({ state: { customers } }) => [
      customers.totals.failed,
      customers.totals.failed + customers.totals.finished,
    ],
  },
};

/** What customers chose, and what it was worth to them. */
export const customerMetrics: Readonly<Record<string, Counted>> = {
  ...jobMetrics,
  "jobs.lostToCloud": {
    unit: "ratio",
    kind: "ratio",
    doc: "Of the GPU-hours that customers had run, here or at the cloud, the share at the cloud.",
    totals: ({ state: { customers } }) => [
      customers.totals.toCloudGpuHours,
      customers.totals.toCloudGpuHours + customers.totals.finishedGpuHours,
    ],
  },
  "jobs.cloudGpuHours": {
    unit: "GPU h",
    kind: "flow",
    doc: "GPU-hours that went to the cloud, at once or from the queue.",
    total: ({ state: { customers } }) => customers.totals.toCloudGpuHours,
  },
  "jobs.pricedOut": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of potential jobs that ran nowhere.",
    totals: ({ state: { customers } }) => [customers.totals.pricedOut, customers.totals.jobs],
  },
  "customers.surplusUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What the results of finished jobs were worth to customers, at most the cloud's price, less what customers paid, for lost work too.",
    total: ({ state: { customers } }) => customers.totals.surplusUsd,
  },
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
