import { numberText, quantityText } from "../../figures/number-text.ts";
import { AS_IT_STANDS, type Claim } from "../../scenario/claim.ts";
import type { Interval } from "../../statistics/interval.ts";
import type { BreakEven } from "./break-even.ts";
import type { ClaimFinding, PointFinding, TestFinding, WorldFinding } from "./verdict.ts";

/** A value of the condition, with its unit: `0.39`, `1,000 USD`. */
export const conditionText = ({ unit }: { readonly unit: string }, value: number): string =>
  quantityText(value, unit);

/** `holds`, `fails`, `not established`, or `depends on the use: holds below 39 % (95 % interval 38 % to 40 %), fails above`. */
export function verdictText(
  claim: Pick<Claim, "condition">,
  { outcome, points, breakEvens }: WorldFinding,
): string {
  const { condition } = claim;
  if (!condition) return outcome;
  const range = `${condition.words} from ${conditionText(condition, points[0]!.value)} to ${conditionText(condition, points.at(-1)!.value)}`;
  if (outcome !== "depends") return `${outcome} at every value tried (${range})`;
  const turns = breakEvens.map((turn) => turnText(condition, turn));
  const open = points.filter((point) => point.outcome === "not established");
  const unknown =
    open.length === 0
      ? []
      : [`not established at ${open.map(({ value }) => conditionText(condition, value)).join(", ")}`];
  const plain = breakEvens.length > 0 ? turns : [stretchText(condition, points)];
  return `depends on ${condition.words}: ${[...plain, ...unknown].join("; ")}`;
}

function turnText(condition: NonNullable<Claim["condition"]>, turn: BreakEven): string {
  const [below, above] = turn.above === "holds" ? ["fails", "holds"] : ["holds", "fails"];
  const between = turn.between.map((value) => conditionText(condition, value)).join(" and ");
  if (!Number.isFinite(turn.low)) return `${below} below and ${above} above a value between ${between}`;
  return `${below} below ${conditionText(condition, turn.mean)} (${intervalText(turn, condition.unit)}) and ${above} above it`;
}

/** Without a turn: what was decided, and where. */
function stretchText(condition: NonNullable<Claim["condition"]>, points: readonly PointFinding[]): string {
  const decided = points.filter(({ outcome }) => outcome !== "not established");
  return `${decided[0]!.outcome} at ${decided.map(({ value }) => conditionText(condition, value)).join(", ")}`;
}

/** `95 % interval 0.38 to 0.4, 8 replications` */
export function intervalText({ low, high, count, confidence }: Interval, unit = ""): string {
  const counted = `${count} ${count === 1 ? "replication" : "replications"}`;
  if (!Number.isFinite(low)) return counted;
  if (low === high) return `without any spread, ${counted}`;
  return `${numberText(confidence * 100)} % interval ${quantityText(low, unit)} to ${quantityText(high, unit)}, ${counted}`;
}

/** `passed by 0.12 USD/GPU h (…)` */
export function marginText({ margin, unit }: TestFinding): string {
  const { mean, count } = margin;
  if (count === 0 || !Number.isFinite(mean)) return "has no value";
  if (mean > 0) return `passed by ${quantityText(mean, unit)} (${intervalText(margin, unit)})`;
  const missed = { ...margin, low: -margin.high, high: -margin.low };
  return `missed by ${quantityText(-mean, unit)} (${intervalText(missed, unit)})`;
}

/** How sure: in how many other worlds the verdict is the same, and where the break-even goes. */
export function sureText(
  claim: Pick<Claim, "condition">,
  { worlds, hangsOn, outcome }: ClaimFinding,
): string {
  const others = worlds.length - 1;
  if (others === 0) return "Tried in one world alone.";
  const same = others - hangsOn.length;
  const flips = hangsOn.length === 0 ? "" : `; another verdict where: ${hangsOn.join("; ")}`;
  const kept = `The verdict is the same in ${same} of ${others} other worlds${flips}.`;
  const turns = worlds
    .flatMap(({ breakEvens }) => breakEvens.map(({ mean }) => mean))
    .filter(Number.isFinite);
  if (outcome !== "depends" || turns.length < 2 || !claim.condition) return kept;
  const [low, high] = [Math.min(...turns), Math.max(...turns)];
  return `${kept} The break-even lies between ${conditionText(claim.condition, low)} and ${conditionText(claim.condition, high)}.`;
}

/** What theory expects beside what the runs found; empty where the claim has no closed form. */
export function closedFormText({ closedForm, condition }: Claim, { worlds }: ClaimFinding): string {
  const turn = worlds.find(({ world }) => world === AS_IT_STANDS)?.breakEvens[0];
  if (!closedForm || !condition || !turn) return "";
  return `${closedForm.words}: ${conditionText(condition, closedForm.value)} (${closedForm.source}); the runs find ${conditionText(condition, turn.mean)} (${intervalText(turn, condition.unit)})`;
}

/** Whether the closed form lies where the runs say, within what it leaves out. */
export function agreesWithClosedForm({ closedForm }: Claim, { worlds }: ClaimFinding): boolean {
  const turn = worlds[0]?.breakEvens[0];
  if (!closedForm) return true;
  if (!turn) return false;
  return (
    closedForm.value >= turn.low - closedForm.within && closedForm.value <= turn.high + closedForm.within
  );
}
