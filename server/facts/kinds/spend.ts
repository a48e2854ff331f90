import { currency, date, decimal, key } from '../field-types.ts';
import { composedKey, needed } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';
import { Problem } from '../problem.ts';

/** Marketing spend of a day. It happens, for every KPI, at the day's first instant in the workspace's zone. */
export const spend: FactKind = {
  name: 'spend',
  singular: 'spend',
  table: 'spend',
  key: {
    column: 'external_id',
    fields: ['channel', 'date', 'campaign', 'funnel'],
    of(values, funnels) {
      const channel = needed(values, 'channel');
      const day = needed(values, 'date');
      if (channel instanceof Problem) return channel;
      if (day instanceof Problem) return day;
      const campaign = (values.campaign ?? null) as string | null;
      // Naming the default funnel and naming none is the same.
      return composedKey([channel, day, campaign, (values.funnel as string | null | undefined) ?? funnels.defaultKey]);
    },
  },
  fields: {
    channel: { type: key, column: 'channel_id', refersTo: 'channels', required: true },
    date: { type: date, column: 'date', required: true },
    amount: { type: decimal({ whole: 18, fraction: 6 }, { from: 0 }), column: 'amount', required: true },
    currency: { type: currency, column: 'currency' },
    campaign: { type: key, column: 'campaign' },
    funnel: { type: key, column: 'funnel_id', refersTo: 'funnels' },
    updatedAt,
  },
  derived: {
    columns: { at: 'timestamptz' },
    of: (row, time) => ({ at: new Date(time.startOfDay(row.date as string)).toISOString() }),
  },
  moneyDay: 'date',
  isCountedItself: true,
  touch: (spend, touched) => touched.spend.add(spend.id),
};
