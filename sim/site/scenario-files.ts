import { decode, encode, sha256Hex } from "../codec.ts";
import { deflated, inflated } from "../figures/live/deflate.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { isTable, type Table } from "../schema/table.ts";
import type { SiteFile } from "./page.ts";

/*
 * A resolved scenario holds the tables that its designs read, each once for every design: a record of some megabytes
 * seven times. For a page every table is a file of its own, by its content, which all pages of a site share.
 */

/** Tables whose text is shorter stay where they are. */
const SHORT = 2_000;

interface PagedScenario {
  /** null where a table was. */
  readonly scenario: unknown;
  readonly tables: readonly { readonly at: readonly (string | number)[]; readonly file: string }[];
}

/** The files by which a page comes to a resolved scenario: the first is the scenario, at the path that is given. */
export async function scenarioFiles(scenario: ResolvedScenario, path: string): Promise<SiteFile[]> {
  const tables: { at: (string | number)[]; file: string }[] = [];
  const texts = new Map<string, string>();
  const files = new Map<Table, string>();
  const fileOf = (table: Table): string | undefined => {
    const known = files.get(table);
    if (known !== undefined) return known;
    const text = encode(table);
    if (text.length < SHORT) return undefined;
    const file = `data/${sha256Hex(text).slice(0, 16)}.orrery`;
    files.set(table, file);
    texts.set(file, text);
    return file;
  };
  const paged = (value: unknown, at: (string | number)[]): unknown => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    const file = isTable(value) ? fileOf(value) : undefined;
    if (file !== undefined) {
      tables.push({ at, file });
      return null;
    }
    if (Array.isArray(value)) return value.map((part, index) => paged(part, [...at, index]));
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, paged(part, [...at, name])]),
    );
  };
  const content: PagedScenario = { scenario: paged(scenario, []), tables };
  return [
    { path, content: encode(content) },
    ...(await Promise.all(
      [...texts].map(async ([file, text]) => ({
        path: file,
        content: await deflated(new TextEncoder().encode(text)),
      })),
    )),
  ];
}

/**
 * The scenario that `scenarioFiles` wrote, with every table once in memory.
 *
 * @param bytesOf the bytes of a file of the site, by its path
 */
export async function scenarioOf(
  path: string,
  bytesOf: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<ResolvedScenario> {
  const { scenario, tables } = decode(new TextDecoder().decode(await bytesOf(path))) as PagedScenario;
  const files = [...new Set(tables.map(({ file }) => file))];
  const read = new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [file, decode(new TextDecoder().decode(await inflated(await bytesOf(file))))] as const,
      ),
    ),
  );
  for (const { at, file } of tables) {
    const parent = at.slice(0, -1).reduce((part, key) => part[key] as Parts, scenario as Parts);
    parent[at.at(-1)!] = read.get(file);
  }
  return scenario as ResolvedScenario;
}

type Parts = Record<string | number, unknown>;
