import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { OrreryError } from "../../sim/errors.ts";
import type { Index } from "../../sim/indexed.ts";
import {
  addById,
  addRow,
  columns,
  columnsById,
  filled,
  giveRow,
  grown,
  idOf,
  removeById,
  rowOf,
  rowsIn,
  spoilingFreeRows,
} from "../../sim/model/columns.ts";

const THING = { size: "number", count: "whole", state: "flag", next: "row" } as const;
interface Thing {
  readonly size: number;
  readonly count: number;
  readonly state: number;
  readonly next: number;
}
const things = fc.record({
  size: fc.double(),
  count: fc.integer(),
  state: fc.nat(255),
  next: fc.integer({ min: -1, max: 99 }),
});
const cellsAt = (table: ReturnType<typeof columns<typeof THING>>, row: Index): Thing => ({
  size: table.size[row],
  count: table.count[row],
  state: table.state[row],
  next: table.next[row],
});

/** Few ids, so that many operations meet; some beyond 2^32, where 32-bit hashing would fold them. */
const ids = fc.oneof(
  fc.nat(40),
  fc.integer({ min: 4_294_967_290, max: 4_294_967_310 }),
  fc.constantFrom(2 ** 52, 2 ** 52 + 64),
);

/** What rows should be: the last that was given back comes first, then the next. */
class FreeList {
  readonly #free: number[] = [];
  #next = 0;
  take(): number {
    return this.#free.pop() ?? this.#next++;
  }
  give(row: number): void {
    this.#free.push(row);
  }
}

describe("rows that are found by an id", () => {
  const steps = fc.array(fc.record({ add: fc.boolean(), cut: fc.boolean(), id: ids, cells: things }), {
    maxLength: 400,
  });

  test("behave like a Map of plain objects, whatever is added, removed and cut by a snapshot", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        let table = columnsById(THING, 16);
        const free = new FreeList();
        const model = new Map<number, { readonly row: number; readonly cells: Thing }>();
        for (const { add, cut, id, cells } of taken) {
          if (cut) table = decode(encode(table)) as typeof table;
          if (add && !model.has(id)) {
            const row = free.take();
            expect(addById(table, id, cells)).toBe(row);
            model.set(id, { row, cells });
          } else if (!add) {
            const row = model.get(id)?.row;
            expect(removeById(table, id)).toBe(row ?? -1);
            if (row !== undefined) free.give(row);
            model.delete(id);
          }
          expect(table.rows.count).toBe(model.size);
        }
        for (const [id, { row, cells }] of model) {
          expect(rowOf(table, id)).toBe(row);
          expect(idOf(table, row)).toBe(id);
          expect(cellsAt(table, row)).toEqual(cells);
        }
        expect(rowsIn(table)).toEqual([...model.values()].map(({ row }) => row).sort((a, b) => a - b));
      }),
    );
  });

  test("are none for an id that was never added", () => {
    const table = columnsById(THING);
    expect(rowOf(table, 7)).toBe(-1);
    expect(removeById(table, 7)).toBe(-1);
    expect(table.rows.count).toBe(0);
  });

  test("take no more memory than what is alive at once", () => {
    const table = columnsById({ size: "number" }, 16);
    for (let id = 0; id < 100_000; id++) {
      addById(table, id, { size: id });
      if (id >= 10) removeById(table, id - 10);
    }
    expect(table.size).toHaveLength(16);
    expect(table.rows.ids).toHaveLength(16);
    expect(table.rows.cells).toHaveLength(32);
    expect(table.rows.count).toBe(10);
  });

  test("can be removed by who goes through them", () => {
    const table = columnsById({ size: "number" });
    for (const id of [5, 6, 7, 8]) addById(table, id, { size: id });
    for (const row of rowsIn(table)) if (table.size[row] % 2 === 0) removeById(table, idOf(table, row));
    expect(rowsIn(table).map((row) => idOf(table, row))).toEqual([5, 7]);
  });
});

describe("rows that are kept by their numbers", () => {
  const steps = fc.array(fc.record({ add: fc.boolean(), which: fc.nat(), cells: things }), {
    maxLength: 400,
  });

  test("behave like an array of plain objects with a stack of free places", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const table = columns(THING, 16);
        const free = new FreeList();
        const model = new Map<number, Thing>();
        for (const { add, which, cells } of taken) {
          if (add) {
            const row = free.take();
            expect(addRow(table, cells)).toBe(row);
            model.set(row, cells);
          } else if (model.size > 0) {
            const row = [...model.keys()][which % model.size]!;
            giveRow(table, row);
            free.give(row);
            model.delete(row);
          }
        }
        expect(table.rows.count).toBe(model.size);
        for (const [row, cells] of model) expect(cellsAt(table, row)).toEqual(cells);
      }),
    );
  });

  test("say what each column holds, or do not compile", () => {
    const table = columns({ size: "number", weight: "number" });
    giveRow(table, addRow(table, { size: 1, weight: 2 }));
    // @ts-expect-error: weight is missing.
    const row = spoilingFreeRows(() => addRow(table, { size: 1 }));
    expect(table.weight[row]).toBeNaN();
  });

  test("stand beside what is no column of theirs", () => {
    const beside = { ...columns({ size: "number" }, 16), total: new Float64Array(16) };
    for (let size = 0; size < 17; size++) addRow(beside, { size });
    expect(beside.size).toHaveLength(32);
    expect(beside.total).toHaveLength(16);
  });

  test("are read whole, as far as there are any", () => {
    const table = columns({ size: "number", state: "flag" });
    addRow(table, { size: 0.5, state: 1 });
    addRow(table, { size: Number.NaN, state: 2 });
    expect(filled(table)).toEqual({ size: Float64Array.of(0.5, Number.NaN), state: Uint8Array.of(1, 2) });
  });
});

describe("where rows that are free are spoiled", () => {
  const spoiled = (cells: Thing): Thing => ({ ...cells, size: Number.NaN, count: -1, state: 255, next: -1 });
  const cells = { size: 1, count: 2, state: 3, next: 4 };

  test("one that was given back can be read until the next is added", () => {
    spoilingFreeRows(() => {
      const table = columnsById(THING);
      addById(table, 1, cells);
      addById(table, 2, cells);
      const row = removeById(table, 1);
      const other = removeById(table, 2);
      expect(cellsAt(table, row)).toEqual(cells);
      addById(table, 3, cells);
      expect(cellsAt(table, row)).toEqual(spoiled(cells));
      expect(cellsAt(table, other)).toEqual(cells);
    });
  });

  test("nothing is added or given back twice", () => {
    const twice = () => {
      const table = columns(THING);
      const row = addRow(table, cells);
      giveRow(table, row);
      giveRow(table, row);
    };
    const both = () => {
      const table = columnsById(THING);
      addById(table, 7, cells);
      addById(table, 7, cells);
    };
    expect(() => spoilingFreeRows(twice)).toThrow(new OrreryError("Row 0 is given back a second time."));
    expect(() => spoilingFreeRows(both)).toThrow(new OrreryError("A second row is added for 7."));
  });

  test("and only there", () => {
    expect(() => spoilingFreeRows(() => expect.unreachable())).toThrow();
    const table = columns({ size: "number" });
    giveRow(table, addRow(table, { size: 5 }));
    addRow(table, { size: 6 });
    giveRow(table, 0);
    expect(table.size[0]).toBe(6);
    addRow(table, { size: 7 });
    expect(table.rows.used).toBe(1);
  });
});

test("a column grows to a power of two and keeps its values; one that is long enough stays itself", () => {
  const column = Float64Array.of(1, 2, 3);
  const longer = grown(column, 17);
  expect(longer).toHaveLength(32);
  expect([...longer.subarray(0, 4)]).toEqual([1, 2, 3, 0]);
  expect(grown(longer, 32)).toBe(longer);
});
