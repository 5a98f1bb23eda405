import type { Metric } from "../../model/mechanism.ts";
import type { Audits } from "./work-audits.ts";

interface Audited {
  readonly state: { readonly audits: Audits };
}
type Total = keyof Audits["totals"];

const flow = (unit: string, name: Total, doc: string): Metric<Audited> => ({
  unit,
  kind: "flow",
  doc,
  total: ({ state }) => state.audits.totals[name],
});
const shareOfJobs = (name: Total, doc: string): Metric<Audited> => ({
  unit: "ratio",
  kind: "ratio",
  doc,
  totals: ({ state: { audits } }) => [audits.totals[name], audits.totals.jobs],
});

/** Measures of every way to verify work. */
export const auditMetrics = {
  "verification.honestShare": shareOfJobs("honest", "Share of finished jobs whose work was done."),
  "verification.cheatedUndetected": shareOfJobs(
    "undetected",
    "Share of finished jobs that were faked and accepted.",
  ),
  "verification.rejected": flow("jobs", "rejected", "Results that were rejected."),
  "verification.falseAlarms": flow("jobs", "falseAlarms", "Honest results that were rejected."),
  "verification.slashedUsd": flow("USD", "slashedUsd", "Stake taken for rejected results."),
  "verification.checkUsd": flow(
    "USD",
    "checkUsd",
    "What checks cost, at the price of the jobs that were checked.",
  ),
  "verification.unfundedUsd": flow(
    "USD",
    "unfundedUsd",
    "What of it the treasury could not pay: verifiers bear it.",
  ),
  "verification.checkGpuHours": flow("GPU h", "checkGpuHours", "GPU-hours that went into checks."),
  "verification.verifiedGpuHours": flow(
    "GPU h",
    "verifiedGpuHours",
    "GPU-hours of honest work that was checked and accepted.",
  ),
  "verification.barred": flow("machines", "barred", "Machines barred for want of stake."),
} as const;

/** Claims of every way to verify work. */
export const auditInvariants = {
  "what is slashed is at most what was staked": ({ state: { audits } }: Audited): boolean =>
    audits.totals.slashedUsd <= audits.totals.stakedUsd * (1 + 1e-9) + 1e-6,
  "every finished job is honest or not, and no more are accepted than there were": ({
    state: {
      audits: { totals },
    },
  }: Audited): boolean =>
    totals.honest + totals.undetected <= totals.jobs && totals.falseAlarms <= totals.rejected,
} as const;
