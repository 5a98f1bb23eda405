import { learningRate } from "../../../formulas/provider.ts";
import type { Index } from "../../../indexed.ts";
import { numberColumn } from "../../../schema/table.ts";
import { type NodeShares, nodeAccount, operatorAccount } from "./state.ts";

/** A machine stopped taking jobs: somebody has it repaired. */
export function repair({ state, params }: NodeShares, machine: number): void {
  if (!(machine >= 0 && machine < state.machines.at(-1)!)) return;
  let node = 0;
  while (state.machines[node + 1]! <= machine) node++;
  state.repairs[node]! += params.repairUsd;
  state.repairsUsd += params.repairUsd;
}

/** Pays out what a node holds beyond its working capital: repairs, the operator's commission, and the rest to shares. */
export function payOut(context: NodeShares, node: Index): void {
  const {
    state,
    params,
    ledger,
    account,
    asset: { usd },
  } = context;
  payRepairs(context, node);
  const earner = nodeAccount(context, node);
  const income = ledger.units(usd, earner) - state.reserve[node]!;
  const issued = numberColumn(params.nodes, "shares")[node];
  if (income <= 0n) {
    learn(context, node, 0);
    return;
  }
  // The odd base unit is the holders'.
  const commission = (income * BigInt(Math.round(params.commission * 1e6))) / 1_000_000n;
  const rest = income - commission;
  const savers = account.saver.ids.subarray(0, account.saver.count);
  ledger.transfer(usd, earner, operatorAccount(context, node), commission, "commissions");
  ledger.split(usd, earner, savers, state.held[node]!, rest, "payouts");
  state.units.paidOut += income;
  state.units.toOperators += commission;
  state.units.toHolders += rest;
  const usdPerShare = Number(rest) / 1e6 / issued;
  for (let saver: Index = 0; saver < savers.length; saver++)
    state.income[saver] += usdPerShare * state.held[node]![saver];
  learn(context, node, usdPerShare);
}

/** What its bearer cannot pay now stays owed; an operator's commissions are helped out by the node. */
function payRepairs(context: NodeShares, node: number): void {
  const {
    state,
    params,
    ledger,
    account,
    asset: { usd },
  } = context;
  const pay = (from: number, most: number) => {
    const due = Math.min(state.repairs[node]!, most);
    const paid = ledger.transferUpTo(usd, from, account.world, due, "repairs");
    state.repairs[node] = Math.max(0, state.repairs[node]! - paid);
    return paid;
  };
  if (params.failuresBorneBy === "operator")
    state.repairsByOperators += pay(operatorAccount(context, node), state.repairs[node]!);
  const earner = nodeAccount(context, node);
  const surplus = ledger.units(usd, earner) - state.reserve[node]!;
  if (surplus > 0n) pay(earner, Number(surplus) / 1e6);
}

function learn({ state, params }: NodeShares, node: Index, usdPerShare: number): void {
  const rate = state.payouts === 0 ? 1 : learningRate(params.memory);
  state.expected[node] += rate * (usdPerShare - state.expected[node]);
}

/** Whether every base unit that nodes paid out came to an operator or a saver, and none was made. */
export function booksAgree({ state, ledger, account: { saver }, asset }: NodeShares): boolean {
  const { savings, invested, toHolders, toOperators, paidOut } = state.units;
  let held = 0n;
  for (let at: Index = 0; at < saver.count; at++) held += ledger.units(asset.usd, saver.ids[at]);
  return held === savings - invested + toHolders && toHolders + toOperators === paidOut;
}
