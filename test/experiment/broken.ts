import { judge, type Verdict } from "../../sim/experiment/expectations.ts";
import type { Run } from "../../sim/run/result.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";

/** The claims that these runs do not keep; one that is undecided is not among them. */
export const brokenExpectations = (resolved: ResolvedScenario, runs: readonly Run[]): Verdict[] =>
  judge(resolved, runs).filter(({ outcome }) => outcome === "broken");
