import {
  type AccountDeclaration,
  type Accounts,
  type AssetIn,
  type MetName,
  metAccount,
} from "../model/accounts.ts";

/** What a mechanism owns and meets, by the names that it gives them, in words. */
export const accountDocs = (accounts: Accounts = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(accounts).map(([name, account]) => [name, accountDoc(account)]));

/** What a mechanism moves, by the names that it gives them. */
export const assetDocs = (assets: Readonly<Record<string, string | AssetIn>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(assets).map(([name, declared]) => [name, assetDoc(declared)]));

function assetDoc(declared: string | AssetIn): string {
  if (declared === "usd") return "US dollars.";
  if (typeof declared === "string") return `what the parameter \`${declared}\` names.`;
  return "the token of each place that it joins.";
}

function accountDoc(account: AccountDeclaration): string {
  switch (account.kind) {
    case "own":
      return `its own; sector ${account.sector}.`;
    case "ownEach":
      return `its own, opened as they come; sector ${account.sector}.`;
    case "provide":
      return `owns ${named(account.met)} Sector ${account.sector}.`;
    case "provideIn":
      return `owns ${named(account.met)} In each place that it joins.`;
    case "provideEach":
      return `owns ${named(account.met)} Opened as they come; sector ${metAccount(account.met).sector}.`;
    case "meet":
      return `meets ${named(account.met)}${whereText(account.where)}`;
    case "meetIn":
      return `meets ${named(account.met)} In each place that it joins.`;
    case "meetEach":
      return `meets ${named(account.met)}`;
    case "meetShares":
      return `meets, by the names of \`${account.param}\`: ${Object.entries(account.accounts)
        .map(([name, met]) => `${name}, \`${metAccount(met).name}\``)
        .join("; ")}.`;
    case "allot":
      return `by the names of \`${account.param}\`: those that are met under a name, else its own, in a sector of that name.`;
  }
}

const named = (met: MetName): string => `\`${metAccount(met).name}\`: ${metAccount(met).doc}`;

const whereText = (where: Readonly<Record<string, string>>): string =>
  Object.entries(where)
    .map(([param, value]) => ` Only where \`${param}\` is ${value}.`)
    .join("");
