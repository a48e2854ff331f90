import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import type { IngestReport } from '../../server/facts/ingest.ts';
import { KEY } from '../server.ts';
import { type Kind, kinds } from './spool.ts';

/** How long each kind took to be durable. */
export type LoadTimes = Record<Kind, { rows: number; ms: number }>;

/** Posts the files as NDJSON over HTTP, kind after kind, a request a file. */
export async function load(
  port: number,
  files: Record<Kind, string[]>,
  report: (line: string) => void = () => {},
  key = KEY,
): Promise<LoadTimes> {
  const times = Object.fromEntries(kinds.map((kind) => [kind, { rows: 0, ms: 0 }])) as LoadTimes;
  for (const kind of kinds)
    for (const [index, file] of files[kind].entries()) {
      const began = performance.now();
      const { accepted, unchanged, rejected, errors } = await postFile(port, kind, file, key);
      if (rejected > 0) throw new Error(`${rejected} ${kind} were rejected: ${JSON.stringify(errors[0])}`);
      const ms = performance.now() - began;
      times[kind].ms += ms;
      times[kind].rows += accepted + unchanged;
      report(`${kind} ${index + 1}/${files[kind].length}: ${Math.round((accepted + unchanged) / (ms / 1000))} rows/s`);
    }
  return times;
}

export function totalOf(times: LoadTimes): { rows: number; ms: number } {
  return Object.values(times).reduce((sum, { rows, ms }) => ({ rows: sum.rows + rows, ms: sum.ms + ms }), {
    rows: 0,
    ms: 0,
  });
}

async function postFile(port: number, kind: Kind, file: string, key: string): Promise<IngestReport> {
  const { size } = await stat(file);
  return new Promise((resolve, reject) => {
    const posting = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: `/ingest/${kind}`,
        headers: {
          'content-type': 'application/x-ndjson',
          'content-length': size,
          authorization: `Bearer ${key}`,
        },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          body += text;
        });
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(JSON.parse(body) as IngestReport)
            : reject(new Error(`/ingest/${kind} answered ${response.statusCode}: ${body.slice(0, 500)}`)),
        );
        response.on('error', reject);
      },
    );
    posting.on('error', reject);
    createReadStream(file, { highWaterMark: 262_144 }).on('error', reject).pipe(posting);
  });
}
