import { UsageError } from "../../errors.ts";
import { timeOfBranching } from "../../run/run.ts";
import type { Happening, Simulation } from "../../run/simulation.ts";
import type { ResolvedBranches, ResolvedScenario } from "../../scenario/scenario.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { durationText, type Seconds } from "../../units.ts";

/** A simulation that takes a branch when it comes to the time at which they part, and is observed all the way. */
export class Journey {
  /** The one that goes on: another after the branching than before. */
  simulation: Simulation;
  readonly #see: ((event: Happening) => void) | null;
  #waiting: { readonly name: string; readonly branches: ResolvedBranches } | undefined;

  /**
   * @param branch undefined: none is taken
   * @throws UsageError where there is no such branch, or it is too late to take it
   */
  constructor(
    simulation: Simulation,
    resolved: ResolvedScenario,
    branch: string | undefined,
    see: ((event: Happening) => void) | null,
  ) {
    this.simulation = simulation;
    this.#see = see;
    if (see) simulation.onEvent(see);
    if (branch === undefined || simulation.takenBranch === branch) return;
    const branches = branchesWith(branch, resolved);
    if (simulation.takenBranch !== "" || simulation.now > timeOfBranching(branches))
      throw new UsageError(
        `It is too late for the branch ${JSON.stringify(branch)}: the snapshot is of ${durationText(simulation.now)}${simulation.takenBranch === "" ? "" : `, in the branch ${JSON.stringify(simulation.takenBranch)}`}.`,
        [`The branches part at ${durationText(branches.at)}.`],
      );
    this.#waiting = { name: branch, branches };
  }

  /** To the event, the time or the horizon, whichever is first. */
  goOn({
    time = Number.POSITIVE_INFINITY,
    events,
  }: {
    readonly time?: Seconds;
    readonly events?: number;
  }): void {
    const limit = events === undefined ? {} : { events };
    if (this.#waiting && time >= this.#waiting.branches.at) {
      const { name, branches } = this.#waiting;
      this.simulation.runTo({ ...limit, time: timeOfBranching(branches) });
      if (this.simulation.events >= (events ?? Number.POSITIVE_INFINITY)) return;
      const { set } = branches.branches.find((branch) => branch.name === name)!;
      this.simulation = this.simulation.branch(name, set, branches.at);
      if (this.#see) this.simulation.onEvent(this.#see);
      this.#waiting = undefined;
    }
    this.simulation.runTo({ ...limit, ...(Number.isFinite(time) ? { time } : {}) });
  }
}

function branchesWith(branch: string, { name, branches }: ResolvedScenario): ResolvedBranches {
  const names = branches?.branches.map((each) => each.name) ?? [];
  if (branches && names.includes(branch)) return branches;
  const listed = names.map((each) => JSON.stringify(each)).join(", ");
  throw new UsageError(
    `${name} has no branch ${JSON.stringify(branch)}${branches ? "" : " within its horizon"}.${didYouMean(branch, names)}`,
    branches ? [`Its branches: ${listed}.`] : [],
  );
}
