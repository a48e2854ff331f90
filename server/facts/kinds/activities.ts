import { instant, key, oneOf, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

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
    if (isNew) touched.made.add(activity.id);
    else touched.corrected.add(activity.lead_id as string);
  },
};
