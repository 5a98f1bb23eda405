import type { Problem } from "../errors.ts";
import type { Columns, Table } from "../schema/table.ts";
import { readDataFile } from "./load-file.ts";
import { readTable } from "./read-table.ts";

/**
 * Reads the named columns of a workload file. `shown` is the path as the author wrote it, `within` the folder that it
 * must lie in.
 */
export function loadTable(
  path: string,
  shown: string,
  columns: Columns,
  within?: string,
): { table?: Table; problems: Problem[] } {
  const read = readDataFile(path, within);
  if ("flaw" in read) return { problems: [{ path: shown, message: read.flaw }] };
  return readTable(read.text, { file: shown }, columns);
}
