import type { Account } from './accounts.ts';
import type { Prospect } from './prospect.ts';
import { createRandom } from './random.ts';

/** Who was asked and named the customer who sent them. */
const NAMED = 0.85;
/** Leads of other channels that a customer had told of the company as well. */
const ALSO_HEARD = 0.03;
/** Customers recommend when they have seen results, and the happy ones far more. */
const FIRST_RESULTS_DAYS = 14;

/** The customer who referred a prospect, among those who were customers by then. */
export function referrerOf(seed: string, prospect: Prospect, accounts: readonly Account[]): string | undefined {
  const random = createRandom(seed, 'referrer', prospect.index);
  if (!random.chance(prospect.channel.kind === 'REFERRAL' ? NAMED : ALSO_HEARD)) return undefined;
  const candidates = accounts
    .filter(({ becameAt }) => becameAt + FIRST_RESULTS_DAYS * 86_400_000 < prospect.createdAt)
    .map((account) => ({ id: account.customer.id, weight: account.satisfaction ** 3 }));
  return candidates.length > 0 ? random.weighted(candidates).id : undefined;
}
