import { dot, type Markish } from "@observablehq/plot";
import type { FigureInput } from "./figure.ts";
import { numberText } from "./number-text.ts";
import type { SweptValue } from "./sweep-values.ts";
import { parameterName, settingText } from "./sweep-words.ts";
import { designColor } from "./theme.ts";

/** A dot a draw, with its settings under the pointer. */
export function drawMarks(
  input: FigureInput,
  own: readonly SweptValue[],
  x: (value: SweptValue) => number,
  factor: number,
): Markish[] {
  const [first] = own;
  if (!first) return [];
  const { name: symbol } = shapeOf(input, first.design);
  const color = designColor(input.scenario, first.design);
  return [
    dot(own, {
      x,
      y: ({ mean }: SweptValue) => mean / factor,
      r: 2.6,
      symbol,
      stroke: color,
      strokeWidth: 1.2,
      title: ({ point, design, mean }: SweptValue) =>
        [
          `${design}: ${numberText(mean / factor)}`,
          ...Object.entries(point.settings).map(
            ([path, value]) => `${parameterName(path)}: ${settingText(input, path, value)}`,
          ),
        ].join("\n"),
    }),
  ];
}

/** Shapes tell draws of designs apart in a grey print. */
const SHAPES = [
  { name: "circle", many: "circles" },
  { name: "triangle", many: "triangles" },
  { name: "square", many: "squares" },
  { name: "diamond", many: "diamonds" },
  { name: "times", many: "crosses" },
  { name: "plus", many: "pluses" },
  { name: "star", many: "stars" },
] as const;

const shapeOf = ({ scenario }: FigureInput, design: string): (typeof SHAPES)[number] =>
  SHAPES[scenario.designs.findIndex(({ name }) => name === design) % SHAPES.length]!;

/** What the draws of a design are drawn as: "circles". */
export const drawShape = (input: FigureInput, design: string): string => shapeOf(input, design).many;
