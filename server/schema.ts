import './graphql/scalars.ts';
import './graphql/node-query.ts';
import './graphql/kpi-definition.ts';
import './workspace/workspace.schema.ts';
import { builder } from './graphql/builder.ts';

/** All slices, built once. */
export const schema = builder.toSchema();
