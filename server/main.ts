import { createApp } from './app.ts';
import { rebuildOutdated } from './cells/rebuild.ts';
import { ConfigError, readConfig } from './config.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open.ts';
import { keepHeapSmall } from './heap.ts';
import { listen } from './http/listen.ts';
import { createProgress } from './http/progress.ts';
import { createOutbound } from './outbound/outbound.ts';
import { prepareFirstWorkspace } from './workspace/first-workspace.ts';

/** Process start: environment, port, database, first workspace, until a signal ends it. */
async function start(): Promise<void> {
  keepHeapSmall();
  const config = readConfig(process.env);
  const listener = await listen(config);
  let database: Database | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('Stopping: requests under way finish first. Once more to stop at once.');
    await listener.close();
    await database?.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  database = await openDatabase({
    url: config.databaseUrl,
    directory: config.databaseUrl ? undefined : config.dataDirectory,
  });
  const progress = createProgress(process.stdout);
  await rebuildOutdated(database, (step, done, total) => {
    const what = step === 'journeys' ? 'Rebuilding journeys' : 'Adding up daily sums';
    listener.announce(progress.count(what, done, total));
  });
  const said = await prepareFirstWorkspace(database, config, (what, done) =>
    listener.announce(progress.report(what, done)),
  );
  progress.end();
  const outbound = createOutbound({ allowPrivate: config.webhooksToPrivate });
  listener.use(
    await createApp({ database, origins: config.origins, outbound, cellMemory: { capacity: config.cellMemoryBytes } }),
  );
  console.log(`
  Gallery   ${listener.url}/
  KPIs      ${listener.url}/kpis   (what each one means)
  GraphQL   ${listener.url}/graphql   (in a browser: GraphiQL)
  Widgets   ${listener.url}/widgets/funnel-widgets.js
${said.map((line) => `  ${line}`).join('\n')}`);
}

start().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof ConfigError) console.error(error.message);
  else if (error.code === 'EADDRINUSE')
    console.error(`${error.message}\nSet PORT to another port, or stop what uses this one.`);
  else console.error(error);
  process.exit(1);
});
