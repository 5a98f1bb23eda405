import type { Problem } from "../errors.ts";
import { parsePath, usesOfPath } from "./paths.ts";
import type { ResolvedDesign, ResolvedSweep } from "./scenario.ts";
import { isOf, type Setting } from "./settings.ts";

type Designs = readonly ResolvedDesign[];

/** The parameters that a path sets, by instance: a mechanism's name stands for each of its instances. */
export const parametersOf = (designs: Designs, path: string): string[] => {
  const param = parsePath(path)?.param;
  return [...new Set(usesOfPath(designs, path).map(({ id }) => `${id}.${param}`))];
};

/** Paths that set a parameter which one before them sets too, under its other name. `before`: what stands before each path in a problem's. */
export function overlaps(designs: Designs, paths: readonly string[], before: string): Problem[] {
  const taken = new Map<string, string>();
  return paths.flatMap((path) => {
    const own = parametersOf(designs, path);
    const first = own.find((parameter) => taken.has(parameter));
    for (const parameter of own) if (!taken.has(parameter)) taken.set(parameter, path);
    return first === undefined
      ? []
      : [{ path: before + path, message: sameParameter(first, taken.get(first)!, path) }];
  });
}

const sameParameter = (parameter: string, first: string, path: string): string =>
  first === path
    ? `${path} stands here twice. Keep one of them.`
    : `${first} sets ${parameter} too: one parameter under two names. Keep one of them.`;

/** Parameters that the command line sets twice in a design, or sets while a sweep varies them. */
export function repeatedSettings(
  designs: Designs,
  settings: readonly Setting[],
  swept: ResolvedSweep | null,
): Problem[] {
  return designs.flatMap((design) => {
    const paths = settings
      .filter((setting) => isOf(setting, design.name))
      .map(({ target, param }) => `${target}.${param}`);
    const varied = new Map(
      (swept?.parameters ?? []).flatMap(({ path }) =>
        parametersOf([design], path).map((parameter) => [parameter, path] as const),
      ),
    );
    return [
      ...overlaps([design], paths, "--set "),
      ...[...new Set(paths)].flatMap((path) => {
        const parameter = parametersOf([design], path).find((own) => varied.has(own));
        return parameter === undefined
          ? []
          : [
              {
                path: `--set ${path}`,
                message: `The sweep varies ${parameter} by ${varied.get(parameter)}: no run would keep this value. Leave one of them out.`,
              },
            ];
      }),
    ];
  });
}
