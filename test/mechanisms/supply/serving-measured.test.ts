import { describe, expect, test } from "vitest";
import { type Deployment, servingSpeeds } from "../../../sim/formulas/batched-decoding.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import measured from "../../vectors/llm_serving_measured.json" with { type: "json" };
import { simulate } from "../consensus/small-world.ts";
import { happened, use } from "./small-market.ts";

/** arrival, tokens in, tokens out, queued, scheduled, first token, last token; times in s */
type Row = readonly [number, number, number, number, number, number, number];
const [RTX_4090, RTX_PRO_6000] = measured.deployments.map(({ rows, ...server }) => ({
  ...server,
  rows: rows as unknown as readonly Row[],
})) as unknown as readonly [Server, Server];
interface Server {
  readonly rows: readonly Row[];
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly kvTokens: number | null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const context = ({ rows }: Server): number =>
  mean(rows.map(([, tokensIn, tokensOut]) => tokensIn + tokensOut / 2));

/** By data sheets: NVIDIA Ada and RTX Blackwell PRO architecture, 16-bit dense with 32-bit sums; the models' own cards. */
const LLAMA_8B = { parameters: 8.03e9, layers: 32, hidden: 4_096, tokenBytes: 131_072 };
const QWEN_32B = { parameters: 32.76e9, layers: 64, hidden: 5_120, tokenBytes: 262_144 };
const deployed = (efficiency: number, link: Deployment["link"]): { one: Deployment; two: Deployment } => ({
  one: {
    gpu: { bandwidth: 1_008e9, flops: 165.2e12 },
    gpus: 1,
    model: LLAMA_8B,
    context: context(RTX_4090),
    efficiency,
    link,
  },
  two: {
    gpu: { bandwidth: 1_792e9, flops: 503.8e12 },
    gpus: 2,
    model: QWEN_32B,
    context: context(RTX_PRO_6000),
    efficiency,
    link,
  },
});

interface Errors {
  readonly firstToken: number;
  readonly latency: number;
  readonly perToken: number;
  /** Of first token and latency of every row, in shares of the measured mean. */
  readonly residuals: readonly number[];
}

/** Mean first token, latency and time per token of the requests of a server, over the measured ones, less 1. */
function errorsOf(server: Server, deployment: Deployment): Errors {
  const { rows, maxSequences, maxBatchedTokens, kvTokens } = server;
  const endpoint = {
    provider: "measured",
    gpu: "measured",
    gpus: deployment.gpus,
    usd_per_million_in: 1,
    usd_per_million_out: 1,
    ...servingSpeeds(deployment),
    slots: maxSequences,
    prefill_batch: maxBatchedTokens,
    kv_tokens: kvTokens ?? Number.NaN,
    queue: 1_000,
    fewest: 1,
    replicas: 1,
    most: 1,
    usd_per_gpu_hour: 1,
    tdp_watts: 450,
    mtbf_hours: 1e12,
    mttr_minutes: 1,
  };
  const requests = defineMechanism({
    name: "test/requests",
    summary: "Sends the measured requests.",
    source: measured.source,
    params: {},
    emits: {
      requestArrived: {
        doc: "As demand declares it.",
        fields: { request: "number", tokensIn: "number", tokensOut: "number" },
      },
    },
    init: () => ({}),
    on: {
      opened({ emit }) {
        for (const [request, [time, tokensIn, tokensOut]] of rows.entries())
          emit.requestArrived.at({ request, tokensIn, tokensOut }, time);
      },
    },
    example: () => ({ world: [] }),
  });
  const columns = Object.fromEntries(
    Object.entries(endpoint).map(([name, cell]) => [name, [cell] as number[]]),
  );
  // A step of the server reads prompts and writes one token each: whoever reads holds up all writing.
  const params = { endpoints: inlineTable(columns), prefillStall: 1, timeout: 1e4 };
  const world = [requests(), use("pricing/price-routing", {}), use("supply/endpoints", params)];
  const served = happened(simulate({ world, until: 1_000 }), "requestServed") as unknown as {
    request: number;
    firstToken: number;
    perToken: number;
    tokensOut: number;
  }[];
  expect(served).toHaveLength(rows.length);
  const latency = served.map(
    ({ firstToken, perToken, tokensOut }) => firstToken + perToken * (tokensOut - 1),
  );
  const measuredFirst = mean(rows.map((row) => row[5] - row[0]));
  const measuredLatency = mean(rows.map((row) => row[6] - row[0]));
  const residuals = served.flatMap(({ request, firstToken }, at) => {
    const [arrived, , , , , first, last] = rows[request]!;
    return [
      (firstToken - (first - arrived)) / measuredFirst,
      (latency[at]! - (last - arrived)) / measuredLatency,
    ];
  });
  return {
    residuals,
    firstToken: mean(served.map(({ firstToken }) => firstToken)) / measuredFirst - 1,
    latency: mean(latency) / measuredLatency - 1,
    perToken:
      mean(served.map(({ perToken }) => perToken)) /
        mean(rows.map((row) => (row[6] - row[5]) / (row[2] - 1))) -
      1,
  };
}

const sizeOf = (residuals: readonly number[]): number => Math.sqrt(mean(residuals.map((one) => one ** 2)));

/**
 * The link of the two GPUs for a given efficiency, by least squares over first token and latency of all their rows: the
 * finest of fields of 81 points in the logarithms of latency (s) and bandwidth (bytes/s), each about the best one before.
 */
const LINKS: Readonly<Record<number, Deployment["link"]>> = {
  0.7: { latency: 56.1e-6, bandwidth: 15.48e9 },
  0.8: { latency: 85.1e-6, bandwidth: 13.59e9 },
  0.9: { latency: 107.5e-6, bandwidth: 12.41e9 },
  1: { latency: 125e-6, bandwidth: 11.58e9 },
};

/** What memory and matrix units give of the data sheet: assumed for both GPUs, fitted to neither. */
const EFFICIENCY = 0.9;

describe("300 requests to vLLM, measured", () => {
  const link = LINKS[EFFICIENCY]!;
  const missed = (efficiency: number, own: Deployment["link"]): number =>
    sizeOf(errorsOf(RTX_PRO_6000, deployed(efficiency, own).two).residuals);

  test("two RTX PRO 6000 with Qwen3-32B, their link calibrated on these rows", () => {
    const { firstToken, latency, perToken } = errorsOf(RTX_PRO_6000, deployed(EFFICIENCY, link).two);
    for (const error of [firstToken, latency, perToken]) expect(Math.abs(error)).toBeLessThan(0.01);
    // As PCIe without direct access of one GPU to the other: a tenth of a millisecond, some 10 GB/s.
    expect(missed(EFFICIENCY, link)).toBeLessThan(0.016);
    for (const factor of [0.9, 1.1]) {
      expect(missed(EFFICIENCY, { ...link, latency: link.latency * factor })).toBeGreaterThan(0.018);
      expect(missed(EFFICIENCY, { ...link, bandwidth: link.bandwidth * factor })).toBeGreaterThan(0.018);
    }
  });

  test("their rows fix three rates and not the efficiency: each has a link that fits all rows as well", () => {
    const efficiencies = [0.7, 0.8, 0.9, 1];
    const fits = efficiencies.map((efficiency) => missed(efficiency, LINKS[efficiency]!));
    expect(Math.max(...fits) / Math.min(...fits)).toBeLessThan(1.005);
    const speeds = efficiencies.map((efficiency) =>
      servingSpeeds(deployed(efficiency, LINKS[efficiency]!).two),
    );
    for (const rate of ["prefill_tokens_per_second", "decode_tokens_per_second"] as const) {
      const values = speeds.map((each) => each[rate]);
      expect(Math.max(...values) / Math.min(...values)).toBeLessThan(1.04);
    }
    // What a single GPU does hangs on the efficiency alone, and so is not predicted by these rows.
    const single = efficiencies.map(
      (efficiency) => errorsOf(RTX_4090, deployed(efficiency, LINKS[efficiency]!).one).latency,
    );
    expect(single[0]).toBeGreaterThan(0.3);
    expect(single.at(-1)).toBeLessThan(-0.05);
  });

  test("an RTX 4090 with Llama 3.1 8B, none of its rows used: latency within 10 %, first token within 20 %", () => {
    const { firstToken, latency, perToken } = errorsOf(RTX_4090, deployed(EFFICIENCY, link).one);
    expect(Math.abs(latency)).toBeLessThan(0.1);
    expect(Math.abs(perToken)).toBeLessThan(0.1);
    expect(Math.abs(firstToken)).toBeLessThan(0.2);
  });

  test("without a limit of memory the same server would be another: first tokens come in a quarter of the time", () => {
    const unlimited = errorsOf({ ...RTX_4090, kvTokens: null }, deployed(EFFICIENCY, link).one);
    expect(unlimited.firstToken).toBeLessThan(-0.75);
  });
});
