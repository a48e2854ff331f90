/** Imports go one way; the folder tree is the architecture. Run by `npm run check`. */
const wing = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});
const slices =
  '^server/(workspace|api-key|embed|funnel|lead|channel|owner|opportunity|customer|scoring|import|events|webhooks|reminders)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    wing(
      'kpi-knows-no-transport',
      '^server/kpi/',
      '^(server/(graphql|http|facts|access|app|main)|node_modules/(graphql|@pothos|@prisma))',
      'KPIs are computed the same for everyone who asks',
    ),
    wing(
      'journeys-stand-on-the-database',
      '^server/journeys/',
      '^server/(?!journeys/|database/)',
      'journeys are pure functions of facts',
    ),
    wing(
      'cells-stand-on-journeys',
      '^server/cells/',
      '^server/(?!cells/|kpi/|journeys/|database/)',
      'cells are sums over journeys of what the catalogue measures',
    ),
    wing(
      'assignment-stands-on-journeys',
      '^server/assignment/',
      '^server/(?!assignment/|journeys/|database/)',
      'whom a new lead is given to is decided where it is written',
    ),
    wing(
      'facts-do-not-ask',
      '^server/facts/',
      '^server/(graphql|kpi|access|http)/',
      'the writing wing knows nothing of questions',
    ),
    wing(
      'access-stands-on-the-database',
      '^server/access/',
      '^server/(?!access/|database/)',
      'who asks is known before what is asked',
    ),
    wing('outbound-stands-alone', '^server/outbound/', '^server/(?!outbound/)', 'what asks others knows nothing of us'),
    wing(
      'database-is-the-floor',
      '^server/database/',
      '^server/(?!database/|project-file)',
      'the floor stands on nothing',
    ),
    wing('graphql-imports-no-slice', '^server/graphql/', slices, 'what slices share lies below them'),
    wing('widgets-stand-alone', '^widgets/', '^server/', 'widgets know the API, not the server'),
    wing('bench-stands-outside', '^(server|widgets)/', '^bench/', 'what is measured knows nothing of the measuring'),
    wing(
      'server-knows-no-widget',
      '^server/(?!http/embed-page/)',
      '^widgets/',
      'the server serves built files; only /embed draws what the elements draw',
    ),
    wing(
      'embed-page-draws-and-says',
      '^server/http/embed-page/',
      '^widgets/.*(element|controller)[.]ts$',
      'what it shares with the elements is pure',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(server/(database/generated|dist)|widgets/dist)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
