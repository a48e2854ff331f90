import { SMALL_SAMPLE } from '../shared/evidence/evidence.ts';
import type { Money } from '../shared/format.ts';
import type { Interval, LeftOut } from '../shared/kpi-types.ts';

/** A row of the API's `channelRoi`. */
export interface ChannelRow {
  /** null: leads without a channel. */
  channel: { key: string; name: string } | null;
  newLeads: number;
  share: number | null;
  qualifiedLeads: number;
  qualifiedLeadRate: number | null;
  won: number;
  conversionRate: number | null;
  /** 95 %, of conversionRate; null under PERIOD. */
  interval: Interval | null;
  spend: Money | null;
  wonAmount: Money;
  costPerLead: Money | null;
  /** Absent in data from before it was asked. */
  wonCustomers?: number;
  costPerAcquisition: Money | null;
  roi: number | null;
  /** UNSCORED, WITHOUT_AMOUNT, WITHOUT_LEAD; absent in data from before it was asked. */
  leftOut?: LeftOut[];
  /** Of a total: the spend of some channels is unknown. */
  isSpendPartial?: boolean;
}

/** What a row is known by over sorting and refreshing. */
export function keyOf({ channel }: ChannelRow): string | null {
  return channel?.key ?? null;
}

/** Whether its rates rest on so few leads that chance alone may move them a lot. */
export function isSmall({ newLeads }: ChannelRow): boolean {
  return newLeads < SMALL_SAMPLE;
}
