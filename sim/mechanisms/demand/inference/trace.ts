import { OrreryError } from "../../../errors.ts";
import type { Index } from "../../../indexed.ts";
import type { Recorded } from "../../../model/mechanism.ts";
import { numberColumn, type Table } from "../../../schema/table.ts";
import type { Seconds } from "../../../units.ts";
import { instant } from "../../../units.ts";
import type { Params } from "./params.ts";

/** Contexts end well below; what a request is charged stays a whole number of pico-USD. */
export const MOST_TOKENS = 4_000_000;

/** When a row of the trace is played, in which repetition ever; infinity after the end. */
export function recordedTime(params: Params, candidate: number): number {
  const times = numberColumn(params.trace, "TIMESTAMP");
  const repetition = Math.floor(candidate / times.length);
  if (repetition > 0 && !params.repeat) return Number.POSITIVE_INFINITY;
  const recorded = recordedCycle(times);
  const length = params.cycle > 0 ? params.cycle : recorded;
  const stretch = recorded > 0 ? length / recorded : 1;
  return repetition * length + (times[candidate % times.length]! - times[0]) * stretch;
}

/** How much of a trace that is played once comes up to a time. */
export function recordedWithin(params: Params, until: number): Recorded[] {
  const { rows } = params.trace;
  if (params.arrivals !== "trace" || params.repeat || rows === 0) return [];
  let within = 0;
  while (within < rows && instant(recordedTime(params, within)) <= until) within++;
  return [{ param: "trace", rows, within, first: 0, remedy: "Lengthen until." }];
}

/** Time that the trace covers, with a mean gap after the last row. */
const recordedCycle = (times: Float64Array): number =>
  times.length > 1 ? ((times.at(-1)! - times[0]) * times.length) / (times.length - 1) : 0;

export function recordedTokens({ trace }: Params, candidate: number) {
  const row: Index = candidate % trace.rows;
  return {
    tokensIn: numberColumn(trace, "ContextTokens")[row],
    tokensOut: numberColumn(trace, "GeneratedTokens")[row],
  };
}

/** What cannot be played or charged. */
export function refuseUnusable(trace: Table, repeat: boolean, cycle: number): void {
  for (const column of ["ContextTokens", "GeneratedTokens"]) {
    const row = numberColumn(trace, column).findIndex(
      (tokens) => !Number.isSafeInteger(tokens) || tokens > MOST_TOKENS,
    );
    if (row !== -1)
      throw new OrreryError(`Requests have whole numbers of tokens, at most ${MOST_TOKENS}.`, [
        `${trace.path}:${row + 2} › ${column}: ${numberColumn(trace, column)[row]}`,
      ]);
  }
  if (repeat && cycle === 0 && recordedCycle(numberColumn(trace, "TIMESTAMP")) === 0)
    throw new OrreryError(
      "A trace whose requests all come at one instant has no length after which it could begin again.",
      [`rows ${trace.rows}`],
      "Set cycle to the time that one playing takes, or repeat to false.",
    );
}

/** Requests until a horizon, by the trace or by the law. */
export function expectedRequests(params: Params, horizon: Seconds): number {
  if (params.arrivals === "poisson") return params.arrivalRate * params.rateScale * horizon;
  const recorded = recordedCycle(numberColumn(params.trace, "TIMESTAMP"));
  const length = params.cycle > 0 ? params.cycle : recorded;
  // One without a length is played once; that it is to begin again is refused as the run starts.
  const playings = length > 0 ? horizon / length : 1;
  return params.trace.rows * params.rateScale * (params.repeat ? playings : Math.min(1, playings));
}
