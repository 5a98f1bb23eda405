import { OrreryError } from "../errors.ts";

/** Throws OrreryError unless a size is a whole number within its bounds; `what` begins the sentence. */
export function needSize(what: string, size: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(size) && size >= least && size <= most) return;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  throw new OrreryError(`${what} needs to be a whole number, ${bounds}; got ${String(size)}.`);
}

/** Throws OrreryError unless there is one output for every point of a design. */
export function needOutputs(points: number, outputs: number): void {
  if (points === outputs) return;
  throw new OrreryError("A sensitivity measure needs one output for every point.", [
    `points ${points}`,
    `outputs ${outputs}`,
  ]);
}
