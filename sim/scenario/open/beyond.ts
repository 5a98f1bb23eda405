import type { Problem } from "../../errors.ts";
import type { Field } from "../../schema/fields.ts";
import { DAY, durationText, type Seconds } from "../../units.ts";
import { joinedBy, mayJoin, standsIn } from "../wiring.ts";
import { type DesignView, listed } from "./design.ts";

/** What never comes before the horizon, and choices between places of which there is one. */
export const reachPoints = (view: DesignView): Problem[] => [
  ...unreached(view),
  ...dayless(view),
  ...alone(view),
];

/** Parameters that count only from a time, or a block, that no run of this horizon reaches. */
function unreached({ placed, found, clock: { until } }: DesignView): Problem[] {
  return placed.flatMap((each) =>
    Object.entries<Field>(each.mechanism.params).flatMap(([param, field]) => {
      const value = each.use.params[param];
      if (field.reaches === undefined || typeof value !== "number") return [];
      const path = `${each.use.id}.${param}`;
      if (field.reaches === "time") {
        const due = value - (field.since === undefined ? 0 : (each.use.params[field.since] as Seconds));
        return due > until ? [tooLate(path, due, until)] : [];
      }
      const blocks = standsIn(each).reduce((sum, place) => sum + (found.sums.get(place)?.["blocks"] ?? 0), 0);
      return blocks > 0 && blocks < value ? [tooMany(path, value, blocks, until)] : [];
    }),
  );
}

const tooLate = (path: string, value: Seconds, until: Seconds): Problem => ({
  path,
  message: `${durationText(value)} lie beyond the horizon of ${durationText(until)}: it never comes. Take an earlier time, or a longer horizon.`,
});

const tooMany = (path: string, value: number, blocks: number, until: Seconds): Problem => ({
  path,
  message: `${value} blocks are more than the ${Math.round(blocks)} or so before the horizon of ${durationText(until)}: it never comes. Take fewer, or a longer horizon.`,
});

/** Who acts once a day, in a run that is shorter. */
function dayless({ placed, clock: { until } }: DesignView): Problem[] {
  if (until >= DAY) return [];
  const daily = placed.filter(({ mechanism }) => {
    const own = Object.keys(mechanism.on).filter((name) => !["start", "opened", "end"].includes(name));
    return own.length === 1 && own[0] === "day";
  });
  if (daily.length === 0) return [];
  const names = daily.map(({ use }) => use.id);
  return [
    {
      path: "day",
      message: `${listed(names)} ${names.length === 1 ? "acts" : "act"} at the end of each day, and the horizon of ${durationText(until)} has none: ${names.length === 1 ? "it does" : "they do"} nothing. Take a longer horizon.`,
    },
  ];
}

/** Who chooses between places and has one. */
const alone = ({ placed }: DesignView): Problem[] =>
  placed
    .filter((each) => mayJoin(each.mechanism) && joinedBy(each).length < 2)
    .map((each) => {
      const [place] = joinedBy(each);
      return {
        path: `${each.use.id}.places`,
        message: `It chooses between places and has ${place === undefined ? "none to choose" : `only ${place}`}: it never changes. List two or more.`,
      };
    });
