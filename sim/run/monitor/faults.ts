/** What is wrong, by claim: what is told of one event or instant, and how much there was. */
export interface FaultsSnapshot {
  readonly told: readonly (readonly [claim: string, told: readonly string[], count: number])[];
}

/** One that breaks a rule breaks it again and again. */
const MOST_TOLD = 10;

/** Collects faults until a claim is looked at; memory does not grow with them. */
export class Faults {
  readonly #told = new Map<string, { readonly told: string[]; count: number }>();

  constructor(from?: FaultsSnapshot) {
    for (const [claim, told, count] of from?.told ?? []) this.#told.set(claim, { told: [...told], count });
  }

  get any(): boolean {
    return this.#told.size > 0;
  }

  tell(claim: string, fault: string): void {
    const known = this.#told.get(claim) ?? { told: [], count: 0 };
    if (known.told.length < MOST_TOLD) known.told.push(fault);
    known.count++;
    this.#told.set(claim, known);
  }

  of(claim: string): readonly string[] | undefined {
    const known = this.#told.get(claim);
    if (!known) return undefined;
    const more = known.count - known.told.length;
    return more === 0 ? known.told : [...known.told, `And ${more} more.`];
  }

  snapshot(): FaultsSnapshot {
    return { told: [...this.#told].map(([claim, { told, count }]) => [claim, [...told], count] as const) };
  }
}
