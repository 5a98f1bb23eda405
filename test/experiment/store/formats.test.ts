import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../../sim/codec.ts";
import type { TableSpec } from "../../../sim/experiment/store/columns.ts";
import {
  FORMATS,
  type Format,
  openTable,
  type TableRow,
  tableParts,
} from "../../../sim/experiment/store/formats.ts";
import { longTables, runsTable } from "../../../sim/experiment/store/tables.ts";
import { temporaryFolder } from "../../cli/orrery.ts";
import { runOf } from "../runs.ts";

async function readTable(columns: TableSpec["columns"], file: string, format: Format): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const part of tableParts(columns, file, format)) for (const row of part) rows.push(row);
  return rows;
}

const PLAIN = { branched: false, points: [] };
const [series, flows, balances, blocks] = longTables(PLAIN) as [TableSpec, TableSpec, TableSpec, TableSpec];
const runs = runsTable(PLAIN, ["m", "n.x[token]"]);

const big = 123_456_789_012_345_678_901_234_567n;
const run = runOf('with "quotes", and commas', 2, [0.1, Number.NaN, -0, 1e-300], {
  seed: 2 ** 48 - 1,
  flows: [
    {
      period: 3,
      asset: "token",
      decimals: 18,
      from: "issuance",
      to: "a,b",
      kind: "emission",
      amount: big,
      value: 123_456_789.01,
    },
  ],
  balances: [{ asset: "token", decimals: 18, sector: "holders", opening: 0n, closing: -big }],
  blocks: [
    { place: "l2", height: 2 ** 40, t: 0.1 + 0.2, proposer: "é\n", parent: "p", hash: "h", digest: "d" },
  ],
});

describe.each(FORMATS)("a table as %s", (format) => {
  const written = (table: TableSpec, of: readonly (typeof run)[]) => {
    const file = path.join(temporaryFolder(), `${table.name}.${format}`);
    const opened = openTable(file, table, format);
    for (const each of of) opened.append(each);
    return { file, record: opened.finish(), content: readFileSync(file) };
  };
  const read = (table: TableSpec, of = [run]) => readTable(table.columns, written(table, of).file, format);

  test("keeps every double, and a missing one as NaN", async () => {
    const values = (await read(series)).map(({ value }) => value);
    expect(values).toEqual([0.1, Number.NaN, -0, 1e-300]);
  });

  test("keeps seeds of 48 bits, dotted names of measures and quotes", async () => {
    expect(await read(runs)).toEqual([
      {
        run: 'with "quotes", and commas/2',
        design: 'with "quotes", and commas',
        replication: 2,
        seed: 2 ** 48 - 1,
        digest: "0123456789abcdef",
        m: Number.NaN,
        "n.x[token]": Number.NaN,
      },
    ]);
  });

  test("has a column for every swept parameter, for the point and for the branch", async () => {
    const points = [{ "a/b.c": 1, "d/e.f": "10m" }, { "d/e.f": { cloud: 2 } }];
    const table = runsTable({ branched: true, points }, []);
    const at = (point: number) => runOf("a", 0, [1], { point, branch: "none" });
    expect(await read(table, [at(0), at(1)])).toEqual([
      expect.objectContaining({ run: "a/0/p0/none", point: 0, branch: "none", "a/b.c": 1, "d/e.f": "10m" }),
      expect.objectContaining({ run: "a/0/p1/none", point: 1, "a/b.c": Number.NaN, "d/e.f": '{"cloud":2}' }),
    ]);
  });

  test("keeps amounts beyond 2^53 to the base unit, as text", async () => {
    expect(await read(flows)).toEqual([
      expect.objectContaining({ amount: String(big), value: 123_456_789.01, to: "a,b", period: 3 }),
    ]);
    expect(await read(balances)).toEqual([expect.objectContaining({ opening: "0", closing: String(-big) })]);
  });

  test("keeps heights, times and names of blocks", async () => {
    expect(await read(blocks)).toEqual([
      expect.objectContaining({ height: 2 ** 40, t: 0.1 + 0.2, proposer: "é\n" }),
    ]);
  });

  test("with no rows still has its columns", async () => {
    expect(await read(flows, [])).toEqual([]);
  });

  test("of more rows than a group is written in parts, in order, and hashed as it is written", async () => {
    const many = Array.from({ length: 6 }, (_, replication) =>
      runOf(
        "a",
        replication,
        Array.from({ length: 45_000 }, (_, sample) => replication + sample / 100_000),
      ),
    );
    const { file, record, content } = written(series, many);
    expect(record).toEqual({ sha256: sha256Hex(content), bytes: content.length });
    const rows = await readTable(series.columns, file, format);
    expect(rows).toHaveLength(270_000);
    for (const row of [0, 99_999, 100_000, 134_999, 135_000, 269_999])
      expect(rows[row]).toMatchObject({
        run: `a/${Math.floor(row / 45_000)}`,
        value: Math.floor(row / 45_000) + (row % 45_000) / 100_000,
      });
  });
});
