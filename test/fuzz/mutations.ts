import seedrandom from "seedrandom";

/*
 * Changes to the data of a scenario file, of the kinds that hands, merges and programs make: something is left out,
 * stands twice, has another name or another type, or a part of elsewhere.
 */

export type Draw = () => number;
export type Data = null | boolean | number | string | Data[] | { [name: string]: Data };

export const drawFrom = (seed: number, number: number): Draw => seedrandom(`${seed}/${number}`) as Draw;
export const pick = <T>(draw: Draw, of: readonly T[]): T => of[Math.floor(draw() * of.length)]!;

const nested = (depth: number): Data => {
  let value: Data = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const LONG = "x".repeat(20_000);
const VALUES: readonly (() => Data)[] = [
  ...[null, true, false, 0, -0, 1, -1, 0.5, 1e-9, 5e-324, 1e18, 1e308, -1e308, 2 ** 53, 2 ** 31, 3],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...["", " ", "0", "1e5", "-3", "10d", "1e400d", "0.0000001s", "300y", "abc", LONG, "usd", "token"],
  ...[
    "\u0000",
    "a\u001b[31m",
    "\ud800",
    "a\u202eb",
    "\u{1f980}",
    "e\u0301",
    "__proto__",
    "a\nb",
    "🦀".repeat(50),
  ],
  ...["data/regions.csv", "../data/regions.csv", "/etc/hostname", "data", "issuance/fixed", "mechanism"],
].map((value) => () => value);
const PARTS: readonly (() => Data)[] = [
  () => [],
  () => ({}),
  () => [[]],
  () => [null],
  () => [1, 2],
  () => ({ a: 1 }),
  () => ({ "": 1 }),
  () => ({ "7": 1, "3": 2 }),
  () => ({ mechanism: "issuance/fixed" }),
  () => ({ mechanism: { name: "issuance/fixed", params: {}, on: {} } }),
  () => ({ path: "x", sha256: "", rows: 1, columns: { region: ["a"] } }),
  () => nested(60),
  () => nested(300),
  () => Array.from({ length: 300 }, (_, at) => at),
];
const NAMES: readonly string[] = [
  ...["", " ", "__proto__", "constructor", "toString", "hasOwnProperty", "length", "at", "as", "mechanism"],
  ...[
    "params",
    "set",
    "default",
    "base",
    "0",
    "1",
    "7200",
    "1e3",
    "a\nb",
    "a\u0000b",
    "\u202e",
    "[*]",
    "a.b",
  ],
  ...[LONG.slice(0, 300), "token", "usd", "🦀"],
];

interface Place {
  readonly parent: Data[] | { [name: string]: Data };
  readonly key: string | number;
}

/** Every place of the data at which something stands, but for those within long tables. */
function places(data: Data): Place[] {
  const found: Place[] = [];
  const walk = (parent: Data): void => {
    if (typeof parent !== "object" || parent === null) return;
    if (Array.isArray(parent))
      parent.slice(0, 40).forEach((part, key) => {
        found.push({ parent, key });
        walk(part);
      });
    else
      for (const key of Object.keys(parent)) {
        found.push({ parent, key });
        walk(parent[key]!);
      }
  };
  walk(data);
  return found;
}

const read = ({ parent, key }: Place): Data => (parent as Record<string, Data>)[key]!;

function write({ parent, key }: Place, value: Data): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
}

const copy = (value: Data): Data => structuredClone(value);
const brief = (value: Data): string => (JSON.stringify(value) ?? "nothing").slice(0, 80);

type Mutation = (draw: Draw, data: Data, at: Place, other: Data) => string;

const MUTATIONS: readonly (readonly [weight: number, mutation: Mutation])[] = [
  [
    2,
    (_, __, at) => {
      remove(at);
      return `without ${at.key}`;
    },
  ],
  [
    6,
    (draw, _, at) => {
      const value = pick(draw, draw() < 0.75 ? VALUES : PARTS)();
      write(at, value);
      return `${at.key} = ${brief(value)}`;
    },
  ],
  [
    3,
    (draw, data, at) => {
      const names = draw() < 0.5 ? NAMES : places(data).map(({ key }) => String(key));
      const name = draw() < 0.3 ? typo(draw, String(at.key)) : pick(draw, names);
      const value = read(at);
      if (Array.isArray(at.parent)) at.parent.splice(at.key as number, 0, copy(value));
      else {
        remove(at);
        write({ parent: at.parent, key: name }, value);
      }
      return `${at.key} is called ${brief(name)}`;
    },
  ],
  [
    2,
    (draw, _, at) => {
      if (Array.isArray(at.parent)) at.parent.push(copy(read(at)));
      else write({ parent: at.parent, key: pick(draw, NAMES) }, copy(read(at)));
      return `${at.key} stands twice`;
    },
  ],
  [
    3,
    (draw, data, at, other) => {
      const all = places(draw() < 0.5 ? data : other);
      const from = pick(draw, all);
      if (!from) return "nothing";
      write(at, copy(read(from)));
      return `${at.key} = what ${from.key} is: ${brief(read(from))}`;
    },
  ],
  [
    2,
    (draw, data, at) => {
      const other = pick(draw, places(data));
      const [one, two] = [copy(read(at)), copy(read(other))];
      write(at, two);
      write(other, one);
      return `${at.key} and ${other.key} are swapped`;
    },
  ],
  [
    2,
    (draw, _, at) => {
      const value = read(at);
      if (typeof value !== "number") return "nothing";
      const changed = value * pick(draw, [-1, 0, 1e-6, 1e3, 1e6, 1e12, 0.37, 2]);
      write(at, changed);
      return `${at.key} = ${changed}`;
    },
  ],
];
const WEIGHTED = MUTATIONS.flatMap(([weight, mutation]) => Array<Mutation>(weight).fill(mutation));

/** The name with a letter less, twice, or exchanged. */
function typo(draw: Draw, name: string): string {
  const at = Math.floor(draw() * name.length);
  return pick(draw, [
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + name.slice(at - 1),
    `${name.slice(0, at)}q${name.slice(at + 1)}`,
  ]);
}

/** Changes the data in place, once to three times; what was done, in words. */
export function mutate(draw: Draw, data: Data, other: Data): string {
  const done: string[] = [];
  for (let times = 1 + Math.floor(draw() * draw() * 3); times > 0; times--) {
    const all = places(data);
    if (all.length === 0) break;
    // The fields of the scenario itself are few beside the parameters of its mechanisms.
    const top = all.filter(({ parent }) => parent === data);
    done.push(pick(draw, WEIGHTED)(draw, data, pick(draw, draw() < 0.25 ? top : all), other));
  }
  return done.join("; ");
}

/** Changes the text of a file: something is cut out, doubled, or slipped in. */
export function mutateText(draw: Draw, text: string): string {
  const from = Math.floor(draw() * text.length);
  const to = Math.min(text.length, from + Math.floor(draw() * 12));
  return pick(draw, [
    text.slice(0, from) + text.slice(to),
    text.slice(0, to) + text.slice(from),
    text.slice(0, from) +
      pick(draw, [
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "&a ",
        "*a",
        "!!",
        "|",
        "\t",
        "\n",
        "\u0000",
        "%",
        "? ",
        "'",
      ]) +
      text.slice(from),
  ]);
}
