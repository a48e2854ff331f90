import { cohort, leadConversion } from './conversions.ts';
import { addDays, daysBetween, firstInstantOf } from './days.ts';
import type { Customer } from './facts.ts';
import {
  count,
  type Item,
  meanAnswer,
  moneyQuotient,
  moneySum,
  type Parts,
  parts,
  ratio,
  ratioOf,
  total,
} from './parts.ts';
import type { Scene } from './scene.ts';

/** 成交与复购 */
export const retention = {
  won_customers: ({ newCustomers, customerItem }: Scene) => count(newCustomers.map((one) => customerItem(one))),

  won_amount(scene: Scene) {
    const { known, unknown } = scene.amounts(scene.won);
    return moneySum(known, { leftOut: { WITHOUT_AMOUNT: unknown } });
  },

  revenue: ({ company, inWindow, orderItem }: Scene) =>
    moneySum(company.orders.filter(({ at }) => inWindow(at)).map((order) => orderItem(order))),

  lead_to_won_rate: (scene: Scene) => leadConversion(scene, 0, scene.last),

  signing_rate: (scene: Scene) => leadConversion(scene, scene.last - 1, scene.last),

  average_deal_size(scene: Scene) {
    const { known, unknown } = scene.amounts(scene.won);
    return parts(
      { of: known },
      ({ of }) => ({
        ...meanAnswer(of.map(({ value }) => value! / 1e6)),
        ...moneyQuotient(total(of), of.length),
      }),
      { leftOut: { WITHOUT_AMOUNT: unknown } },
    );
  },

  repurchase_rate(scene: Scene) {
    const { company, question, inWindow, customerItem } = scene;
    const ordering = company.customers.map((customer) => ({ customer, orders: company.ordersOf(customer.id) }));
    if (question.basis === 'PERIOD') {
      const here = ordering.filter(({ orders }) => orders.some(({ at }) => inWindow(at)));
      const again = here.filter(({ orders }) => orders.some(({ at }, place) => place > 0 && inWindow(at)));
      return ratio(
        again.map(({ customer }) => customerItem(customer)),
        here.map(({ customer }) => customerItem(customer)),
      );
    }
    return cohort(
      scene,
      ordering
        .filter(({ orders: [first] }) => inWindow(first?.at ?? null))
        .map(({ customer, orders: [first, second] }) => ({
          item: customerItem(customer),
          start: first!.at,
          end: second?.at ?? null,
        })),
    );
  },

  clv_annual: (scene: Scene) =>
    lifetimeValue(
      scene,
      scene.company.customers.filter(({ id }) => scene.company.ordersOf(id).some(({ at }) => scene.inYear(at))),
      scene.inYear,
    ),

  clv_historical: (scene: Scene) => lifetimeValue(scene, scene.newCustomers, scene.bySeen),

  referral_rate({ company, newCustomers, customerItem }: Scene) {
    const referred = newCustomers.filter((one) => company.referrerOf(one) !== null);
    return ratio(
      referred.map((one) => customerItem(one)),
      newCustomers.map((one) => customerItem(one)),
    );
  },

  referrer_rate({ company, newCustomers, bySeen, customerItem }: Scene) {
    const existing = company.customers.filter(({ becameAt }) => bySeen(becameAt));
    const referrers = existing.filter(({ id }) => newCustomers.some((one) => company.referrerOf(one) === id));
    return ratio(
      referrers.map((one) => customerItem(one)),
      existing.map((one) => customerItem(one)),
    );
  },

  customer_churn_rate({ company, question, start, end, inWindow, byAsOf, customerItem }: Scene) {
    const days = company.funnel.customerChurnDays ?? daysBetween(question.from, question.to);
    const since = firstInstantOf(addDays(question.from, -days), company.zone);
    const had = company.customers.filter(({ id }) =>
      company.ordersOf(id).some(({ at }) => at >= since && at < start && byAsOf(at)),
    );
    const item = (customer: Customer): Item => customerItem(customer);
    if (question.asOf < end)
      return parts({}, () => ({ ...ratioOf(0, 0, true), status: 'IMMATURE' }), {
        leftOut: { IMMATURE: had.map(item) },
      });
    const left = had.filter(({ id }) => !company.ordersOf(id).some(({ at }) => inWindow(at)));
    return ratio(left.map(item), had.map(item));
  },

  nps({ company, inWindow }: Scene) {
    const surveys = company.surveys
      .filter(({ at }) => inWindow(at))
      .map((survey): Item => ({ dims: company.dimsOfSurvey(survey), value: survey.score }));
    return parts({ of: surveys }, ({ of }) => {
      const promoters = of.filter(({ value }) => value! >= 9).length;
      const detractors = of.filter(({ value }) => value! <= 6).length;
      const answer = ratioOf(promoters - detractors, of.length, false);
      return { ...answer, value: of.length === 0 ? null : 100 * answer.value! };
    });
  },
} satisfies Record<string, (scene: Scene) => Parts>;

function lifetimeValue(
  { company, customerItem }: Scene,
  customers: Customer[],
  counts: (at: number) => boolean,
): Parts {
  const worth = ({ id }: Customer) =>
    company
      .ordersOf(id)
      .filter(({ at }) => counts(at))
      .reduce((sum, { amount }) => sum + amount, 0);
  return parts({ of: customers.map((one) => customerItem(one, worth(one))) }, ({ of }) =>
    moneyQuotient(total(of), of.length),
  );
}
