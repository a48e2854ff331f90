import { configure } from '../funnel-widgets.ts';
import { showCopyable } from './copy-snippet.ts';
import { type GalleryTexts, galleryTexts } from './gallery-texts.ts';
import { snippetFor } from './snippets.ts';

/** Filled in by the server. */
interface GalleryConfig {
  endpoint: string;
  /** A READ key of the demo workspace; null where there is none to give away. */
  key: string | null;
  workspaceName: string | null;
}

const WINDOWS = ['30d', '90d', '4q', '12m', '2y'] as const;
const THEMES = ['auto', 'light', 'dark'];

const root = document.documentElement;
const config = readConfig();
const address = new URL(location.href);
const language = languageAsked();
const texts = galleryTexts(language);
/** To be tried in the workbench; null: the gallery. */
const element = address.searchParams.get('element');
let period = WINDOWS.find((each) => each === address.searchParams.get('window')) ?? '12m';

// The widgets take their language from here, as they do from any page.
root.lang = language;
showTexts();
showLanguages();
showThemes();
showWindows();
byId('workspace').textContent = config?.workspaceName ?? '';
byId('controls').querySelector<HTMLElement>('.workspace')!.hidden = !config?.workspaceName;
applyWindow();
document.querySelector<HTMLElement>('.hero')!.hidden = element !== null;
if (config?.key) showWidgets(config.key);
else askForKey();

function readConfig(): GalleryConfig | null {
  return JSON.parse(byId('funnel-config').textContent || 'null') as GalleryConfig | null;
}

function languageAsked(): 'zh-CN' | 'en' {
  return /^zh/i.test(address.searchParams.get('lang') ?? navigator.language) ? 'zh-CN' : 'en';
}

function showTexts(): void {
  document.title = texts.title;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]'))
    element.textContent = texts[element.dataset.text as keyof GalleryTexts];
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]'))
    element.setAttribute('aria-label', texts[element.dataset.label as keyof GalleryTexts]);
}

function showLanguages(): void {
  for (const link of byId('languages').querySelectorAll('a')) {
    const target = new URL(address);
    target.searchParams.set('lang', link.lang);
    link.href = target.search;
    if (link.lang === language) link.setAttribute('aria-current', 'true');
  }
  byId<HTMLAnchorElement>('kpis').href = `/kpis?lang=${language}`;
}

function showThemes(): void {
  const select = byId<HTMLSelectElement>('theme');
  const asked = address.searchParams.get('theme') ?? 'auto';
  select.value = THEMES.includes(asked) ? asked : 'auto';
  const apply = (): void => {
    root.dataset.theme = select.value;
  };
  select.addEventListener('change', () => {
    apply();
    remember('theme', select.value);
  });
  apply();
}

function showWindows(): void {
  const fieldset = byId('controls').querySelector('fieldset')!;
  for (const each of WINDOWS) {
    const input = Object.assign(document.createElement('input'), {
      type: 'radio',
      name: 'window',
      value: each,
      checked: each === period,
    });
    const label = document.createElement('label');
    label.append(input, texts[`window${each}`]);
    input.addEventListener('change', () => {
      period = each;
      applyWindow();
      remember('window', each);
    });
    fieldset.append(label);
  }
}

function applyWindow(): void {
  for (const element of document.querySelectorAll('funnel-chart, funnel-scorecard, kpi-trend, channel-roi-table'))
    element.setAttribute('window', period);
  for (const place of document.querySelectorAll<HTMLElement>('.snippet')) showSnippet(place);
}

function showSnippet(place: HTMLElement): void {
  const tag = place.dataset.tag!;
  showCopyable(place, snippetFor(tag, { origin: location.origin, window: period, language }), texts);
  if (!customElements.get(tag)) return;
  const target = new URL(address);
  target.searchParams.set('element', tag);
  const link = Object.assign(document.createElement('a'), { className: 'try', href: target.search });
  link.append(texts.tryIt);
  place.append(link);
}

function askForKey(): void {
  const form = byId<HTMLFormElement>('key-form');
  form.hidden = false;
  byId('controls').hidden = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    form.hidden = true;
    byId('controls').hidden = false;
    showWidgets(byId<HTMLInputElement>('key').value.trim());
  });
  // The widgets say what is wrong with the key; here another one can be tried.
  document.addEventListener('funnel-error', ({ code }) => {
    if (code === 'UNAUTHORIZED' || code === 'FORBIDDEN') form.hidden = false;
  });
}

function showWidgets(key: string): void {
  const endpoint = new URL(config?.endpoint ?? '/graphql', location.href).href;
  const provider = (): string => key;
  configure({ endpoint, tokenProvider: provider });
  if (element) tryElement(element, { endpoint, provider });
  else byId('stage').hidden = false;
}

/** The workbench instead of the exhibits, beginning with the attributes that they have. */
async function tryElement(tag: string, access: { endpoint: string; provider: () => string }): Promise<void> {
  const { openWorkbench } = await import('./workbench/workbench.ts');
  const given = new Map(
    [...document.querySelectorAll('.exhibit > :last-child')].map((exhibit) => [
      exhibit.localName,
      new Map([...exhibit.attributes].map(({ name, value }) => [name, value])),
    ]),
  );
  byId('stage').remove();
  const place = byId('workbench');
  place.hidden = false;
  openWorkbench(place, {
    element: tag,
    given,
    address,
    texts,
    access,
    remember: () => {
      history.replaceState(null, '', address);
      showLanguages();
    },
  });
}

/** In the address, so that a reload or a shared link shows the same. */
function remember(name: string, value: string): void {
  address.searchParams.set(name, value);
  history.replaceState(null, '', address);
  showLanguages();
}

function byId<Type extends HTMLElement = HTMLElement>(id: string): Type {
  return document.getElementById(id) as Type;
}
