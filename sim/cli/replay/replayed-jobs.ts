import { UsageError } from "../../errors.ts";
import { onDisk } from "../../experiment/store/disk.ts";
import { FORMATS, openTable } from "../../experiment/store/formats.ts";
import { jobsTable } from "../../experiment/store/recorded.ts";
import type { Simulation } from "../../run/simulation.ts";

/**
 * The file that a replay writes the table of its jobs to.
 *
 * @throws UsageError where its name does not tell a format
 */
export function jobsFile(file: string): { readonly write: (simulation: Simulation) => Promise<void> } {
  const format = FORMATS.find((each) => file.endsWith(`.${each}`));
  if (!format)
    throw new UsageError(
      `--jobs ${file} does not tell the format of the table.`,
      [],
      "Such as: --jobs jobs.parquet, or --jobs jobs.csv",
    );
  const write = ({
    records: { jobs },
    takenBranch: branch,
    design,
    replication,
  }: Simulation): Promise<void> =>
    onDisk(file, async () => {
      const table = openTable(file, jobsTable({ branched: branch !== "", points: [] }), format);
      table.append({ design, replication, point: -1, branch, ...(jobs ? { jobs } : {}) });
      table.finish();
    });
  return { write };
}
