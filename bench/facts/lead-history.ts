import { createRandom, type Random } from '../../server/demo/random.ts';
import {
  type Channel,
  type Company,
  channels,
  createdAt,
  DAY,
  industries,
  owners,
  regions,
  round,
  STAGES,
  tags,
} from './company.ts';

/** All facts of one lead, as they are posted. */
export interface LeadHistory {
  leads: object[];
  transitions: { lead: string; at: string; to: string; by: string }[];
  activities: object[];
  opportunities: object[];
  customers: object[];
  orders: object[];
}

/** Chances of going on, before the channel's quality. Tuned so that a lead has 2.5 stage entries: its first stage's, others', losses. */
const CHANCE = { nurturing: 0.68, opportunity: 0.42, won: 0.3, lost: 0.58, skips: 0.06, returns: 0.04 };
/** Median days, and the deviation of their logarithm. */
const TAKES = {
  nurturing: [2, 0.9],
  opportunity: [9, 0.8],
  won: [21, 0.7],
  lost: [24, 0.8],
  returns: [30, 0.6],
} as const;
const WRITTEN = ['EMAIL', 'WECHAT', 'SMS', 'CONTENT'] as const;
const SPOKEN = ['CALL', 'CALL', 'MEETING', 'VISIT', 'FORM'] as const;

interface Way {
  entries: { to: string; at: number }[];
  lostAt: number | null;
}

/** The lead of that number: the same for every run, whatever other leads there are. */
export function leadHistory(company: Company, index: number): LeadHistory {
  const random = createRandom('bench', company.leads, index);
  const id = `L${index}`;
  const created = createdAt(company, index, random.fraction());
  const channel = random.weighted(channels);
  const owner = random.pick(owners).key;
  const way = wayOf(random, channel, created);
  const happened = (at: number) => at < company.until;
  const history: LeadHistory = {
    leads: [{ id, createdAt: instant(created), channel: channel.key, owner, ...attributesOf(random, index) }],
    transitions: way.entries
      .filter(({ at }) => happened(at))
      .map(({ to, at }) => ({ lead: id, at: instant(at), to, by: owner })),
    activities: activitiesOf(random, id, created, way, happened),
    opportunities: [],
    customers: [],
    orders: [],
  };
  addDeal(history, random, id, way, happened);
  return history;
}

function wayOf(random: Random, { quality }: Channel, created: number): Way {
  const entries = [{ to: STAGES[0] as string, at: created }];
  const later = (what: keyof typeof TAKES, at: number) => {
    const [median, spread] = TAKES[what];
    return at + Math.max(1, Math.floor(random.logNormal(median, spread) * DAY));
  };
  let at = created;
  const goesOn = (to: (typeof STAGES)[number] & keyof typeof TAKES) => {
    if (!random.chance(Math.min(0.95, CHANCE[to] * quality))) return false;
    at = later(to, at);
    entries.push({ to, at });
    return true;
  };
  const isWon = goesOn('nurturing') && goesOn('opportunity') && goesOn('won');
  // Some go to the opportunity without anybody saying that they were nurtured.
  if (entries.length >= 3 && random.chance(CHANCE.skips)) entries.splice(1, 1);
  if (isWon || !random.chance(CHANCE.lost)) return { entries, lostAt: null };
  const lostAt = later('lost', at);
  entries.push({ to: 'lost', at: lostAt });
  if (random.chance(CHANCE.returns)) entries.push({ to: 'nurturing', at: later('returns', lostAt) });
  return { entries, lostAt };
}

function attributesOf(random: Random, index: number): object {
  const size = Math.ceil(random.logNormal(60, 1.2));
  const own = tags.filter(({ weight }) => random.chance(weight / 100)).map(({ key }) => key);
  return {
    name: `Contact ${index}`,
    email: random.chance(0.8) ? `contact${index}@company${index % 9973}.example` : undefined,
    company: `Company ${index % 9973}`,
    industry: random.chance(0.9) ? random.pick(industries) : undefined,
    companySize: size,
    region: random.pick(regions),
    needMatch: Math.round(random.fraction() * 1000) / 1000,
    tags: own.length > 0 ? own : undefined,
  };
}

/** Five a lead on average, more for those that went further. */
function activitiesOf(
  random: Random,
  lead: string,
  created: number,
  { entries }: Way,
  happened: (at: number) => boolean,
): object[] {
  const count = random.whole(1, 4) + Math.floor(random.between(0, 2.1 * entries.length + 1));
  const span = entries.at(-1)!.at - created + 14 * DAY;
  const moments = Array.from({ length: count }, (_, order) =>
    order === 0 ? created + random.logNormal(0.2, 1.1) * DAY : created + random.fraction() * span,
  )
    .map(Math.floor)
    .sort((a, b) => a - b);
  return moments.flatMap((at, order) => {
    const isOutbound = order === 0 || random.chance(0.65);
    const isWritten = random.chance(0.55);
    const repliedAt = at + Math.floor(random.logNormal(0.5, 1) * DAY);
    const isReplied = isOutbound && isWritten && random.chance(0.35) && happened(repliedAt);
    const kind = random.pick<string>(isWritten ? WRITTEN : SPOKEN);
    if (!happened(at)) return [];
    return {
      id: `A${lead.slice(1)}-${order}`,
      lead,
      kind,
      direction: isOutbound ? 'OUTBOUND' : 'INBOUND',
      at: instant(at),
      respondedAt: isReplied ? instant(repliedAt) : undefined,
    };
  });
}

/** An opportunity opens, is won and lost in the moments in which its lead says so: both tell the same story. */
function addDeal(
  history: LeadHistory,
  random: Random,
  lead: string,
  { entries, lostAt }: Way,
  happened: (at: number) => boolean,
): void {
  const entered = (stage: string) => entries.find(({ to, at }) => to === stage && happened(at))?.at;
  const openedAt = entered('opportunity');
  const wonAt = entered('won');
  if (openedAt === undefined) return;
  const number = lead.slice(1);
  const amount = round(random.logNormal(48_000, 0.9));
  history.opportunities.push({
    id: `O${number}`,
    lead,
    openedAt: instant(openedAt),
    amount,
    wonAt: wonAt && instant(wonAt),
    lostAt: lostAt !== null && happened(lostAt) ? instant(lostAt) : undefined,
    lostReason:
      lostAt !== null && happened(lostAt) ? random.pick(['price', 'timing', 'competitor', 'silence']) : undefined,
  });
  if (wonAt === undefined) return;
  history.customers.push({ id: `C${number}`, lead, becameAt: instant(wonAt), name: `Company of ${lead}` });
  let at = wonAt;
  let order = 0;
  do {
    if (!happened(at)) break;
    const share = order === 0 ? 1 : random.between(0.2, 0.8);
    history.orders.push({
      id: `B${number}-${order}`,
      customer: `C${number}`,
      at: instant(at),
      amount: round(amount * share),
    });
    at += Math.floor(random.logNormal(60, 0.6) * DAY);
    order += 1;
  } while (random.chance(0.5));
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
