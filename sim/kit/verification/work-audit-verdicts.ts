import { learningRate } from "../../formulas/provider.ts";
import type { Auditing, Result } from "./work-audits.ts";

/** Charges a check to the treasury; what that cannot pay the verifiers bear. */
export function payCheck(
  { ledger, account, asset, state }: Auditing,
  gpuHours: number,
  usdOwed: number,
): void {
  const { totals } = state.audits;
  const { treasury, verifiers } = account;
  const paid = ledger.transferUpTo(asset.usd, treasury, verifiers, usdOwed, "checks");
  totals.checkGpuHours += gpuHours;
  totals.checkUsd += usdOwed;
  totals.unfundedUsd += Math.max(0, usdOwed - paid);
}

/** A verdict: reputation learns from it, and a rejected result costs stake. */
export function judge(context: Auditing, result: Result, rejected: boolean): void {
  const { params, emit } = context;
  const { audits } = context.state;
  const { machines } = audits;
  const { row, machine } = result;
  const rate = learningRate(params.reputationHalfLife);
  const reputation = machines.reputation[row] + rate * (Number(!rejected) - machines.reputation[row]);
  const changed = reputation !== machines.reputation[row];
  machines.reputation[row] = reputation;
  if (!rejected) audits.totals.verifiedGpuHours += result.cheated ? 0 : result.gpuHours;
  else punish(context, result);
  if (changed) emit.reputationChanged({ machine, reputation });
}

/** The customer gets the price back first; the treasury gets the rest. */
function punish(context: Auditing, result: Result): void {
  const {
    ledger,
    account,
    asset: { usd },
    params,
    emit,
  } = context;
  const { audits } = context.state;
  const { machines } = audits;
  const { row, machine, reward, slash, cheated } = result;
  const { customers, treasury, world } = account;
  const stake = account.stake(machine);
  const refund = ledger.transferUpTo(usd, stake, customers, Math.min(reward, slash), "slashing");
  ledger.transfer(usd, customers, world, refund, "refunds");
  const fine = ledger.transferUpTo(usd, stake, treasury, Math.max(0, slash - refund), "slashing");
  audits.totals.rejected++;
  audits.totals.slashedUsd += refund + fine;
  if (!cheated) audits.totals.falseAlarms++;
  const least = params.minimumStake * machines.stakedUsd[row];
  if (machines.barred[row] === 1 || ledger.balance(usd, stake) >= least) return;
  machines.barred[row] = 1;
  audits.totals.barred++;
  emit.machineBarred({ machine });
}
