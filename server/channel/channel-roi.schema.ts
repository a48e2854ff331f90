import { FunnelRef } from '../funnel/funnel.schema.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, kpisOf } from '../graphql/context.ts';
import { IntervalRef, inCurrency, LeftOutRef } from '../graphql/kpi-evidence.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { MoneyRef } from '../graphql/money.ts';
import { ofData } from '../graphql/of-data.ts';
import type { ChannelRoi } from '../kpi/types.ts';
import { ChannelRef } from './channel.schema.ts';

const ChannelRoiRef = builder.objectRef<ChannelRoi>('ChannelRoi').implement({
  description: 'What one channel cost and brought, all by the channel of the lead (first touch).',
  extensions: ofData,
  fields: (t) => ({
    channel: t.loadable({
      type: ChannelRef,
      nullable: true,
      description: 'The channel; null: leads without one.',
      load: channelsById,
      resolve: ({ channelId }) => channelId,
    }),
    newLeads: t.exposeInt('newLeads', { description: 'Leads created in the window.' }),
    share: t.exposeFloat('share', {
      nullable: true,
      description: 'newLeads / new leads of all channels; null without any.',
    }),
    qualifiedLeads: t.exposeInt('qualifiedLeads', {
      description: 'Of the new leads, those with a quality score at or above the funnel’s threshold.',
    }),
    qualifiedLeadRate: t.exposeFloat('qualifiedLeadRate', {
      nullable: true,
      description: 'qualifiedLeads / newLeads; null without new leads.',
    }),
    won: t.exposeInt('won', {
      description: 'Won leads: COHORT, of the new leads those won by asOf; PERIOD, leads won in the window.',
    }),
    conversionRate: t.exposeFloat('conversionRate', {
      nullable: true,
      description: 'won / newLeads; null without new leads.',
    }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: '95 % Wilson interval of conversionRate; null under PERIOD and where the rate is null.',
      resolve: ({ interval }) => interval,
    }),
    spend: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'Spend dated in the window. null: no spend known, which is not 0.',
      resolve: ({ spend }, _, context) => inCurrency(spend, context),
    }),
    wonAmount: t.field({
      type: MoneyRef,
      description: 'Amounts of won opportunities: COHORT, of the new leads; PERIOD, won in the window.',
      resolve: ({ wonAmount }, _, context) => inCurrency(wonAmount, context),
    }),
    costPerLead: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'spend / newLeads; null without spend known or without new leads.',
      resolve: ({ costPerLead }, _, context) => inCurrency(costPerLead, context),
    }),
    wonCustomers: t.exposeInt('wonCustomers', {
      description:
        'Customers won: COHORT, of the new leads by asOf; PERIOD, in the window. What costPerAcquisition divides by.',
    }),
    costPerAcquisition: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'spend / wonCustomers; null without spend known or without customers.',
      resolve: ({ costPerAcquisition }, _, context) => inCurrency(costPerAcquisition, context),
    }),
    roi: t.exposeFloat('roi', {
      nullable: true,
      description: '(wonAmount − spend) / spend; null without spend known and for spend of 0.',
    }),
    leftOut: t.field({
      type: [LeftOutRef],
      description:
        'What was left out: UNSCORED, new leads without a quality score, which are never qualified; WITHOUT_AMOUNT and WITHOUT_LEAD, won opportunities that are not in wonAmount and roi. Empty where nothing was.',
      resolve: ({ leftOut }) => leftOut,
    }),
    scoringModelVersion: t.exposeInt('scoringModelVersion', {
      description: 'The version of the scoring rules by which leads are qualified.',
    }),
  }),
});

builder.objectField(FunnelRef, 'channelRoi', (t) =>
  t.field({
    type: [ChannelRoiRef],
    description:
      'One row per channel with leads or spend in the window, and one with channel null for leads without a channel where there are any. By leads, descending.',
    args: { scope: t.arg({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }) },
    resolve: (funnel, { scope }, context) => kpisOf(context).channelRoi(funnel, scope),
  }),
);

/** One statement for all rows. */
async function channelsById(ids: string[], { database, workspace }: Context) {
  const found = await database.prisma.channel.findMany({ where: { workspaceId: workspace.id, id: { in: ids } } });
  const byId = new Map(found.map((channel) => [channel.id, channel]));
  return ids.map((id) => byId.get(id) ?? null);
}
