import { readDocuments } from '../../../server/embed/documents.ts';
import type { PersistedDocument } from '../../../server/graphql/persisted-documents.ts';
import { schema } from '../../../server/schema.ts';
import { type Address, ask, type GraphqlResult } from '../../support/client.ts';

export const documents = [...readDocuments(schema).values()];

/** The newest of that name. */
export function documentNamed(name: string): PersistedDocument {
  return documents.findLast((document) => document.name === name)!;
}

export interface Minted {
  token: string;
  issuedAt: string;
  expiresAt: string;
  widgets: string[];
}

const MINT = `mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { __typename
  ... on CreateEmbedTokenSuccess { token issuedAt expiresAt widgets } ... on Error { code message } } }`;

export async function tryMint(
  address: Address,
  input: object,
): Promise<Minted & { __typename: string; code?: string }> {
  return (await ask<{ createEmbedToken: never }>(address, MINT, { input })).createEmbedToken;
}

export async function mint(address: Address, input: object = {}): Promise<Minted> {
  const made = await tryMint(address, {
    widgets: ['funnel-chart', 'funnel-scorecard', 'channel-roi-table', 'kpi-trend'],
    ...input,
  });
  if (made.__typename !== 'CreateEmbedTokenSuccess') throw new Error(JSON.stringify(made));
  return made;
}

export interface Sent {
  url: string;
  token: string;
  headers?: Record<string, string>;
}

/** A body as it is, to /graphql. */
export function send({ url, token, headers }: Sent, body: object): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

export async function askById<Data>(sent: Sent, name: string, variables: object = {}): Promise<GraphqlResult<Data>> {
  const response = await send(sent, { documentId: documentNamed(name).id, variables });
  return (await response.json()) as GraphqlResult<Data>;
}

export function codesOf({ errors }: { errors?: { extensions?: { code?: string } }[] }): (string | undefined)[] {
  return (errors ?? []).map(({ extensions }) => extensions?.code);
}
