import { type Address, ask, post } from '../../support/client.ts';

const NAMES = (mark: string) => `Name of ${mark}`;

/** What a lock to one mark leaves: each list of a filter that takes the facts of that mark and no others. */
export function filtersOf(mark: string) {
  return {
    channels: [mark],
    owners: [`${mark}-owner`],
    teams: [`${mark}-team`],
    products: [`${mark}-product`],
    industries: [`${mark}-industry`],
    regions: [`${mark}-region`],
    companySizes: [String(sizeOf(mark))],
    tags: [`${mark}-tag`],
  };
}

function sizeOf(mark: string): number {
  return mark.length * 10;
}

/**
 * A company whose facts are all of one mark or of another: channel, owner, team, product, industry, region, size and tag are told apart by
 * it. `count` leads go all the way from the first contact to a second order; each count more is another day, and another amount.
 */
export async function addFacts(
  address: Address,
  mark: string,
  count: number,
  from = 0,
  funnel = 'sales',
): Promise<void> {
  const days = Array.from({ length: count }, (_, index) => from + index);
  const at = (day: number, hours: number) => new Date(Date.UTC(2026, 0, 5 + day, hours)).toISOString();
  const id = (day: number) => `${mark}-${funnel}-${day}`;
  const about = { channel: mark, owner: `${mark}-owner`, product: `${mark}-product` };
  const reports = [
    await post(address, 'channels', [{ key: mark, name: NAMES(mark), kind: 'PAID' }]),
    await post(address, 'owners', [{ key: `${mark}-owner`, name: NAMES(`${mark} owner`), team: `${mark}-team` }]),
    await post(
      address,
      'leads',
      days.flatMap((day) =>
        ['', '-open', '-lost'].map((what) => ({
          id: id(day) + what,
          createdAt: at(day, 1),
          funnel,
          ...about,
          name: NAMES(`${mark} lead`),
          industry: `${mark}-industry`,
          region: `${mark}-region`,
          companySize: sizeOf(mark),
          tags: [`${mark}-tag`, 'every-tag'],
          needMatch: 0.9,
        })),
      ),
    ),
    await post(
      address,
      'transitions',
      days.flatMap((day) => [
        { lead: id(day), to: 'nurturing', at: at(day, 5) },
        { lead: id(day), to: 'opportunity', at: at(day + 1, 5) },
        { lead: id(day), to: 'won', at: at(day + 2 + day, 5) },
        { lead: `${id(day)}-lost`, to: 'lost', at: at(day + 3, 5), reason: NAMES(`${mark} reason`) },
      ]),
    ),
    await post(
      address,
      'activities',
      days.flatMap((day) => [
        { id: `${id(day)}-in`, lead: id(day), kind: 'FORM', direction: 'INBOUND', at: at(day, 2) },
        { id: `${id(day)}-out`, lead: id(day), kind: 'CALL', direction: 'OUTBOUND', at: at(day, 3 + (day % 5)) },
        {
          id: `${id(day)}-mail`,
          lead: id(day),
          kind: 'EMAIL',
          direction: 'OUTBOUND',
          at: at(day + 1, 3),
          respondedAt: at(day + 1, 9),
        },
      ]),
    ),
    await post(
      address,
      'opportunities',
      days.flatMap((day) => [
        {
          id: id(day),
          lead: id(day),
          openedAt: at(day + 1, 5),
          wonAt: at(day + 2 + day, 5),
          amount: String(1000 + day),
          ...about,
        },
        { id: `${id(day)}-open`, lead: `${id(day)}-open`, openedAt: at(day, 5), amount: '77', ...about },
        {
          id: `${id(day)}-lost`,
          lead: `${id(day)}-lost`,
          openedAt: at(day, 5),
          lostAt: at(day + 2, 5),
          lostReason: NAMES(`${mark} reason`),
          ...about,
        },
      ]),
    ),
    await post(
      address,
      'quotes',
      days.map((day) => ({ id: id(day), opportunity: id(day), sentAt: at(day + 1, 9), amount: '900' })),
    ),
    await post(
      address,
      'customers',
      days.map((day) => ({ id: id(day), lead: id(day), becameAt: at(day + 3, 5), name: NAMES(`${mark} customer`) })),
    ),
    await post(
      address,
      'orders',
      days.flatMap((day) => [
        {
          id: `${id(day)}-1`,
          customer: id(day),
          at: at(day + 4, 5),
          amount: String(500 + day),
          product: `${mark}-product`,
        },
        { id: `${id(day)}-2`, customer: id(day), at: at(day + 20, 5), amount: '300', product: `${mark}-product` },
      ]),
    ),
    await post(
      address,
      'surveys',
      days.map((day) => ({ id: id(day), customer: id(day), at: at(day + 6, 5), score: day % 2 ? 10 : 3 })),
    ),
    await post(
      address,
      'spend',
      days.map((day) => ({ channel: mark, funnel, date: at(day, 1).slice(0, 10), amount: String(100 + day) })),
    ),
  ];
  const rejected = reports.flatMap(({ errors }) => errors);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected[0]));
}

export async function defineSecondFunnel(address: Address): Promise<void> {
  await ask(
    address,
    `mutation { defineFunnel(input: { key: "second", name: { en: "Name of beta funnel" }, stages: [
      { key: "lead", name: { en: "Lead" }, category: ACQUISITION }, { key: "nurturing", name: { en: "N" }, category: NURTURING },
      { key: "opportunity", name: { en: "O" }, category: OPPORTUNITY }, { key: "won", name: { en: "Won" }, category: RETENTION }] }) { __typename } }`,
  );
}
