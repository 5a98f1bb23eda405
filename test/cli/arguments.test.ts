import { expect, test } from "vitest";
import { argumentsFor } from "../../sim/cli/folders/arguments.ts";

test("what makes one scenario again leaves out the others, and what changes no result", () => {
  const given = [
    "one",
    "two",
    "--set",
    "a/b.c=1",
    "--workers",
    "4",
    "--out=elsewhere",
    "--quiet",
    "--seed",
    "7",
  ];
  expect(argumentsFor("two", ["one", "two"], given)).toEqual(["two", "--set", "a/b.c=1", "--seed", "7"]);
});

test("a value is no option: what follows another option stays", () => {
  expect(argumentsFor("one", ["one"], ["one", "--out", "one", "--design", "--json"])).toEqual([
    "one",
    "--design",
  ]);
});
