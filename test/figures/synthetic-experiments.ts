import type { FigureInput, Point } from "../../sim/figures/figure.ts";
import type { Measure, Run } from "../../sim/run/result.ts";
import type { ResolvedScenario, ResolvedSweep } from "../../sim/scenario/scenario.ts";
import { DAY } from "../../sim/units.ts";
import { syntheticRunOf, syntheticScenario, wave } from "./synthetic-runs.ts";

/** What a run is asked for: numbers of which every summary is a plain function, so that titles are checked by hand. */
interface Setting {
  readonly design: string;
  readonly place: number;
  readonly replication: number;
  readonly branch: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

type Summaries = (setting: Setting, luck: number) => Readonly<Record<string, number>>;

const MEASURES: Readonly<Record<string, Pick<Measure, "unit" | "kind">>> = {
  "gpu.supply": { unit: "GPUs", kind: "level" },
  "gpu.offered": { unit: "GPU-hours", kind: "flow" },
  "gpu.delivered": { unit: "GPU-hours", kind: "flow" },
  "gpu.usdPerGpuHour": { unit: "USD per GPU-hour", kind: "level" },
  "customers.surplusUsd": { unit: "USD", kind: "flow" },
  "providers.margin": { unit: "ratio", kind: "ratio" },
  "jobs.waitP95": { unit: "s", kind: "duration" },
  "emission.usd": { unit: "USD", kind: "flow" },
  "token.usd": { unit: "USD", kind: "level" },
};

/** Luck of a replication, in [-1, 1]: of mean zero over replications 0 to 7. */
const LUCK = [-0.9, 0.9, -0.6, 0.6, -0.3, 0.3, -0.1, 0.1];
/** What is left of luck that designs do not share. */
const own = (place: number, replication: number) => wave(0.37 * replication + 0.21 * place);

function runOf(scenario: ResolvedScenario, setting: Setting, point: number, summaries: Summaries): Run {
  const summary = summaries(setting, LUCK[setting.replication]!);
  const base = syntheticRunOf(scenario, {});
  const names = Object.keys(summary);
  return {
    ...base,
    design: setting.design,
    replication: setting.replication,
    branch: setting.branch,
    point,
    series: Object.fromEntries(names.map((name) => [name, base.t.map(() => summary[name]!)])),
    summary,
    atEnd: summary,
    measures: Object.fromEntries(
      names.map((name) => [name, { ...MEASURES[name]!, doc: name, publisher: "synthetic" }]),
    ),
  };
}

interface Experiment {
  readonly changes: Partial<ResolvedScenario>;
  readonly branches?: readonly string[];
  readonly points?: readonly Point[];
  readonly replications?: number;
  readonly summaries: Summaries;
}

function experiment({
  changes,
  branches = [""],
  points = [],
  replications = 8,
  summaries,
}: Experiment): FigureInput {
  const scenario = syntheticScenario({ sample: 30 * DAY, replications, ...changes });
  const at = points.length === 0 ? [{ index: -1, settings: {} }] : points;
  const runs = at.flatMap(({ index, settings }) =>
    scenario.designs.flatMap(({ name: design }, place) =>
      Array.from({ length: replications }, (_, replication) => replication).flatMap((replication) =>
        branches.map((branch) =>
          runOf(scenario, { design, place, replication, branch, settings }, index, summaries),
        ),
      ),
    ),
  );
  return { scenario, runs, points };
}

const BRANCHES = ["none", "demand halves", "price halves", "both"];
const NO_EMISSION = { name: "GPU-hours", cost: "emission.usd", gain: "gpu.offered" };
const headline = [{ ...NO_EMISSION, name: "USD of emission per GPU-hour retained" }];

/** Common summaries: GPUs online follow from a strength and a shock, all else from them. */
function network(gpus: number, luck: number, emission: number): Record<string, number> {
  return {
    "gpu.supply": gpus,
    "gpu.offered": gpus * 8760,
    "gpu.delivered": gpus * 5000 + 20_000 * luck,
    "gpu.usdPerGpuHour": 0.4 - gpus / 5000 + 0.004 * luck,
    "customers.surplusUsd": gpus * 900 + 30_000 * luck,
    "providers.margin": 0.05 + 0.04 * luck + (emission > 0 ? 0.03 : 0),
    ...(emission > 0 ? { "emission.usd": emission * (1 + 0.05 * luck) } : {}),
  };
}

/** GPUs that each branch takes of 1,000, and what a design keeps of them: 0, 40, 80, 120. */
const TAKEN: Readonly<Record<string, number>> = {
  none: 0,
  "demand halves": 300,
  "price halves": 20,
  both: 330,
};

/** Four designs in four futures. Without shock 1000, 1010, 1020, 1030 GPUs; halved demand takes 300, 260, 220, 180 of them. */
export const branchedInput = (): FigureInput =>
  experiment({
    changes: { branches: { at: 365 * DAY, branches: BRANCHES.map((name) => ({ name, set: {} })) }, headline },
    branches: BRANCHES,
    summaries: ({ place, replication, branch }, luck) => {
      const kept = TAKEN[branch]! >= 300 ? 40 * place : 0;
      const apart = BRANCHES.indexOf(branch) * 3 * own(place, replication + 0.3);
      const gpus =
        1000 + 10 * place - TAKEN[branch]! + kept + 30 * luck + 4 * own(place, replication) + apart;
      return network(gpus, luck, [0, 9e5, 4e5, 5e5][place]!);
    },
  });

const FACTORS = [
  ["PoW", "PoS"],
  ["fixed", "halving", "bonded ratio"],
  ["USD", "token", "burn"],
] as const;

/** Fifteen designs of a factorial and the control. */
export function factorialInput(branches: readonly string[] = [""]): FigureInput {
  const cells = FACTORS[0].flatMap((chain) =>
    FACTORS[1].flatMap((rule) =>
      chain === "PoW" && rule === "bonded ratio" ? [] : FACTORS[2].map((pay) => `${chain}, ${rule}, ${pay}`),
    ),
  );
  const taken = (branch: string) => TAKEN[branch] ?? 0;
  return experiment({
    changes: {
      title: "Which part of a design keeps GPUs on?",
      designs: ["no token", ...cells].map((name) => ({ name, uses: [] })),
      branches:
        branches[0] === "" ? null : { at: 365 * DAY, branches: branches.map((name) => ({ name, set: {} })) },
      headline,
    },
    branches,
    summaries: ({ design, place, replication, branch }, luck) => {
      const parts = design.split(", ");
      const gain = (parts[0] === "PoS" ? 12 : 0) + { USD: 40, token: -15, burn: 90 }[parts[2] ?? ""]! || 0;
      const gpus =
        800 + gain - taken(branch) + 30 * luck + 14 * own(place + branches.indexOf(branch), replication);
      return network(gpus, luck, place === 0 ? 0 : 4e5 + 1e4 * place);
    },
  });
}

/** What a design keeps of GPUs for a multiple of the emission: 60, 100, 40 with falling returns. */
const RETURNS = [0, 60, 100, 40];

/** The emission of all designs, × 1, 2, 3, 4, 6: GPUs above the control are the return times 2 m / (1 + m). */
/** A grid of a period and a share: what comes of it is known in every field. */
export function gridInput(): FigureInput {
  const values = { "demand/jobs.patience": [3_600, 21_600, 86_400], "supply/cohorts.keep": [0.1, 0.4] };
  const [first, second] = Object.keys(values) as ["demand/jobs.patience", "supply/cohorts.keep"];
  const sweep: ResolvedSweep = {
    kind: "grid",
    parameters: [first, second].map((path) => ({ path, values: values[path], range: [], whole: false })),
    points: 6,
  };
  const points = values[first]
    .flatMap((patience) => values[second].map((keep) => ({ [first]: patience, [second]: keep })))
    .map((settings, index) => ({ index, settings }));
  const input = experiment({
    changes: { sweep },
    points,
    summaries: ({ place, replication, settings }, luck) => {
      const hours = Number(settings[first]) / 3_600;
      const gpus =
        500 + 20 * hours - 300 * Number(settings[second]) + 50 * place + 5 * own(place, replication);
      return network(gpus, luck, 0);
    },
  });
  return { ...input, units: { [first]: "s", [second]: "" } };
}

export function frontierInput(): FigureInput {
  const values = [1, 2, 3, 4, 6];
  const paths = ["issuance/fixed.tokensPerDay", "issuance/bonded-ratio.inflation"];
  const sweep: ResolvedSweep = {
    kind: "zip",
    parameters: paths.map((path) => ({
      path,
      values: values.map((value) => value * 100),
      range: [],
      whole: false,
    })),
    points: values.length,
  };
  const points = values.map((value, index) => ({
    index,
    settings: Object.fromEntries(paths.map((path) => [path, value * 100])),
  }));
  return experiment({
    changes: {
      sweep,
      headline: [{ name: "USD of emission per GPU retained", cost: "emission.usd", gain: "gpu.supply" }],
    },
    points,
    summaries: ({ place, replication, settings }, luck) => {
      const multiple = (settings[paths[0]!] as number) / 100;
      const gain = (RETURNS[place]! * 2 * multiple) / (1 + multiple);
      const gpus = 700 + gain + 20 * luck + 5 * own(place, replication);
      return network(gpus, luck, place === 0 ? 0 : 3e5 * multiple * (1 + 0.1 * place));
    },
  });
}

/** Four starts: paths close in on 1,000 GPUs but under the last design, whose price keeps what it started with. */
export function startsInput(): FigureInput {
  const values = [1 / 3, 1, 3];
  const path = "issuance/genesis.price";
  const sweep: ResolvedSweep = {
    kind: "list",
    parameters: [{ path, values, range: [], whole: false }],
    points: values.length,
  };
  const points = values.map((value, index) => ({ index, settings: { [path]: value } }));
  const input = experiment({ changes: { sweep, sample: 5 * DAY }, points, summaries: () => ({}) });
  const runs = input.runs.map((run) => {
    const start = values[run.point]!;
    const place = input.scenario.designs.findIndex(({ name }) => name === run.design);
    const luck = LUCK[run.replication]!;
    const stays = place === 3;
    const left = (t: number) => (stays ? 1 : 1 / (1 + (t / (40 * DAY)) * (t / (40 * DAY))));
    const made = syntheticRunOf(input.scenario, {
      "gpu.supply": {
        unit: "GPUs",
        kind: "level",
        at: (t) => 1000 + 250 * (start - 1) * left(t) + 15 * luck,
      },
      ...(place === 0
        ? {}
        : {
            "token.usd": {
              unit: "USD",
              kind: "level" as const,
              at: (t: number) => 0.05 + 0.05 * (start - 1) * left(t) + 0.004 * luck,
            },
          }),
    });
    return { ...made, design: run.design, replication: run.replication, point: run.point };
  });
  return { ...input, runs };
}

/** Sixty draws of three parameters: burn and mint keeps most GPUs where the hurdle rate is below 0.25, so in three of four. */
export function sampledInput(): FigureInput {
  const paths = [
    "supply/cohorts.hurdleRate",
    "supply/cohorts.operatingCost",
    "demand/bootstrap-trace.dispersion",
  ];
  const sweep: ResolvedSweep = {
    kind: "latinHypercube",
    parameters: paths.map((path) => ({ path, values: [], range: [0.1, 0.3], whole: false })),
    points: 60,
  };
  const points = Array.from({ length: 60 }, (_, index) => ({
    index,
    settings: Object.fromEntries(
      paths.map((path, dimension) => [
        path,
        0.1 + (0.2 * (((index * [1, 17, 37][dimension]!) % 60) + 0.5)) / 60,
      ]),
    ),
  }));
  return experiment({
    changes: { sweep },
    points,
    replications: 1,
    summaries: ({ place, settings }, luck) => {
      const hurdle = settings[paths[0]!] as number;
      const gpus = 800 + 20 * place + (place === 3 ? 400 * (0.2 - hurdle) : 0);
      return network(gpus, luck, place === 0 ? 0 : 4e5);
    },
  });
}
