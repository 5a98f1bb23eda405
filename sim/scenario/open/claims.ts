import type { Problem } from "../../errors.ts";
import { durationText } from "../../units.ts";
import { isProblem, type Measured, readable } from "../readable.ts";
import type { ResolvedExpectation, ResolvedScenario } from "../scenario.ts";

/** Claims that no result could contradict, or that are looked at nowhere. */
export function claimPoints({ expect, sample, until }: ResolvedScenario, measured: Measured): Problem[] {
  return expect.flatMap((expectation) => {
    const message = flawOf(expectation, sample, until, measured);
    return message === undefined ? [] : [{ path: `expect › ${JSON.stringify(expectation.claim)}`, message }];
  });
}

function flawOf(
  expectation: ResolvedExpectation,
  sample: number,
  until: number,
  measured: Measured,
): string | undefined {
  const { kind, after, before } = expectation;
  const read = readable(expectation, measured);
  if (!isProblem(read) && read.measures.length === 0)
    return "It names no measure: no result could contradict it. Say what is to hold of one.";
  const every = `series are sampled every ${durationText(sample)}`;
  if (kind === "eventually" && before < sample && before < until)
    return `It is looked at up to ${durationText(before)}, and ${every}: at no sample but the first. Take a later time, or a shorter period (sample).`;
  if (kind === "recovers" && before - after < sample)
    return `It has ${durationText(before - after)}, and ${every}: no sample need lie in between. Take a longer time, or a shorter period (sample).`;
  return undefined;
}
