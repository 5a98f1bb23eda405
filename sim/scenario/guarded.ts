import { MechanismError, OrreryError } from "../errors.ts";
import { FORMS } from "../model/measures/metric.ts";
import type { Mechanism } from "../model/mechanism.ts";

type Work = (one: any, other: any) => unknown;

/** Parts of a mechanism that a run calls, each with what it is called in a message. */
const CALLED: Readonly<Record<string, string>> = {
  init: "in init",
  recorded: "in recorded",
  on: "on",
  signals: "in the signal",
  metrics: "in the measure",
  metricsOfEach: "in the measures of each",
  ownMetrics: "in the measure",
  invariants: "in the claim",
  providers: "in providers",
};

/**
 * The same mechanism, of a scenario's own: what it throws names it and the part of it that failed. A run that meets it
 * has failed, and no other; it is the scenario's, and no defect of Orrery.
 */
export function guarded(mechanism: Mechanism): Mechanism {
  const { name } = mechanism;
  const parts = Object.entries(mechanism).map(([part, value]) => {
    const called = CALLED[part];
    return [part, called === undefined ? value : guard(value, name, called, part === "on")];
  });
  return Object.fromEntries(parts) as Mechanism;
}

/** Functions are guarded wherever they stand in a part; the rest is data, and stays. */
function guard(value: unknown, name: string, where: string, isHandler: boolean): unknown {
  if (typeof value === "function") return guardedWork(value as Work, name, where, isHandler);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      // `opened` of a handler, a measure's or a claim's own name; not `value` or `holds`, which all of them have.
      guard(part, name, isWork(value) ? where : `${where} ${key}`, isHandler),
    ]),
  );
}

/** Whether its functions go by the name of what they are in: a claim, a measure, the measures of each key. A state may have such fields, and no functions. */
const isWork = (part: object): boolean =>
  ["holds", "metric", ...Object.values(FORMS).flat()].some(
    (field) => typeof (part as Record<string, unknown>)[field] === "function",
  );

const guardedWork =
  (work: Work, name: string, where: string, isHandler: boolean): Work =>
  (one, other) => {
    try {
      const result = work(one, other);
      if (isHandler && isPromise(result)) {
        result.then(undefined, () => {});
        throw new MechanismError(`${instanceOf(one, name)} gave a promise ${where}.`, [
          "The next event does not wait for it: a handler is done when it returns.",
        ]);
      }
      // The measures of each of something are made by the mechanism, one by one.
      return typeof result === "object" && result !== null && isWork(result)
        ? guard(result, name, where, false)
        : result;
    } catch (error) {
      if (error instanceof OrreryError) throw error;
      const failed = new MechanismError(`${instanceOf(one, name)} failed ${where}: ${thrown(error)}`);
      const { stack } = error instanceof Error ? error : { stack: undefined };
      throw Object.assign(failed, { stack: String(stack ?? "") });
    }
  };

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";

const instanceOf = (context: unknown, name: string): string => {
  const instance = (context as { instance?: unknown } | null | undefined)?.instance;
  return typeof instance === "string" ? instance : name;
};

const LONGEST = 300;

/** `RangeError: the price went below zero.`, whatever was thrown. */
function thrown(error: unknown): string {
  let text: string;
  try {
    text = String(error);
  } catch {
    text = "something that has no text";
  }
  const line = text.split("\n", 1)[0]!.slice(0, LONGEST);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
