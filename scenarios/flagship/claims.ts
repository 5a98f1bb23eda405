import type { Scenario } from "orrery";
import { designs, EMISSION, GENESIS } from "./token.ts";
import { SHOCK, YEARS } from "./world.ts";

type Claims = NonNullable<Scenario["expect"]>;

/** What holds in every scenario of the flagship, whatever it compares, where no issuance emits more than this share of genesis a year. */
export const claimsUpTo = (emission: number): Claims => ({
  "delivered GPU-hours never pass those online": { always: "gpu.utilisation <= 1" },
  "supply never passes genesis and twice the emission": {
    always: `ledger.supply[token] <= ${GENESIS * (1 + 2 * YEARS * emission)}`,
  },
  "providers stay solvent: they owe less than a day of bills": { always: "providers.arrearsUsd <= 10000" },
  "escrow is empty at the end": { atEnd: "contracts.escrowUsd == 0" },
});

export const claims = claimsUpTo(EMISSION);

const TOKEN_DESIGNS = Object.keys(designs).filter((name) => name !== "no token");

const forEachToken = (
  claim: (design: string) => [sentence: string, compare: string],
  scope: { readonly branch: string; readonly confidence?: number },
): Claims =>
  Object.fromEntries(
    TOKEN_DESIGNS.map((design) => {
      const [sentence, compare] = claim(design);
      return [sentence, { ...scope, compare }];
    }),
  );

const shocked = { branch: "demand halves" };
const sure = { confidence: 0.95 };

/** The signs of what was found in the year after demand halves: for asking in what share of draws they hold. */
export const signs: Claims = {
  ...forEachToken(
    (name) => [`${name} keeps more GPUs than no token`, `[${name}].gpu.supply > [no token].gpu.supply`],
    shocked,
  ),
  ...forEachToken(
    (name) => [
      `customers gain by ${name}`,
      `[${name}].customers.surplusUsd > [no token].customers.surplusUsd`,
    ],
    shocked,
  ),
  ...forEachToken(
    (name) => [
      `margins of providers fall by ${name}`,
      `[${name}].providers.margin < [no token].providers.margin`,
    ],
    shocked,
  ),
  "fixed keeps more GPUs than halving": {
    ...shocked,
    compare: "[fixed on PoW].gpu.supply > [halving on PoW].gpu.supply",
  },
};

/** What was found, with room to chance: at 95 % over replications. */
export const findings: Claims = {
  ...forEachToken(
    (name) => [
      `after demand halves, ${name} keeps a twentieth more GPUs than no token, or more`,
      `[${name}].gpu.supply >= 1.05 * [no token].gpu.supply`,
    ],
    { ...shocked, ...sure },
  ),
  ...forEachToken(
    (name) => [
      `after demand halves, customers gain by ${name} a quarter of their surplus, or more`,
      `[${name}].customers.surplusUsd >= 1.25 * [no token].customers.surplusUsd`,
    ],
    { ...shocked, ...sure },
  ),
  ...forEachToken(
    (name) => [
      `after demand halves, ${name} leaves providers a lower margin than no token`,
      `[${name}].providers.margin <= [no token].providers.margin - 0.05`,
    ],
    { ...shocked, ...sure },
  ),
  "after demand halves, fixed emission keeps a twentieth more GPUs than halving, or more": {
    ...shocked,
    ...sure,
    compare: "[fixed on PoW].gpu.supply >= 1.05 * [halving on PoW].gpu.supply",
  },
  ...forEachToken(
    (name) => [
      `without a shock, ${name} keeps no tenth more GPUs in the second year`,
      `[${name}].gpu.supply <= 1.1 * [no token].gpu.supply`,
    ],
    { branch: "none", ...sure },
  ),
  "a sale that halves the token's price is undone within a month, up to a tenth of its value": {
    branch: "price halves",
    recovers: "token.usd >= 0.9 * token.valueUsd",
    after: SHOCK,
    within: "30d",
  },
};
