import './graphql/roots.ts';
import './graphql/scalars.ts';
import './graphql/kpi-definition.ts';
import './workspace/workspace.schema.ts';
import './workspace/fact.mutations.ts';
import './workspace/data-changed.subscription.ts';
import './api-key/api-key.schema.ts';
import './funnel/funnel.schema.ts';
import './funnel/funnel.mutations.ts';
import './funnel/conversion.schema.ts';
import './funnel/kpi.subscription.ts';
import './channel/channel.schema.ts';
import './channel/channel.mutations.ts';
import './channel/channel-roi.schema.ts';
import './owner/owner.schema.ts';
import './owner/owner.mutations.ts';
import './lead/lead.schema.ts';
import './lead/lead.mutations.ts';
import './opportunity/opportunity.schema.ts';
import './opportunity/opportunity.mutations.ts';
import './customer/customer.schema.ts';
import './customer/customer.mutations.ts';
import { builder } from './graphql/builder.ts';

/** All slices, built once. */
export const schema = builder.toSchema();
