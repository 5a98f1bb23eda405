import { philox } from "../../chance/philox.ts";
import { exp, expm1, ln, log1p, log10, sin } from "../../math.ts";
import type { Validation } from "../../site/validation.ts";
import { casesOf, sourceOf, vectors } from "./vectors.ts";

const SUBJECT = "Numbers and chance";
const FUNCTIONS = { exp, expm1, ln, log1p, log10, sin };

type Elementary = Readonly<Record<string, readonly (readonly [number, number])[]>>;
interface Philox {
  readonly cases: readonly {
    readonly counter: readonly string[];
    readonly key: readonly string[];
    readonly expected: readonly string[];
  }[];
}
type Four = readonly [number, number, number, number];

const words = (texts: readonly string[]): number[] => texts.map((text) => Number.parseInt(text, 16));

export const NUMBERS: readonly Validation[] = [
  {
    id: "philox",
    subject: SUBJECT,
    what: "Philox4x32-10, the generator behind all chance",
    source: sourceOf("philox4x32_10"),
    unit: "",
    tolerance: "exact",
    cases: () =>
      vectors<Philox>("philox4x32_10").cases.flatMap(({ counter, key, expected }) => {
        const block = new Uint32Array(4);
        philox(block, ...(words(counter) as unknown as Four), ...(words(key) as [number, number]));
        return casesOf(words(expected), (word, at) => [
          `${counter.join(" ")}: word ${at + 1}`,
          word,
          block[at]!,
        ]);
      }),
  },
  {
    id: "elementary-functions",
    subject: SUBJECT,
    what: "Exponential, logarithms and sine, the same bits on every engine",
    source: sourceOf("elementary_functions"),
    unit: "",
    tolerance: { relative: 7e-16, why: "three units in the last place" },
    cases: () =>
      Object.entries(FUNCTIONS).flatMap(([name, curve]) =>
        casesOf(vectors<Elementary>("elementary_functions")[name]!, ([x, known]) => [
          `${name}(${x})`,
          known,
          curve(x),
        ]),
      ),
  },
];
