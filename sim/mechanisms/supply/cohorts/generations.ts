import { bookValue, steppedPrice } from "../../../formulas/hardware.ts";
import { residualShare } from "../../../formulas/npv.ts";
import type { Index } from "../../../indexed.ts";
import { numberColumn } from "../../../schema/table.ts";
import { instant, YEAR } from "../../../units.ts";
import type { Supply } from "./state.ts";

/** Whether a generation can be bought. */
export const isReleased = ({ params, now }: Supply, generation: number): boolean =>
  generation === 0 || instant(numberColumn(params.generations, "release")[generation - 1]!) <= now;

/** How many newer generations have come out. */
function releasesAfter(context: Supply, generation: number): number {
  const { throughput } = context.state;
  let newer = 0;
  while (generation + newer + 1 < throughput.length && isReleased(context, generation + newer + 1)) newer++;
  return newer;
}

/** USD of a GPU at its release. */
const listPrice = ({ params }: Supply, generation: number): number =>
  generation === 0
    ? params.capitalUsdPerGpu
    : numberColumn(params.generations, "usd_per_gpu")[generation - 1]!;

/** USD of a GPU now; a generation that has been overtaken is cheaper. */
export const priceOf = (context: Supply, generation: number): number =>
  steppedPrice(
    listPrice(context, generation),
    context.params.generationStep,
    releasesAfter(context, generation),
  );

/** Share of its price that hardware of this age in years brings. Without generations it is the same at any age. */
export function resaleShareAt({ state, params }: Supply, age: number): number {
  if (state.throughput.length === 1) return params.resaleShare;
  const shares = numberColumn(params.residuals, "share");
  const schedule = Array.from(numberColumn(params.residuals, "age"), (age, row: Index) => ({
    age,
    share: shares[row],
  }));
  return residualShare(age, schedule);
}

/** The provider's hardware is sold; what the books say beyond the proceeds is written off. */
export function sellHardware(context: Supply, provider: Index): void {
  const { state, params, ledger, account, asset, now } = context;
  const age = (now - state.bought[provider]) / YEAR;
  const proceeds =
    priceOf(context, state.generation[provider]) * resaleShareAt(context, age) * params.gpusEach;
  const price = state.price[provider];
  const book = bookValue(price, price * params.resaleShare, params.life, age) * params.gpusEach;
  state.totals.writeOffUsd += Math.max(0, book - proceeds);
  ledger.transfer(asset.usd, account.world, account.provider.ids[provider], proceeds, "resale");
}
