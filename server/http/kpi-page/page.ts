import { definitions } from '../../kpi/catalogue.ts';
import type { StageCategory } from '../../kpi/types.ts';
import { type Html, html } from '../html.ts';
import { type EntryContext, entry } from './entry.ts';
import { basisLegend, basisPicture, categories, funnelPart, whereInFunnel } from './pictures.ts';
import { rules } from './rules.ts';
import { type Language, pageTexts } from './texts.ts';
import { inChinese, marked } from './typography.ts';

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%233a53d6'/%3E%3Cpath d='M8 9h16M8 16h10M8 23h4' stroke='white' stroke-width='4' stroke-linecap='round'/%3E%3C/svg%3E";
const keys = new Set(definitions.map(({ key }) => key));

/** The whole page in one language. */
export function kpiPage(language: Language, ownersOf: EntryContext['ownersOf']): string {
  const texts = pageTexts[language];
  const prose = (text: string): Html => marked(language === 'zh' ? inChinese(text) : text, (key) => keys.has(key));
  const nameOf: EntryContext['nameOf'] = ({ name }, asked = language) =>
    asked === 'zh' ? inChinese(name.zh) : name.en;
  const context: EntryContext = { language, texts, nameOf, prose, ownersOf };
  return html`<!doctype html>
<html lang="${texts.locale}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="description" content="${texts.description}" />
    <title>${texts.title}</title>
    <link rel="icon" href="${icon}" />
    <link rel="alternate" hreflang="en" href="/kpis?lang=en" />
    <link rel="alternate" hreflang="zh-CN" href="/kpis?lang=zh" />
    <link rel="stylesheet" href="/widgets/gallery.css" />
    <link rel="stylesheet" href="/widgets/kpis.css" />
    <script type="module" src="/widgets/kpis.js"></script>
  </head>
  <body class="kpis" data-copy="${texts.copy}" data-copied="${texts.copied}">
    <a class="skip" href="#kpis">${texts.skip}</a>
    ${top(context)}
    <main>
      ${hero(context)}
      <div class="wide reference">
        ${contents(context)}
        <div class="body">
          ${general(context)}
          <div id="kpis" tabindex="-1">${categories.map((category) => group(category, context))}</div>
          <p id="nothing" hidden>${texts.nothing}</p>
          <p class="made">${texts.footer}</p>
        </div>
      </div>
    </main>
    <p class="hidden" role="status" id="said"></p>
  </body>
</html>
`.markup;
}

const inGroup = (category: StageCategory) => definitions.filter((definition) => definition.category === category);
const anchorOf = (category: StageCategory): string => category.toLowerCase();

function top({ language, texts }: EntryContext): Html {
  const choice = (each: Language, name: string, lang: string) =>
    html`<a href="?lang=${each}" lang="${lang}" hreflang="${lang}" ${each === language && html`aria-current="true"`}>${name}</a>`;
  return html`<header class="top">
      <div class="wide">
        <p class="brand">
          <a href="/?lang=${texts.locale}">
            <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" /><path d="M8 9h16M8 16h10M8 23h4" /></svg>
            Funnelgraph
          </a>
        </p>
        <nav aria-label="${texts.site}">
          <a href="/?lang=${texts.locale}">${texts.gallery}</a>
          <a href="/graphql">${texts.graphiql}</a>
          <span class="choice">${choice('zh', '中文', 'zh-CN')}${choice('en', 'English', 'en')}</span>
        </nav>
      </div>
    </header>`;
}

function hero({ texts, nameOf }: EntryContext): Html {
  return html`<div class="wide hero">
        <h1>${texts.headline}</h1>
        <p class="lead">${texts.lead}</p>
        <nav class="stages" aria-label="${texts.groups}">
          ${categories.map((category) => {
            const kpis = inGroup(category);
            const headlines = kpis.filter(({ headline }) => headline).map((each) => nameOf(each));
            return html`<a href="#${anchorOf(category)}">
            ${funnelPart(category)}
            <span class="stage-name">${texts.categories[category].name}</span>
            <span class="stage-about">${texts.kpis(kpis.length)}${texts.colon}${headlines.join(texts.comma)}</span>
          </a>`;
          })}
        </nav>
      </div>`;
}

function contents({ texts, nameOf }: EntryContext): Html {
  return html`<aside class="contents">
          <form class="find" role="search" action="/kpis">
            <label for="find">${texts.find}</label>
            <input id="find" type="search" name="q" autocomplete="off" spellcheck="false" placeholder="${texts.findHint}" aria-describedby="found" />
            <p id="found" role="status" data-said="${texts.found('#', definitions.length)}">${texts.found(String(definitions.length), definitions.length)}</p>
          </form>
          <nav class="list" aria-label="${texts.contents}">
            <a href="#rules">${texts.rules}</a>
            ${categories.map(
              (category) => html`<section data-group="${anchorOf(category)}">
              <a class="group-link" href="#${anchorOf(category)}">${texts.categories[category].name}</a>
              <ul>${inGroup(category).map((definition) => html`<li><a href="#${definition.key}">${nameOf(definition)}</a></li>`)}</ul>
            </section>`,
            )}
          </nav>
        </aside>`;
}

function general({ language, texts, prose }: EntryContext): Html {
  return html`<section class="rules" id="rules" aria-labelledby="rules-title">
            <h2 id="rules-title">${texts.rules}</h2>
            <div class="basis-rule" id="basis">
              <div>
                <h3>${texts.basisTitle}</h3>
                <p>${prose(texts.basisText)}</p>
                ${basisLegend(texts)}
              </div>
              ${basisPicture('COHORT', texts)}${basisPicture('PERIOD', texts)}
            </div>
            <div class="rule-grid">
              ${rules.map(
                ({ id, title, text }) => html`<div id="${id}">
                <h3>${title[language]}</h3>
                <p>${prose(text[language])}</p>
              </div>`,
              )}
            </div>
          </section>`;
}

function group(category: StageCategory, context: EntryContext): Html {
  const { texts, nameOf } = context;
  const { name, about } = texts.categories[category];
  const id = anchorOf(category);
  return html`<section class="group" id="${id}" aria-labelledby="${id}-title">
            <header class="group-head">
              ${whereInFunnel(category)}
              <h2 id="${id}-title">${name}</h2>
              <p>${about}</p>
            </header>
            <ul class="in-group">${inGroup(category).map((each) => html`<li><a href="#${each.key}">${nameOf(each)}</a></li>`)}</ul>
            ${inGroup(category).map((definition) => entry(definition, context))}
          </section>`;
}
