/** A process that is to be killed: posts leads without end to a pace of its own, and says each chunk that is durable. */
import { openDatabase } from '../../../server/database/open.ts';
import { ingest } from '../../../server/facts/ingest.ts';
import { leadsOf } from './many-leads.ts';

const [workspaceId, url, directory, count] = process.argv.slice(2);
const database = await openDatabase({ url: url || undefined, directory: directory || undefined });

async function* lines() {
  let line = 0;
  for (const lead of leadsOf(Number(count))) {
    line++;
    // So large that a chunk is some hundred lines, and several commits are done when the process dies.
    // One line a batch and 500 to a message: the parent sees progress without an end of the stream.
    yield [{ line, size: 16_384, content: lead }];
    if (line % 500 === 0) process.stdout.write(`${line}\n`);
  }
}

await ingest(database, { id: workspaceId!, timeZone: 'UTC', currency: 'CNY' }, 'leads', lines(), {
  onError: 'continue',
  references: 'reject',
});
process.stdout.write('done\n');
await database.close();
