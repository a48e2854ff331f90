import { camelCase } from '../../graphql/kpi-set.ts';
import { explanationOf } from '../../kpi/explanation/explanation.ts';
import type { KpiDefinition } from '../../kpi/types.ts';
import { type Html, html } from '../html.ts';
import { exampleQuery } from './example-query.ts';
import type { Language, PageTexts } from './texts.ts';
import { formulaParts } from './typography.ts';

export interface EntryContext {
  language: Language;
  texts: PageTexts;
  /** In this page's language unless another is asked for. */
  nameOf(definition: KpiDefinition, language?: Language): string;
  /** A sentence of the catalogue, in this language's typography, names of the API set apart. */
  prose(text: string): Html;
  /** The GraphQL types that have a field for this KPI, such as Funnel and Channel. */
  ownersOf(field: string): readonly string[];
}

/** All that there is to know of one KPI. */
export function entry(definition: KpiDefinition, context: EntryContext): Html {
  const { key, description, headline, direction } = definition;
  const { language, texts, nameOf, prose } = context;
  const other = language === 'en' ? 'zh' : 'en';
  const explanation = explanationOf(key);
  const { situation, calculation, beside } = explanation.example;
  return html`<article class="kpi" id="${key}" aria-labelledby="${key}-name" data-words="${wordsOf(definition)}">
    <header>
      <h3 id="${key}-name"><a href="#${key}">${nameOf(definition)}</a></h3>
      <p class="other-name" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${nameOf(definition, other)}</p>
      <p class="signs">
        ${headline && html`<span class="sign" title="${texts.headlineWhy}">${texts.headlineKpi}</span>`}
        <span class="sign ${direction.toLowerCase().replaceAll('_', '-')}">${texts.directions[direction]}</span>
      </p>
    </header>
    <p class="about">${prose(description[language])}</p>
    <div class="columns">
      <div class="computed">
        <h4>${texts.formula}</h4>
        ${formulaParts(definition.formula[language]).map((part) => formula(part, context))}
        <h4>${texts.example}</h4>
        <div class="example">
          <p>${prose(situation[language])}</p>
          <p class="calculation">${calculated(calculation[language])}</p>
          ${beside[language] && html`<p class="beside">${beside[language]}</p>`}
        </div>
      </div>
      ${facts(definition, context)}
    </div>
    <details>
      <summary>${texts.query}</summary>
      <div class="snippet"><pre tabindex="0" role="region" aria-label="${texts.query}: ${nameOf(definition)}"><code>${exampleQuery(definition, explanation)}</code></pre></div>
    </details>
  </article>`;
}

function formula(
  { basis, terms, note }: ReturnType<typeof formulaParts>[number],
  { texts, prose }: EntryContext,
): Html {
  const over = html`<span class="over"> <span class="hidden">${texts.over}</span> </span>`;
  const [first, second] = terms;
  const set =
    terms.length === 2
      ? html`<span class="fraction"><span>${prose(first!)}</span>${over}<span>${prose(second!)}</span></span>`
      : html`<span>${terms.map((term, index) => html`${index > 0 && ' / '}${prose(term)}`)}</span>`;
  return html`<div class="formula">
    ${basis && html`<code class="basis">${basis}</code>`}${set}${note && html`<p class="note">${prose(note)}</p>`}
  </div>`;
}

/** The result in the weight of a result. */
function calculated(text: string): Html {
  const cut = text.lastIndexOf('= ');
  return cut < 0
    ? html`<strong>${text}</strong>`
    : html`${text.slice(0, cut + 2)}<strong>${text.slice(cut + 2)}</strong>`;
}

function facts(
  { key, unit, isPercentage, dimensions }: KpiDefinition,
  { language, texts, prose, ownersOf }: EntryContext,
): Html {
  const { bases, takesWithinDays, leftOut, nullRule } = explanationOf(key);
  const field = camelCase(key);
  return html`<dl class="facts">
    <dt>${texts.unit}</dt>
    <dd>${unit === 'RATIO' && !isPercentage ? texts.perOne : texts.units[unit]}</dd>
    <dt>${texts.nullRule}</dt>
    <dd>${prose(nullRule[language])}</dd>
    ${leftOut.length > 0 && html`<dt>${texts.leftOut}</dt>`}
    ${leftOut.map((reason) => html`<dd><code>${reason}</code> ${prose(texts.reasons[reason])}</dd>`)}
    <dt>${texts.basis}</dt>
    <dd>${bases.length > 0 ? prose(bases.join(texts.comma) + (takesWithinDays ? texts.orWithinDays : '')) : texts.sameBasis}</dd>
    <dt>${texts.dimensions}</dt>
    <dd>${dimensions.map((dimension) => texts.dimensionNames[dimension]).join(texts.comma)}</dd>
    <dt>${texts.field}</dt>
    <dd><code>${field}</code> ${texts.on} ${ownersOf(field).join(texts.comma)}</dd>
    <dt>${texts.key}</dt>
    <dd><code>${key}</code></dd>
  </dl>`;
}

/** What the search box looks at. */
function wordsOf({ key, name }: KpiDefinition): string {
  return [key, key.replaceAll('_', ' '), camelCase(key), name.en, name.zh].join(' ').toLowerCase();
}
