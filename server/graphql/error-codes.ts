import type { KpiErrorCode } from '../kpi/types.ts';

/**
 * Every `extensions.code` that a request can meet, with what it means. Failures that a mutation's caller can act on are data instead
 * (types that implement `Error`), with codes of their own.
 */
export const errorCodes = {
  UNAUTHENTICATED: 'No key, or one that is unknown, expired or revoked.',
  TOKEN_EXPIRED: 'An embed token that was good until it expired: get another one.',
  FORBIDDEN: 'The key lacks the scope that this needs, or an embed token does not go so far.',
  UNKNOWN_DOCUMENT: 'No document is known by that documentId.',
  UNKNOWN_FUNNEL: 'No funnel with that key in this workspace.',
  INVALID_CURSOR: '`after` is not a cursor of this connection.',
  TOO_MANY_TOKENS: 'The document is too long.',
  TOO_DEEP: 'The selection is nested too deep.',
  TOO_MANY_ALIASES: 'Too many aliases.',
  TOO_COSTLY: 'The answer could be too large, or asks too many separate questions.',
  REQUEST_ENTITY_TOO_LARGE: 'The request body is over the limit, 1 MiB.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  BAD_REQUEST: 'The request is not GraphQL over HTTP, or has several operations.',
  OPERATION_RESOLUTION_FAILURE: 'Of several operations, operationName names none.',
  BAD_USER_INPUT: 'A value does not fit its type.',
  TIMEOUT: 'The answer took longer than the server allows.',
  STARTING: 'The server is not ready yet.',
  INTERNAL: 'A fault of the server; it is logged.',
} as const;

export type ErrorCode = keyof typeof errorCodes | KpiErrorCode;
