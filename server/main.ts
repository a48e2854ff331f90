import { createApp } from './app.ts';
import { rebuildOutdated } from './cells/rebuild.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open.ts';
import { keepHeapSmall } from './heap.ts';
import { type Listener, listen } from './http/listen.ts';
import { createProgress } from './http/progress.ts';
import { createOutbound } from './outbound/outbound.ts';
import { asSibling, type Sibling, superviseProcesses } from './processes.ts';
import { prepareFirstWorkspace } from './workspace/first-workspace.ts';

/** Process start: environment, port, database, first workspace, until a signal ends it. */
async function start(config: Config, sibling: Sibling | null): Promise<void> {
  keepHeapSmall();
  // Nobody is sent to one of several before it can answer; a single one says meanwhile how far it is.
  const early = sibling?.isFirst === false ? undefined : await listen(config);
  let listener = early;
  let database: Database | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    if (!sibling) console.log('Stopping: requests under way finish first. Once more to stop at once.');
    await listener?.close();
    await database?.close();
    process.exit(0);
  };
  if (sibling) sibling.onStop(stop);
  else for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);

  database = await openDatabase({
    url: config.databaseUrl,
    directory: config.databaseUrl ? undefined : config.dataDirectory,
  });
  const said = early ? await prepareDatabase(database, config, early) : [];
  const app = await createApp({
    database,
    origins: config.origins,
    outbound: createOutbound({ allowPrivate: config.webhooksToPrivate }),
    cellMemory: { capacity: config.cellMemoryBytes / config.processes },
  });
  listener ??= await listen(config);
  listener.use(app);
  sibling?.tellReady();
  if (!early) return;
  console.log(`
  Gallery   ${listener.url}/
  KPIs      ${listener.url}/kpis   (what each one means)
  GraphQL   ${listener.url}/graphql   (in a browser: GraphiQL)
  Widgets   ${listener.url}/widgets/funnel-widgets.js
${said.map((line) => `  ${line}`).join('\n')}`);
}

/** Says how far it is to whoever asks meanwhile. Gives what the owner should read. */
async function prepareDatabase(database: Database, config: Config, listener: Listener): Promise<string[]> {
  const progress = createProgress(process.stdout);
  await rebuildOutdated(database, (step, done, total) => {
    const what = step === 'journeys' ? 'Rebuilding journeys' : 'Adding up daily sums';
    listener.announce(progress.count(what, done, total));
  });
  const said = await prepareFirstWorkspace(database, config, (what, done) =>
    listener.announce(progress.report(what, done)),
  );
  progress.end();
  return said;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const sibling = asSibling();
  if (config.processes > 1 && !sibling) process.exit(await superviseProcesses(config.processes));
  await start(config, sibling);
}

main().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof ConfigError) console.error(error.message);
  else if (error.code === 'EADDRINUSE')
    console.error(`${error.message}\nSet PORT to another port, or stop what uses this one.`);
  else console.error(error);
  process.exit(1);
});
