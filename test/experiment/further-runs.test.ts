import { expect, test } from "vitest";
import { furtherRuns, replicationsOf } from "../../sim/experiment/further-runs.ts";
import { type Plan, plan } from "../../sim/experiment/plan.ts";
import { runBranches } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Branches } from "../../sim/scenario/scenario.ts";
import coinToss from "../cli/scenarios/coin-toss.ts";

function planOf(branches?: Branches): Plan {
  const scenario = { ...coinToss, ...(branches ? { branches } : {}) };
  return plan(resolve(scenario, catalogueOf(scenario), { name: "toss" }), "code", { replications: 2 });
}
const shown = ({ jobs, resolved }: Plan): string =>
  `${jobs.map(({ name }) => name).join(" ")} under ${resolved.branches?.branches.map(({ name }) => name).join(" and ") ?? "nothing"}`;

test("only what is wanted and lacking is planned, with the luck that it would have had", () => {
  const first = planOf();
  const wanting = [{ designs: ["heavy"], branch: "", replications: 4 }];
  const { plans, made } = furtherRuns(first, replicationsOf(first), wanting);
  expect(plans.map(shown)).toEqual(["heavy/2 heavy/3 under nothing"]);
  const whole = plan(first.resolved, "code", { replications: 4 });
  expect(plans[0]!.jobs).toEqual(
    whole.jobs.filter(({ design, replication }) => design === "heavy" && replication > 1),
  );
  expect(furtherRuns(first, made, wanting).plans).toEqual([]);
});

test("only the branches that are wanted are run", () => {
  const first = planOf({
    at: "10d",
    none: {},
    light: { set: { "test/toss.heads": 0.1 } },
    never: { set: { "test/toss.heads": 0 } },
  });
  const wanting = [
    { designs: ["fair", "heavy"], branch: "light", replications: 4 },
    { designs: ["heavy"], branch: "none", replications: 3 },
  ];
  const { plans, made } = furtherRuns(first, replicationsOf(first), wanting);
  expect(plans.map(shown)).toEqual(["fair/2 fair/3 under light", "heavy/2 heavy/3 under none and light"]);
  expect(Object.fromEntries(made.get("heavy")!)).toEqual({ none: 4, light: 4, never: 2 });
  expect(furtherRuns(first, made, wanting).plans).toEqual([]);
});

test("a branch is the same whichever others are run beside it", () => {
  const first = planOf({ at: "10d", none: {}, never: { set: { "test/toss.stopAt": 1_000 } } });
  const wanting = [{ designs: ["fair"], branch: "never", replications: 3 }];
  const [further] = furtherRuns(first, replicationsOf(first), wanting).plans;
  const made = (resolved: Plan["resolved"]) =>
    runBranches(resolved, catalogueOf(coinToss), { design: "fair", replication: 2 }).find(
      ({ branch }) => branch === "never",
    )!;
  const [beside, alone] = [made(first.resolved), made(further!.resolved)];
  expect({ ...alone, scenarioHash: beside.scenarioHash, blocks: beside.blocks }).toEqual(beside);
});
