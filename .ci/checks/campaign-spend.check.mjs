/** Marketing spend by campaign and day: every figure of its SOURCE.md that KPIs cover, by category, in all, and by campaign. */
import { existsSync } from 'node:fs';
import { kpi, runImport, scope, slices } from './ask.mjs';
import { withDerivedMapping } from './derived-mapping.mjs';
import { check, finish, startServer } from './server.mjs';

const file = '../shared/data/campaign-spend/Marketing.csv';
if (!existsSync(file)) {
  console.log('not ok the campaigns are not where they should be');
  process.exit(1);
}
const february = scope('2021-02-01', '2021-03-01');
const funnel = 'sales';

// spend, leads, orders, revenue, cost per lead, cost per acquisition, ROI and conversion in percent.
const categories = [
  ['social', '13798500.91', 31_384, 2_635, 11_911_454, 439.67, 5_236.62, -13.68, 8.4],
  ['influencer', '8305304.08', 16_939, 3_014, 21_119_887, 490.31, 2_755.58, 154.29, 17.79],
  ['media', '5026674.76', 10_149, 1_566, 6_152_960, 495.29, 3_209.88, 22.41, 15.43],
  ['search', '3460400.07', 7_107, 828, 3_705_065, 486.9, 4_179.23, 7.07, 11.65],
];
// SOURCE.md writes facebOOK_tier2 as the file does; the mapping folds it.
const campaigns = [
  ['youtube_blogger', 277.32],
  ['facebook_retargeting', 101.5],
  ['google_hot', 83.81],
  ['instagram_tier1', 77.14],
  ['instagram_blogger', 36.75],
  ['banner_partner', 22.41],
  ['facebook_tier1', -6.57],
  ['facebook_tier2', -26.22],
  ['google_wide', -33.67],
  ['instagram_tier2', -37.11],
  ['facebook_lal', -88.64],
];

const byCategory = await startServer({ timeZone: 'Asia/Kolkata', currency: 'INR' });
const started = Date.now();
const report = await runImport(byCategory, 'campaign-spend', [file]);
console.log(`# imported in ${((Date.now() - started) / 1000).toFixed(1)} s`);
check(
  'import --mapping campaign-spend: nothing rejected, nothing unreadable',
  [report.rejected, report.warningCount],
  [0, 0],
);
check('facts made', report.accepted, 308 + 65_579 + 2 * 8_043);
await totals();
for (const basis of ['COHORT', 'PERIOD']) await categoriesBy(basis);
await table(
  byCategory,
  categories.map(([key, , leads, , , , , roi]) => [key, leads, roi]),
  'category',
);
await days();
await byCategory.close();

// A second import, with the campaign for the channel. Leads without an order have no part in an ROI: they are not made again.
const byCampaign = await startServer({ timeZone: 'Asia/Kolkata', currency: 'INR' });
const derived = await withDerivedMapping(
  'campaign-spend',
  (text) =>
    text.replaceAll('{ "column": "Category"', '{ "column": "Campaign Name"').replace('"Leads", "as"', '"Orders", "as"'),
  (mapping) => runImport(byCampaign, mapping, [file]),
);
check('channel = campaign: nothing rejected', [derived.rejected, derived.accepted], [0, 308 + 3 * 8_043]);
const roi = await slices(byCampaign, funnel, 'channel_roi', 'CHANNEL', february);
check('campaigns', roi.size, campaigns.length);
for (const [key, percent] of campaigns) check(`${key}: ROI in percent`, roi.get(key)?.value * 100, percent, 2);
await byCampaign.close();
finish();

async function totals() {
  const ask = (key, more) => kpi(byCategory, funnel, key, { ...february, ...more });
  check('leads', (await ask('new_leads')).value, 65_579);
  check('spend', (await ask('channel_spend')).money?.amount, '30590879.82');
  check('customers', (await ask('won_customers')).value, 8_043);
  check('revenue', Number((await ask('won_amount')).money?.amount), 42_889_366);
  check('ROI in percent', (await ask('channel_roi')).value * 100, 40.2031, 4);
  check('cost per lead', (await ask('cost_per_lead')).value, 30_590_879.82 / 65_579, 6);
  check('cost per acquisition', (await ask('cost_per_acquisition')).value, 30_590_879.82 / 8_043, 6);
  const won = await ask('lead_to_won_rate');
  check('orders of leads', [won.numerator, won.denominator], [8_043, 65_579]);
  check('average deal size', (await ask('average_deal_size')).value, 42_889_366 / 8_043, 6);
  check(
    'spend before the window is not known, which is not 0',
    (await kpi(byCategory, funnel, 'channel_spend', scope('2021-01-01', '2021-02-01'))).value,
    null,
  );
}

async function categoriesBy(basis) {
  const bears = { ...february, basis };
  const spend = await slices(byCategory, funnel, 'channel_spend', 'CHANNEL', february);
  const leads = await slices(byCategory, funnel, 'new_leads', 'CHANNEL', february);
  const wins = await slices(byCategory, funnel, 'won_amount', 'CHANNEL', february);
  const costPerLead = await slices(byCategory, funnel, 'cost_per_lead', 'CHANNEL', february);
  const costPerAcquisition = await slices(byCategory, funnel, 'cost_per_acquisition', 'CHANNEL', bears);
  const roi = await slices(byCategory, funnel, 'channel_roi', 'CHANNEL', bears);
  const conversion = await slices(byCategory, funnel, 'channel_conversion_rate', 'CHANNEL', bears);
  check(`${basis}: categories`, [leads.size, spend.size, roi.size], [4, 4, 4]);
  for (const [key, spent, signUps, orders, revenue, perLead, perOrder, percent, converted] of categories) {
    const say = (what) => `${basis}: ${key}: ${what}`;
    if (basis === 'COHORT') {
      check(say('spend'), spend.get(key)?.money?.amount, spent);
      check(say('leads'), leads.get(key)?.value, signUps);
      check(say('revenue'), Number(wins.get(key)?.money?.amount), revenue);
      check(say('cost per lead'), costPerLead.get(key)?.value, perLead, 2);
    }
    check(say('cost per acquisition'), costPerAcquisition.get(key)?.value, perOrder, 2);
    check(say('ROI in percent'), roi.get(key)?.value * 100, percent, 2);
    check(
      say('orders of leads'),
      [conversion.get(key)?.numerator, conversion.get(key)?.denominator],
      [orders, signUps],
    );
    check(say('conversion in percent'), conversion.get(key)?.value * 100, converted, 2);
  }
}

/** The channel table has the same rows, by leads. */
async function table(server, rows, what) {
  const { workspace } = await server.ask(
    `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { channelRoi(scope: $scope) { channel { key } newLeads roi } } } }`,
    { scope: february },
  );
  const found = workspace.funnel.channelRoi;
  check(
    `channelRoi by ${what}`,
    found.map(({ channel, newLeads }) => [channel?.key, newLeads]),
    rows.map(([key, leads]) => [key, leads]),
  );
  for (const [index, [key, , percent]] of rows.entries())
    check(`channelRoi: ${key}`, found[index]?.roi * 100, percent, 2);
}

/** Banner: three sign-ups and no order on the first day; no sign-up at all on row 19's. */
async function days() {
  const first = { ...scope('2021-02-01', '2021-02-02'), filter: { channels: ['media'] } };
  check('a day without orders: leads', (await kpi(byCategory, funnel, 'new_leads', first)).value, 3);
  check('a day without orders: ROI', (await kpi(byCategory, funnel, 'channel_roi', first)).value, -1);
  check(
    'a day without orders: no cost per acquisition',
    (await kpi(byCategory, funnel, 'cost_per_acquisition', first)).value,
    null,
  );
}
