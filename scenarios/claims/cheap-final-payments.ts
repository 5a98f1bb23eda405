import { defineClaim, type Use } from "orrery";

const rail = (as: string, params: object): Use[] => [{ mechanism: "contracts/payment-rail", as, params }];
const MINUTES = 60;
const HOURS = 3_600;

const TOKEN = {
  fixedUsd: 0.5,
  share: 0,
  exchangeShare: 0.015,
  delayShortest: 12.8 * MINUTES,
  delay: 2 * MINUTES,
};
const CARD = {
  fixedUsd: 0.3,
  share: 0.044,
  exchangeShare: 0.01,
  delay: 0,
  delayShortest: 48 * HOURS,
  reversals: 0.005,
};
const BANK = { fixedUsd: 20, share: 0, exchangeShare: 0.02, delay: 3 * HOURS, reversals: 0 };

export default defineClaim({
  claim: "A token makes payments across borders cheaper and final.",
  sources: [
    {
      text: "Nakamoto, S. (2008): Bitcoin: A Peer-to-Peer Electronic Cash System, section 1 (mediation, reversal and the smallest practical payment)",
      url: "https://bitcoin.org/bitcoin.pdf",
    },
    {
      text: "Adams, A., Lader, M., Liao, G., Puth, D. and Wan, X. (2023): On-Chain Foreign Exchange and Cross-Border Payments, Circle and Uniswap Labs, SSRN 4328948 (remittances up to 80 % cheaper, by its estimates)",
      url: "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=4328948",
      secondary: true,
    },
  ],
  setUp:
    "Payments of the same amounts and rate go by a stablecoin (bought at one end, sold at the other), by a card and by a bank's wire. Compared are the cost of a payment, the mean time to the payee, and the share that is taken back from the payee.",
  unpaired:
    "Each rail draws its own times of payments, delays and reversals: a rail is an instance of its own, so that a world can change one of them, and luck goes by instance. Amounts do not vary, so a payment's fees are the same whichever payments are drawn; intervals are as wide as independent luck makes them, and never too narrow.",
  whoPays:
    "The payee bears fees and reversals of cards, the payer those of wires. Without reversals the payer bears the risk of fraud that cards put on the payee: final is not safer, it moves the loss.",
  scenario: {
    title: "A payment across a border",
    seed: 7,
    until: "360d",
    warmUp: "10d",
    sample: "30d",
    replications: 5,
    world: [],
    designs: {
      token: rail("stablecoin", { ...TOKEN, reversals: 0, reversalUsd: 0 }),
      card: rail("card network", CARD),
      bank: rail("wire", { ...BANK, reversalUsd: 0 }),
    },
    control: "card",
    measures: ["payments.costShare", "payments.delay", "payments.reversedShare"],
  },
  tests: {
    "it costs less than by card": {
      less: "[token].payments.costUsd / [token].payments.sent",
      than: "[card].payments.costUsd / [card].payments.sent",
    },
    "it costs less than by bank": {
      less: "[token].payments.costUsd / [token].payments.sent",
      than: "[bank].payments.costUsd / [bank].payments.sent",
    },
    "it is there sooner than by card": { less: "[token].payments.delay", than: "[card].payments.delay" },
    "it is there sooner than by bank": { less: "[token].payments.delay", than: "[bank].payments.delay" },
    "less of it is taken back than by card": {
      less: "[token].payments.reversedShare",
      than: "[card].payments.reversedShare",
    },
  },
  condition: {
    words: "the amount of a payment",
    unit: "USD",
    values: [1, 10, 100, 1_000, 10_000],
    set: (amount) => ({ "contracts/payment-rail.amountUsd": amount }),
  },
  worlds: {
    "a fee of 10 USD on the chain, as when blocks are full": { "stablecoin.fixedUsd": 10 },
    "ramps that take 5 %, as where few trade": { "stablecoin.exchangeShare": 0.05 },
    "a chain that is final in a second and costs a cent": {
      "stablecoin.delayShortest": 1,
      "stablecoin.delay": 1,
      "stablecoin.fixedUsd": 0.01,
    },
    "an instant transfer between banks at 5 USD": { "wire.delay": 20, "wire.fixedUsd": 5 },
  },
  closedForm: {
    words: "Difference of the fixed fees, fees of reversals counted, over that of the shares",
    value:
      (TOKEN.fixedUsd - CARD.fixedUsd - CARD.reversals * 15) /
      (CARD.share + CARD.exchangeShare - TOKEN.exchangeShare),
    source: "F + s a of either way, equal",
    // Of the last 120 days' payments not all reversals have come when the run ends.
    within: 0.6,
  },
  values: {
    "card network.share": "Stripe, pricing for the US: 2.9 % and 1.5 % for international cards (not checked)",
    "card network.fixedUsd": "Stripe, pricing for the US: 0.30 USD (not checked)",
    "card network.exchangeShare":
      "Stripe, pricing for the US: 1 % where the currency is converted (not checked)",
    "card network.delayShortest": "Stripe: payouts two business days after the payment (not checked)",
    "card network.reversals":
      "assumed: 0.1 to 1 % of card payments without the card are disputed; 15 USD a dispute by Stripe's pricing",
    "wire.fixedUsd":
      "assumed: 10 to 45 USD for an international wire; banks took 11.48 % of 200 USD in the mean, 23 USD: World Bank, Remittance Prices Worldwide 47, September 2023",
    "wire.exchangeShare": "assumed: 1 to 4 % above the middle rate",
    "wire.delay":
      "Nilsson, Bouther, Van Acoleyen and Cohen (2022), SWIFT gpi data indicate drivers of fast cross-border payments, BIS/CPMI: median below two hours; SWIFT (2018): half within 30 minutes, nearly all within a day (this one not checked)",
    "stablecoin.fixedUsd": "assumed: 0.01 to 20 USD, by chain and hour",
    "stablecoin.exchangeShare": "assumed: 0.5 to 5 % at both ramps together",
    "stablecoin.delayShortest": "Ethereum: two epochs to finality, 12.8 minutes",
  },
  notEstablished: [
    "What a stablecoin that loses its peg, or a wallet that is stolen, costs: no loss of either kind is counted.",
    "Taxes, sanctions and the work of compliance, which the ramps' margins may not cover.",
    "That the token is also the unit of account: where both ends must exchange, the ramps cost more than the chain.",
  ],
});
