import { describe, expect, test } from "vitest";
import { FORMATS, readTable, tableFile } from "../../../sim/experiment/store/formats.ts";
import { tables } from "../../../sim/experiment/store/tables.ts";
import { runOf } from "../runs.ts";

const [runs, series, flows, balances, blocks] = tables(["m", "n.x[token]"]) as [
  Table,
  Table,
  Table,
  Table,
  Table,
];
type Table = ReturnType<typeof tables>[number];

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
  blocks: [{ height: 2 ** 40, t: 0.1 + 0.2, proposer: "é\n", parent: "p", hash: "h", digest: "d" }],
});

describe.each(FORMATS)("a table as %s", (format) => {
  const read = (table: Table) => readTable(table.columns, tableFile(table, [run], format), format);

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
    const file = tableFile(flows, [], format);
    expect(await readTable(flows.columns, file, format)).toEqual([]);
  });
});
