// biome-ignore-all lint/performance/noBarrelFile: what mechanisms share of their insides, in one place
/**
 * `orrery/kit`: parts of which markets, supplies and sources of jobs are made, file by file, for mechanisms of your own:
 * `import { waiting } from "orrery/kit"`, then `waiting.wait(context, …)`. The mechanisms of Orrery show how.
 */

// Sums, means and quantiles that do not depend on the order, money in whole units
export * as distribution from "./formulas/distribution.ts";
export * as sums from "./formulas/sum.ts";
export * as uses from "./formulas/uses.ts";
export * as wholeUnits from "./formulas/whole-units.ts";
// Shared by mechanisms; rules of issuance stand in `orrery` itself
export * as proposers from "./kit/consensus/proposers.ts";
export * as customerMeasures from "./kit/demand/customer-measures.ts";
export * as customers from "./kit/demand/customers.ts";
export * as jobNumber from "./kit/demand/job-number.ts";
export * as jobSource from "./kit/demand/job-source.ts";
export * as routedRequest from "./kit/demand/routed-request.ts";
export * as unfinished from "./kit/demand/unfinished.ts";
export * as examples from "./kit/examples.ts";
export * as endowment from "./kit/issuance/endowment.ts";
export * as assignments from "./kit/market/assignments.ts";
export * as cards from "./kit/market/cards.ts";
export * as cheapestAsks from "./kit/market/cheapest-asks.ts";
export * as gains from "./kit/market/gains.ts";
export * as machines from "./kit/market/machines.ts";
export * as meter from "./kit/market/meter.ts";
export * as orderMeasures from "./kit/market/order-measures.ts";
export * as orders from "./kit/market/orders.ts";
export * as paymentMeasures from "./kit/market/payment-measures.ts";
export * as placement from "./kit/market/placement.ts";
export * as pooledRoom from "./kit/market/pooled-room.ts";
export * as sortedRows from "./kit/market/sorted-rows.ts";
export * as spotMarket from "./kit/market/spot-market.ts";
export * as spotMeasures from "./kit/market/spot-measures.ts";
export * as spotState from "./kit/market/spot-state.ts";
export * as trading from "./kit/market/trading.ts";
export * as tradingState from "./kit/market/trading-state.ts";
export * as waiting from "./kit/market/waiting.ts";
export * as defineMarket from "./kit/pool/define-market.ts";
export * as definePool from "./kit/pool/define-pool.ts";
export * as poolReserves from "./kit/pool/pool-reserves.ts";
export * as accruedIncome from "./kit/supply/accrued-income.ts";
export * as gpuTime from "./kit/supply/gpu-time.ts";
export * as gpuUses from "./kit/supply/gpu-uses.ts";
export * as groupMeasures from "./kit/supply/group-measures.ts";
export * as providerFields from "./kit/supply/provider-fields.ts";
export * as providerMeasures from "./kit/supply/provider-measures.ts";
export * as providerMoney from "./kit/supply/provider-money.ts";
export * as stretch from "./kit/supply/stretch.ts";
export * as machineRewards from "./kit/verification/machine-rewards.ts";
export * as workAuditMetrics from "./kit/verification/work-audit-metrics.ts";
export * as workAuditVerdicts from "./kit/verification/work-audit-verdicts.ts";
export * as workAudits from "./kit/verification/work-audits.ts";
// State by rows, of which some end and others take their place
export * as rows from "./model/columns.ts";
