import type { Problem } from "../errors.ts";
import {
  ACCOUNTS,
  type AccountDeclaration,
  type Accounts,
  type AssetIn,
  type MetName,
  metAccount,
} from "../model/accounts.ts";
import { ISSUANCE } from "../model/ledger/flows.ts";
import type { Mechanism } from "../model/mechanism.ts";
import { nameIn, WORLD } from "../model/place.ts";
import type { Fields } from "../schema/fields.ts";
import { quoted } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { variedValues } from "./amounts.ts";
import type { Catalogue } from "./catalogue.ts";
import { isTarget, parsePath, usesOfPath } from "./paths.ts";
import { assetOf, lacksAsset } from "./place-assets.ts";
import type {
  ResolvedBranches,
  ResolvedDesign,
  ResolvedScenario,
  ResolvedSweep,
  ResolvedUse,
} from "./scenario.ts";
import { actsIn, type Placed, placedOf } from "./wiring.ts";

/** An account as the ledger knows it. */
export interface LedgerAccount {
  readonly name: string;
  readonly sector: string;
}
/** An account that a part meets, and by which name of which parameter, where one decides. */
interface Met {
  readonly met: MetName;
  /** Left out: the part's own. */
  readonly place?: string;
  readonly share?: { readonly param: string; readonly name: string };
}
type Params = Placed["use"]["params"];

const MET = Object.keys(ACCOUNTS) as MetName[];

export const declared = ({ accounts = {} }: Mechanism): [string, AccountDeclaration][] =>
  Object.entries(accounts as Accounts);

/** The vocabulary's account that a mechanism provides under a name. */
const provision = (mechanism: Mechanism, met: MetName) =>
  declared(mechanism)
    .map(([, account]) => account)
    .find(
      (account) =>
        (account.kind === "provide" || account.kind === "provideIn" || account.kind === "provideEach") &&
        account.met === met,
    );

/** Where an owner of an account owns it: who joins places, in each of them. */
const providedIn = (part: Placed, met: MetName): readonly string[] =>
  provision(part.mechanism, met)?.kind === "provideIn" ? actsIn(part) : [part.use.place];

/** Those who own an account that is met. */
const providersOf = (placed: readonly Placed[], met: MetName): Placed[] =>
  placed.filter(({ mechanism }) => provision(mechanism, met));

/**
 * The account that is met in a place under a name of the vocabulary: of an owner in the place, or else in the world.
 * Undefined where it has an owner, and nobody here is that.
 */
export function metBy(placed: readonly Placed[], met: MetName, place: string): LedgerAccount | undefined {
  const { name, sector, owner, scope } = metAccount(met);
  if (owner === "run") return { name: nameIn(scope === "world" ? WORLD : place, name), sector };
  const providers = providersOf(placed, met);
  for (const where of [place, WORLD]) {
    const provider = providers.find((part) => providedIn(part, met).includes(where));
    if (!provider) continue;
    const provided = provision(provider.mechanism, met)!;
    return { name: nameIn(where, name), sector: provided.kind === "provide" ? provided.sector : sector };
  }
  return undefined;
}

/** Whether a choice is such that the account is met. */
export const isMet = (where: Readonly<Record<string, string>>, params: Params): boolean =>
  Object.entries(where).every(([param, value]) => params[param] === value);

/** Names of a parameter of weights that have a share. */
export const sharers = (params: Params, param: string): string[] =>
  Object.entries((params[param] ?? {}) as Readonly<Record<string, number>>).flatMap(([name, share]) =>
    share > 0 ? [name] : [],
  );

/** The vocabulary's account of an allotment's name; undefined where nobody here owns one of it. */
export function allotted(placed: readonly Placed[], name: string, place: string): LedgerAccount | undefined {
  const met = MET.find((each) => metAccount(each).name === name && metAccount(each).sector === name);
  return met && metBy(placed, met, place);
}

/** One owner for each account of the vocabulary, somebody who owns what is met, and no allotment to the mint. */
export function accountProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  return [
    ...MET.flatMap((met) => ownedTwice(placed, met)),
    ...placed.flatMap((part) => [...unowned(part, placed, catalogue), ...unallottable(part)]),
  ];
}

/** What is wrong with the accounts and assets of a design where a point or a branch sets a parameter that decides on them. */
export function variedAccountProblems(
  sweep: ResolvedSweep | null,
  branches: ResolvedBranches | null,
  designs: readonly ResolvedDesign[],
  assets: ResolvedScenario["assets"],
  catalogue: Catalogue,
): Problem[] {
  const decides = ({ mechanism }: ResolvedUse, path: string): boolean =>
    deciding(catalogue.get(mechanism)!).has(parsePath(path)!.param);
  return variedValues(sweep, branches)
    .filter(
      ({ path, value }) => value !== null && usesOfPath(designs, path).some((use) => decides(use, path)),
    )
    .flatMap(({ where, path, value }) => {
      const { target, param } = parsePath(path)!;
      const varied = (part: Placed): Placed => {
        const params = {
          ...part.use.params,
          [param]: (part.mechanism.params as Fields)[param]!.normalise(value),
        };
        return { ...part, use: { ...part.use, params } };
      };
      return designs.flatMap((design) => {
        const whole = placedOf(design, catalogue);
        const parts = whole.filter(({ use }) => isTarget(use, target) && decides(use, path)).map(varied);
        return parts.flatMap((part) =>
          [
            ...unowned(part, whole, catalogue),
            ...unallottable(part),
            ...unknownAssets(part, assets),
            ...lackingAssets(part, assets),
          ].map(({ message }) => ({ path: `${where} › ${path}`, message })),
        );
      });
    });
}

/** Parameters that decide which accounts are met and which assets are moved. */
const deciding = (mechanism: Mechanism): Set<string> =>
  new Set([
    ...assetParams(mechanism),
    ...declared(mechanism).flatMap(([, account]) => {
      if (account.kind === "meet") return Object.keys(account.where);
      return account.kind === "meetShares" || account.kind === "allot" ? [account.param] : [];
    }),
  ]);

/** Parameters that name an asset. */
const assetParams = ({ assets = {} }: Mechanism): string[] =>
  Object.values<string | AssetIn>(assets).filter(
    (declared): declared is string => typeof declared === "string" && declared !== "usd",
  );

/** Assets that a mechanism moves and the scenario does not have. */
export function unknownAssets(part: Placed, all: ResolvedScenario["assets"]): Problem[] {
  const { path, use, mechanism } = part;
  const assets = all.map(({ name }) => name);
  const params = new Set(assetParams(mechanism));
  // A parameter of that name says so also where a mechanism does not.
  if (Object.hasOwn(mechanism.params, "asset")) params.add("asset");
  return [...params].flatMap((param) => {
    const asset = use.params[param];
    if (typeof asset !== "string" || assets.includes(asset)) return [];
    const message = `There is no asset "${asset}".${didYouMean(asset, assets)} There are: ${assets.join(", ")}.`;
    return [{ path: `${path} › ${param}`, message }];
  });
}

/** Places that a mechanism joins for their tokens, and that have none. */
export function lackingAssets(part: Placed, assets: ResolvedScenario["assets"]): Problem[] {
  const each = Object.entries<string | AssetIn>(part.mechanism.assets ?? {});
  return each
    .filter(([, declared]) => typeof declared !== "string")
    .flatMap(([name]) =>
      actsIn(part)
        .filter((place) => assetOf(assets, place) === undefined)
        .map((place) => ({ path: `${part.path} › assets › ${name}`, message: lacksAsset(assets, place) })),
    );
}

function ownedTwice(placed: readonly Placed[], met: MetName): Problem[] {
  const providers = providersOf(placed, met);
  return providers.flatMap((part, at) => {
    const { path } = part;
    const first = providers.findIndex((other) =>
      providedIn(other, met).some((place) => providedIn(part, met).includes(place)),
    );
    const name = quoted(metAccount(met).name);
    const message = `${providers[first]!.path} owns the account ${name} too. Keep one of them, or give each a place of its own ("in").`;
    return first === at ? [] : [{ path: `${path} › accounts`, message }];
  });
}

function unowned(part: Placed, placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  const { path, use, mechanism } = part;
  return declared(mechanism)
    .flatMap(([, account]) => metsOf(account, part))
    .filter(({ met, place = use.place }) => metBy(placed, met, place) === undefined)
    .map(({ met, place = use.place, share }) => {
      const able = [...catalogue.values()].filter((each) => provision(each, met)).map(({ name }) => name);
      const where = place === WORLD ? "here" : `in ${place}`;
      const missing = `No mechanism ${where} owns the account ${quoted(metAccount(met).name)}`;
      const remedy = `Add one of: ${able.sort().join(", ")}`;
      return share === undefined
        ? { path: `${path} › accounts`, message: `${missing}, which this one needs. ${remedy}.` }
        : {
            path: `${path} › ${share.param}`,
            message: `${missing}, to which ${quoted(share.name)} goes. ${remedy}; or give no share to it.`,
          };
    });
}

/** The accounts of the vocabulary that a part meets with its parameters, and where: by default in its own place. */
export const meetings = (part: Placed): { readonly met: MetName; readonly place?: string }[] =>
  declared(part.mechanism).flatMap(([, account]) => metsOf(account, part));

/** Those who own an account of the vocabulary, and where. */
export const owners = (
  placed: readonly Placed[],
  met: MetName,
): { readonly part: Placed; readonly place: string }[] =>
  providersOf(placed, met).flatMap((part) => providedIn(part, met).map((place) => ({ part, place })));

function metsOf(account: AccountDeclaration, part: Placed): Met[] {
  const { params } = part.use;
  if (account.kind === "meetIn") return actsIn(part).map((place) => ({ met: account.met, place }));
  if (account.kind === "meetEach") return [{ met: account.met }];
  if (account.kind === "meet") return isMet(account.where, params) ? [{ met: account.met }] : [];
  if (account.kind !== "meetShares") return [];
  const { param, accounts } = account;
  return sharers(params, param)
    .filter((name) => Object.hasOwn(accounts, name))
    .map((name) => ({ met: accounts[name]!, share: { param, name } }));
}

function unallottable({ path, use, mechanism }: Placed): Problem[] {
  return declared(mechanism).flatMap(([, account]) =>
    account.kind === "allot" && Object.hasOwn(use.params[account.param] ?? {}, ISSUANCE)
      ? [
          {
            path: `${path} › ${account.param}`,
            message: `No account is called ${quoted(ISSUANCE)}: minting comes from there and burning goes there.`,
          },
        ]
      : [],
  );
}
