import { sha256Hex } from "../codec.ts";
import { OrreryError } from "../errors.ts";
import { deflated, inflated, pack, unpack } from "../packed.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import { scenarioHash } from "../scenario/resolve.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { luckOf, timeOfBranching } from "./run.ts";
import { Simulation, type SimulationSnapshot } from "./simulation.ts";

/*
 * A run at the moment at which futures part, as a file beside a page: whoever asks what would happen if a parameter were
 * changed there need not simulate what comes before.
 */

const FORMAT = "orrery fork 1";

interface Fork {
  readonly format: string;
  /** sha256 of the code that ran it: another's states may mean something else. */
  readonly code: string;
  readonly snapshot: SimulationSnapshot;
}

/** What a page knows of a fork: the file, and what it must hold. */
export interface ForkFile {
  readonly sha256: string;
  /** sha256 of the code that is to go on. */
  readonly code: string;
}

/**
 * One design in one replication, run to where futures part.
 *
 * @param code sha256 of the worker that will go on from it
 * @returns the file's bytes; undefined where nothing parts
 */
export async function forkOf(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  { design, replication = 0, code }: { design: string; replication?: number; code: string },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (resolved.branches === null) return undefined;
  const simulation = new Simulation(resolved, catalogue, {
    design,
    replication,
    ...luckOf(resolved, replication),
  });
  simulation.runTo({ time: timeOfBranching(resolved.branches) });
  const fork: Fork = { format: FORMAT, code, snapshot: simulation.snapshot() };
  return deflated(pack(fork));
}

/**
 * The snapshot of a fork's file.
 *
 * @throws OrreryError that says why it is not used: it was changed, or is of other code or another scenario
 */
export async function snapshotOf(
  bytes: Uint8Array,
  { sha256, code }: ForkFile,
  resolved: ResolvedScenario,
  design: string,
): Promise<SimulationSnapshot> {
  const found = sha256Hex(bytes);
  if (found !== sha256)
    throw refused("it was changed since it was published", [`sha256 ${found}`, `published ${sha256}`]);
  const { format, code: own, snapshot } = unpack(await inflated(bytes)) as Fork;
  if (format !== FORMAT) throw refused(`it is of another format than ${FORMAT}`);
  if (own !== code)
    throw refused("other code made it, whose states may mean something else", [
      `made by ${own}`,
      `here ${code}`,
    ]);
  if (snapshot.scenarioHash !== scenarioHash(resolved) || snapshot.design !== design)
    throw refused("it is of another scenario or design");
  return snapshot;
}

/** How an error begins after which a page runs the whole. */
export const NOT_USED = "The stored start is not used";

const refused = (why: string, facts: readonly string[] = []): OrreryError =>
  new OrreryError(`${NOT_USED}: ${why}.`, facts);
