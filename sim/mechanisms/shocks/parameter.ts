import type { Index } from "../../indexed.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { plannedWithin } from "../../model/recorded-times.ts";
import { table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn, textColumn } from "../../schema/table.ts";
import { DAY, instant } from "../../units.ts";

const params = {
  changes: table(
    {
      t: { type: "number", unit: "s", min: 0, sorted: true },
      parameter: { type: "text" },
      value: { type: "number" },
    },
    {
      default: inlineTable({ t: [], parameter: [], value: [] }),
      doc: "From each time on, the value of a parameter, such as contracts/escrow.fee; of one time, in the order of the rows.",
      source: "Orrery: for the scenario to set",
    },
  ),
};
const emits = {
  changeDue: {
    doc: "The time of a row of the changes: before anything else of its instant.",
    priority: -51,
    private: true,
    fields: { row: "number" },
  },
} as const;
type Changes = ContextOf<typeof params, object, {}, typeof emits>;

export const parameter = defineMechanism({
  name: "shocks/parameter",
  summary: "Sets parameters of others at given times: what a fork, a vote or an operator decides.",
  source: "assumed: the decisions whose effect the scenario asks for",
  params,
  emits,
  sets: ({ changes }: Values<typeof params>) => {
    const values = numberColumn(changes, "value");
    return textColumn(changes, "parameter").map((path, row: Index) => ({
      path,
      low: values[row],
      high: values[row],
      where: `changes › row ${row + 1}`,
    }));
  },
  init: () => ({}),
  recorded: ({ changes }, until) => plannedWithin("changes", numberColumn(changes, "t"), until),
  estimate: ({ changes }) => ({ events: { changeDue: changes.rows, parameterSet: changes.rows } }),
  on: {
    opened: (context) => awaitRow(context, 0),
    changeDue(context, { row }) {
      const values = numberColumn(context.params.changes, "value");
      context.set(row, values[row]!);
      awaitRow(context, row + 1);
    },
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 50 } },
      { mechanism: "issuance/fixed", params: { split: { security: 1 } } },
      {
        mechanism: "shocks/parameter",
        params: {
          changes: [
            { t: "3d", parameter: "issuance/fixed.tokensPerDay", value: 50_000 },
            { t: "6.5d", parameter: "consensus/slot-pos.baseRewardFactor", value: 32 },
            { t: 7 * DAY, parameter: "issuance/fixed.tokensPerDay", value: 0 },
          ],
        },
      },
    ],
    until: "10d",
  }),
});

/** The row after the last one, unless the run ends before. */
function awaitRow({ params: { changes }, horizon, emit }: Changes, row: Index): void {
  if (row === changes.rows) return;
  const t = numberColumn(changes, "t")[row];
  if (instant(t) <= horizon) emit.changeDue.at({ row }, t);
}
