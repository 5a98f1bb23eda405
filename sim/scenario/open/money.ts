import type { Problem } from "../../errors.ts";
import { ACCOUNTS, type MetName, metAccount } from "../../model/accounts.ts";
import { inTokens } from "../../model/ledger/amount.ts";
import { nameIn, WORLD } from "../../model/place.ts";
import type { Fields } from "../../schema/fields.ts";
import { durationText } from "../../units.ts";
import { declared, meetings, owners } from "../account-wiring.ts";
import { endowmentsOf, sumOf } from "../amounts.ts";
import type { Catalogue } from "../catalogue.ts";
import type { ResolvedDesign, ResolvedScenario } from "../scenario.ts";
import type { Placed } from "../wiring.ts";
import { addOneOf, type DesignView, here, listed, mechanismsThat } from "./design.ts";
import { isIdle } from "./events.ts";

/** What an opening supply comes to, issuance of less than a base unit, and accounts at which nobody is met. */
export const moneyPoints = (view: DesignView): Problem[] => [
  ...addedTo(view),
  ...belowUnit(view),
  ...unmet(view),
];

/** An amount that reads as the whole of an asset, and others that mint more of it before the books open. */
function addedTo({ placed, assets }: DesignView): Problem[] {
  return assets.flatMap((asset) => {
    const parts = endowmentsOf(placed, asset, assets).filter(({ written }) => Number(written) > 0);
    const further = parts.filter(({ whole }) => !whole);
    return parts
      .filter(({ whole }) => whole)
      .slice(0, further.length > 0 || parts.length > 1 ? 1 : 0)
      .map((first) => {
        const others = parts.filter((each) => each !== first);
        const added = others.map(({ part, param, written }) => `${written} by ${part.use.id}.${param}`);
        return {
          path: `${first.part.use.id}.${first.param}`,
          message: `The opening supply of ${asset.name} is ${inTokens(sumOf(parts, asset), asset.decimals)}, not ${first.written}: ${listed(added)} ${others.length === 1 ? "comes" : "come"} on top.`,
        };
      });
  });
}

/** Who mints so little that not one base unit comes due. */
function belowUnit({ placed, all, assets, clock }: DesignView): Problem[] {
  return placed.flatMap(({ use }, at) => {
    const asset = assets.find(({ name }) => name === use.params["asset"]);
    const { mints = 0 } = all[at]!;
    if (!asset || !(mints > 0) || mints * Number(`1e${asset.decimals}`) >= 1) return [];
    return [
      {
        path: use.id,
        message: `It mints about ${Number(mints.toPrecision(2))} ${asset.name} in ${durationText(clock.until)}, less than a base unit of ${asset.decimals} decimals: nothing. Mint more, or give the asset more decimals.`,
      },
    ];
  });
}

const MET = Object.keys(ACCOUNTS) as MetName[];

/** Accounts whose owner waits for others to pay there, and nobody does. */
function unmet(view: DesignView): Problem[] {
  const { placed, catalogue } = view;
  return MET.flatMap((met) => {
    const { name, unmet } = metAccount(met);
    if (unmet === undefined) return [];
    return owners(placed, met)
      .filter(({ part, place }) => !isIdle(view, part, place) && !isMetBy(placed, met, place))
      .map(({ part, place }) => ({
        path: nameIn(place, name),
        message: `No mechanism ${here(place)} pays into ${nameIn(place, name)} of ${part.use.id}: ${unmet}.${addOneOf(mechanismsThat(catalogue, meets(met)))}`,
      }));
  });
}

const meets =
  (met: MetName) =>
  (mechanism: Placed["mechanism"]): boolean =>
    declared(mechanism).some(
      ([, account]) => account.kind.startsWith("meet") && "met" in account && account.met === met,
    );

/** Whether anybody meets the account that is owned in a place: of that place, or of any where it is the world's. */
const isMetBy = (placed: readonly Placed[], met: MetName, owned: string): boolean =>
  placed.some((part) =>
    meetings(part).some(
      ({ met: other, place = part.use.place }) => other === met && (owned === WORLD || place === owned),
    ),
  );

/** Assets that a scenario declares and no mechanism of any design moves. */
export function unusedAssets(
  assets: ResolvedScenario["assets"],
  designs: readonly ResolvedDesign[],
  catalogue: Catalogue,
): Problem[] {
  const used = new Set(
    designs.flatMap(({ uses }) =>
      uses.flatMap(({ mechanism, params }) => {
        const { assets: moved = {}, params: fields } = catalogue.get(mechanism)!;
        const named = [...Object.values<string>(moved), ...("asset" in (fields as Fields) ? ["asset"] : [])];
        return named.map((param) => params[param]);
      }),
    ),
  );
  return assets
    .filter(({ name }) => name !== "usd" && !used.has(name))
    .map(({ name }) => ({
      path: `assets › ${name}`,
      message: `No mechanism of any design moves ${name}. Leave it out, or name it where it is meant: asset: ${name}.`,
    }));
}
