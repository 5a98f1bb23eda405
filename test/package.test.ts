import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as orrery from "../sim/index.ts";
import * as kit from "../sim/kit.ts";
import { registry } from "../sim/mechanisms/registry.ts";

const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

test("every mechanism can be imported from the package", () => {
  const exported = new Set<unknown>(Object.values(orrery));
  expect(registry.filter((factory) => !exported.has(factory)).map(({ mechanism }) => mechanism.name)).toEqual(
    [],
  );
});

test("what mechanisms share can be imported, file by file", () => {
  const files = readdirSync(path.resolve(import.meta.dirname, "../sim/kit"), { recursive: true }) as string[];
  const names = files
    .filter((file) => file.endsWith(".ts") && !file.startsWith("issuance"))
    .map((file) => camelCase(path.basename(file, ".ts")));
  expect(names.filter((name) => !(name in kit))).toEqual([]);
});
