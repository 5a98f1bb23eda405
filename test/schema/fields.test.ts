import { expect, test } from "vitest";
import { checkFields } from "../../sim/schema/check.ts";
import {
  choice,
  count,
  flag,
  number,
  numbers,
  ratio,
  seconds,
  table,
  text,
  tokens,
  weights,
} from "../../sim/schema/fields.ts";
import { didYouMean } from "../../sim/schema/suggest.ts";
import { inlineTable } from "../../sim/schema/table.ts";

const doc = "A field.";

/** What checking one field says of a value: the value that is taken, or the messages. */
function checked(field: Parameters<typeof checkFields>[0][string], given: unknown): unknown {
  const { values, problems } = checkFields({ field }, { field: given }, "test");
  return problems.length > 0
    ? problems.map(({ path, message }) => `${path.replace("test › field", "·")} ${message}`)
    : values["field"];
}

test("a duration is given in seconds or in words", () => {
  const field = seconds({ doc });
  expect(
    [90, "90", "12s", "10m", "6h", "30d", "2w", "2y", "1.5h"].map((given) => checked(field, given)),
  ).toEqual([90, 90, 12, 600, 21_600, 2_592_000, 1_209_600, 63_072_000, 5_400]);
  expect(checked(field, "-10m")).toEqual([
    '· Expected a duration in seconds, or text such as "10m", "6h", "30d", "2y", got "-10m".',
  ]);
});

test.each([
  [ratio({ doc }), 1.5, "· Expected at most 1 ratio, got 1.5."],
  [tokens({ doc }), -1, "· Expected at least 0 tokens, got -1."],
  [number("USD/GPU h", { doc, max: 10 }), 11, "· Expected at most 10 USD/GPU h, got 11."],
  [number("", { doc }), "1", '· Expected a number, got "1".'],
  [number("W", { doc }), 10n, "· Expected a number of W, got 10."],
  [count({ doc }), 2.5, "· Expected a whole number, got 2.5."],
  [count({ doc }), 2 ** 60, "· Expected a whole number, got 1152921504606847000."],
  [flag({ doc }), 1, "· Expected true or false, got 1."],
  [text({ doc }), {}, "· Expected text, got an object."],
  [choice(["pow", "pos"], { doc }), "pos ", '· Expected one of "pow", "pos", got "pos ".'],
  [weights({ doc }), 3, "· Expected weights by name, such as { alice: 60, bob: 40 }, got 3."],
  [weights({ doc }), { alice: 0 }, "· Expected at least one weight above 0."],
  [weights({ doc }), { alice: 1, bob: "2" }, '· › bob Expected a weight, got "2".'],
  [numbers("s", { doc, min: 0 }), [1, -1], "· › 1 Expected at least 0 s, got -1."],
  [numbers("s", { doc }), 4, "· Expected a list of numbers, got 4."],
  [
    table({ t: { type: "number" }, price: { type: "number" } }, { doc }),
    7,
    "· Expected the path of a CSV file with the columns t, price, { file, columns } where it has other names, or a list of rows with those cells.",
  ],
])("error: %#", (field, given, message) => {
  expect(checked(field, given)).toEqual([message]);
});

test("a table given in place may leave optional columns out, and so may a default", () => {
  const columns = {
    t: { type: "number" },
    note: { type: "text", optional: true },
    price: { type: "number", optional: true },
  } as const;
  const full = { t: Float64Array.of(1, 2), note: ["", ""], price: Float64Array.of(Number.NaN, Number.NaN) };
  const given = inlineTable({ t: [1, 2] });
  expect(checked(table(columns, { doc }), given)).toMatchObject({ rows: 2, columns: full });
  expect(table(columns, { doc, default: given }).default!.columns).toEqual(full);
  expect(checked(table(columns, { doc }), inlineTable({ note: ["a"] }))).toEqual([
    "· Expected the path of a CSV file with the columns t, { file, columns } where it has other names, or a list of rows with those cells.",
  ]);
});

test("a table may be given in place", () => {
  const given = inlineTable({ t: [1, 2], name: ["a", "b"] });
  expect(checked(table({ t: { type: "number" }, name: { type: "text" } }, { doc }), given)).toEqual(given);
});

test("every cell of a table is checked, whatever file it says that it comes from", () => {
  const jobs = table(
    {
      seconds: { type: "number", unit: "s", min: 0 },
      name: { type: "text" },
      memory: { type: "number", optional: true },
    },
    { doc },
  );
  const said = (columns: object) => ({ path: "jobs.csv", sha256: "abc", rows: 2, columns });
  expect(checked(jobs, said({ seconds: [1, -5], name: ["a", 7], memory: [null, "x"] }))).toEqual([
    "· › row 2 › seconds Expected at least 0 s, got -5.",
    "· › row 2 › name Expected text, got 7.",
    '· › row 2 › memory Expected a number, got "x".',
  ]);
  expect(checked(jobs, said({ seconds: [1, null], name: ["a", "b"] }))).toEqual([
    "· › row 2 › seconds Expected a number of s, got null.",
  ]);
  expect(checked(jobs, said({ seconds: [1, 2], name: ["a", "b"], more: [3, 4] }))).toMatchObject({
    columns: {
      seconds: Float64Array.of(1, 2),
      name: ["a", "b"],
      memory: Float64Array.of(Number.NaN, Number.NaN),
    },
  });
});

test("what is left out takes its default; what has none must be given, and null is no value", () => {
  const fields = {
    rate: number("1/s", { default: 2, doc: "Arrivals a second." }),
    name: text({ doc: "What it is called." }),
  };
  expect(checkFields(fields, {}, "test")).toEqual({
    values: { rate: 2 },
    problems: [{ path: "test › name", message: "This must be given. What it is called." }],
  });
  expect(checkFields(fields, { rate: null, name: null }, "test").problems).toEqual([
    { path: "test › rate", message: "Expected a value, got null. Leave it out to take the default." },
    { path: "test › name", message: "Expected a value, got null. What it is called." },
  ]);
});

test("a suggestion is near: a letter of a short word, a third of a long one", () => {
  const names = ["base", "interval", "blockTime"];
  expect(
    ["bse", "intervall", "blocktme", "fast", "price", "x"].map((given) => didYouMean(given, names)),
  ).toEqual([' Did you mean "base"?', ' Did you mean "interval"?', ' Did you mean "blockTime"?', "", "", ""]);
});

test("a suggestion is never what was given, and says what an eye may miss", () => {
  const names = ["RTX3090", "RTX 4090"];
  expect(didYouMean("RTX3090", ["RTX3090"])).toBe("");
  expect(didYouMean("RTX3090", names)).toBe(' Did you mean "RTX 4090"? That one holds a blank.');
  expect(didYouMean("rtx3090", names)).toBe(' Did you mean "RTX3090"? Capitals count.');
  expect(didYouMean("RTX3090 ", names)).toBe(' Did you mean "RTX3090"? What was given holds a blank.');
  expect(didYouMean("RTX3090\u200b", names)).toBe(' Did you mean "RTX3090"? What was given holds U+200B.');
  expect(didYouMean("RTX\u00a04090", names)).toBe(' Did you mean "RTX 4090"? What was given holds U+00A0.');
  // A Cyrillic letter.
  expect(didYouMean("R\u0422X3090", names)).toBe(
    ' Did you mean "RTX3090"? What was given holds "\u0422" (U+0422).',
  );
});
