import fc from "fast-check";
import { expect, test } from "vitest";
import {
  deleteRow,
  firstFrom,
  insertRow,
  insertRowFirst,
  sortedRows,
} from "../../../sim/kit/market/sorted-rows.ts";

function listed(at: ReturnType<typeof sortedRows>): number[] {
  const rows: number[] = [];
  for (let row = at.first[0]!; row !== -1; row = at.next[0]![row]!) rows.push(row);
  return rows;
}

test("rows stand in the order in which a stable sort puts them, whoever comes and leaves", () => {
  const step = fc.record({ row: fc.nat(40), key: fc.integer({ min: -3, max: 5 }), first: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const at = sortedRows();
      let plain: { row: number; key: number }[] = [];
      for (const { row, key, first } of steps) {
        if (plain.some((each) => each.row === row)) {
          deleteRow(at, row);
          plain = plain.filter((each) => each.row !== row);
        } else if (first) {
          insertRowFirst(at, row, key);
          plain.unshift({ row, key });
          plain.sort((a, b) => a.key - b.key);
        } else {
          insertRow(at, row, key);
          plain.push({ row, key });
          plain.sort((a, b) => a.key - b.key);
        }
        expect(listed(at)).toEqual(plain.map((each) => each.row));
        for (let from = -4; from <= 6; from++)
          expect(firstFrom(at, from)).toBe(plain.find((each) => each.key >= from)?.row ?? -1);
      }
    }),
  );
});

test("a hundred thousand rows, sorted or not, enter and leave in no time", () => {
  const at = sortedRows();
  const many = 100_000;
  for (let row = 0; row < many; row++) insertRow(at, row, (row * 7919) % 1009);
  const rows = listed(at);
  expect(rows).toHaveLength(many);
  expect(rows.every((row, n) => n === 0 || at.key[rows[n - 1]!]! <= at.key[row]!)).toBe(true);
  for (let row = 0; row < many; row++) deleteRow(at, row);
  expect(at.first[0]).toBe(-1);
});
