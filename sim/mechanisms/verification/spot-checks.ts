import { auditInvariants, auditMetrics } from "../../kit/verification/work-audit-metrics.ts";
import { judge, payCheck } from "../../kit/verification/work-audit-verdicts.ts";
import {
  type Audits,
  auditAccounts,
  auditAssets,
  auditEmits,
  auditParams,
  auditSettable,
  audits,
  enterResult,
  register,
} from "../../kit/verification/work-audits.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { ratio } from "../../schema/fields.ts";

// A machine: machineOffered (stake) → jobFinished (checked or not) … → machineBarred (too little stake is left)

const params = {
  ...auditParams,
  check: ratio({
    default: 0.05,
    doc: "Probability that a finished job is checked.",
    range: [0.01, 0.2],
  }),
  checkCost: ratio({
    default: 0.01,
    doc: "What a check costs, as a share of the job: 1 repeats it.",
    source: "TOPLOC 2025: a verifier's prefill is up to 100 times faster than generation",
    range: [0.001, 1],
  }),
  falsePositive: ratio({
    default: 0,
    doc: "Probability that a check rejects an honest result.",
    source: "TOPLOC (Ong et al. 2025): none in its evaluation",
    range: [0, 0.02],
  }),
  falseNegative: ratio({
    default: 0,
    doc: "Probability that a check accepts a false result.",
    source: "TOPLOC (Ong et al. 2025): none in its evaluation",
    range: [0, 0.2],
  }),
};

interface State {
  audits: Audits;
}

export const spotChecks = defineMechanism({
  name: "verification/spot-checks",
  summary: "Checks finished jobs at random, and takes from a machine's stake what a false result deserves.",
  source:
    "Inspection game: Avenhaus et al., Handbook of Game Theory 3, 2002; checks of inference: TOPLOC (Ong et al. 2025)",
  params,
  settable: { ...auditSettable, check: [0, 1] },
  accounts: auditAccounts,
  assets: auditAssets,
  emits: auditEmits,
  init: (): State => ({ audits: audits() }),
  estimate: (_, { count }) => ({
    events: { reputationChanged: count("jobFinished"), machineBarred: count("jobFinished") / 10 },
  }),
  on: {
    machineOffered: register,
    jobFinished(context, event) {
      const { params, random } = context;
      const result = enterResult(context, event, params);
      if (result === null) return;
      const draw = random.at(result.machine, "check", result.k);
      const checked = draw.uniform() < params.check;
      const wrong = draw.uniform() < (result.cheated ? params.falseNegative : params.falsePositive);
      const rejected = checked && result.cheated !== wrong;
      if (result.cheated && !rejected) context.state.audits.totals.undetected++;
      if (!checked) return;
      payCheck(context, result.gpuHours * params.checkCost, result.reward * params.checkCost);
      judge(context, result, rejected);
    },
  },
  metrics: auditMetrics,
  invariants: auditInvariants,
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "verification/spot-checks", params: { check: 0.2, cheaters: 0.3 } },
    ],
    until: "21d",
  }),
});
