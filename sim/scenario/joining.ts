import type { Problem } from "../errors.ts";
import { MEASURES } from "../model/measures/vocabulary.ts";
import { PLACE_MARK, placesAmong, WORLD } from "../model/place.ts";
import { nameFlaw } from "../schema/names.ts";
import { quoted, shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import type { Catalogue } from "./catalogue.ts";
import { nameOf } from "./named.ts";
import type { ResolvedDesign, ResolvedScenario } from "./scenario.ts";
import { joinedBy, type Placed } from "./wiring.ts";

/** Characters that stand between a place and a measure, a mechanism or a key, and between folders. */
const MARKS = [PLACE_MARK, ".", "[", "]", "/", "\\"];

/** What is wrong with the name of a place, as a sentence; undefined where it may stand. */
export function placeFlaw(given: unknown, catalogue: Catalogue): string | undefined {
  const name = nameOf(given);
  if (name === undefined) return `Expected the name of a place, got ${shown(given)}.`;
  const mark = MARKS.find((each) => name.includes(each));
  if (mark !== undefined)
    return `No place has "${mark}" in its name: paths, measures and files put it between names.`;
  const stem = [...catalogue.values()]
    .flatMap(({ ownMetrics }) => Object.keys(ownMetrics ?? {}))
    .concat(Object.keys(MEASURES))
    .find((measure) => measure.split(".", 1)[0] === name);
  if (stem !== undefined)
    return `No place is called "${name}": measures such as ${stem} begin with it, and those of a place begin with its name.`;
  return nameFlaw(name);
}

/** Joiners that stand in a place, or list one in which nobody stands. */
export function joinProblems(placed: readonly Placed[]): Problem[] {
  const places = placesAmong(placed.map(({ use }) => use.place));
  return placed.flatMap((each) => {
    const joined = joinedBy(each);
    const path = `${each.path} › places`;
    if (joined.length > 0 && each.use.place !== WORLD)
      return [
        {
          path,
          message: `It stands in ${each.use.place}, and who joins places stands in the world. Leave out "in", or "places".`,
        },
      ];
    return joined
      .filter((place) => !places.includes(place))
      .map((place) => ({
        path,
        message: `Nobody stands in a place ${quoted(place)}.${didYouMean(place, places)}`,
      }));
  });
}

/** Assets of places in which nobody stands, in no design. */
export function strangePlaces(
  assets: ResolvedScenario["assets"],
  designs: readonly ResolvedDesign[],
): Problem[] {
  const places = placesAmong(designs.flatMap(({ uses }) => uses.map(({ place }) => place)));
  return assets
    .filter(({ place }) => !places.includes(place) && place !== WORLD)
    .map(({ name, place }) => ({
      path: `assets › ${name} › in`,
      message: `Nobody stands in a place ${quoted(place)}.${didYouMean(place, places)}`,
    }));
}
