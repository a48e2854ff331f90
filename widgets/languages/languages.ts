import { pageSettings } from '../shared/settings.ts';
import { useFormats } from './formats.ts';
import type { Locale } from './locale.ts';
import type { LoadLanguage, Texts, TextsOverride } from './texts.ts';

const builtIn: Record<string, LoadLanguage> = {
  en: () => import('./en/en.ts'),
  'zh-CN': () => import('./zh-CN/zh-CN.ts'),
};

const LONGEST_WAIT_MS = 60_000;
const loaded = new Map<Locale, Texts>();
const loading = new Map<Locale, Promise<void>>();
const overridden = new WeakMap<TextsOverride, Map<Texts, Texts>>();

/** The language that is spoken for a tag: its own, that of a broader one, Chinese for any other Chinese, else English. */
export function localeOf(languageTag: string): Locale {
  const known = Object.keys({ ...builtIn, ...pageSettings().languages });
  const tag = languageTag.trim();
  for (let part = tag; part; part = part.slice(0, Math.max(0, part.lastIndexOf('-')))) {
    const found = known.find((each) => each.toLowerCase() === part.toLowerCase());
    if (found) return found;
  }
  return /^zh\b/i.test(tag) ? 'zh-CN' : 'en';
}

/** With what the host says differently; undefined: not loaded yet (`languageReady`). */
export function textsIn(locale: Locale): Texts | undefined {
  const texts = loaded.get(locale);
  const override = pageSettings().texts?.[locale];
  return texts && override ? merged(texts, override) : texts;
}

/** Settled when the language is there. One that cannot be had is tried again, with growing waits: words are worth waiting for. */
export function languageReady(locale: Locale): Promise<void> {
  const known = loading.get(locale);
  if (known) return known;
  const load = pageSettings().languages?.[locale] ?? builtIn[locale] ?? builtIn.en!;
  const asked = loadPatiently(load).then(({ texts, formats }) => {
    useFormats(locale, formats);
    loaded.set(locale, texts);
  });
  loading.set(locale, asked);
  return asked;
}

/** A module that cannot be had is tried again, with growing waits. */
export async function loadPatiently<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let wait = 1_000; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** The same object for the same texts and override, so that nothing renders anew. */
function merged(texts: Texts, override: TextsOverride): Texts {
  const known = overridden.get(override) ?? new Map<Texts, Texts>();
  overridden.set(override, known);
  const made = known.get(texts) ?? overlay(texts, override);
  known.set(texts, made);
  return made;
}

function overlay<Value>(base: Value, over: unknown): Value {
  if (typeof base !== 'object' || typeof over !== 'object' || over === null) return (over ?? base) as Value;
  const changed = Object.entries(over).map(([key, value]) => [key, overlay(base?.[key as keyof Value], value)]);
  return { ...base, ...Object.fromEntries(changed) };
}

// Most pages speak one language: it comes while the elements are being made.
if (globalThis.document) {
  const locale = localeOf(document.documentElement.lang || navigator.language);
  builtIn[locale]?.().catch(() => undefined);
}
