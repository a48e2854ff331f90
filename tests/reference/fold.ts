import { dateAt } from './days.ts';
import type { Funnel } from './facts.ts';
import {
  CURRENCY,
  DEFAULT_FUNNEL,
  type FunnelChange,
  firstStages,
  type Kind,
  type Line,
  type Script,
} from './script.ts';

/**
 * 'Facts in' of the contract, one line after another: what is stored, what waits for its parent, what is refused. Nothing is remembered of
 * what was taken away: posted again, it is new.
 */
export type Outcome = 'in' | 'deferred' | 'refused';

export interface Row {
  line: Line;
  arrival: number;
}

interface Rules {
  key: string[];
  required: string[];
  parents?: Record<string, Kind>;
  /** The field whose day's rate converts the amount. */
  moneyDay?: string;
  /** Taken away with it: kind and field that names it. */
  children?: [Kind, string][];
  /** Outlive it and lose the reference. */
  loosened?: [Kind, string][];
}

const rules: Record<Kind, Rules> = {
  owners: { key: ['key'], required: [] },
  rates: { key: ['currency', 'date'], required: ['perUnit'] },
  leads: {
    key: ['id'],
    required: ['createdAt'],
    children: [
      ['transitions', 'lead'],
      ['activities', 'lead'],
      ['opportunities', 'lead'],
    ],
    loosened: [['customers', 'lead']],
  },
  transitions: { key: ['id'], required: ['lead', 'at', 'to'], parents: { lead: 'leads' } },
  activities: { key: ['id'], required: ['lead', 'kind', 'direction', 'at'], parents: { lead: 'leads' } },
  opportunities: {
    key: ['id'],
    required: ['openedAt'],
    parents: { lead: 'leads', customer: 'customers' },
    moneyDay: 'openedAt',
    children: [['quotes', 'opportunity']],
  },
  quotes: {
    key: ['id'],
    required: ['opportunity', 'sentAt'],
    parents: { opportunity: 'opportunities' },
    moneyDay: 'sentAt',
  },
  customers: {
    key: ['id'],
    required: ['becameAt'],
    parents: { lead: 'leads' },
    children: [
      ['orders', 'customer'],
      ['surveys', 'customer'],
    ],
    loosened: [['opportunities', 'customer']],
  },
  orders: {
    key: ['id'],
    required: ['customer', 'at', 'amount'],
    parents: { customer: 'customers' },
    moneyDay: 'at',
  },
  surveys: { key: ['id'], required: ['customer', 'at', 'score'], parents: { customer: 'customers' } },
  spend: { key: ['channel', 'date', 'campaign', 'funnel'], required: ['amount'], moneyDay: 'date' },
};
const kinds = Object.keys(rules) as Kind[];

const defaults = {
  qualifiedThreshold: 60,
  skipPolicy: 'FILL',
  leadChurnDays: 30,
  customerChurnDays: null,
  followUpEffectDays: 7,
  stalledAfterDays: null,
  activityWeights: {},
};
const settings = Object.keys(defaults) as (keyof typeof defaults)[];

export class Store {
  readonly rows = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as Record<Kind, Map<string, Row>>;
  readonly funnels = new Map<string, Funnel>();
  private readonly waiting: { kind: Kind; key: string; row: Row }[] = [];
  private readonly erased = new Set<string>();
  private readonly zone: string;
  private received = 0;

  constructor({ zone }: Pick<Script, 'zone'>) {
    this.zone = zone;
    this.define({ key: DEFAULT_FUNNEL, stages: firstStages });
  }

  post(kind: Kind, line: Line, defer: boolean): Outcome {
    const key = keyOf(kind, line);
    if (!line.deleted && this.erased.has(String(kind === 'leads' ? key : line.lead))) {
      if (kind !== 'customers') return 'refused';
      // Bookkeeping goes on without the lead.
      return this.post(kind, { ...line, lead: null }, defer);
    }
    const known = this.rows[kind].get(key);
    const waits = this.waiting.find((one) => one.kind === kind && one.key === key);
    const version = waits?.row.line.updatedAt ?? known?.line.updatedAt;
    if (version && line.updatedAt && line.updatedAt < version) return 'in';
    if (line.deleted) {
      if (waits) this.waiting.splice(this.waiting.indexOf(waits), 1);
      this.takeAway(kind, key);
      return 'in';
    }

    const patch = { ...waits?.row.line, ...line };
    const next = { ...known?.line, ...patch };
    const arrival = known?.arrival ?? waits?.row.arrival ?? this.received++;
    if (rules[kind].required.some((field) => next[field] === undefined || next[field] === null)) return 'refused';
    if (!this.hasRate(kind, next)) return 'refused';
    if (this.lacksParent(kind, patch)) {
      if (!defer) return 'refused';
      const row = { line: patch, arrival };
      if (waits) waits.row = row;
      else this.waiting.push({ kind, key, row });
      return 'deferred';
    }
    if (kind === 'leads' || kind === 'spend') next.funnel ??= DEFAULT_FUNNEL;
    if (kind === 'transitions' && !this.hasStage(next, known?.line)) return 'refused';
    if (waits) this.waiting.splice(this.waiting.indexOf(waits), 1);
    this.rows[kind].set(key, { line: next, arrival });
    if (!known) this.letIn();
    return 'in';
  }

  /** Whatever waits and has its parents now, in order of receipt; what cannot go in after all is dropped. */
  private letIn(): void {
    const ready = this.waiting
      .filter(({ kind, row }) => !this.lacksParent(kind, row.line))
      .sort((a, b) => a.row.arrival - b.row.arrival);
    for (const one of ready) {
      if (!this.waiting.includes(one)) continue;
      if (this.post(one.kind, one.row.line, true) === 'refused') this.waiting.splice(this.waiting.indexOf(one), 1);
    }
  }

  /** The names of all that went. */
  private takeAway(kind: Kind, key: string): Set<string> {
    const gone = new Set<string>();
    if (!this.rows[kind].delete(key)) return gone;
    gone.add(nameOf(kind, key));
    for (const [child, field] of rules[kind].children ?? [])
      for (const [childKey, { line }] of [...this.rows[child]])
        if (line[field] === key) for (const name of this.takeAway(child, childKey)) gone.add(name);
    for (const [other, field] of rules[kind].loosened ?? [])
      for (const { line } of this.rows[other].values()) if (line[field] === key) line[field] = null;
    return gone;
  }

  /** Goes with all that hangs on it, what waits included; its customers stay without it. Of an unknown lead nothing is remembered. */
  erase(lead: string): void {
    const gone = this.takeAway('leads', lead);
    const ofLead = this.waiting.filter(({ row }) => row.line.lead === lead);
    const opportunities = ofLead.filter(({ kind }) => kind === 'opportunities').map(({ key }) => key);
    const about = this.waiting.filter(
      (one) =>
        ofLead.includes(one) ||
        gone.has(nameOf(one.kind, one.key)) ||
        opportunities.includes(String(one.row.line.opportunity)),
    );
    if (gone.size + about.length === 0) return;
    this.erased.add(lead);
    for (const one of about) {
      if (one.kind === 'customers') one.row.line.lead = null;
      else this.waiting.splice(this.waiting.indexOf(one), 1);
    }
    this.letIn();
  }

  define(change: FunnelChange): void {
    const { key, stages } = change;
    const before = this.funnels.get(key);
    const said = Object.entries(change).filter(([, value]) => value !== undefined);
    const after = { ...defaults, ...before, ...Object.fromEntries(said) };
    for (const name of settings) if (after[name] === null) Object.assign(after, { [name]: defaults[name] });
    this.funnels.set(key, { ...after, key, stages } as Funnel);
  }

  private lacksParent(kind: Kind, line: Line): boolean {
    return Object.entries(rules[kind].parents ?? {}).some(
      ([field, parent]) => typeof line[field] === 'string' && !this.rows[parent].has(line[field]),
    );
  }

  private hasStage({ lead, to }: Line, before: Line | undefined): boolean {
    if (to === 'lost' || (before?.lead === lead && before?.to === to)) return true;
    const funnel = this.rows.leads.get(String(lead))!.line.funnel as string;
    return this.funnels.get(funnel)!.stages.some((stage) => stage.key === to);
  }

  private hasRate(kind: Kind, line: Line): boolean {
    return this.perUnit(kind, line) !== undefined;
  }

  /** Ten-thousandths of the workspace's currency for one unit; undefined where nobody said. */
  perUnit(kind: Kind, { currency, ...line }: Line): number | undefined {
    const { moneyDay } = rules[kind];
    if (!moneyDay || !currency || currency === CURRENCY) return 10_000;
    const said = String(line[moneyDay]);
    const day = moneyDay === 'date' ? said : dateAt(Date.parse(said), this.zone);
    const rate = this.rows.rates.get(keyOf('rates', { currency, date: day }));
    return rate && Math.round(Number(rate.line.perUnit) * 10_000);
  }
}

function nameOf(kind: Kind, key: string): string {
  return `${kind} ${key}`;
}

function keyOf(kind: Kind, line: Line): string {
  if (kind === 'transitions' && typeof line.id !== 'string') return JSON.stringify([line.lead, line.at, line.to]);
  if (kind === 'spend')
    return JSON.stringify([line.channel, line.date, line.campaign ?? null, line.funnel ?? DEFAULT_FUNNEL]);
  const parts = rules[kind].key.map((field) => line[field]);
  return parts.length === 1 ? String(parts[0]) : JSON.stringify(parts);
}
