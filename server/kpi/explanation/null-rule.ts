import { type CatalogueRow, hasBasis } from '../catalogue-row.ts';
import type { Formula } from '../formula.ts';
import type { Text } from './text.ts';

/** When a KPI's value is null, and with which status: from how it is computed. KPI dictionary, rules 8 and 9. */
export function nullRuleOf(row: CatalogueRow): Text {
  const [formula] = hasBasis(row) ? (Object.values(row.computes) as Formula[]) : [row.computes as Formula];
  const rule = (rules[formula!.kind] as (formula: Formula) => Text)(formula!);
  if (!row.withinDays) return rule;
  return {
    en: `${rule.en} With withinDays, null (IMMATURE) where nobody’s days have run out by asOf.`,
    zh: `${rule.zh}给出 withinDays 而截至 asOf 无一期满时为空（IMMATURE）。`,
  };
}

const neverNull: Text = { en: 'Never null: over no facts it is 0.', zh: '不会为空：没有事实时为 0。' };

const rules: { [Kind in Formula['kind']]: (formula: Extract<Formula, { kind: Kind }>) => Text } = {
  count: () => neverNull,
  moneySum: ({ nullWithoutFacts }) =>
    nullWithoutFacts
      ? {
          en: 'null (NO_DATA) where no amount is known: unknown is not 0. A known amount of 0 is 0.',
          zh: '没有任何已知金额时为空（NO_DATA）：未知不等于 0。已知金额为 0 时为 0。',
        }
      : neverNull,
  mean: () => ({ en: 'null (NO_DATA) over no observations, never 0.', zh: '没有观测值时为空（NO_DATA），不会是 0。' }),
  moneyMean: () => ({ en: 'null (NO_DATA) over no amounts, never 0.', zh: '没有金额时为空（NO_DATA），不会是 0。' }),
  duration: () => ({
    en: 'null (NO_DATA) where nothing was measured, never 0. Median and 90th percentile then are null too.',
    zh: '没有可计的时长时为空（NO_DATA），不会是 0；中位数和 90 分位也为空。',
  }),
  ratio: () => ({
    en: 'null (NO_DATA) where the denominator is 0. A numerator of 0 gives 0.',
    zh: '分母为 0 时为空（NO_DATA）。分子为 0 时为 0。',
  }),
  moneyPer: () => ({
    en: 'null (NO_DATA) where no amount is known, or the divisor is 0. A known amount of 0 gives 0.',
    zh: '没有已知金额或除数为 0 时为空（NO_DATA）。已知金额为 0 时为 0。',
  }),
  returnOn: () => ({
    en: 'null (NO_DATA) where no spend is known, and where it is 0.',
    zh: '没有投放记录或投放为 0 时为空（NO_DATA）。',
  }),
  frequency: () => ({
    en: 'null (NO_DATA) where no owner had an open lead in the window.',
    zh: '窗口内没有负责人持有在跟线索时为空（NO_DATA）。',
  }),
  netScore: () => ({ en: 'null (NO_DATA) over no answers.', zh: '没有回答时为空（NO_DATA）。' }),
  velocity: () => ({
    en: 'null (NO_DATA) where one of its factors is null, or the mean cycle is 0.',
    zh: '任一因子为空，或平均周期为 0 时为空（NO_DATA）。',
  }),
};
