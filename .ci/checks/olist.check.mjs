/** Olist, real and anonymised: every figure of its SOURCE.md under 'As the KPI dictionary counts', its channel table and its months. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { check, finish, startServer } from './server.mjs';

const folder = '../shared/data/olist';
if (!existsSync(folder)) {
  console.log('not ok Olist is not where it should be');
  process.exit(1);
}
const clean = ['olist_marketing_qualified_leads_dataset.csv', 'olist_closed_deals_dataset.csv'].map(
  (name) => `${folder}/${name}`,
);
const mangled = ['olist_marketing_qualified_leads_dataset.csv', 'olist_marketing_closed_deals_dataset.csv'].map(
  (name) => `${folder}/mangled/${name}`,
);
const day = 86_400;

// leads, won, mean and median days of the cycle; null: no channel given.
const channels = [
  ['organic_search', 2296, 271, 50.7, 14.9],
  ['paid_search', 1586, 195, 57.3, 15.7],
  ['social', 1350, 75, 61.6, 30.6],
  ['unknown', 1099, 179, 41.9, 11.8],
  ['direct_traffic', 499, 56, 31.8, 10.6],
  ['email', 493, 15, 52.8, 21.1],
  ['referral', 284, 24, 33.2, 19.4],
  ['other', 150, 4, 15.8, 9.6],
  ['display', 118, 6, 10.9, 9.2],
  ['other_publicities', 65, 3, 40.1, 35.8],
  [null, 60, 14, 49.9, 8.1],
];
const leadsByMonth = [4, 239, 386, 312, 416, 445, 200, 1141, 1028, 1174, 1352, 1303];
const wonByCohort = [0, 2, 9, 7, 14, 18, 11, 152, 149, 167, 183, 130];
const wonByMonth = [3, 73, 113, 147, 207, 122, 57, 37, 33, 23, 21, 6];

const imported = await startServer();
const report = runImport(imported, clean);
check('import --mapping olist: nothing rejected', report.rejected, 0);
await figures(imported, 'the shipped mapping');
const again = runImport(imported, clean);
check('importing again changes nothing', [again.accepted, again.rejected], [0, 0]);
const cleanIds = await ids(imported);
await imported.close();

const posted = await startServer();
await postDirectly(posted);
await figures(posted, '/ingest');
await posted.close();

const broken = await startServer();
const brokenReport = runImport(broken, mangled);
check('mangled: nothing rejected', brokenReport.rejected, 0);
// 22 × "20.máj" and 10 × "05.jan", which a spreadsheet made of stock ranges.
check('mangled: a warning for each value that could not be read', brokenReport.warningCount, 32);
const brokenIds = await ids(broken);
check('mangled: the same 8,000 ids', brokenIds.leads.join() === cleanIds.leads.join() && brokenIds.leads.length, 8000);
check('mangled: the same 842 wins', brokenIds.won.join() === cleanIds.won.join() && brokenIds.won.length, 842);
const mangledChannels = await slices(broken, 'new_leads', '2017-06-01', '2018-06-01');
check('mangled: direct traffic swallowed the blanks', mangledChannels.get('direct_traffic')?.sampleSize, 559);
await broken.close();
finish();

async function figures(server, how) {
  const say = (what) => `${how}: ${what}`;
  const cohort = await kpi(server, 'lead_to_won_rate', '2017-06-01', '2018-06-01');
  check(say('new leads'), cohort.denominator, 8000);
  check(say('won leads'), cohort.numerator, 842);
  check(say('conversion in percent'), cohort.value * 100, 10.525, 3);
  const period = await kpi(server, 'lead_to_won_rate', '2017-06-01', '2018-06-01', { basis: 'PERIOD' });
  check(say('PERIOD: won in the window'), period.numerator, 665);
  for (const [days, won] of [
    [30, 547],
    [90, 691],
    [180, 774],
  ])
    check(
      say(`won within ${days} days`),
      (await kpi(server, 'lead_to_won_rate', '2017-06-01', '2018-06-01', { withinDays: days })).numerator,
      won,
    );

  const cycle = await kpi(server, 'sales_cycle', '2017-06-01', '2018-06-01');
  check(say('sales cycle: n'), cycle.sampleSize, 665);
  check(say('sales cycle: mean days'), cycle.value / day, 22.62, 3);
  check(say('sales cycle: median days'), cycle.median / day, 10.584, 3);
  const all = await kpi(server, 'sales_cycle', '2017-06-01', '2018-12-01');
  check(say('all cycles: n'), all.sampleSize, 842);
  check(say('all cycles: mean days'), all.value / day, 49.1008, 4);
  check(say('all cycles: median days'), all.median / day, 14.6507, 4);
  check(say('all cycles: p90 days'), all.p90 / day, 162.59, 2);
  check(say('all cycles: one negative, kept'), all.leftOut, [{ reason: 'NEGATIVE', count: 1 }]);
  check(
    say('opportunity conversion: only wins are listed'),
    (await kpi(server, 'opportunity_conversion_rate', '2017-06-01', '2018-06-01')).value,
    1,
  );

  const conversion = await slices(server, 'channel_conversion_rate', '2017-06-01', '2018-06-01');
  const cycles = await slices(server, 'sales_cycle', '2017-06-01', '2018-12-01');
  check(say('channels'), conversion.size, channels.length);
  for (const [key, leads, won, mean, median] of channels) {
    const name = key ?? 'no channel';
    check(
      say(`${name}: leads and wins`),
      [conversion.get(key)?.denominator, conversion.get(key)?.numerator],
      [leads, won],
    );
    check(say(`${name}: mean days`), cycles.get(key)?.value / day, mean, 1);
    check(say(`${name}: median days`), cycles.get(key)?.median / day, median, 1);
  }
  const { workspace } = await server.ask(
    `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { channelRoi(scope: $scope) { channel { key } newLeads won spend { amount } } } } }`,
    { scope: scope('2017-06-01', '2018-06-01') },
  );
  check(
    say('channelRoi has the same rows, by leads'),
    workspace.funnel.channelRoi.map(({ channel, newLeads, won, spend }) => [
      channel?.key ?? null,
      newLeads,
      won,
      spend,
    ]),
    channels.map(([key, leads, won]) => [key, leads, won, null]),
  );

  const cohorts = await series(server, 'lead_to_won_rate', '2017-06-01', '2018-06-01');
  check(
    say('leads by month'),
    cohorts.map(({ denominator }) => denominator),
    leadsByMonth,
  );
  check(
    say('wins by month of the lead'),
    cohorts.map(({ numerator }) => numerator),
    wonByCohort,
  );
  const wins = await series(server, 'won_customers', '2017-12-01', '2018-12-01');
  check(
    say('wins by month of the win'),
    wins.map(({ sampleSize }) => sampleSize),
    wonByMonth,
  );
}

function scope(from, to, more = {}) {
  return { window: { between: { from, to } }, ...more };
}

async function kpi(server, key, from, to, more) {
  const { workspace } = await server.ask(
    `query ($key: String!, $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) {
       value numerator denominator sampleSize median p90 leftOut { reason count } } } } }`,
    { key, scope: scope(from, to, more) },
  );
  return workspace.funnel.kpi;
}

async function slices(server, key, from, to) {
  const { workspace } = await server.ask(
    `query ($key: String!, $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) {
       breakdown(by: CHANNEL, first: 50) { key value numerator denominator sampleSize median } } } } }`,
    { key, scope: scope(from, to) },
  );
  return new Map(workspace.funnel.kpi.breakdown.map((slice) => [slice.key, slice]));
}

async function series(server, key, from, to) {
  const { workspace } = await server.ask(
    `query ($key: String!, $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) {
       series(grain: MONTH) { numerator denominator sampleSize } } } } }`,
    { key, scope: scope(from, to) },
  );
  return workspace.funnel.kpi.series;
}

function runImport(server, files) {
  const { stdout, stderr } = spawnSync(
    'npx',
    ['funnel', 'import', '--mapping', 'olist', ...files, '--url', server.url, '--key', server.key, '--json'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  try {
    return JSON.parse(stdout.slice(stdout.indexOf('{')));
  } catch {
    console.error(stdout.slice(-2000), stderr.slice(-2000));
    return {};
  }
}

/** The same facts without the mapping: what an integrator would post. */
async function postDirectly(server) {
  const [leadRows, dealRows] = clean.map(readCsv);
  const contact = new Map(leadRows.map((row) => [row.mql_id, row.first_contact_date]));
  const lines = (facts) => facts.map((fact) => JSON.stringify(fact)).join('\n');
  const instant = (text) => `${text.replace(' ', 'T')}Z`;
  await server.post(
    'leads',
    lines(
      leadRows.map((row) => ({
        id: row.mql_id,
        createdAt: `${row.first_contact_date}T00:00:00Z`,
        ...(row.origin && { channel: row.origin }),
      })),
    ),
  );
  await server.post(
    'opportunities',
    lines(
      dealRows.map((row) => ({
        id: row.mql_id,
        lead: row.mql_id,
        openedAt: `${contact.get(row.mql_id)}T00:00:00Z`,
        wonAt: instant(row.won_date),
        owner: row.sr_id,
      })),
    ),
  );
  await server.post(
    'customers',
    lines(dealRows.map((row) => ({ id: row.seller_id, lead: row.mql_id, becameAt: instant(row.won_date) }))),
  );
}

/** Good enough for the clean files: commas inside quotes are the only difficulty. */
function readCsv(file) {
  const [header, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '')));
  return rows.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

async function ids(server) {
  const leads = await pages(server, 'leads', 'externalId');
  const opportunities = await pages(server, 'opportunities', 'externalId wonAt');
  return {
    leads: leads.map((node) => node.externalId).sort(),
    won: opportunities.map((node) => `${node.externalId} ${node.wonAt?.slice(0, 16)}`).sort(),
  };
}

async function pages(server, connection, fields) {
  const nodes = [];
  for (let after = null; ; ) {
    const { workspace } = await server.ask(
      `query ($after: String) { workspace { page: ${connection}(first: 500, after: $after) { edges { node { ${fields} } } pageInfo { hasNextPage endCursor } } } }`,
      { after },
    );
    nodes.push(...workspace.page.edges.map(({ node }) => node));
    if (!workspace.page.pageInfo.hasNextPage) return nodes;
    after = workspace.page.pageInfo.endCursor;
  }
}
