import { configure } from '../funnel-widgets.ts';
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
  for (const element of document.querySelectorAll('funnel-chart, funnel-scorecard, channel-roi-table, kpi-trend'))
    element.setAttribute('window', period);
  for (const place of document.querySelectorAll<HTMLElement>('.snippet')) showSnippet(place);
}

function showSnippet(place: HTMLElement): void {
  const text = snippetFor(place.dataset.tag!, { origin: location.origin, window: period, language });
  const code = document.createElement('code');
  code.textContent = text;
  const pre = document.createElement('pre');
  pre.append(code);
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: texts.copy });
  button.addEventListener('click', () => copy(text, code, button));
  place.replaceChildren(pre, button);
}

async function copy(text: string, code: HTMLElement, button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = texts.copied;
    byId('said').textContent = texts.copied;
    setTimeout(() => {
      button.textContent = texts.copy;
      byId('said').textContent = '';
    }, 2_000);
  } catch {
    // Plain http on another machine has no clipboard: select it, so that Ctrl+C does.
    getSelection()?.selectAllChildren(code);
  }
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
  configure({ endpoint: new URL(config?.endpoint ?? '/graphql', location.href).href, tokenProvider: () => key });
  byId('stage').hidden = false;
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
