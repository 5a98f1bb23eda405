import { FLOW_PERIOD, ISSUANCE } from "../model/ledger/flows.ts";
import type { FlowRow } from "../model/ledger/statements.ts";
import type { Run } from "../run/result.ts";
import { sentenceStart } from "./comparison.ts";
import type { Figure, FigureInput, LegendItem } from "./figure.ts";
import { type FlowBar, flowBarsPanel } from "./flow-bars.ts";
import { columnsOn, panelWidth } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { isShown } from "./theme.ts";
import { descriptionOf, futureSentence } from "./wording.ts";

/** Bars of a panel at most: more periods are drawn several in one. */
const MOST_BARS = 40;
const COLUMNS = 2;
const HEIGHT = 210;
const LOCKED = "locked";
const POOL = "pool";

/** What happens to tokens: who is paid new ones, what is burned, locked and sold. None in a design's colour. */
const PARTS: readonly LegendItem[] = [
  { label: "providers", color: "#b98b2f" },
  { label: "validators", color: "#44546a" },
  { label: "miners", color: "#44546a" },
  { label: "treasury", color: "#7a9e7e" },
  { label: "holders", color: "#a8b8c8" },
  { label: "customers", color: "#5b8db8" },
  { label: "others", color: "#cbbf9f" },
  { label: LOCKED, color: "#8a6fa8" },
  { label: "burned", color: "#a33b2f" },
];
const NAMED = new Set(PARTS.map(({ label }) => label));

interface Side {
  readonly title: string;
  /** What a flow is on this side, and with which sign; undefined: nothing. */
  readonly partOf: (flow: FlowRow) => readonly [part: string, sign: 1 | -1][];
}

const named = (sector: string): string => (NAMED.has(sector) ? sector : "others");

const SIDES: readonly Side[] = [
  {
    title: "into circulation and out of it",
    partOf: ({ from, to, kind }) => {
      if (kind === "genesis") return [];
      // What is minted into a lock circulates when it comes free.
      if (from === ISSUANCE) return to === LOCKED ? [] : [[named(to), 1]];
      if (to === ISSUANCE) return [["burned", -1]];
      if (to === LOCKED) return from === LOCKED ? [] : [[LOCKED, -1]];
      return from === LOCKED ? [[LOCKED, 1]] : [];
    },
  },
  {
    title: "sold and bought",
    partOf: ({ from, to, kind }) => {
      if (kind === "genesis" || from === to) return [];
      if (to === POOL && from !== ISSUANCE) return [[named(from), 1]];
      return from === POOL && to !== ISSUANCE ? [[named(to), -1]] : [];
    },
  },
];

/** Sources and sinks of the token by month: who was paid new ones, what was burned and locked, who sold and who bought. */
export const sourcesAndSinks: Figure = {
  name: "sources-and-sinks",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: 6,
  needs: ["ledger.minted"],
  applies: (input) => tokenOf(input) !== undefined,
  plot: (input) => {
    const asset = tokenOf(input)!;
    const stride = Math.ceil(periodsOf(input.runs) / MOST_BARS);
    const drawn = input.scenario.designs.flatMap(({ name }) =>
      SIDES.map((side) => ({ design: name, side, bars: barsOf(input, name, asset, side, stride) })),
    );
    const parts = new Set(drawn.flatMap(({ bars }) => bars.map(({ part }) => part)));
    const panels = drawn
      .filter(({ design, bars }) => isShown(input, design) && bars.length > 0)
      .map(({ design, side, bars }) =>
        flowBarsPanel(bars, {
          title: `${design}: ${side.title}`,
          unit: asset,
          designs: [design],
          until: input.scenario.until,
          width: panelWidth(input, columnsOn(input, COLUMNS)),
          height: HEIGHT,
          parts: PARTS,
        }),
      );
    const title = titleOf(drawn);
    const what = `${asset} by ${stride === 1 ? "month" : `${stride} months`}: above 0 new, come free or sold, below 0 burned, locked or bought`;
    return {
      title,
      subtitle: `${futureSentence(input)}${what}; ${input.runs.length > drawn.length / SIDES.length ? "bars: means over replications" : "one replication"}.`,
      caption:
        "A month is 30 days; a part of one at the end is drawn at the rate of a month. What was there at the opening is left out.",
      legend: PARTS.filter(({ label }) => parts.has(label)),
      panels,
      columns: columnsOn(input, COLUMNS),
      description: descriptionOf(input, title, what),
    };
  },
};

/** The token of which something is minted after the opening; undefined where there is none. */
const tokenOf = ({ scenario, runs }: FigureInput): string | undefined =>
  scenario.assets.find(
    ({ name }) =>
      name !== "usd" &&
      runs.some(({ flows }) =>
        flows.some(({ asset, from, kind }) => asset === name && from === ISSUANCE && kind !== "genesis"),
      ),
  )?.name;

const periodsOf = (runs: readonly Run[]): number =>
  runs.reduce((most, { flows }) => flows.reduce((last, { period }) => Math.max(last, period + 1), most), 1);

/** Bars of one side of a design, means over its replications; what comes to nothing is left out. */
function barsOf(
  { runs, scenario }: FigureInput,
  design: string,
  asset: string,
  { partOf }: Side,
  stride: number,
): FlowBar[] {
  const own = runs.filter((run) => run.design === design);
  const months = (from: number) =>
    Math.min(from + stride * FLOW_PERIOD, scenario.until) / FLOW_PERIOD - from / FLOW_PERIOD;
  const sums = new Map<string, FlowBar>();
  for (const { flows } of own)
    for (const flow of flows) {
      if (flow.asset !== asset) continue;
      for (const [part, sign] of partOf(flow)) {
        const period = Math.floor(flow.period / stride);
        const key = `${part}\n${period}\n${sign}`;
        const start = period * stride * FLOW_PERIOD;
        const known = sums.get(key)?.value ?? 0;
        const tokens = (sign * flow.value) / own.length / months(start);
        sums.set(key, { part, start, end: start + months(start) * FLOW_PERIOD, value: known + tokens });
      }
    }
  return [...sums.values()].filter(({ value }) => value !== 0);
}

function titleOf(drawn: readonly { readonly design: string; readonly bars: readonly FlowBar[] }[]): string {
  const last = drawn.findLast(({ bars }) => bars.length > 0)?.design;
  const [issued, traded] = drawn.filter(({ design }) => design === last).map(({ bars }) => bars);
  const most = (
    bars: readonly FlowBar[],
    sign: 1 | -1,
  ): [part: string, tokens: number, share: number] | undefined => {
    const totals = new Map<string, number>();
    for (const { part, value } of bars)
      if (value * sign > 0) totals.set(part, (totals.get(part) ?? 0) + value * sign);
    const all = [...totals.values()].reduce((sum, each) => sum + each, 0);
    const [first] = [...totals].sort((one, other) => other[1] - one[1]);
    return first && [first[0], first[1], first[1] / all];
  };
  const paid = most(
    (issued ?? []).filter(({ part }) => part !== LOCKED),
    1,
  );
  if (last === undefined || paid === undefined) return "Where tokens come from and where they go";
  const sold = most(traded ?? [], 1);
  const sellers = !sold ? "" : sold[0] === paid[0] ? ", and sell most" : `, and ${sold[0]} sell most`;
  return sentenceStart(
    `under ${last} ${paid[0]} are paid ${numberText(100 * paid[2], 2)} % of new tokens${sellers}`,
  );
}
