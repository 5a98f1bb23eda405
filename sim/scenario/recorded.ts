import type { Problem } from "../errors.ts";
import type { Mechanism, Recorded } from "../model/mechanism.ts";
import { isTable } from "../schema/table.ts";
import { durationText, type Seconds } from "../units.ts";

/** The horizon of a run, and the scenario's own, which a command line may cut short. */
export interface Horizons {
  readonly until: Seconds;
  readonly own: Seconds;
}

/**
 * What is to be said of recorded times and the horizon: a record of which nothing comes within the scenario's own
 * horizon is a mistake (its times count from 1970, say), one that is cut short is worth a note.
 */
export function recordedTold(
  { recorded }: Mechanism,
  params: Readonly<Record<string, unknown>>,
  { path, id }: { readonly path: string; readonly id: string },
  { until, own }: Horizons,
): { problems: Problem[]; notes: Problem[] } {
  if (!recorded || !(until > 0)) return { problems: [], notes: [] };
  const beyond = recorded(params, own).filter(({ within, remedy }) => remedy !== undefined && within === 0);
  const problems = beyond.map((record) => ({
    path: `${path} › ${record.param}`,
    message: `${none(record, own)} ${record.remedy}`,
  }));
  const notes = recorded(params, until)
    .filter(({ param }) => beyond.every((problem) => problem.param !== param))
    .flatMap((record) =>
      noteOf(record, until, until < own).map((message) => ({ path: `${id}.${record.param}`, message })),
    );
  return { problems, notes };
}

/** What was done to the files of a mechanism's tables when they were read. */
export const tablesTold = (params: Readonly<Record<string, unknown>>, path: string): string[] =>
  Object.entries(params).flatMap(([param, value]) =>
    isTable(value) ? (value.told ?? []).map((sentence) => `${path} › ${param}: ${sentence}`) : [],
  );

/** Plans that a command line cuts off are no slip of the scenario's. */
function noteOf(record: Recorded, until: Seconds, isCut: boolean): string[] {
  const { rows, within, remedy } = record;
  if (within === 0) return [none(record, until)];
  if (within === rows || (remedy === undefined && isCut)) return [];
  const late = rows - within;
  return [
    `Of ${rows} recorded times ${late} ${late === 1 ? "lies" : "lie"} beyond the horizon of ${durationText(until)}.`,
  ];
}

const none = ({ rows, first }: Recorded, until: Seconds): string =>
  `None of ${rows} recorded times lies within the horizon of ${durationText(until)}: the first comes after ${durationText(first)}.`;
