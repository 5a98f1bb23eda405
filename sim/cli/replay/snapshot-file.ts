import { readFile, stat } from "node:fs/promises";
import * as z from "zod";
import { decode, encode, hash } from "../../codec.ts";
import { OrreryError, UsageError } from "../../errors.ts";
import { onDisk, reasonOf, writeWhole } from "../../experiment/store/disk.ts";
import { VERSION } from "../../experiment/workers/bundle.ts";
import type { Recording } from "../../run/result.ts";
import { luckOf } from "../../run/run.ts";
import { Simulation, type SimulationSnapshot } from "../../run/simulation.ts";
import type { Catalogue } from "../../scenario/catalogue.ts";
import { scenarioHash } from "../../scenario/resolve.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";

const FORMAT = "orrery snapshot 4";
/** Characters that an engine's string holds, with room to spare. */
const LONGEST = 400_000_000;
const SAVE_ONE = "Save one by this version: orrery replay <scenario> --save-at 180d <file>";

/** What a file says of its snapshot, so that the wrong one is told in words. `sha256` is of all else. */
const HEADER = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  scenario: z.string(),
  scenarioHash: z.string(),
  design: z.string(),
  replication: z.number(),
  seed: z.number(),
  sha256: z.string(),
  snapshot: z.record(z.string(), z.unknown()),
});

/** Writes where a simulation stands. */
export async function writeSnapshot(file: string, simulation: Simulation): Promise<void> {
  const snapshot = simulation.snapshot();
  const { scenarioHash, design, replication, seed } = snapshot;
  const content = {
    format: FORMAT,
    version: VERSION,
    scenario: simulation.scenario,
    scenarioHash,
    design,
    replication,
    seed,
    snapshot,
  };
  await onDisk(file, () => writeWhole(file, encode({ ...content, sha256: hash(content) })));
}

/** What the command line says beside the snapshot. */
interface Asked {
  readonly design?: string;
  readonly replication?: number;
}

/**
 * The snapshot of a file that is whole, of this version, and of the scenario, the design and the replication that were
 * asked for.
 *
 * @throws OrreryError or UsageError that says which of these it is not
 */
export async function readSnapshot(
  file: string,
  resolved: ResolvedScenario,
  asked: Asked,
): Promise<SimulationSnapshot> {
  const content = await contentOf(file);
  const { sha256, ...rest } = content;
  if (content.version !== VERSION)
    throw new OrreryError(
      `${file} was saved by Orrery ${content.version}, this is ${VERSION}: states may mean something else.`,
      [],
      SAVE_ONE,
    );
  if (hash(rest) !== sha256) throw damaged(file, "its checksum is of another content");
  const snapshot = content.snapshot as unknown as SimulationSnapshot;
  const { scenario, design, replication, seed } = content;
  const other = (what: string, saved: unknown, wanted: unknown): UsageError =>
    new UsageError(
      `${file} is of the ${what} ${JSON.stringify(saved)}, not of ${JSON.stringify(wanted)}.`,
      [],
      `Leave --${what} out, or replay from the start.`,
    );
  if (asked.design !== undefined && asked.design !== design) throw other("design", design, asked.design);
  if (asked.replication !== undefined && asked.replication !== replication)
    throw other("replication", replication, asked.replication);
  if (content.scenarioHash !== scenarioHash(resolved))
    throw new OrreryError(
      `${file} belongs to another scenario, or to other settings of it.`,
      [
        `snapshot  ${scenario} ${content.scenarioHash}`,
        `here      ${resolved.name} ${scenarioHash(resolved)}`,
      ],
      "Load it with the scenario and the settings that it was saved with.",
    );
  const own = luckOf(resolved, replication);
  if (own.seed !== seed || snapshot.seed !== seed || snapshot.luck !== own.luck || snapshot.design !== design)
    throw damaged(file, `replication ${replication} of ${scenario} has the seed ${own.seed}, not ${seed}`);
  return snapshot;
}

async function contentOf(file: string): Promise<z.infer<typeof HEADER>> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read.`, [
      error.code === "ENOENT" ? "There is no such file." : reasonOf(error),
    ]);
  });
  if (!found.isFile() || found.size > LONGEST)
    throw new UsageError(`${file} cannot be read.`, [
      found.isFile() ? `It has ${found.size} bytes; at most ${LONGEST} are read.` : "It is no regular file.",
    ]);
  const text = await readFile(file, "utf8");
  let content: unknown;
  try {
    content = decode(text);
  } catch {
    throw damaged(file, "it is not whole");
  }
  const result = HEADER.safeParse(content);
  if (result.success) return result.data;
  const { format } = (content ?? {}) as { format?: unknown };
  if (typeof format === "string" && format.startsWith("orrery snapshot") && format !== FORMAT)
    throw new OrreryError(
      `${file} was saved by another version of Orrery.`,
      [`${format}, not ${FORMAT}`],
      SAVE_ONE,
    );
  throw damaged(file, "its fields are not those of one");
}

const damaged = (file: string, why: string): OrreryError =>
  new OrreryError(`${file} is no snapshot, or was changed: ${why}.`, [], SAVE_ONE);

/**
 * The simulation that a snapshot was taken of.
 *
 * @throws OrreryError where its states do not fit together
 */
export function restored(
  snapshot: SimulationSnapshot,
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  record: Recording,
): Simulation {
  try {
    return Simulation.restore(resolved, catalogue, snapshot, "sample", record, true);
  } catch (error) {
    if (error instanceof OrreryError) throw error;
    throw new OrreryError("The snapshot cannot be restored: its states do not fit together.", [
      (error as Error).message,
    ]);
  }
}
