import { disputeMessages, replicaDetection } from "../../formulas/audit-game.ts";
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
import { choice, count, ratio } from "../../schema/fields.ts";

// A job: jobFinished → the copies agree (accepted) | differ → the referee or the majority says whose result is wrong

const params = {
  ...auditParams,
  judgement: choice(["referee", "majority"], {
    default: "referee",
    doc: "Who decides where results differ: a referee, who repeats the first operation in dispute; or more than half of the copies.",
    source: "Gensyn's Verde (Arun et al. 2025); BOINC (Anderson 2004)",
  }),
  copies: count({
    default: 2,
    min: 1,
    max: 100,
    doc: "Machines that do each job, the one that is paid included.",
    source: "Verde: refereed delegation needs two, one of them honest",
    range: [1, 5],
  }),
  collusion: ratio({
    default: 0.1,
    doc: "Share of the other machines that belong to a cheat's ring and return its result.",
    range: [0, 0.5],
  }),
  mismatch: ratio({
    default: 0.001,
    doc: "Probability that an honest result differs from the others' by rounding: a referee clears it, a majority rejects it.",
    range: [0, 0.02],
  }),
  steps: count({
    default: 10_000,
    min: 1,
    doc: "Steps of a job, of which the first in dispute is sought.",
    range: [1_000, 100_000],
  }),
  operations: count({
    default: 1_000,
    min: 1,
    doc: "Operations of a step.",
    range: [100, 10_000],
  }),
};

interface State {
  audits: Audits;
  disputes: number;
  messages: number;
}

export const redundancy = defineMechanism({
  name: "verification/redundancy",
  summary: "Has each job done by several machines, and takes stake from whoever's result is found wrong.",
  source: "Arun et al., Verde: verification via refereed delegation, 2025; Anderson, BOINC, 2004",
  params,
  settable: { ...auditSettable, copies: [1, 100] },
  accounts: auditAccounts,
  assets: auditAssets,
  emits: auditEmits,
  init: (): State => ({ audits: audits(), disputes: 0, messages: 0 }),
  estimate: (_, { count }) => ({
    events: { reputationChanged: count("jobFinished"), machineBarred: count("jobFinished") / 10 },
  }),
  on: {
    machineOffered: register,
    jobFinished(context, event) {
      const { state, params, random } = context;
      const { judgement, copies, collusion } = params;
      const others = copies - 1;
      const outvotes = judgement === "majority" && others > 0;
      const result = enterResult(context, event, {
        check: replicaDetection(judgement, copies, collusion),
        falsePositive: outvotes ? params.mismatch : 0,
      });
      if (result === null) return;
      const draw = random.at(result.machine, "copies", result.k);
      const ring = others > 0 ? draw.binomial(others, collusion) : 0;
      const differs = others > 0 && (result.cheated ? ring < others : draw.uniform() < params.mismatch);
      const outvoted = judgement === "referee" || ring + 1 <= copies / 2;
      const rejected = differs && (result.cheated ? outvoted : outvotes);
      if (result.cheated && !rejected) state.audits.totals.undetected++;
      if (differs) {
        state.disputes++;
        if (judgement === "referee") state.messages += disputeMessages(params.steps, params.operations);
      }
      if (others === 0) return;
      payCheck(context, result.gpuHours * others, result.reward * others);
      judge(context, result, rejected);
    },
  },
  metrics: {
    ...auditMetrics,
    "verification.disputes": { total: ({ state }) => state.disputes },
    "verification.messages": { total: ({ state }) => state.messages },
  },
  invariants: auditInvariants,
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "verification/redundancy", params: { cheaters: 0.3, collusion: 0.3 } },
    ],
    until: "21d",
  }),
});
