import type { Run } from "../../sim/browser.ts";
import { numberText, quantityText } from "../../sim/figures/number-text.ts";
import type { ExperimentData, PublishedRun } from "../../sim/site/experiment.ts";
import { button, element } from "./dom.ts";
import { isStop, type OpenExperiment, openExperiment, wordsOf } from "./experiment.ts";

/** Events a second that a page simulates on a plain computer, or more; and how long a reader waits gladly. */
const EVENTS_A_SECOND = 1e6;
const SECONDS = 60;

/**
 * Runs the published scenario again in the reader's browser, as much of it as takes a minute or so, and says of every run
 * whether its digest is the published one.
 *
 * @param address of a file, by its path from the root of the site
 */
export function mountRecompute(
  container: HTMLElement,
  data: ExperimentData,
  address: (path: string) => string,
): void {
  const part = partOf(data);
  const status = element("p", { role: "status", class: "note" });
  const progress = element("progress", {
    max: 1,
    value: 0,
    hidden: true,
    "aria-label": "How much is simulated",
  });
  const table = element("div");
  let open: OpenExperiment | undefined;
  const stop = button("Stop", () => open?.workers.stop(), { disabled: true });
  const again = button("Run it again here", () => void recompute());
  const recompute = async (): Promise<void> => {
    again.disabled = true;
    stop.disabled = false;
    progress.hidden = false;
    status.textContent = "Running …";
    try {
      open ??= await openExperiment(data, address);
      const rows = await rowsOf(open, part, (share) => {
        progress.value = share;
      });
      const equal = rows.filter((row) => row.isEqual).length;
      status.textContent =
        equal === rows.length
          ? `${equal === 1 ? "The run gave" : `All ${equal} runs gave`} the published digest: bit by bit the same events and the same books.`
          : `${rows.length - equal} of ${rows.length} runs gave another result than was published.`;
      table.replaceChildren(tableOf(rows));
    } catch (error) {
      status.textContent = isStop(error) ? "Stopped." : wordsOf(error);
    } finally {
      again.disabled = false;
      stop.disabled = true;
      progress.hidden = true;
    }
  };
  container.replaceChildren(
    element("h2", { id: "recomputed" }, "Recomputed here"),
    element("p", {}, sentenceOf(part, data)),
    element("p", { class: "what-if-buttons" }, again, stop),
    progress,
    status,
    table,
  );
}

/** Whole designs, all futures of each, that are expected to take a minute; the first in any case. */
function partOf({ published }: ExperimentData): PublishedRun[][] {
  const designs = [...new Set(published.map(({ design }) => design))];
  let left = EVENTS_A_SECOND * SECONDS;
  return designs
    .map((design) => published.filter((run) => run.design === design))
    .filter((runs, at) => {
      left -= eventsOf(runs);
      return at === 0 || left >= 0;
    });
}

/** Each future counts the events of the way to it as its own. */
const eventsOf = (runs: readonly PublishedRun[]): number => runs.reduce((sum, { events }) => sum + events, 0);

function sentenceOf(
  part: readonly (readonly PublishedRun[])[],
  { published, of, worker }: ExperimentData,
): string {
  const runs = part.flat();
  const designs = new Set(published.map(({ design }) => design)).size;
  const which =
    part.length === designs
      ? "the first replication of every design"
      : `the first replication of ${part.length === 1 ? "one design" : `${part.length} designs`}`;
  const seconds = Math.max(1, Math.round(eventsOf(runs) / EVENTS_A_SECOND));
  return `Your browser runs ${which}, ${runs.length} of the ${of} published runs and ${quantityText(eventsOf(runs), "events")}, in about ${numberText(seconds)} s, by code of sha256 ${worker.code.slice(0, 16)}, and compares digests.`;
}

interface Row {
  readonly published: PublishedRun;
  readonly isEqual: boolean;
  /** The digest, or why there is none. */
  readonly found: string;
  /** What differs, in words; empty where nothing does. */
  readonly differs: string;
}

async function rowsOf(
  { workers, data, resolved }: OpenExperiment,
  part: readonly (readonly PublishedRun[])[],
  onProgress: (share: number) => void,
): Promise<Row[]> {
  const { until, branches } = resolved;
  const each = branches === null ? until : branches.at + branches.branches.length * (until - branches.at);
  const done = new Map<number, number>();
  const all = await Promise.all(
    part.map(async (expected, at) => {
      const { design, replication } = expected[0]!;
      const request = { settings: data.settings, options: { design, replication } };
      const told = {
        onProgress(simulated: number) {
          done.set(at, simulated / each);
          onProgress([...done.values()].reduce((sum, share) => sum + share, 0) / part.length);
        },
      };
      try {
        const runs = await workers.run(request, told);
        return expected.map((published) => rowOf(published, runs, data));
      } catch (error) {
        if (isStop(error)) throw error;
        return expected.map((published) => ({
          published,
          isEqual: false,
          found: "none",
          differs: wordsOf(error),
        }));
      }
    }),
  );
  return all.flat();
}

function rowOf(published: PublishedRun, runs: readonly Run[], { measures }: ExperimentData): Row {
  const run = runs.find(({ branch }) => branch === published.branch);
  if (!run) return { published, isEqual: false, found: "none", differs: "There is no such future." };
  const isEqual = run.digest === published.digest;
  const values = measures.flatMap(({ name, label, unit }, at) => {
    const before = published.values[at];
    const after = run.summary[name] ?? Number.NaN;
    return before === null || before === undefined || Object.is(before, after)
      ? []
      : [`${label}: ${quantityText(before, unit, 6)} published, ${quantityText(after, unit, 6)} here`];
  });
  const events =
    run.events === published.events ? [] : [`${published.events} events published, ${run.events} here`];
  const told = [...events, ...values].join("; ");
  const differs = isEqual ? "" : told || "No headline measure and no count of events differs.";
  return { published, isEqual, found: run.digest, differs };
}

function tableOf(rows: readonly Row[]): HTMLElement {
  const heads = ["Design", "Future", "Published", "Here", ""].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const body = rows.map(({ published: { design, branch, digest }, found, isEqual, differs }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, design),
      element("td", {}, branch || "–"),
      element("td", {}, element("code", {}, digest)),
      element("td", {}, element("code", {}, found)),
      element("td", {}, isEqual ? "equal" : `differs. ${differs}`),
    ),
  );
  const table = element(
    "table",
    {},
    element("caption", {}, "Digests over all events and bookings"),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...body),
  );
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Digests" }, table);
}
