import { OrreryError } from "../errors.ts";
import type { ChartOfAccounts } from "../model/ledger.ts";
import type { Seconds } from "../units.ts";
import { BlockLog, type BlockLogSnapshot, type BlockSource } from "./block-log.ts";
import { JobRecorder, type JobRecorderSnapshot } from "./job-recorder.ts";
import type { Recorded, RecordKeeper } from "./observer.ts";
import type { Part } from "./parts.ts";
import { ProviderRecorder, type ProviderRecorderSnapshot } from "./provider-recorder.ts";
import type { Recording } from "./result.ts";

/** By what is recorded. Undefined: it is not. */
export interface RecordsSnapshot {
  readonly blocks: BlockLogSnapshot;
  readonly jobs?: JobRecorderSnapshot | undefined;
  readonly providers?: ProviderRecorderSnapshot | undefined;
}

/** Everything that a run keeps a record of beside its measures. */
export class Records {
  readonly keepers: readonly RecordKeeper[];
  readonly #named: readonly (readonly [keyof RecordsSnapshot, RecordKeeper])[];

  /** @throws OrreryError where a record is asked for of which the snapshot has no beginning */
  constructor(
    { jobs, providers }: Recording,
    source: BlockSource & { readonly chart: ChartOfAccounts },
    parts: readonly Part[],
    from?: RecordsSnapshot,
  ) {
    if (from) requireRecorded({ jobs, providers }, from);
    this.#named = [
      ["blocks", new BlockLog(source, from?.blocks)],
      ...(jobs ? [["jobs", new JobRecorder(source.chart.asset("usd"), from?.jobs)] as const] : []),
      ...(providers ? [["providers", new ProviderRecorder(parts, from?.providers)] as const] : []),
    ];
    this.keepers = this.#named.map(([, keeper]) => keeper);
  }

  sample(now: Seconds): void {
    for (const keeper of this.keepers) keeper.sample?.(now);
  }

  told(now: Seconds): Recorded {
    return Object.assign({}, ...this.keepers.map((keeper) => keeper.told(now))) as Recorded;
  }

  snapshot(): RecordsSnapshot {
    return Object.fromEntries(this.#named.map(([name, keeper]) => [name, keeper.snapshot()])) as never;
  }
}

/** A record that does not go back to the start would be of other jobs than it says. */
function requireRecorded(
  record: { [K in keyof Recording]: boolean | undefined },
  from: RecordsSnapshot,
): void {
  for (const what of ["jobs", "providers"] as const)
    if (record[what] && !from[what])
      throw new OrreryError(
        `The snapshot has no record of ${what}: those before it are not known.`,
        [],
        `Replay from the start, or save the snapshot in a replay with --${what}.`,
      );
}
