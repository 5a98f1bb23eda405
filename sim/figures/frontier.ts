import { type HeadlineRatio, headlineRatios } from "../comparison/headline.ts";
import { sentenceStart } from "./comparison.ts";
import { intervalText, sizeText, tieText } from "./effect-words.ts";
import type { Figure, FigureInput } from "./figure.ts";
import { frontierPanel, type Place } from "./frontier-panel.ts";
import { featuredBranch } from "./future.ts";
import { pointLabels, sweepText } from "./sweep-words.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { descriptionOf } from "./wording.ts";

const isMeasured = ({ costDifference, gainDifference }: HeadlineRatio): boolean =>
  Number.isFinite(costDifference.mean) && Number.isFinite(gainDifference.mean);

/** Places of the first headline, design by design along the sweep. */
function placesOf(input: FigureInput): Place[] {
  const branch = featuredBranch(input);
  const name = input.scenario.headline[0]?.name;
  const labels = pointLabels(input);
  return input.points
    .flatMap((point, index) =>
      headlineRatios(input, { branch, point: point.index })
        .filter((found) => found.name === name && found.outcome !== "not measured" && isMeasured(found))
        .map((found) => ({ design: found.design, label: labels[index]!, found })),
    )
    .sort((a, b) => orderOf(input, a.design) - orderOf(input, b.design));
}

const orderOf = ({ scenario }: FigureInput, design: string): number =>
  scenario.designs.findIndex(({ name }) => name === design);

/** Whether the points follow one another: those of a grid of several parameters, or of a list, do not. */
function isPath({ scenario: { sweep } }: FigureInput): boolean {
  return sweep?.kind === "zip" || (sweep?.kind === "grid" && sweep.parameters.length === 1);
}

/** Whether some design's cost changes along the sweep. */
function varies(places: readonly Place[]): boolean {
  return places.some((one) =>
    places.some(
      (other) =>
        one.design === other.design && one.found.costDifference.mean !== other.found.costDifference.mean,
    ),
  );
}

function titleOf(places: readonly Place[]): string {
  const { control, gainNoun, gainUnit, costUnit } = places[0]!.found;
  const clear = places.filter(({ found }) => found.gainDifference.low > 0);
  if (clear.length === 0)
    return sentenceStart(`nowhere along the sweep does a design clearly gain over ${control} in ${gainNoun}`);
  const most = clear.reduce((one, other) =>
    other.found.gainDifference.mean > one.found.gainDifference.mean ? other : one,
  );
  const { gainDifference, costDifference } = most.found;
  const amount = `${sizeText(gainDifference.mean, gainUnit)} over ${control} (${intervalText(gainDifference, gainUnit)})`;
  const overlapping = clear.filter(
    ({ design, found }) => design !== most.design && found.gainDifference.high >= gainDifference.low,
  );
  const tie = tieText([...new Set(overlapping.map(({ design }) => design))]);
  return sentenceStart(
    `${most.design} gains most, ${amount}, for ${sizeText(costDifference.mean, costUnit)}${tie}`,
  );
}

/** What each design gains over the control as what it spends is swept. */
export const frontier: Figure = {
  name: "frontier",
  shows: "the experiment",
  mostDesigns: MOST_OVERLAID,
  needs: [],
  applies: (input) => isPath(input) && varies(placesOf(input)),
  plot: (input) => {
    const places = placesOf(input);
    const title = titleOf(places);
    const what = `Gain and cost over ${input.scenario.control} along ${sweepText(input)}`;
    return {
      title,
      subtitle: `${what}; cross hairs: 95 % intervals, each by itself; ${places[0]!.found.gainDifference.count} replications with common luck.`,
      caption:
        "Up and to the left is better: more gained for less. Each dot is a point of the sweep, joined in its order; the longest path bears their values.",
      panels: [frontierPanel(input, places)],
      columns: 1,
      description: descriptionOf(input, title, what),
    };
  },
};
