import { type Distribution, distribution, observe } from "../../formulas/distribution.ts";
import { type Carry, newCarry, takeUnits } from "../../formulas/whole-units.ts";
import { ln } from "../../math.ts";
import { meet, own } from "../../model/accounts.ts";
import { rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { number, ratio, seconds, usd } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

// A payment: paymentSent → paymentArrived → (paymentReversed: the payee has lost it and pays a fee, or nothing: it is final)

declare module "../../model/events.ts" {
  interface Events {
    readonly paymentSent: { readonly payment: number };
    readonly paymentArrived: { readonly payment: number; readonly units: number };
    readonly paymentReversed: { readonly units: number };
  }
}

const params = {
  rate: number("payments/d", {
    default: 20,
    min: 1e-3,
    max: 1e6,
    doc: "Payments a day: a Poisson process.",
    source: "Orrery: for the scenario to set",
  }),
  amountUsd: usd({
    default: 200,
    min: 0.01,
    max: 1e9,
    doc: "Mean amount of a payment.",
    source: "World Bank, Remittance Prices Worldwide: prices are asked for 200 USD",
  }),
  spread: number("", {
    default: 0,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(amount).",
    source: "Orrery: all the same unless asked for",
  }),
  fixedUsd: usd({
    default: 0.3,
    max: 1e6,
    doc: "Fee of a payment, whatever its amount.",
    source: "Orrery: a design",
  }),
  share: ratio({ default: 0.044, doc: "Fee as a share of the amount.", source: "Orrery: a design" }),
  exchangeShare: ratio({
    default: 0.01,
    doc: "Taken where one money becomes another, as a share of the amount: both ends together.",
    source: "Orrery: a design",
  }),
  delayShortest: seconds({
    default: 0,
    min: 0,
    max: 365 * DAY,
    doc: "Shortest time until the payee has the money.",
    source: "Orrery: a design",
  }),
  delay: seconds({
    default: 2 * DAY,
    min: 0,
    max: 365 * DAY,
    doc: "Mean time beyond that; exponential.",
    source: "Orrery: a design",
  }),
  reversals: ratio({
    default: 0.005,
    doc: "Share of payments that are taken back from the payee.",
    source: "Orrery: a design",
  }),
  reversalWindow: seconds({
    default: 120 * DAY,
    min: 1,
    max: 1000 * DAY,
    doc: "Time within which that may happen: at any moment of it alike.",
    source: "Visa Core Rules and Visa Product and Service Rules: 120 days for most disputes",
  }),
  reversalUsd: usd({
    default: 15,
    max: 1e6,
    doc: "Fee that the payee pays for each.",
    source: "Stripe, pricing: 15 USD a dispute",
  }),
};
const accounts = { world: meet("world"), payer: own("payers"), payee: own("payees"), rail: own("rails") };
const assets = { usd: "usd" } as const;
const emits = {
  paymentSent: { doc: "Payment number `payment` is sent.", fields: { payment: "number" }, private: true },
  paymentArrived: {
    doc: "The payee has payment number `payment`, of so many millionths of a dollar before fees.",
    fields: { payment: "number", units: "number" },
    private: true,
  },
  paymentReversed: {
    doc: "A payment of so many millionths of a dollar is taken back.",
    fields: { units: "number" },
    private: true,
  },
} as const;

/** US dollars have 6 decimals; payments are kept in those units. */
const UNITS = 1e6;

interface State {
  sent: number;
  arrived: number;
  waited: number;
  delays: Distribution;
  units: { sent: number; fees: number; exchange: number; reversed: number; reversalFees: number };
  odd: { amount: Carry; fee: Carry; exchange: Carry };
}
type Rail = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const paymentRail = defineMechanism({
  name: "contracts/payment-rail",
  summary:
    "Carries payments from payers to payees for a fee, with a delay, and takes some of them back from the payee.",
  source:
    "What a payment costs, by its parts: CPMI and World Bank, General Principles for International Remittance Services, 2007: fee, exchange, speed",
  params,
  accounts,
  assets,
  emits,
  init: (): State => ({
    sent: 0,
    arrived: 0,
    waited: 0,
    delays: distribution(),
    units: { sent: 0, fees: 0, exchange: 0, reversed: 0, reversalFees: 0 },
    odd: { amount: newCarry(), fee: newCarry(), exchange: newCarry() },
  }),
  estimate: ({ rate, reversals }, ahead) => {
    const payments = rings(ahead, DAY / rate);
    return {
      events: { paymentSent: payments, paymentArrived: payments, paymentReversed: payments * reversals },
    };
  },
  on: {
    opened: (context) => sendNext(context),
    paymentSent(context, { payment }) {
      const { params, state, random, emit } = context;
      const draw = random.at(payment, "payment");
      const { amountUsd, spread, delayShortest, delay } = params;
      const amount = spread === 0 ? amountUsd : draw.lognormal(ln(amountUsd) - (spread * spread) / 2, spread);
      const units = Math.max(1, takeUnits(state.odd.amount, amount * UNITS));
      const wait = delayShortest + (delay > 0 ? random.at(payment, "delay").exponential(delay) : 0);
      state.sent += 1;
      emit.paymentArrived({ payment, units }, wait);
      state.waited += wait;
      observe(state.delays, wait);
      sendNext(context);
    },
    paymentArrived(context, { payment, units }) {
      const { params, state, random, emit } = context;
      carry(context, units);
      state.arrived += 1;
      const draw = random.at(payment, "reversal");
      if (params.reversals > 0 && draw.uniform() < params.reversals)
        emit.paymentReversed({ units }, draw.uniform() * params.reversalWindow);
    },
    paymentReversed: (context, { units }) => reverse(context, units),
  },
  metrics: {
    "payments.sent": { total: ({ state }) => state.sent },
    "payments.costUsd": { total: ({ state }) => costUnits(state) / UNITS },
    "payments.costShare": { totals: ({ state }) => [costUnits(state), state.units.sent] },
    "payments.delay": { totals: ({ state }) => [state.waited, state.sent] },
    "payments.delayP95": { distribution: ({ state }) => state.delays },
    "payments.reversedShare": { totals: ({ state }) => [state.units.reversed, state.units.sent] },
  },
  invariants: {
    "no more payments arrive than are sent": ({ state }) => state.arrived <= state.sent,
    "the rail has its fees, to the base unit": ({ state: { units }, ledger, account, asset }) =>
      ledger.units(asset.usd, account.rail) === BigInt(units.fees + units.exchange + units.reversalFees),
  },
  example: () => ({
    world: [
      { mechanism: "contracts/payment-rail", params: { reversals: 0.2, reversalWindow: "5d", delay: "1d" } },
    ],
    until: "20d",
  }),
});

const costUnits = ({ units }: State): number => units.fees + units.exchange + units.reversalFees;

function sendNext({ state, params, random, emit }: Rail): void {
  emit.paymentSent({ payment: state.sent }, random.at(state.sent, "gap").exponential(DAY / params.rate));
}

/** What is left of a payment after the fees reaches its payee. */
function carry({ state, params, ledger, account, asset }: Rail, units: number): void {
  const fee = Math.min(units, takeUnits(state.odd.fee, params.fixedUsd * UNITS + units * params.share));
  const exchange = Math.min(units - fee, takeUnits(state.odd.exchange, units * params.exchangeShare));
  const { world, payer, payee, rail } = account;
  ledger.transfer(asset.usd, world, payer, BigInt(units), "income");
  ledger.transfer(asset.usd, payer, rail, BigInt(fee), "payment fees");
  ledger.transfer(asset.usd, payer, rail, BigInt(exchange), "exchange");
  ledger.transfer(asset.usd, payer, payee, BigInt(units - fee - exchange), "payments");
  state.units.sent += units;
  state.units.fees += fee;
  state.units.exchange += exchange;
}

/** The payer gets the amount back; the payee, who may have spent it, owes it and the fee. */
function reverse({ state, params, ledger, account, asset }: Rail, units: number): void {
  const { world, payer, payee, rail } = account;
  const fee = Math.round(params.reversalUsd * UNITS);
  ledger.transfer(asset.usd, world, payee, BigInt(units + fee), "income");
  ledger.transfer(asset.usd, payee, payer, BigInt(units), "reversals");
  ledger.transfer(asset.usd, payer, world, BigInt(units), "refunds");
  ledger.transfer(asset.usd, payee, rail, BigInt(fee), "reversals");
  state.units.reversed += units;
  state.units.reversalFees += fee;
}
