import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Refuses bodies of more bytes than `limit` with 413. A body that said its length needs no counting: node:http reads no more of it than
 * that. Only one that comes in chunks is counted as it comes, and read no further than the limit.
 */
export function useBodyLimit(limit: number): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      const declared = request.headers.get('content-length');
      if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
      if (declared !== null || !requestParser || !request.body) return;
      setRequestParser(async (chunked) => requestParser(await whole(chunked, limit)));
    },
  };
}

async function whole(request: Request, limit: number): Promise<Request> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}

function tooLarge(limit: number): GraphQLError {
  return new GraphQLError(`The body has more than ${limit} bytes. Ask in several operations.`, {
    extensions: { code: 'REQUEST_ENTITY_TOO_LARGE', http: { status: 413 } },
  });
}
