import { takeUnits } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import { gpuSeconds } from "./hardware.ts";
import { PICO_PER_MICRO, type Serving } from "./state.ts";

/** US dollars have 6 decimals. */
export const MICRO_PER_USD = 1e6;
/** Pico-USD beyond which charges are collected at once, so that their sum stays a whole number. */
const MOST_DUE = 1e15;

/** An answer is paid for when it is complete, by the token. Returns USD. */
export function charge(context: Serving, endpoint: Index, tokensIn: number, tokensOut: number): number {
  const { state } = context;
  const pico = tokensIn * state.priceIn[endpoint] + tokensOut * state.priceOut[endpoint];
  state.soldIn[endpoint] += tokensIn;
  state.soldOut[endpoint] += tokensOut;
  state.due[endpoint] += pico;
  if (state.due[endpoint] > MOST_DUE) collect(context, endpoint);
  return pico / PICO_PER_MICRO / MICRO_PER_USD;
}

/** Customers pay what they owe; they keep what is below a base unit until more is due, and the provider what is below one of the fee. */
function collect({ state, params, ledger, account, asset: { usd } }: Serving, endpoint: Index): void {
  const units = Math.floor(state.due[endpoint] / PICO_PER_MICRO);
  const fee = takeUnits(state.oddFee, units * params.fee);
  state.due[endpoint] -= units * PICO_PER_MICRO;
  state.paid[endpoint] += units;
  state.fees[endpoint] += fee;
  const { world, customers, treasury } = account;
  const provider = account.provider.ids[state.provider[endpoint]]!;
  ledger.transfer(usd, world, customers, BigInt(units), "income");
  ledger.transfer(usd, customers, treasury, BigInt(fee), "market fee");
  ledger.transfer(usd, customers, provider, BigInt(units - fee), "inference");
}

/** What an endpoint's GPUs have cost, in micro-USD. */
export function gpuCost(context: Serving, endpoint: Index): number {
  const usdPerGpuHour = numberColumn(context.params.endpoints, "usd_per_gpu_hour")[endpoint];
  return ((gpuSeconds(context, endpoint) * usdPerGpuHour) / HOUR) * MICRO_PER_USD;
}

/** The provider pays for its GPUs; what its takings do not cover its owners put in. It keeps what is below a base unit until the next bill. */
function payBill(context: Serving, endpoint: Index): void {
  const {
    state,
    ledger,
    account,
    asset: { usd },
  } = context;
  const units = Math.floor(gpuCost(context, endpoint)) - state.billed[endpoint];
  if (units <= 0) return;
  state.billed[endpoint] += units;
  const { world } = account;
  const provider = account.provider.ids[state.provider[endpoint]]!;
  const missing = BigInt(units) - ledger.units(usd, provider);
  if (missing > 0n) ledger.transfer(usd, world, provider, missing, "owners' capital");
  ledger.transfer(usd, provider, world, BigInt(units), "GPU rent");
}

/** Payments and bills so far. */
export function settle(context: Serving): void {
  for (let endpoint = 0; endpoint < context.state.due.length; endpoint++) {
    collect(context, endpoint);
    payBill(context, endpoint);
  }
}

/** USD that endpoints have charged, settled or not. */
export function charged({ state }: Serving, endpoint: Index): number {
  return (state.paid[endpoint] + state.due[endpoint] / PICO_PER_MICRO) / MICRO_PER_USD;
}

/** What an endpoint earns its provider. What is not settled pays the fee of now. */
export function earnedBy(context: Serving, endpoint: Index): number {
  const { state, params } = context;
  const settled = state.paid[endpoint] / MICRO_PER_USD;
  const due = charged(context, endpoint) - settled;
  return settled - state.fees[endpoint] / MICRO_PER_USD + due * (1 - params.fee);
}
/** What an hour of a GPU has earned so far, the fee deducted and its cost not. */
export function earnedPerGpuHour(context: Serving): number {
  let usd = 0;
  let seconds = 0;
  for (let endpoint = 0; endpoint < context.state.due.length; endpoint++) {
    usd += earnedBy(context, endpoint);
    seconds += gpuSeconds(context, endpoint);
  }
  return seconds > 0 ? (usd / seconds) * HOUR : 0;
}

/** Whether tokens × price is what customers have paid and owe. */
export function isPaidByTheToken({ state }: Serving): boolean {
  for (let endpoint: Index = 0; endpoint < state.due.length; endpoint++) {
    const price =
      BigInt(state.soldIn[endpoint]) * BigInt(state.priceIn[endpoint]) +
      BigInt(state.soldOut[endpoint]) * BigInt(state.priceOut[endpoint]);
    const paid = BigInt(state.paid[endpoint]) * BigInt(PICO_PER_MICRO) + BigInt(state.due[endpoint]);
    if (price !== paid) return false;
  }
  return true;
}
