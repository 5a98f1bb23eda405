import { expect, test } from "vitest";
import { colorsFor } from "../../sim/cli/terminal/colors.ts";

const bold = (terminal: boolean | undefined, environment: Record<string, string>): boolean =>
  colorsFor(terminal, environment).bold("x") !== "x";

test("text is plain off a terminal, in a CI job too, and coloured on one", () => {
  expect(bold(undefined, {})).toBe(false);
  expect(bold(undefined, { CI: "true" })).toBe(false);
  expect(bold(true, {})).toBe(true);
  expect(bold(true, { TERM: "dumb" })).toBe(false);
});

test("NO_COLOR and FORCE_COLOR are honoured, the former first", () => {
  expect(bold(true, { NO_COLOR: "1" })).toBe(false);
  expect(bold(false, { FORCE_COLOR: "1" })).toBe(true);
  expect(bold(false, { FORCE_COLOR: "0" })).toBe(false);
  expect(bold(true, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});
