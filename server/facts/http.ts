import type { Database } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { isKnownCharset } from './decode-text.ts';
import { type Answer, once } from './idempotency.ts';
import { ImportRecord, recordImport } from './import-record.ts';
import { type IngestOptions, ingest } from './ingest.ts';
import { isKindName, kindNames } from './kinds.ts';
import { quote } from './problem.ts';
import { readCsv } from './read-csv.ts';
import { readNdjson } from './read-ndjson.ts';
import { RequestError } from './request-error.ts';
import { type SourceLines, UnreadableSource } from './source-line.ts';
import { spooled } from './spool.ts';

export interface IngestContext {
  database: Database;
  workspace: WorkspaceInfo;
  /** As in the path: /ingest/{kind}. */
  kind: string;
}

/**
 * Answers `POST /ingest/{kind}` (contract.md, 'Facts in'). Authentication and scope have been checked by the caller, who also answers for
 * what is thrown: that is a fault of this server, never of the request.
 */
export async function handleIngest(request: Request, context: IngestContext): Promise<Response> {
  try {
    const { status, body } = await answer(request, context);
    return Response.json(body, { status });
  } catch (error) {
    // What the caller will not read any more need not be sent any more.
    await request.body?.cancel().catch(() => {});
    if (error instanceof RequestError) return error.toResponse();
    if (error instanceof UnreadableSource) return new RequestError(error.code, error.message).toResponse();
    throw error;
  }
}

async function answer(request: Request, { database, workspace, kind }: IngestContext): Promise<Answer> {
  if (request.method !== 'POST') throw new RequestError('METHOD_NOT_ALLOWED', 'Facts are posted; use POST.');
  if (!isKindName(kind))
    throw new RequestError(
      'UNKNOWN_KIND',
      `There is no kind of fact ${quote(kind)}; there are ${kindNames.join(', ')}.`,
    );
  const { searchParams } = new URL(request.url);
  const options = readOptions(searchParams);
  const reader = readerFor(request.headers.get('content-type'));
  const source = bodyOf(request);
  const { onError, references } = options;
  const asked = `POST /ingest/${kind}?onError=${onError}&references=${references}`;
  return once(database, workspace.id, { key: request.headers.get('idempotency-key'), request: asked }, async () => {
    // All or nothing is one transaction, which holds up other writers: so it begins when the whole body is here.
    const record = new ImportRecord(database, workspace.id, kind);
    const write = (bytes: AsyncIterable<Uint8Array>) =>
      ingest(database, workspace, kind, reader(bytes), options, record);
    const report = await recordImport(record, onError, () =>
      onError === 'abort' ? spooled(source, write) : write(source),
    );
    return { status: onError === 'abort' && report.rejected > 0 ? 422 : 200, body: report };
  });
}

function readOptions(parameters: URLSearchParams): IngestOptions {
  for (const name of parameters.keys())
    if (name !== 'onError' && name !== 'references')
      throw new RequestError(
        'INVALID_PARAMETER',
        `There is no parameter ${quote(name)}; there are onError and references.`,
      );
  return {
    onError: oneOf(parameters, 'onError', ['continue', 'abort']),
    references: oneOf(parameters, 'references', ['reject', 'defer']),
  };
}

/** The first of the values is the default. */
function oneOf<Value extends string>(
  parameters: URLSearchParams,
  name: string,
  values: readonly [Value, ...Value[]],
): Value {
  const given = parameters.getAll(name);
  if (given.length === 0) return values[0];
  const known = given.length === 1 ? values.find((value) => value === given[0]) : undefined;
  if (known) return known;
  throw new RequestError(
    'INVALID_PARAMETER',
    `${name} is ${quote(given.join(', '))}; it can be ${values.join(' or ')}.`,
  );
}

type Reader = (source: AsyncIterable<Uint8Array>) => SourceLines;

function readerFor(contentType: string | null): Reader {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const charset = parameters
    .find((parameter) => /^charset=/i.test(parameter))
    ?.slice('charset='.length)
    .replace(/^"(.*)"$/, '$1');
  switch (type.toLowerCase()) {
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
      if (charset && !/^(utf-?8|us-ascii)$/i.test(charset))
        throw new RequestError('UNSUPPORTED_MEDIA_TYPE', `NDJSON is always UTF-8, not ${quote(charset)}.`);
      return readNdjson;
    case 'text/csv':
      if (charset && !isKnownCharset(charset))
        throw new RequestError(
          'UNSUPPORTED_MEDIA_TYPE',
          `The charset ${quote(charset)} is not known; send UTF-8 or GB18030, or leave the charset out and it is found out.`,
        );
      return (source) => readCsv(source, charset);
    default:
      throw new RequestError(
        'UNSUPPORTED_MEDIA_TYPE',
        `Content-Type is ${quote(type)}; send application/x-ndjson (one JSON object a line) or text/csv.`,
      );
  }
}

function bodyOf({ headers, body }: Request): AsyncIterable<Uint8Array> {
  const encoding = (headers.get('content-encoding') ?? 'identity').toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new RequestError('UNSUPPORTED_ENCODING', `Content-Encoding is ${quote(encoding)}; send gzip or none.`);
  const unpack = () => new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>;
  return bytesOf(encoding === 'gzip' ? body?.pipeThrough(unpack()) : body);
}

/** The bytes at the pace of who takes them. What breaks on the way is told apart from what breaks in here. */
async function* bytesOf(body: ReadableStream<Uint8Array> | null | undefined): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new UnreadableSource(
          'INVALID_BODY',
          'The body broke off or could not be unpacked; what had gone in stays, so post it again.',
        );
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
