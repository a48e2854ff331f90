/** What a front-end developer and an integrator do, in two functions: ask over GraphQL, post facts. */

export interface Address {
  url: string;
  key: string;
}

export interface GraphqlResult<Data> {
  data?: Data | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** The whole answer, errors and all. */
export async function request<Data>(
  { url, key }: Address,
  query: string,
  variables: object = {},
): Promise<GraphqlResult<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlResult<Data>;
}

/** The data; throws where there are errors. */
export async function ask<Data>(address: Address, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await request<Data>(address, query, variables);
  if (errors || !data) throw new Error(JSON.stringify(errors ?? 'no data'));
  return data;
}

export interface IngestReport {
  accepted: number;
  unchanged: number;
  rejected: number;
  errors: { line: number; field?: string; code: string; message: string }[];
  warnings: { line: number; field?: string; code: string; message: string }[];
}

/** Posts facts as NDJSON. */
export async function post(
  { url, key }: Address,
  kind: string,
  facts: readonly object[],
  query = '',
): Promise<IngestReport> {
  const response = await fetch(`${url}/ingest/${kind}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
    body: facts.map((fact) => JSON.stringify(fact)).join('\n'),
  });
  return (await response.json()) as IngestReport;
}
