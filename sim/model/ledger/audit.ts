import type { Index } from "../../indexed.ts";
import { add, HI_LIMIT, inTokens, RADIX, subtract, units } from "./amount.ts";
import { type FlowMatrix, ISSUANCE_SECTOR, WORLD_SECTOR } from "./flows.ts";
import type { Books } from "./statements.ts";

/** Sentences on every claim of the books that is broken, to the base unit. */
export function auditBooks(books: Books): string[] {
  const broken = refusedBalances(books);
  if (broken.length > 0) return broken;
  const sums = sectorSums(books);
  return [...brokenStocks(books, sums), ...brokenSupplies(books, sums)];
}

/** Balances that are no integers, or negative outside the world. */
function refusedBalances({ assets, names, sectors, balances }: Books): string[] {
  const broken: string[] = [];
  for (let account = 0; account < names.length; account++) {
    for (let asset = 0; asset < assets.length; asset++) {
      const cell = account * assets.length + asset;
      const hi = balances[cell * 2]!;
      const lo = balances[cell * 2 + 1]!;
      const whole = hi === Math.floor(hi) && lo === Math.floor(lo) && lo >= 0 && lo < RADIX;
      if (!whole || hi > HI_LIMIT || hi < -HI_LIMIT) {
        broken.push(
          `Account "${names[account]}" holds no whole number of base units of ${assets[asset]!.name}.`,
        );
      } else if (hi < 0 && sectors[account] !== WORLD_SECTOR) {
        const held = units(balances, cell);
        broken.push(
          `Account "${names[account]}" holds ${exact(held, assets[asset]!)}, and only the world may owe.`,
        );
      }
    }
  }
  return broken;
}

/** Sectors that differ from the sum of their accounts, or from opening + inflows − outflows. */
function brokenStocks(books: Books, sums: Float64Array): string[] {
  const { assets, flows, opening, stocks } = books;
  const carried = opening.slice();
  flows.forEach(({ asset, from, to }, _, amounts, at) => {
    subtract(carried, from * assets.length + asset, amounts, at);
    add(carried, to * assets.length + asset, amounts, at);
  });
  const broken: string[] = [];
  for (const [sector, name] of flows.sectors.entries()) {
    if (sector === ISSUANCE_SECTOR) continue;
    for (const [asset, spec] of assets.entries()) {
      const cell = sector * assets.length + asset;
      const stock = units(stocks, cell);
      const sum = units(sums, cell);
      const flown = units(carried, cell);
      if (sum !== stock)
        broken.push(
          `Accounts of ${name} hold ${exact(sum, spec)}, but the sector's stock is ${exact(stock, spec)}.`,
        );
      if (flown !== stock)
        broken.push(
          `Opening and flows of ${name} make ${exact(flown, spec)}, but the sector's stock is ${exact(stock, spec)}.`,
        );
    }
  }
  return broken;
}

/** Supplies that differ from Σ balances, or from opening + minted − burned, or issuance flows that differ from these. */
function brokenSupplies(books: Books, sums: Float64Array): string[] {
  const { assets, flows } = books;
  return assets.flatMap((spec, asset) => {
    let balances = 0n;
    let opening = 0n;
    for (let sector = 0; sector < flows.sectors.length; sector++) {
      balances += units(sums, sector * assets.length + asset);
      opening += units(books.opening, sector * assets.length + asset);
    }
    const [issued, retired] = issuanceFlows(flows, asset);
    const [supply, minted, burned] = [books.supply, books.minted, books.burned].map((column) =>
      units(column, asset),
    );
    const claims: [bigint, string, bigint, string][] = [
      [balances, "Balances", supply!, "the supply"],
      [opening + minted! - burned!, "Opening supply + minted − burned", supply!, "the supply"],
      [issued, "Flows from issuance", minted!, "what was minted"],
      [retired, "Flows to issuance", burned!, "what was burned"],
    ];
    return claims
      .filter(([left, , right]) => left !== right)
      .map(
        ([left, name, right, other]) =>
          `${name} make ${exact(left, spec)}, but ${other} is ${exact(right, spec)}.`,
      );
  });
}

function sectorSums({ assets, names, sectors, balances, stocks }: Books): Float64Array {
  const sums = new Float64Array(stocks.length);
  for (let account: Index = 0; account < names.length; account++) {
    for (let asset = 0; asset < assets.length; asset++) {
      const cell = account * assets.length + asset;
      add(sums, sectors[account] * assets.length + asset, balances, cell);
    }
  }
  return sums;
}

function issuanceFlows(flows: FlowMatrix, asset: number): [bigint, bigint] {
  const totals = new Float64Array(4);
  flows.forEach((cell, _, amounts, at) => {
    if (cell.asset !== asset) return;
    if (cell.from === ISSUANCE_SECTOR) add(totals, 0, amounts, at);
    if (cell.to === ISSUANCE_SECTOR) add(totals, 1, amounts, at);
  });
  return [units(totals, 0), units(totals, 1)];
}

function exact(amount: bigint, { name, decimals }: Books["assets"][number]): string {
  return `${inTokens(amount, decimals)} ${name} (${amount} base units)`;
}
