/** BPI Challenge 2012, a real event log: the figures of its SOURCE.md that KPIs cover, under 'As the KPI dictionary counts' and 'Facts'. */
import { existsSync } from 'node:fs';
import { kpi, months, runImport, scope, slices } from './ask.mjs';
import { withDerivedMapping } from './derived-mapping.mjs';
import { check, finish, startServer } from './server.mjs';

const file = '../shared/data/bpic2012/events.csv.gz';
if (!existsSync(file)) {
  console.log('not ok BPI Challenge 2012 is not where it should be');
  process.exit(1);
}
const day = 86_400;
const hour = 3_600;
const whole = scope('2011-10-01', '2012-03-15');
const funnel = 'loans';

// reached, advanced, lost, open, rate in percent.
const steps = [
  ['submitted', 13_087, 7_367, 5_720, 0, 56.293],
  ['preaccepted', 7_367, 5_113, 2_185, 69, 69.404],
  ['accepted', 5_113, 5_015, 95, 3, 98.083],
  ['finalized', 5_015, 2_246, 2_442, 327, 44.786],
  ['approved', 2_246, null, null, null, null],
];
const casesByMonth = [2_393, 2_940, 2_122, 2_747, 2_885, 0];

const amsterdam = await startServer({ timeZone: 'Europe/Amsterdam', currency: 'EUR' });
await defineLoans(amsterdam);
const started = Date.now();
const report = await runImport(amsterdam, 'bpic2012', [file]);
console.log(`# imported in ${((Date.now() - started) / 1000).toFixed(1)} s`);
check(
  'import --mapping bpic2012: nothing rejected, nothing unreadable',
  [report.rejected, report.warningCount],
  [0, 0],
);
check('facts of each kind', accepted(report), {
  leads: 13_087,
  transitions: 32_828,
  activities: 71_376,
  opportunities: 13_087 + 2_246 + 10_442,
  quotes: 7_030 + 2_243,
});
await conversion();
await outcomes();
await quotes();
await responses();
await amsterdam.close();

// Read in UTC, one case falls before the window. With offers' calls alone, so that follow-ups are these calls.
const utc = await startServer({ timeZone: 'UTC', currency: 'EUR' });
await defineLoans(utc);
await withDerivedMapping('bpic2012', leadsAndOfferCalls, (mapping) => runImport(utc, mapping, [file]));
check('read in UTC: leads', (await kpi(utc, funnel, 'new_leads', whole)).value, 13_086);
const calls = await kpi(utc, funnel, 'follow_ups_per_lead', scope('2011-10-01', '2012-03-16')).catch(failed);
check('follow-up calls on offers, and their cases', [calls.numerator, calls.denominator], [22_406, 5_006]);
await utc.close();
finish();

async function conversion() {
  check('leads', (await kpi(amsterdam, funnel, 'new_leads', whole)).value, 13_087);
  const { workspace } = await amsterdam.ask(
    `query ($scope: KpiScopeInput!) { workspace { funnel(key: "loans") {
       conversion(scope: $scope) { stage { key } reached advanced lost open rate } } } }`,
    { scope: whole },
  );
  const rows = workspace.funnel.conversion;
  check('stages', rows.length, steps.length);
  const rates = await slices(amsterdam, funnel, 'stage_conversion_rate', 'STAGE', whole);
  for (const [index, [key, reached, advanced, lost, open, rate]] of steps.entries()) {
    const row = rows[index];
    check(
      `${key}: reached, advanced, lost, open`,
      [row?.stage.key, row?.reached, row?.advanced, row?.lost, row?.open],
      [key, reached, advanced, lost, open],
    );
    if (rate === null) continue;
    check(`${key}: percent`, row?.rate * 100, rate, 3);
    check(
      `stage_conversion_rate of ${key}`,
      [rates.get(key)?.numerator, rates.get(key)?.denominator],
      [advanced, reached],
    );
  }
  const won = await kpi(amsterdam, funnel, 'lead_to_won_rate', whole);
  check('approved of all, in percent', won.value * 100, 17.1621, 4);
  check('approved of all', [won.numerator, won.denominator], [2_246, 13_087]);
  const series = await months(amsterdam, funnel, 'new_leads', whole);
  check(
    'cases by month of submission',
    series.map(({ value }) => value),
    casesByMonth,
  );
}

async function outcomes() {
  check('opportunities', (await kpi(amsterdam, funnel, 'opportunities', whole)).value, 13_087);
  const rate = await kpi(amsterdam, funnel, 'opportunity_conversion_rate', whole);
  check('opportunities won', [rate.numerator, rate.denominator], [2_246, 13_087]);
  const period = await kpi(amsterdam, funnel, 'opportunity_conversion_rate', { ...whole, basis: 'PERIOD' });
  check('decided: approved of approved, declined and cancelled', period.denominator, 2_246 + 7_635 + 2_807);
  const amount = await kpi(amsterdam, funnel, 'won_amount', whole);
  check('amount of approved', Number(amount.money?.amount), 35_290_338);
  const cycle = await kpi(amsterdam, funnel, 'sales_cycle', whole);
  check('sales cycle: n', cycle.sampleSize, 2_246);
  check('sales cycle: mean days', cycle.value / day, 16.659, 3);
  check('sales cycle: median days', cycle.median / day, 14.437, 3);
  check('sales cycle: p90 days', cycle.p90 / day, 28.684, 3);
  const open = await kpi(amsterdam, funnel, 'open_opportunities', whole).catch(failed);
  check('open at the end', open.value, 399);
  const size = await kpi(amsterdam, funnel, 'average_deal_size', whole).catch(failed);
  check('average deal size', size.value, 35_290_338 / 2_246, 4);
}

async function quotes() {
  check('quotes', (await kpi(amsterdam, funnel, 'quotes', whole).catch(failed)).value, 7_030);
  const converted = await kpi(amsterdam, funnel, 'quote_conversion_rate', whole).catch(failed);
  check('quote conversion', [converted.numerator, converted.denominator], [2_246, 5_015]);
  check('quote conversion in percent', converted.value * 100, 44.7856, 4);
  const taken = await kpi(amsterdam, funnel, 'quote_acceptance_rate', whole).catch(failed);
  check('quote acceptance', [taken.numerator, taken.denominator], [2_243, 7_030]);
  check('quote acceptance in percent', taken.value * 100, 31.9061, 4);
}

async function responses() {
  const first = await kpi(amsterdam, funnel, 'first_response_time', whole);
  check('first response: n', first.sampleSize, 9_657);
  check('first response: mean hours', first.value / hour, 6.232, 3);
  check('first response: median hours', first.median / hour, 1.145, 3);
  check('first response: p90 hours', first.p90 / hour, 18.035, 3);
  check('first response: never answered', first.leftOut, [{ reason: 'UNANSWERED', count: 13_087 - 9_657 }]);
  const followUps = await kpi(amsterdam, funnel, 'follow_ups_per_lead', whole).catch(failed);
  check('work items started, and their cases', [followUps.numerator, followUps.denominator], [71_376, 9_657]);
}

/** A KPI that cannot be asked is a figure that is not right, not the end of the check. */
function failed(error) {
  console.error(error.message);
  return {};
}

function accepted({ kinds = {} }) {
  return Object.fromEntries(Object.entries(kinds).map(([kind, counts]) => [kind, counts.accepted]));
}

function leadsAndOfferCalls(text) {
  const mapping = JSON.parse(text);
  const [source] = mapping.sources;
  source.facts = source.facts.filter(({ kind }) => kind === 'leads' || kind === 'activities');
  source.facts[1].when.activity = 'W_Nabellen offertes';
  return JSON.stringify(mapping);
}

async function defineLoans(server) {
  const stage = (key, category) => ({ key, name: { en: key }, category });
  const { defineFunnel } = await server.ask(
    'mutation ($input: DefineFunnelInput!) { defineFunnel(input: $input) { __typename ... on Error { message } } }',
    {
      input: {
        key: funnel,
        name: { en: 'Loans' },
        stages: [...steps.slice(0, -1).map(([key]) => stage(key, 'OPPORTUNITY')), stage('approved', 'RETENTION')],
      },
    },
  );
  check('the funnel is made', defineFunnel.__typename, 'DefineFunnelSuccess');
}
