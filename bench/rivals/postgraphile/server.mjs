/** PostGraphile 5 over one function that runs the floor's SQL, as its own guide sets it up. Run by the Node beside it. */
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const { PORT, RIVAL_DATABASE_URL } = process.env;
const server = createServer();
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: RIVAL_DATABASE_URL,
      schemas: ['bench_api'],
      // As many connections as the project has.
      poolConfig: { max: 10 },
    }),
  ],
  grafserv: { graphiql: false, watch: false, graphqlPath: '/graphql' },
  grafast: { explain: false },
});
await instance.createServ(grafserv).addTo(server);
server.listen(Number(PORT), '127.0.0.1');
