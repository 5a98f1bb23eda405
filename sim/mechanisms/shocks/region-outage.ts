import type { Index } from "../../indexed.ts";
import { ln } from "../../math.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { plannedWithin } from "../../model/recorded-times.ts";
import { choice, number, seconds, table } from "../../schema/fields.ts";
import { inlineTable, numberColumn, textColumn } from "../../schema/table.ts";
import { HOUR, instant, MINUTE, YEAR } from "../../units.ts";

// An outage: planned, or due after a random time → regionOutage. All machines of its region fail and return together.

const params = {
  outages: table(
    {
      t: { type: "number", unit: "s", min: 0 },
      region: { type: "text" },
      seconds: { type: "number", unit: "s", min: 0 },
    },
    {
      default: inlineTable({ t: [], region: [], seconds: [] }),
      doc: "Outages at known times; an empty region is every region.",
      source: "Orrery: for the scenario to set",
    },
  ),
  rates: table(
    { region: { type: "text" }, per_year: { type: "number", unit: "1/y", min: 0, max: 8_760 } },
    {
      default: inlineTable({ region: [], per_year: [] }),
      doc: "Regions that also fail at random, and how often in the mean.",
      source: "Orrery: for the scenario to set",
    },
  ),
  duration: choice(["lognormal", "exponential"], {
    default: "lognormal",
    doc: "Law of a random outage's duration.",
    source: "Orrery: a design",
  }),
  meanDuration: seconds({
    default: 4 * HOUR,
    min: MINUTE,
    doc: "Mean duration of a random outage.",
    range: [HOUR, 24 * HOUR],
  }),
  dispersion: number("", {
    default: 1,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(duration) where it is lognormal.",
    range: [0.5, 1.5],
  }),
};
const emits = {
  regionOutage: shared,
  outageDue: {
    doc: "A region fails at random; `row` of the rates, for the time number `k`.",
    priority: -6,
    private: true,
    fields: { row: "number", k: "number" },
  },
} as const;
type Outages = ContextOf<typeof params, { struck: number; seconds: number }, {}, typeof emits>;

export const regionOutage = defineMechanism({
  name: "shocks/region-outage",
  summary:
    "Takes whole regions down, at known times or at random: what fails together is why a fleet is spread over regions.",
  source: "A Poisson process for each region (Barlow and Proschan, Mathematical Theory of Reliability, 1965)",
  params,
  emits,
  init: () => ({ struck: 0, seconds: 0 }),
  recorded: ({ outages }, until) => plannedWithin("outages", numberColumn(outages, "t"), until),
  estimate: ({ outages, rates }, { horizon }) => {
    const yearly = numberColumn(rates, "per_year").reduce((sum, rate) => sum + rate, 0);
    const random = (yearly * horizon) / YEAR;
    return { events: { outageDue: random, regionOutage: outages.rows + random } };
  },
  on: {
    opened(context) {
      const { params, horizon, emit } = context;
      const times = numberColumn(params.outages, "t");
      const durations = numberColumn(params.outages, "seconds");
      textColumn(params.outages, "region").forEach((region, row: Index) => {
        if (instant(times[row]) <= horizon)
          emit.regionOutage.at({ region, seconds: durations[row] }, times[row]);
      });
      for (let row = 0; row < params.rates.rows; row++) awaitNext(context, row, 0);
    },
    outageDue(context, { row, k }) {
      const { params, emit } = context;
      const region = textColumn(params.rates, "region")[row]!;
      emit.regionOutage({ region, seconds: durationOf(context, row, k) });
      awaitNext(context, row, k + 1);
    },
    regionOutage(context, { seconds }) {
      if (!context.mine) return;
      context.state.struck++;
      context.state.seconds += seconds;
    },
  },
  metrics: {
    "outages.count": { total: ({ state }) => state.struck },
    "outages.hours": { total: ({ state }) => state.seconds / HOUR },
  },
  example: () => ({
    world: [
      {
        mechanism: "shocks/region-outage",
        params: {
          outages: inlineTable({ t: [86_400], region: ["US"], seconds: [43_200] }),
          rates: inlineTable({ region: ["US", "DE"], per_year: [12, 6] }),
        },
      },
      { mechanism: "supply/cohorts", params: { providers: 8, candidatesPerWeek: 0 } },
    ],
    until: "60d",
  }),
});

/** The region's next outage, after the last one began. */
function awaitNext({ params, random, emit }: Outages, row: Index, k: number): void {
  const rate = numberColumn(params.rates, "per_year")[row];
  if (rate > 0) emit.outageDue({ row, k }, random.at(row, "time to outage", k).exponential(YEAR / rate));
}

function durationOf({ params, random }: Outages, row: number, k: number): number {
  const draw = random.at(row, "duration", k);
  if (params.duration === "exponential") return draw.exponential(params.meanDuration);
  const { dispersion } = params;
  return draw.lognormal(ln(params.meanDuration) - (dispersion * dispersion) / 2, dispersion);
}
