import { expect, test } from "vitest";
import { annuityPayment } from "../../sim/formulas/npv.ts";
import {
  avoidableUsdPerGpuHour,
  billFor,
  entryValue,
  joulesPerGpuHour,
  learningRate,
} from "../../sim/formulas/provider.ts";

const machine = { power: 350, load: 0.8, idle: 0.12, pue: 1.3 };

test("a GPU of 350 W at 80 % load uses 280 W, and its building 30 % more", () => {
  expect(joulesPerGpuHour(machine, 1)).toBeCloseTo(280 * 1.3 * 3600, 6);
  expect(joulesPerGpuHour(machine, 0)).toBeCloseTo(42 * 1.3 * 3600, 6);
  expect(joulesPerGpuHour(machine, 0.5)).toBeCloseTo(161 * 1.3 * 3600, 6);
});

test("an hour online costs its electricity and its operation", () => {
  const cost = { ...machine, usdPerKilowattHour: 0.1, operatingUsdPerHour: 0.05 };
  expect(avoidableUsdPerGpuHour(cost, 1)).toBeCloseTo(0.364 * 0.1 + 0.05, 12);
});

test("a bill has the electricity of all hours and the operation of those on which somebody operates the GPU", () => {
  const cost = { ...machine, usdPerKilowattHour: 0.1, operatingUsdPerHour: 0.05 };
  const { joules, usd } = billFor(cost, { online: 10, busy: 4, elsewhere: 2, idle: 3 });
  // 6 hours at 280 W, 6 + 3 at 42 W.
  const kilowattHours = (6 * 0.28 + 9 * 0.042) * 1.3;
  expect(joules).toBeCloseTo(kilowattHours * 3.6e6, 3);
  expect(usd).toBeCloseTo(kilowattHours * 0.1 + 12 * 0.05, 9);
  expect(billFor(cost, { online: 0, busy: 0, elsewhere: 0, idle: 0 })).toEqual({ joules: 0, usd: 0 });
});

test("entry is worth nothing at the margin that just repays the capital, and something above it", () => {
  const terms = { capital: 1000, resaleShare: 0.2, years: 3, hurdle: 0.2 };
  const yearly = annuityPayment({ capital: 1000, resale: 200, periods: 3, rate: 0.2 });
  expect(entryValue({ ...terms, marginUsdPerGpuHour: yearly / 8760 })).toBeCloseTo(0, 9);
  expect(entryValue({ ...terms, marginUsdPerGpuHour: (yearly + 10) / 8760 })).toBeCloseTo(
    10 / 1.2 + 10 / 1.44 + 10 / 1.728,
    9,
  );
});

test("after its half-life an expectation has gone half the way to what is observed", () => {
  const rate = learningRate(14);
  let expected = 0;
  for (let day = 0; day < 14; day++) expected += rate * (1 - expected);
  expect(expected).toBeCloseTo(0.5, 12);
});
