import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { atTarget, type Row, type Suite } from "./suite.ts";

/** `npm run bench -- [names ...] [--json]`: the suites whose name contains one of the names; all without. */
export async function bench(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { json: { type: "boolean" } },
  });
  const suites = (await allSuites()).filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  if (suites.length === 0) {
    console.error(
      `No suite is called ${positionals.join(" or ")}. There are: ${(await allSuites()).map(({ name }) => name).join(", ")}.`,
    );
    process.exitCode = 2;
    return;
  }
  const results: { suite: string; rows: readonly Row[] }[] = [];
  for (const { name, run } of suites) {
    if (!values.json) console.log(`\n${name}`);
    const rows = await run();
    results.push({ suite: name, rows });
    if (!values.json) print(rows);
  }
  if (values.json) console.log(JSON.stringify(results, null, 2));
}

async function allSuites(): Promise<Suite[]> {
  const folder = new URL("./", import.meta.url);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".bench.ts"))
    .sort();
  return Promise.all(files.map(async (file) => (await import(new URL(file, folder).href)) as Suite));
}

function print(rows: readonly Row[]): void {
  const table = new Table({
    head: ["measure", "value", "unit", "target"],
    colAligns: ["left", "right", "left", "right"],
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    table.push(
      "skipped" in row
        ? [row.measure, "skipped", "", ""]
        : [row.measure, figure(row.value), row.unit, target(row)],
    );
  }
  console.log(table.toString());
  for (const row of rows) {
    if ("skipped" in row) console.log(`Skipped: ${row.measure}. ${row.skipped}`);
    else if (!atTarget(row))
      console.log(
        `Missed: ${row.measure} is ${figure(row.value)} ${row.unit}, the target is ${target(row)}.`,
      );
  }
}

function target({ atLeast, atMost }: { atLeast?: number; atMost?: number }): string {
  return [
    atLeast === undefined ? "" : `≥ ${figure(atLeast)}`,
    atMost === undefined ? "" : `≤ ${figure(atMost)}`,
  ]
    .join(" ")
    .trim();
}

function figure(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
