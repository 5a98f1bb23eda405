import type { Metrics } from "../../model/measures/metric.ts";
import type { Audits } from "./work-audits.ts";

interface Audited {
  readonly state: { readonly audits: Audits };
}
type Total = keyof Audits["totals"];

const flow = (name: Total) => ({ total: ({ state }: Audited) => state.audits.totals[name] });
const shareOfJobs = (name: Total) => ({
  totals: ({ state: { audits } }: Audited) => [audits.totals[name], audits.totals.jobs] as const,
});

/** Measures of every way to verify work. */
export const auditMetrics = {
  "verification.honestShare": shareOfJobs("honest"),
  "verification.cheatedUndetected": shareOfJobs("undetected"),
  "verification.rejected": flow("rejected"),
  "verification.falseAlarms": flow("falseAlarms"),
  "verification.slashedUsd": flow("slashedUsd"),
  "verification.checkUsd": flow("checkUsd"),
  "verification.unfundedUsd": flow("unfundedUsd"),
  "verification.checkGpuHours": flow("checkGpuHours"),
  "verification.verifiedGpuHours": flow("verifiedGpuHours"),
  "verification.barred": flow("barred"),
} satisfies Metrics<Audited>;

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
