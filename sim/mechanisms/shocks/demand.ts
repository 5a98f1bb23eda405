import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { number, seconds } from "../../schema/fields.ts";
import { instant, YEAR } from "../../units.ts";

const params = {
  at: seconds({
    default: YEAR,
    reaches: "time",
    doc: "When demand changes.",
    source: "Orrery: for the scenario to set",
  }),
  factor: number("ratio", {
    default: 0.5,
    min: 0,
    max: 1,
    doc: "Share of potential jobs that remain.",
    source: "Orrery: for the scenario to set",
  }),
  until: seconds({
    default: 1e9,
    doc: "When demand is back.",
    standsFor: "never",
    source: "Orrery: for the scenario to set",
  }),
};

export const demand = defineMechanism({
  name: "shocks/demand",
  summary:
    "Changes the level of demand from a time on: a job stays while its uniform draw is below the level.",
  source: "assumed: the shock whose effect the scenario asks for",
  params,
  settable: { factor: [0, 1] },
  init: () => ({}),
  on: {},
  signals: { demandLevel: level },
  metrics: {
    "demand.level": {
      value: level,
      holdsUntil: ({ now, params: { at: from, until } }) =>
        [instant(from), instant(until)].find((change) => now < change) ?? Number.POSITIVE_INFINITY,
    },
  },
  example: () => ({ world: [{ mechanism: "shocks/demand", params: { at: "5d" } }], until: "10d" }),
});

function level({ now, params: { at: from, until, factor } }: ContextOf<typeof params, object>): number {
  return now >= instant(from) && now < instant(until) ? factor : 1;
}
