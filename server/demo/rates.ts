import { dateOf } from './calendar.ts';
import type { RateFact } from './facts.ts';
import { createRandom } from './random.ts';
import type { Span } from './span.ts';

const USUAL = 7.12;

/** An invented price of the US dollar for each day: a random walk that is drawn back to its usual value. */
export function rateFacts(seed: string, span: Span): RateFact[] {
  const random = createRandom(seed, 'rates');
  let rate = USUAL;
  return Array.from({ length: span.end - span.first }, (_, index) => {
    rate += 0.02 * (USUAL - rate) + 0.012 * random.normal();
    return { currency: 'USD', date: dateOf(span.first + index), perUnit: Math.round(rate * 10_000) / 10_000 };
  });
}
