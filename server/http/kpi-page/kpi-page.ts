import { type GraphQLSchema, isObjectType } from 'graphql';
import { pageHeaders } from '../html-page.ts';
import { answerWith, type KeptFile, keep } from '../kept-file.ts';
import { kpiPage } from './page.ts';
import type { Language } from './texts.ts';

/** `/kpis`: the KPI reference, written once per language from the catalogue and the schema. Public: it tells nothing of anyone's data. */
export function createKpiPage(schema: GraphQLSchema) {
  const pages = new Map<Language, KeptFile>();
  const headers = pageHeaders({
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'form-action': "'self'",
  });
  headers.set('cache-control', 'public, max-age=300');
  headers.set('vary', 'Accept-Language');

  return async function answer(request: Request): Promise<Response> {
    const language = languageOf(request);
    const page = pages.get(language) ?? keep(Buffer.from(kpiPage(language, ownersIn(schema))));
    pages.set(language, page);
    const given = new Headers(headers);
    given.set('content-language', language === 'zh' ? 'zh-CN' : 'en');
    return answerWith(page, request, given);
  };
}

/** The types that answer a KPI's field through their own set of KPIs: Channel for ChannelKpis. */
function ownersIn(schema: GraphQLSchema): (field: string) => string[] {
  const sets = ['FunnelKpis', 'StageKpis', 'ChannelKpis', 'OwnerKpis'].map((name) => schema.getType(name));
  return (field) =>
    sets.flatMap((set) => (isObjectType(set) && field in set.getFields() ? [set.name.replace(/Kpis$/, '')] : []));
}

/** ?lang first, then what the browser likes best of the two. */
export function languageOf(request: Request): Language {
  const asked = new URL(request.url).searchParams.get('lang');
  if (asked) return /^zh\b/i.test(asked) ? 'zh' : 'en';
  const liked = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((each) => {
      const [tag = '', ...parameters] = each.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { language: /^(zh|en)\b/i.exec(tag)?.[1]?.toLowerCase(), quality: Number(quality ?? 1) };
    })
    .filter(({ language, quality }) => language && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return (liked[0]?.language as Language | undefined) ?? 'en';
}
