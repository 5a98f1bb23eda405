import { defineMechanism, shared, type Use } from "../../../sim/model/mechanism.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { type Outcome, simulate as simulateWorld } from "../consensus/small-world.ts";

/** [time, event, payload] */
export type Scripted = readonly [time: number, event: "jobSubmitted" | "machineFailed", payload: object];

/** Emits a list of events at their times. */
export function script(...events: Scripted[]): Use {
  const mechanism = defineMechanism({
    name: "test/script",
    summary: "Emits a list of events.",
    source: "tests",
    params: {},
    emits: {
      jobSubmitted: shared,
      machineFailed: {
        doc: "As supply declares it.",
        priority: -5,
        fields: { provider: "number", k: "number" },
      },
    },
    init: () => ({}),
    on: {
      opened({ emit }) {
        for (const [time, event, payload] of events) emit[event].at(payload as never, time);
      },
    },
    example: () => ({ world: [] }),
  });
  return mechanism();
}

export const job = (number: number, gpus: number, seconds: number, more: object = {}) => ({
  job: number,
  gpus,
  seconds,
  usdPerGpuHour: 1e6,
  patience: 1e8,
  ...more,
});

type Quotes = {
  readonly [S in
    | "usdPerGpuHour"
    | "usdPerToken"
    | "marketplaceUsdPerGpuHour"
    | "cloudUsdPerGpuHour"
    | "miningUsdPerGpuHour"
    | "expectedWait"]?: number | ((now: number) => number);
};

/** Publishes prices: numbers, or functions of time. */
export function quotes(prices: Quotes): Use {
  const signals = Object.fromEntries(
    Object.entries(prices).map(([name, price]) => [
      name,
      typeof price === "number" ? () => price : ({ now }: { now: number }) => price(now),
    ]),
  );
  const mechanism = defineMechanism({
    name: "test/quotes",
    summary: "Publishes prices.",
    source: "tests",
    params: {},
    init: () => ({}),
    on: {},
    signals,
    example: () => ({ world: [] }),
  });
  return mechanism();
}

/** One kind of provider: 8 GPUs of 350 W, 0.12 USD/kWh, 0.05 USD an hour; nothing fails and nobody comes or leaves. */
export const ALIKE = {
  providers: 1,
  gpusEach: 8,
  regions: inlineTable({ region: ["A"], usd_per_kwh: [0.12], gco2e_per_kwh: [400], weight: [1] }),
  operatingDispersion: 0,
  outsideDispersion: 0,
  hurdleDispersion: 0,
  candidatesPerWeek: 0,
  mtbf: 9e9,
  switchingUsdPerGpu: 1e6,
};

export const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

/** USD of electricity and operation of the one kind of provider. */
export function bill(onlineGpuHours: number, busyGpuHours: number): number {
  const kilowatts = (busyGpuHours * 0.8 + (onlineGpuHours - busyGpuHours) * 0.12) * 0.35 * 1.3;
  return kilowatts * 0.12 + onlineGpuHours * 0.05;
}

export const simulate = (world: readonly Use[], until: string | number = "10d"): Outcome =>
  simulateWorld({ world, until });

/** Times and payloads of the events of one name. */
export const happened = ({ events }: Outcome, name: string): { t: number; [field: string]: unknown }[] =>
  events.filter((event) => event.name === name).map(({ t, payload }) => ({ t, ...payload }));

/** Base units of an asset that moved under a kind, over all sectors and periods. */
export const moved = ({ run }: Outcome, kind: string, asset = "usd"): bigint =>
  run.flows
    .filter((row) => row.kind === kind && row.asset === asset)
    .reduce((sum, { amount }) => sum + amount, 0n);
