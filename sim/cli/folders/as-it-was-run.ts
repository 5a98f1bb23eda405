import type { Failure } from "../../experiment/runner.ts";
import type { Manifest } from "../../experiment/store/manifest.ts";
import { CLAIMS_AT, type ClaimsAt } from "../../run/simulation.ts";
import { failureText } from "../words/failures-text.ts";

/** When claims were checked as results were made: no digest hangs on it, and which runs came to nothing does. */
export function claimsAtOf({ arguments: given = [] }: Manifest): ClaimsAt | undefined {
  const named = given.flatMap((word, at) =>
    word === "--claims"
      ? [given[at + 1]]
      : word.startsWith("--claims=")
        ? [word.slice("--claims=".length)]
        : [],
  );
  return CLAIMS_AT.find((when) => when === named.at(-1));
}

const REPLAYED = /^Replay: (?:npx )?orrery replay (\S+)/m;
const unlessByNpx = (message: string): string => message.replace(/^Replay: npx orrery /m, "Replay: orrery ");

/**
 * What a run that came to nothing again says of it. How its replay is called, and where the scenario lay, is nothing that
 * a run can tell: there it says what is stored.
 */
export function failureAsStored(failure: Failure, manifest: Manifest): string {
  const stored = manifest.failures.find(({ run }) => run === failure.job.name)?.message ?? "";
  const file = REPLAYED.exec(stored)?.[1] ?? "";
  const own = failureText(failure, file, [manifest.command ?? "run", ...(manifest.arguments ?? [])]);
  return unlessByNpx(stored) === unlessByNpx(own) ? stored : own;
}
