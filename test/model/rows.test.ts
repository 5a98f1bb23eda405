import fc from "fast-check";
import { expect, test } from "vitest";
import { addRow, grown, removeRow, rowOf, rows } from "../../sim/model/rows.ts";

/** Few ids, so that many operations meet; some beyond 2^32, where 32-bit hashing would fold them. */
const ids = fc.oneof(
  fc.nat(40),
  fc.integer({ min: 4_294_967_290, max: 4_294_967_310 }),
  fc.constantFrom(2 ** 52, 2 ** 52 + 64),
);
const operations = fc.array(fc.record({ add: fc.boolean(), id: ids }), { maxLength: 400 });

test("rows behave like a Map from id to row, whatever is added and removed", () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const table = rows(16);
      const model = new Map<number, number>();
      for (const { add, id } of steps) {
        if (!add) expect(removeRow(table, id)).toBe(model.get(id) ?? -1);
        if (!add) model.delete(id);
        else if (!model.has(id)) model.set(id, addRow(table, id));
        expect(table.count).toBe(model.size);
      }
      for (const [id, row] of model) {
        expect(rowOf(table, id)).toBe(row);
        expect(table.ids[row]).toBe(id);
      }
      expect(new Set(model.values()).size).toBe(model.size);
      expect(table.ids.filter((id) => id !== -1)).toHaveLength(model.size);
    }),
  );
});

test("an id that was never added has no row", () => {
  const table = rows();
  expect(rowOf(table, 7)).toBe(-1);
  expect(removeRow(table, 7)).toBe(-1);
});

test("rows that were given back are taken first: memory follows what is alive", () => {
  const table = rows(16);
  for (let id = 0; id < 100_000; id++) {
    addRow(table, id);
    if (id >= 10) removeRow(table, id - 10);
  }
  expect(table.ids).toHaveLength(16);
  expect(table.count).toBe(10);
});

test("a column grows to a power of two and keeps its values; one that is long enough stays itself", () => {
  const column = Float64Array.of(1, 2, 3);
  const longer = grown(column, 17);
  expect(longer).toHaveLength(32);
  expect([...longer.subarray(0, 4)]).toEqual([1, 2, 3, 0]);
  expect(grown(longer, 32)).toBe(longer);
});
