/** The border of the package: formulas that say in words which argument they cannot take. Mechanisms call the formulas themselves. */
import { OrreryError } from "../../errors.ts";
import { faultsOf } from "./faults.ts";
import { fields, type Kind, type KindsOf, type Shape } from "./kinds.ts";

type Formula = (...given: any[]) => unknown;

/** Formulas of `Rules` that take one object, each with the kinds of its fields. */
type ByName<Rules, Names extends keyof Rules> = {
  readonly [N in Names]: Rules[N] extends (input: infer Input) => unknown ? KindsOf<Input> : never;
};

/** Formulas of `Rules` with the names and kinds of their arguments, in their order. */
type InOrder<Rules, Names extends keyof Rules> = {
  readonly [N in Names]: Rules[N] extends (...given: infer Given) => unknown
    ? { readonly [A in keyof Given]-?: readonly [name: string, kind: Kind<Given[A]>] }
    : never;
};

interface Argument {
  /** Nothing where its fields are the arguments. */
  readonly name: string;
  readonly shape: Shape;
}

const known = new WeakMap<object, readonly Argument[]>();

/** What a formula of the package takes. */
export const argumentsOf = (formula: object): readonly Argument[] | undefined => known.get(formula);

/** Formulas that take their arguments by name: `blockSubsidy({ initial, interval, height })`. */
export function byName<Rules extends object, Names extends keyof Rules & string>(
  rules: Rules,
  kinds: ByName<Rules, Names>,
): Pick<Rules, Names> {
  return checkedBy(rules, kinds, (of) => [{ name: "", shape: fields(of as KindsOf<unknown>).shape }]);
}

/** Formulas that take their arguments in order: `erlangC(servers, load)`. */
export function inOrder<Rules extends object, Names extends keyof Rules & string>(
  rules: Rules,
  kinds: InOrder<Rules, Names>,
): Pick<Rules, Names> {
  return checkedBy(rules, kinds, (of) =>
    (of as readonly (readonly [string, Kind<unknown>])[]).map(([name, { shape }]) => ({ name, shape })),
  );
}

function checkedBy<Rules extends object, Names extends keyof Rules & string>(
  rules: Rules,
  kinds: Readonly<Record<Names, unknown>>,
  argumentsIn: (kinds: unknown) => readonly Argument[],
): Pick<Rules, Names> {
  const formulas = Object.entries(kinds).map(([name, of]) => [
    name,
    checked(name, rules[name as Names] as Formula, argumentsIn(of)),
  ]);
  return Object.fromEntries(formulas) as Pick<Rules, Names>;
}

function checked(name: string, formula: Formula, taken: readonly Argument[]): Formula {
  const guarded: Formula = (...given) => {
    const faults = taken.flatMap((argument, at) => faultsOf(argument.shape, given[at], argument.name));
    if (faults.length > 0) throw refusal(name, faults);
    const result = formula(...given.map(withoutGaps));
    if (hasNaN(result))
      throw new OrreryError(
        `${name} has no number for what it is given, which is too far apart for doubles.`,
      );
    return result;
  };
  known.set(guarded, taken);
  return Object.defineProperty(guarded, "name", { value: name });
}

/** What is given as `undefined` is left out: its default counts. */
const withoutGaps = (given: unknown): unknown =>
  typeof given === "object" && !Array.isArray(given) && Object.values(given ?? {}).includes(undefined)
    ? Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined))
    : given;

/** A number that is none, or a field that is: functions of a caller may give one, and doubles end. */
const hasNaN = (result: unknown): boolean =>
  typeof result === "object" ? Object.values(result ?? {}).some(Number.isNaN) : Number.isNaN(result);

function refusal(name: string, faults: readonly { readonly path: string; readonly message: string }[]) {
  const [{ path, message }] = faults as [(typeof faults)[0]];
  if (faults.length === 1)
    return new OrreryError(path === "" ? `${name} ${message}.` : `${path} of ${name} ${message}.`);
  return new OrreryError(
    `${name} is given ${faults.length} arguments that it cannot take.`,
    faults.map((fault) => `${fault.path} ${fault.message}`),
  );
}
