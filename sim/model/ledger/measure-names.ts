/** The names of what every run records of an asset that is issued; run/ledger-measures.ts computes them. */
export const ledgerMeasures = (asset: string): string[] => [
  `ledger.supply[${asset}]`,
  `ledger.circulating[${asset}]`,
  `ledger.minted[${asset}]`,
  `ledger.burned[${asset}]`,
  `token.inflation[${asset}]`,
  `token.dilution[${asset}]`,
];
