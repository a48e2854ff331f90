import { instant, key, text } from '../field-types.ts';
import { composedKey, needed } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';
import { Problem, quote } from '../problem.ts';

/** A lead's entry into a stage, or its loss. Without an id, lead + at + to tell one from another. */
export const transitions: FactKind = {
  name: 'transitions',
  singular: 'transition',
  table: 'transitions',
  key: {
    column: 'external_id',
    fields: ['id', 'lead', 'at', 'to'],
    of(values) {
      if (typeof values.id === 'string') return values.id;
      const parts = ['lead', 'at', 'to'].map((field) => needed(values, field));
      return parts.find((part) => part instanceof Problem) ?? composedKey(parts as string[]);
    },
  },
  fields: {
    id: { type: key },
    lead: { type: key, column: 'lead_id', refersTo: 'leads', required: true },
    at: { type: instant, column: 'at', required: true },
    // Kept as a key rather than a reference: facts outlive a change of stages. Checked against the lead's funnel.
    to: { type: key, column: 'to_stage', required: true },
    reason: { type: text(10_000), column: 'reason' },
    by: { type: key, column: 'owner_id', refersTo: 'owners' },
    updatedAt,
  },
  check(row, before, { stagesOfLead }) {
    if (row.to_stage === 'lost') return undefined;
    if (before && before.lead_id === row.lead_id && before.to_stage === row.to_stage) return undefined;
    const stages = stagesOfLead(row.lead_id as string);
    if (stages.has(row.to_stage as string)) return undefined;
    const known = [...stages, 'lost'].join(', ');
    return new Problem(
      'UNKNOWN_STAGE',
      `${quote(row.to_stage)} is no stage of the lead’s funnel; it has ${known}.`,
      'to',
    );
  },
  touch({ id, lead_id, at, to_stage }, touched, isNew) {
    touched.ways.add(lead_id as string);
    if (isNew)
      touched.newTransitions.set(id, {
        lead_id: lead_id as string,
        at: new Date(at as string),
        to_stage: to_stage as string,
      });
    else touched.newTransitions.delete(id);
  },
};
