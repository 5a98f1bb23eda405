// Transfers among 1,024 accounts of three sectors. Usage: transfers <decimals> <digest: 0 or 1> <transfers>; prints
// transfers per second.
import { Digest } from "../../sim/digest.ts";
import { ChartOfAccounts, Ledger } from "../../sim/model/ledger.ts";

const [decimals, digested, transfers] = process.argv.slice(2).map(Number) as [number, number, number];
const ledger = new Ledger([{ name: "token", decimals }], digested === 1 ? { digest: new Digest() } : {});
const chart = new ChartOfAccounts(ledger);
const sectors = ["providers", "customers", "holders"];
const accounts = Array.from({ length: 1024 }, (_, index) => chart.open(`a${index}`, sectors[index % 3]!));
for (const account of accounts) ledger.mint(0, account, 1e6, "genesis");
ledger.openBooks();

let state = 1;
function move(count: number): void {
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    ledger.transfer(
      0,
      accounts[state >>> 22]!,
      accounts[(state >>> 12) & 1023]!,
      (state & 255) * 0.01,
      "rent",
    );
  }
}

move(transfers / 4);
const begin = process.hrtime.bigint();
move(transfers);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const broken = ledger.audit();
if (broken.length > 0) throw new Error(broken.join("\n"));
console.log(Math.round(transfers / seconds));
