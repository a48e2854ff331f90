import type { FactKind, KindName } from './kind.ts';
import { activities } from './kinds/activities.ts';
import { channels } from './kinds/channels.ts';
import { customers } from './kinds/customers.ts';
import { leads } from './kinds/leads.ts';
import { opportunities } from './kinds/opportunities.ts';
import { orders } from './kinds/orders.ts';
import { owners } from './kinds/owners.ts';
import { quotes } from './kinds/quotes.ts';
import { rates } from './kinds/rates.ts';
import { spend } from './kinds/spend.ts';
import { surveys } from './kinds/surveys.ts';
import { transitions } from './kinds/transitions.ts';

/** All kinds, in an order in which whatever a fact refers to comes before it: rates before amounts, parents before children. */
export const kinds: Readonly<Record<KindName, FactKind>> = {
  channels,
  owners,
  rates,
  leads,
  transitions,
  activities,
  customers,
  opportunities,
  quotes,
  orders,
  surveys,
  spend,
};

export const kindNames = Object.keys(kinds) as readonly KindName[];

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}
