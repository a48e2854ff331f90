/** What a change touched, by internal id: the leads, opportunities and customers whose own facts were written or taken away, and spend. */
export interface Touched {
  leads: Set<string>;
  opportunities: Set<string>;
  customers: Set<string>;
  spend: Set<string>;
}

export function nothingTouched(): Touched {
  return { leads: new Set(), opportunities: new Set(), customers: new Set(), spend: new Set() };
}

/** Whether facts of this kind are touched by their own id. */
export function isFamily(kind: string): kind is keyof Touched {
  return kind in nothingTouched();
}
