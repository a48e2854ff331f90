import { type DocumentNode, type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

const ALL = 'ALL';

/**
 * What a token that is locked to a filter or a funnel may ask for: fields that keep to the lock, or tell nothing that it hides. KPIs keep to
 * it by their reader, funnels by their loader; settings and definitions are no facts. A field that is not named here is refused, so
 * one that is new must be thought about first; of types that are ALL made of answers, a test asks each field what lies beyond.
 */
const withinLock: Readonly<Record<string, readonly string[] | typeof ALL>> = {
  Query: ['workspace', 'kpiDefinitions'],
  Subscription: ['kpi', 'dataChanged'],
  // That something changed, and how often, but not what.
  DataChange: ALL,
  Workspace: ['id', 'name', 'timeZone', 'currency', 'funnel', 'funnels'],
  Funnel: [
    'id',
    'key',
    'name',
    'isDefault',
    'qualifiedThreshold',
    'skipPolicy',
    'leadChurnDays',
    'customerChurnDays',
    'followUpEffectDays',
    'stalledAfterDays',
    'activityWeights',
    'stages',
    'kpis',
    'kpi',
    'kpiValues',
    'conversion',
    'channelRoi',
  ],
  ActivityWeight: ALL,
  Stage: ['id', 'key', 'name', 'position', 'category', 'kpis'],
  // In reach only through rows about channels that have facts within the lock.
  Channel: ['id', 'key', 'name', 'kind', 'kpis'],
  FunnelKpis: ALL,
  StageKpis: ALL,
  ChannelKpis: ALL,
  KpiDefinition: ALL,
  KpiValue: ALL,
  KpiPoint: ALL,
  KpiSlice: ALL,
  StageConversion: ALL,
  ChannelRoi: ALL,
  Window: ALL,
  Interval: ALL,
  LeftOut: ALL,
  Money: ALL,
};

/** Whether all fields of a document keep to a lock. */
export function keepsLock(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let holds = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.FIELD]({ name: { value: field } }) {
        if (!isWithinLock(types.getParentType()?.name ?? '', field)) holds = false;
      },
    }),
  );
  return holds;
}

export function isWithinLock(type: string, field: string): boolean {
  const fields = withinLock[type];
  return field === '__typename' || fields === ALL || Boolean(fields?.includes(field));
}

/** Type.field of all that is named, for the test that holds it against the schema. */
export const named = Object.entries(withinLock).flatMap(([type, fields]) =>
  fields === ALL ? [type] : fields.map((field) => `${type}.${field}`),
);
