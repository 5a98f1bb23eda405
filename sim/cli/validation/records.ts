import { readFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../run/run.ts";
import { catalogueOf, ORRERY } from "../../scenario/catalogue.ts";
import { loadScenario } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve } from "../../scenario/resolve.ts";
import { inlineTable } from "../../schema/table.ts";
import type { Validation } from "../../site/validation.ts";
import { DAY, HOUR } from "../../units.ts";

const SUBJECT = "Recorded data, played back";

/** A recorded file of `scenarios/data`, read apart from what the simulator reads it with: rows by column. */
function record(name: string): Readonly<Record<string, string>>[] {
  const text = readFileSync(path.join(ROOT, `scenarios/data/${name}`), "utf8").trim();
  const [head, ...rows] = text.split(/\r?\n/).map((line) => line.split(","));
  return rows.map((row) => Object.fromEntries(head!.map((column, at) => [column, row[at]!])));
}

/** UTC, as the records have it. */
const seconds = (time: string): number => Date.parse(`${time.replace(" ", "T").replace("Z", "")}Z`) / 1_000;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

async function scenarioRun(
  name: string,
  design: string,
  given: { readonly until?: number; readonly set?: readonly string[]; readonly warmUp?: number } = {},
): Promise<Readonly<Record<string, number>>> {
  const { warmUp, ...options } = given;
  const { scenario } = await loadScenario(name, { cwd: ROOT });
  const whole = warmUp === undefined ? scenario : { ...scenario, warmUp };
  const catalogue = catalogueOf(scenario);
  return run(resolve(whole, catalogue, { name, ...options }), catalogue, { design, replication: 0 }).summary;
}

const PHILLY =
  "Jeon and others (2019): Analysis of Large-Scale Multi-Tenant GPU Clusters, USENIX ATC: msr-fiddle/philly-traces, virtual cluster b436b2";
const HELIOS =
  "Hu and others (2021): Characterization and Prediction of Deep Learning Workloads in Large-Scale GPU Datacenters, SC: cluster vc6YE, May 2020";
const AZURE =
  "Patel and others (2024): Splitwise, ISCA: Azure/AzurePublicDataset, LLM inference trace 2023, conversations";
const SPOT = "Spot prices of AWS: scenarios/data/SOURCES.md, aws-spot-p3.csv";

/** As far as the scenario runs. */
const PHILLY_UNTIL = 93 * DAY;

export const RECORDS: readonly Validation[] = [
  {
    id: "philly-replay",
    subject: SUBJECT,
    what: "Philly: jobs and GPU-hours of the record's first 93 days, in a replay",
    source: PHILLY,
    unit: "",
    tolerance: { relative: 1e-9, why: "sums of doubles" },
    cases: async () => {
      const rows = record("philly-b436b2.csv");
      const start = Math.min(...rows.map(({ timestamp }) => seconds(timestamp!)));
      const due = rows.filter(({ timestamp }) => seconds(timestamp!) - start < PHILLY_UNTIL);
      const summary = await scenarioRun("philly-replay", "as recorded", { warmUp: 0 });
      return [
        { label: "jobs submitted", published: due.length, ours: summary["jobs.submitted"]! },
        {
          label: "GPU-hours that they ask for",
          published: sumOf(due.map(({ duration, num_gpus }) => (Number(duration) * Number(num_gpus)) / HOUR)),
          ours: summary["jobs.potentialGpuHours"]!,
        },
      ];
    },
  },
  {
    id: "helios-utilisation",
    subject: SUBJECT,
    what: "Philly's jobs on as many GPUs as a Helios cluster has, at its load: utilisation",
    source: HELIOS,
    unit: "ratio",
    tolerance: { absolute: 0.03, why: "what the scenario philly-replay claims: the queue is not reproduced" },
    cases: async () => {
      const rows = record("helios-vc6ye-hourly.csv");
      const total = (column: string) => sumOf(rows.map((row) => Number(row[column])));
      const summary = await scenarioRun("philly-replay", "wider jobs");
      return [
        {
          label: "busy over all GPUs",
          published: total("running_gpus") / total("gpus"),
          ours: summary["gpu.utilisation"]!,
        },
      ];
    },
  },
  {
    id: "azure-replay",
    subject: SUBJECT,
    what: "Azure: requests of the recorded hour, in a replay",
    source: AZURE,
    unit: "requests",
    tolerance: "exact",
    cases: async () => {
      const rows = record("azure-llm-2023-conversations.csv");
      const times = rows.map(({ TIMESTAMP }) => seconds(TIMESTAMP!.slice(0, 23)));
      const half = 30 * 60;
      const due = times.filter((time) => time - times[0]! < half).length;
      const summary = await scenarioRun("azure-inference", "fixed for the peak", {
        until: half,
        warmUp: 0,
        set: ["demand/inference.swing=0"],
      });
      return [{ label: "first half hour", published: due, ours: summary["requests.arrived"]! }];
    },
  },
  {
    id: "spot-record",
    subject: SUBJECT,
    what: "AWS spot prices of a p3.2xlarge in us-east-1b: their mean over time, played back",
    source: SPOT,
    unit: "USD/h",
    tolerance: { relative: 1e-9, why: "times are kept in whole microseconds" },
    cases: () => {
      const rows = record("aws-spot-p3.csv")
        .filter(({ instance_type, zone }) => instance_type === "p3.2xlarge" && zone === "us-east-1b")
        .map(({ timestamp, usd_per_hour }) => ({ t: seconds(timestamp!), usd: Number(usd_per_hour) }))
        .sort((one, other) => one.t - other.t);
      const [start, end] = [rows[0]!.t, rows.at(-1)!.t];
      const paid = sumOf(rows.slice(0, -1).map(({ t, usd }, at) => usd * (rows[at + 1]!.t - t)));
      const prices = inlineTable({
        instance_type: rows.map(() => "p3.2xlarge"),
        zone: rows.map(() => "us-east-1b"),
        timestamp: rows.map(({ t }) => t),
        usd_per_hour: rows.map(({ usd }) => usd),
      });
      const params = { prices, instanceType: "p3.2xlarge", zone: "us-east-1b", gpus: 1 };
      const world = [{ mechanism: "pricing/recorded-spot", params }];
      const resolved = resolve(
        { title: "Recorded prices", until: end - start, sample: end - start, world },
        ORRERY,
      );
      const { summary } = run(resolved, ORRERY, { design: "base", replication: 0 });
      return [
        {
          label: `${rows.length} recorded prices`,
          published: paid / (end - start),
          ours: summary["market.cloudSpotUsdPerGpuHour"]!,
        },
      ];
    },
  },
];
