import { expect, test } from "vitest";
import { encode } from "../../sim/codec.ts";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { drawings, plannedFigures } from "../../sim/figures/figures.ts";
import { deflated } from "../../sim/figures/live/deflate.ts";
import { packRuns, unpackRuns } from "../../sim/figures/live/pack.ts";
import { DAY } from "../../sim/units.ts";
import { chainInput } from "./generic-runs.ts";
import { gridInput, startsInput } from "./synthetic-experiments.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

const network = () => syntheticNetwork({ sample: 20 * DAY });

/** All that a figure says in words, and what its lines say. */
const saidBy = (input: FigureInput) =>
  drawings(input).map(({ name, drawing: { panels, ...words } }) => ({
    name,
    words,
    lines: panels.map(({ title, told }) => ({
      title,
      said: told?.lines.map(({ name: line, points }) => [line, points.map(({ text }) => text)]),
    })),
  }));

test.each([
  ["a network", network],
  ["a chain", chainInput],
  ["a grid", gridInput],
  ["several starts", startsInput],
])("packed runs of %s say in all figures what the runs say", async (_, inputOf) => {
  const input = inputOf();
  const packed = packRuns(input);
  const unpacked = await unpackRuns(await deflated(packed));
  expect(saidBy(unpacked)).toEqual(saidBy(input));
  expect(Buffer.compare(packRuns(unpacked), packed)).toBe(0);
  expect(packed.length).toBeLessThan(encode([...input.runs]).length);
});

test("the same runs are the same bytes, in whatever order they come", () => {
  const { runs, ...rest } = network();
  const turned = packRuns({ ...rest, runs: [...runs].reverse() });
  expect(Buffer.compare(packRuns({ ...rest, runs }), turned)).toBe(0);
});

test("bytes that are no packed runs are refused", async () => {
  const foreign = new TextEncoder().encode('{"format":"something else"}');
  await expect(unpackRuns(foreign)).rejects.toThrow("The bytes hold no packed runs.");
});

test("what is hidden leaves words, intervals and legends as they are, and is not drawn", () => {
  for (const { name, draw } of plannedFigures(network())) {
    const [all, some] = [draw({})!, draw({ shown: ["no token", "bonded ratio"] })!];
    const { panels: _, ...words } = some;
    const { panels: __, ...own } = all;
    expect(words, name).toEqual(own);
    for (const { told } of some.panels)
      expect(told?.lines.map((line) => line.name) ?? [], name).not.toContain("burn and mint");
  }
});
