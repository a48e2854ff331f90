import type { Arrival } from './arrivals.ts';
import { dayOf } from './calendar.ts';
import type { Channel } from './channels.ts';
import type { LeadFact } from './facts.ts';
import { companySizes, industries, type Product, products, regions, tags } from './market.ts';
import { type Contact, inventContact } from './names.ts';
import { createRandom, type Random } from './random.ts';
import type { Span } from './span.ts';
import { type Owner, ownersOfTeam } from './team.ts';

/** A lead as it really is; what the sales people wrote down of it is `leadFact`. */
export interface Prospect {
  id: string;
  index: number;
  createdAt: number;
  channel: Channel;
  /** undefined: nobody was ever put in charge. */
  owner: Owner | undefined;
  product: Product;
  region: string;
  industry: string;
  companySize: number;
  /** 0 to 1 */
  needMatch: number;
  contact: Contact;
  /** Multiplies the chance to go further; about 1 on average within a channel. */
  quality: number;
  /** After the automation change. */
  automated: boolean;
}

/** Leads that nobody was put in charge of. */
const UNASSIGNED = 0.02;
const NEED_SPREAD = 0.16;

export function meetProspect(seed: string, index: number, { at, channel }: Arrival, span: Span): Prospect {
  const random = createRandom(seed, 'prospect', index);
  const region = random.weighted(regions);
  const industry = random.weighted(industries);
  const needMatch = Math.min(1, Math.max(0, channel.needMatch + NEED_SPREAD * random.normal()));
  const companySize = sizeOf(random, channel);
  return {
    id: `lead-${String(index).padStart(5, '0')}`,
    index,
    createdAt: at,
    channel,
    owner: random.chance(UNASSIGNED) ? undefined : random.weighted(ownersOfTeam(region.team)),
    product: random.weighted(products),
    region: region.name,
    industry: industry.name,
    companySize,
    needMatch: Math.round(needMatch * 100) / 100,
    contact: inventContact(random, index),
    quality: NEED_PULL ** (needMatch - channel.needMatch) * industry.fit * (companySize >= 150 ? 1.15 : 0.93),
    automated: dayOf(at) >= span.automation,
  };
}

/** How much likelier a perfect match goes one step further than none at all. */
const NEED_PULL = 2.2;

/** Two throws bent by the channel's scale: small companies are many, large ones few. */
function sizeOf(random: Random, { companyScale }: Channel): number {
  const place = random.fraction() ** (1.6 - companyScale) * (0.45 + 0.55 * random.fraction() + 0.25 * companyScale);
  return companySizes[Math.min(companySizes.length - 1, Math.floor(place * companySizes.length))]!;
}

/** How often a field is filled in: real address books have holes. */
const FILLED_IN = { email: 0.78, company: 0.88, industry: 0.9, companySize: 0.85, needMatch: 0.94 } as const;

export function leadFact(seed: string, prospect: Prospect, referredBy: string | undefined): LeadFact {
  const random = createRandom(seed, 'lead', prospect.index);
  const noted = <Value>(field: keyof typeof FILLED_IN, value: Value) =>
    random.chance(FILLED_IN[field]) ? value : undefined;
  return {
    id: prospect.id,
    createdAt: new Date(prospect.createdAt).toISOString(),
    funnel: FUNNEL,
    channel: prospect.channel.key,
    owner: prospect.owner?.key,
    name: prospect.contact.name,
    email: noted('email', prospect.contact.email),
    company: noted('company', prospect.contact.company),
    industry: noted('industry', prospect.industry),
    companySize: noted('companySize', prospect.companySize),
    region: prospect.region,
    product: prospect.product.key,
    needMatch: noted('needMatch', prospect.needMatch),
    tags: tags.filter(({ share }) => random.chance(share)).map(({ name }) => name),
    referredBy,
    attributes: random.chance(0.3) ? { seats: random.whole(1, 40) * 5, mobile: random.chance(0.6) } : undefined,
  };
}

/** The funnel that every workspace starts with. */
export const FUNNEL = 'sales';
