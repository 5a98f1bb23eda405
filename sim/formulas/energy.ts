/** Energy and carbon of hardware: power × load × PUE × time, and energy × carbon intensity (GHG Protocol, scope 2). */
import { JOULES_PER_KILOWATT_HOUR, type Joules, type Seconds, type Watts } from "../units.ts";

/**
 * Joules that hardware and its building use.
 *
 * @param power watts of the hardware at full load
 * @param load share of that power that it draws, 0 to 1
 * @param pue power usage effectiveness: energy of the building over that of the hardware, at least 1
 */
export function energy(power: Watts, load: number, pue: number, duration: Seconds): Joules {
  return power * load * pue * duration;
}

/** US dollars for energy at a price per kWh. */
export function energyCost(joules: Joules, usdPerKilowattHour: number): number {
  return (joules / JOULES_PER_KILOWATT_HOUR) * usdPerKilowattHour;
}

/** Grams of CO2 equivalent of energy from a grid with this intensity in g CO2e per kWh. */
export function gramsOfCarbon(joules: Joules, intensity: number): number {
  return (joules / JOULES_PER_KILOWATT_HOUR) * intensity;
}
