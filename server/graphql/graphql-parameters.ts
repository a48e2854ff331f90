/** A body as GraphQL over HTTP has it, not yet checked. */
export interface GraphqlParameters {
  query?: unknown;
  documentId?: unknown;
  variables?: unknown;
  operationName?: unknown;
  [name: string]: unknown;
}
