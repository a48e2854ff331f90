import type { ActivityRow } from '../../journeys/read-lead-facts.ts';
import { instant, key, oneOf, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, type FactRow, updatedAt } from '../kind.ts';

const activityKinds = ['CALL', 'EMAIL', 'SMS', 'WECHAT', 'MEETING', 'VISIT', 'EVENT', 'CONTENT', 'FORM', 'OTHER'];

/** A contact with a lead: OUTBOUND is a follow-up, INBOUND an interaction. */
export const activities: FactKind = {
  name: 'activities',
  singular: 'activity',
  table: 'activities',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    lead: { type: key, column: 'lead_id', refersTo: 'leads', required: true },
    kind: { type: oneOf(...activityKinds), column: 'kind', required: true },
    direction: { type: oneOf('OUTBOUND', 'INBOUND'), column: 'direction', required: true },
    at: { type: instant, column: 'at', required: true },
    owner: { type: key, column: 'owner_id', refersTo: 'owners' },
    respondedAt: { type: instant, column: 'responded_at' },
    content: { type: text(100_000), column: 'content' },
    updatedAt,
  },
  touch(activity, touched, isNew) {
    touched.contacts.add(activity.lead_id as string);
    touched.activities.add(activity.id);
    if (isNew) {
      touched.made.add(activity.id);
      touched.newActivities.set(activity.id, asRead(activity));
    } else {
      touched.corrected.add(activity.lead_id as string);
      touched.newActivities.delete(activity.id);
    }
  },
};

function asRead({ id, lead_id, kind, direction, at, owner_id, responded_at, arrival }: FactRow): ActivityRow {
  return {
    id,
    lead_id: lead_id as string,
    kind: kind as string,
    direction: direction as ActivityRow['direction'],
    at: new Date(at as string),
    owner_id: owner_id as string | null,
    responded_at: responded_at === null ? null : new Date(responded_at as string),
    arrival: arrival as number,
  };
}
