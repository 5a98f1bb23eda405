import type { Prepared } from "../../experiment/workers/experiment.ts";
import { measuresOfDesign } from "../../scenario/measures-of-design.ts";
import { isProblem, readable } from "../../scenario/readable.ts";
import type { ResolvedExpectation } from "../../scenario/scenario.ts";
import { durationText } from "../../units.ts";

/** Claims to which runs of some designs, or up to another horizon, have no answer, and why. */
export function unaskedIn(
  { plan: { resolved }, catalogue }: Prepared,
  isCut: boolean,
): Map<ResolvedExpectation, string> {
  const { assets, branches, designs, until } = resolved;
  const measured = new Map(
    designs.map((design) => [design.name, measuresOfDesign(assets, catalogue, design)] as const),
  );
  const reason = (expectation: ResolvedExpectation): string | undefined => {
    const { design, branch, before } = expectation;
    if (design !== "" && !measured.has(design)) return `--design leaves out ${JSON.stringify(design)}`;
    if (isProblem(readable(expectation, measured))) return "--design leaves out what it is about";
    if (branch !== "" && branches === null) return "its branch lies beyond the horizon";
    if (isCut && before > until)
      return `it is about ${durationText(before)}, and the runs end at ${durationText(until)}`;
    return undefined;
  };
  return new Map(
    resolved.expect.flatMap((expectation) => {
      const left = reason(expectation);
      return left === undefined ? [] : [[expectation, left] as const];
    }),
  );
}
