import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMULAS } from "../../sim/cli/written/formulas-page.ts";
import { OrreryError } from "../../sim/errors.ts";
import { argumentsOf } from "../../sim/formulas/checked/checked.ts";
import type { Shape } from "../../sim/formulas/checked/kinds.ts";
import * as library from "../../sim/index.ts";

type Formula = (...given: unknown[]) => unknown;

/** Files of several closed forms are exported as one. */
const NAMESPACES: Readonly<Record<string, object>> = {
  queues: library.queues,
  "birth-death": library.birthDeath,
  decimal: library.decimals,
  fraction: library.fractions,
};

/** Every function of the published formulas, as the package gives it. */
const formulas = await Promise.all(
  Object.values(FORMULAS)
    .flat()
    .map(async (file) => {
      const module: Record<string, unknown> = await import(`../../sim/formulas/${file}.ts`);
      const given = (NAMESPACES[file] ?? library) as Record<string, unknown>;
      return Object.keys(module)
        .filter((name) => typeof module[name] === "function")
        .map((name): [string, Formula] => [name, given[name] as Formula]);
    }),
).then((files) => files.flat());

/** What the shape takes: small, so that rules which step through time end soon. */
function valid(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.is) {
    case "bigint":
    case "whole": {
      const least = shape.least ?? -1_000n;
      const far = least + 10_000n;
      const most = shape.most !== undefined && shape.most < far ? shape.most : far;
      const exact = fc.bigInt(least, most);
      return shape.is === "whole" ? exact.map((value) => (value % 2n === 0n ? Number(value) : value)) : exact;
    }
    case "divisor":
      return fc.constantFrom(-3n, 1n, 10n ** 18n);
    case "number": {
      const least = Math.max(shape.least, -1_000);
      const most = Math.min(shape.most, least + 10_000);
      return shape.whole
        ? fc.integer({ min: least, max: most })
        : fc.double({ min: least, max: most, noNaN: true, minExcluded: shape.above === true });
    }
    case "flag":
      return fc.boolean();
    case "text":
      return fc.constantFrom("0.13", "-2", "none");
    case "quantity":
      return fc.constantFrom(0.1, 3, "0.125", "none");
    case "function":
      return fc.constantFrom(
        (state: number) => (state < 5 ? 1 : 0),
        () => 2,
        () => Number.NaN,
        () => -1,
      );
    case "word":
      return fc.constantFrom(...shape.words);
    case "list":
      return fc.array(valid(shape.of), { minLength: Math.max(shape.least, 1), maxLength: 4 });
    case "fields":
      return fc.record(Object.fromEntries(Object.entries(shape.of).map(([name, of]) => [name, valid(of)])));
    case "optional":
      return fc.option(valid(shape.of), { nil: undefined });
  }
}

/** What no such argument is, for whatever it is. */
const NOWHERE = [null, Number.NaN, Number.POSITIVE_INFINITY, {}, [], Symbol("none")];

function wrong(shape: Shape): readonly unknown[] {
  switch (shape.is) {
    case "bigint":
      return [
        ...NOWHERE,
        undefined,
        5,
        0.5,
        -5,
        "5",
        ...(shape.least === undefined ? [] : [shape.least - 1n]),
      ];
    case "divisor":
      return [...NOWHERE, undefined, 5, 0n, "5"];
    case "whole":
      return [...NOWHERE, undefined, 0.5, 2 ** 60, "5", shape.least! - 1n, Number(shape.least) - 1];
    case "number":
      return [
        ...NOWHERE,
        undefined,
        5n,
        "5",
        ...(shape.least > Number.NEGATIVE_INFINITY ? [shape.least - 1] : []),
      ];
    case "flag":
    case "function":
    case "word":
    case "text":
      return [...NOWHERE, undefined, 1, 5n];
    case "quantity":
      return [...NOWHERE, undefined, 5n];
    case "list":
    case "fields":
      return [null, undefined, 5, 5n, "5", true];
    case "optional":
      return wrong(shape.of).filter((value) => value !== undefined);
  }
}

/** Every way to put one wrong value into what is valid, with the path of where it stands. */
function spoilt(shape: Shape, value: any, path: string): [path: string, spoilt: unknown][] {
  const here = wrong(shape).map((bad): [string, unknown] => [path, bad]);
  const inner = shape.is === "optional" ? shape.of : shape;
  if (inner.is === "list" && Array.isArray(value))
    return [
      ...here,
      ...spoilt(inner.of, value[0], `${path}[0]`).map(([at, bad]): [string, unknown] => [
        at,
        [bad, ...value.slice(1)],
      ]),
    ];
  if (inner.is !== "fields") return here;
  const within = path === "" ? "" : `${path}.`;
  const inside = Object.entries(inner.of).flatMap(([name, of]) =>
    spoilt(of, value[name], `${within}${name}`).map(([at, bad]): [string, unknown] => [
      at,
      { ...value, [name]: bad },
    ]),
  );
  return [...here, ...inside];
}

/** Every number in a result. */
function numbersIn(result: unknown): number[] {
  if (typeof result === "number") return [result];
  return typeof result === "object" && result !== null ? Object.values(result).flatMap(numbersIn) : [];
}

test("every published formula is exported, and says what it takes", () => {
  expect(formulas.length).toBeGreaterThan(100);
  expect(formulas.filter(([, formula]) => !formula || !argumentsOf(formula)).map(([name]) => name)).toEqual(
    [],
  );
});

describe.each(formulas)("%s", (name, formula) => {
  const taken = argumentsOf(formula)!;
  const given = fc.tuple(...taken.map(({ shape }) => valid(shape)));

  test("gives numbers, or says why not, for all that it takes", () => {
    fc.assert(
      fc.property(given, (args) => {
        try {
          expect(numbersIn(formula(...args)).filter(Number.isNaN)).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(OrreryError);
        }
      }),
    );
  });

  test("says which argument it cannot take", () => {
    for (const args of fc.sample(given, { numRuns: 2, seed: 1 }))
      for (const [place, { name: argument, shape }] of taken.entries())
        for (const [path, bad] of spoilt(shape, args[place], argument)) {
          let error: unknown;
          try {
            formula(...args.with(place, bad));
          } catch (thrown) {
            error = thrown;
          }
          expect(error, path).toBeInstanceOf(OrreryError);
          const { message, sentence } = error as OrreryError;
          expect(sentence).toContain(name);
          expect(message).toContain(path);
          expect(message).not.toMatch(/BigInt|undefined|\[object/);
        }
  });
});

test("an error says what is expected, what is given and what to pass", () => {
  const because = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing";
  };
  const { blockSubsidy, queues, stableInvariant, servingSpeeds } = library as any;
  expect(because(() => blockSubsidy({ initial: 50, interval: 210_000, height: 0 }))).toBe(
    "initial of blockSubsidy is a bigint of at least 0n, got the number 50: pass 50n.",
  );
  expect(because(() => blockSubsidy({ initial: 50n, interval: 0, height: -1.5 }))).toBe(
    [
      "blockSubsidy is given 2 arguments that it cannot take.",
      "",
      "  interval is a whole number, as a number or a bigint, of at least 1, got the number 0",
      "  height is a whole number, as a number or a bigint, of at least 0, got the number -1.5",
    ].join("\n"),
  );
  expect(because(() => blockSubsidy(5))).toBe(
    "blockSubsidy takes its arguments by name, got the number 5: pass { initial, interval, height }.",
  );
  expect(because(() => queues.erlangC(2))).toBe(
    "load of erlangC is missing: it is a finite number of at least 0.",
  );
  expect(because(() => queues.mm1(2n, 3))).toBe(
    "arrivalRate of mm1 is a finite number of at least 0, got 2n: pass 2.",
  );
  expect(because(() => stableInvariant({ balances: [5n, 0n], amplification: 100n }))).toBe(
    "balances[1] of stableInvariant is a bigint of at least 1n, got 0n.",
  );
  expect(because(() => servingSpeeds({ gpus: 1, model: {} }))).toContain(
    "\n  gpu is missing: it is an object { bandwidth, flops }\n",
  );
});

test("an argument that is given as undefined is left out", () => {
  const block = { parentBaseFee: 100n, parentGasUsed: 20n, parentGasLimit: 20n };
  expect(library.baseFeePerGas({ ...block, elasticity: undefined } as any)).toBe(
    library.baseFeePerGas(block),
  );
});
