import { crowd } from "./cohorts.ts";
import type { Row } from "./suite.ts";

/** A million providers, digest on. Of a day most goes into moving money to and from a million accounts, not into decisions. */
export const name = "cohorts";

const MILLION = 1_000_000;

export async function run(): Promise<Row[]> {
  crowd(10_000, "30d", true, 1);
  const timed = (until: string, token: boolean, settleEvery: number) => {
    const begin = process.hrtime.bigint();
    const { events, summary } = crowd(MILLION, until, token, settleEvery);
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    return { seconds, events, utilisation: summary["gpu.utilisation"]! };
  };
  const weekly = timed("365d", false, 7);
  const memory = process.memoryUsage().rss / MILLION;
  const start = timed("1d", true, 1).seconds;
  const daily = (timed("11d", true, 1).seconds - start) / 10;
  return [
    {
      measure: "a year of 1,000,000 providers: daily decisions, paid and billed weekly",
      value: weekly.seconds,
      unit: "s",
      atMost: 60,
    },
    { measure: "utilisation meanwhile", value: weekly.utilisation, unit: "ratio" },
    { measure: "events a second", value: weekly.events / weekly.seconds, unit: "events/s" },
    { measure: "memory", value: memory, unit: "MB", atMost: 2_000 },
    { measure: "to open a million accounts", value: start, unit: "s" },
    { measure: "a day on which all are paid, in tokens too, billed, and sell", value: daily, unit: "s" },
  ];
}
