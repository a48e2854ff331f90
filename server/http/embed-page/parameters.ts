import { z } from 'zod';
import type { TimeUnit } from '../../../widgets/shared/window-attribute.ts';
import { languageOf } from '../kpi-page/kpi-page.ts';

const Parameters = z.strictObject({
  token: z.string().optional(),
  funnel: z.string().default('sales'),
  window: z.string().default('90d'),
  filter: z.string().default(''),
  basis: z.string().default(''),
  kpi: z.string().default('lead_to_won_rate'),
  kpis: z.string().default(''),
  grain: z.enum(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']).optional(),
  lang: z.string().optional(),
  theme: z.enum(['light', 'dark']).default('light'),
  /** px */
  width: z.coerce.number().int().min(320).max(2_000).default(800),
  format: z.enum(['html', 'fragment', 'svg', 'csv']).default('html'),
});

/** What the address asks, by the names of the elements' attributes. */
export interface Parameters extends Omit<z.infer<typeof Parameters>, 'lang'> {
  locale: 'en' | 'zh-CN';
  grain?: TimeUnit | undefined;
}

export class ParameterError extends Error {}

/** @throws ParameterError */
export function readParameters(request: Request): Parameters {
  const given = Object.fromEntries(new URL(request.url).searchParams);
  const { data, error } = Parameters.safeParse(given);
  if (data) {
    const { lang, ...parameters } = data;
    return { ...parameters, locale: languageOf(request) === 'zh' ? 'zh-CN' : 'en' };
  }
  const [issue] = error.issues;
  const name = issue?.path.join('.') ?? '';
  throw new ParameterError(
    issue?.code === 'unrecognized_keys'
      ? `There is no parameter ${issue.keys.join(', ')}; there is ${Object.keys(Parameters.shape).join(', ')}.`
      : `The parameter ${name} is not understood: ${issue?.message}.`,
  );
}
