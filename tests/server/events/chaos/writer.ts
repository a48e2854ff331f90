import type { Kind, Line } from '../../../reference/script.ts';
import type { Address } from '../../../support/client.ts';

export interface Batch {
  kind: Kind;
  lines: Line[];
}

/** A small linear congruential generator (Numerical Recipes): a run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Facts of a small company, new ones, late ones, corrected ones and some taken away again. Each batch changes something, so that each is
 * one data version.
 */
export class FactWriter {
  private readonly random: () => number;
  private readonly leads: string[] = [];
  private readonly deals: string[] = [];
  private readonly customers: string[] = [];
  private readonly orders: string[] = [];
  private number = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  next(): Batch {
    const roll = this.random();
    if (roll < 0.34 || this.leads.length < 3) return this.newLeads();
    if (roll < 0.48) return this.activities();
    if (roll < 0.6 || this.deals.length < 2) return this.newDeals();
    if (roll < 0.7) return this.closeDeal();
    if (roll < 0.78 || this.customers.length < 2) return this.newCustomers();
    if (roll < 0.9) return this.newOrders();
    if (roll < 0.94) return { kind: 'leads', lines: [this.corrected()] };
    return this.takeAway();
  }

  private newLeads(): Batch {
    const lines = this.some(4).map(() => {
      const id = this.name('lead');
      this.leads.push(id);
      return {
        id,
        createdAt: this.instant(),
        channel: this.of(['web', 'fair', 'partner', null]),
        owner: this.of(['ann', 'bo', null]),
      };
    });
    return { kind: 'leads', lines };
  }

  private activities(): Batch {
    const lines = this.some(4).map(() => ({
      id: this.name('activity'),
      lead: this.of(this.leads),
      kind: 'CALL',
      direction: this.of(['OUTBOUND', 'OUTBOUND', 'INBOUND']),
      at: this.instant(),
    }));
    return { kind: 'activities', lines };
  }

  private newDeals(): Batch {
    const lines = this.some(2).map(() => {
      const id = this.name('deal');
      this.deals.push(id);
      return { id, lead: this.of(this.leads), openedAt: this.instant(), amount: this.amount() };
    });
    return { kind: 'opportunities', lines };
  }

  /** A new amount each time, so that the fact changes though it was closed before. */
  private closeDeal(): Batch {
    const closed = this.random() < 0.7 ? { wonAt: this.instant() } : { lostAt: this.instant() };
    return { kind: 'opportunities', lines: [{ id: this.of(this.deals), amount: this.amount(), ...closed }] };
  }

  private newCustomers(): Batch {
    const lines = this.some(2).map(() => {
      const id = this.name('customer');
      this.customers.push(id);
      return { id, lead: this.of(this.leads), becameAt: this.instant() };
    });
    return { kind: 'customers', lines };
  }

  private newOrders(): Batch {
    const lines = this.some(3).map(() => {
      const id = this.name('order');
      this.orders.push(id);
      return { id, customer: this.of(this.customers), at: this.instant(), amount: this.amount() };
    });
    return { kind: 'orders', lines };
  }

  private corrected(): Line {
    return { id: this.of(this.leads), createdAt: this.instant(), channel: this.of(['web', 'fair', 'partner']) };
  }

  private takeAway(): Batch {
    if (this.orders.length > 0 && this.random() < 0.7)
      return { kind: 'orders', lines: [{ id: this.pull(this.orders), deleted: true }] };
    // A deal nobody speaks of any more: what was said of a lead that went would be refused.
    return { kind: 'opportunities', lines: [{ id: this.pull(this.deals), deleted: true }] };
  }

  private name(kind: string): string {
    return `${kind}-${++this.number}`;
  }

  /** Mostly of the last seconds; some are late by hours or days. To the millisecond, so that no two are alike. */
  private instant(): string {
    const roll = this.random();
    const late = roll < 0.75 ? 5_000 : roll < 0.9 ? 6 * 3_600_000 : 5 * 86_400_000;
    return new Date(Date.now() - Math.floor(this.random() * late)).toISOString();
  }

  private amount(): string {
    return (20 + this.random() * 200).toFixed(2);
  }

  private some(most: number): undefined[] {
    return Array.from({ length: 1 + Math.floor(this.random() * most) });
  }

  private of<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.random() * values.length)]!;
  }

  private pull(values: string[]): string {
    return values.splice(Math.floor(this.random() * values.length), 1)[0]!;
  }
}

/** Posts until somebody says that it is durable: whatever server is up takes it, and a second time it changes nothing. */
export async function postSurely(servers: () => readonly Address[], { kind, lines }: Batch): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const alive = servers();
    const server = alive[attempt % Math.max(alive.length, 1)];
    try {
      if (!server) throw new Error('no server is up');
      const response = await fetch(`${server.url}/ingest/${kind}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${server.key}` },
        body: lines.map((line) => JSON.stringify(line)).join('\n'),
        signal: AbortSignal.timeout(20_000),
      });
      const report = (await response.json()) as { rejected?: number; errors?: object[] };
      if (response.ok && report.rejected === 0) return;
      if (report.rejected) throw new TypeError(`rejected: ${JSON.stringify(report.errors)}`);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('rejected')) throw error;
      if (attempt > 600) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
