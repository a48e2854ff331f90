import type { LoadLanguage, TextsOverride } from '../languages/texts.ts';
import { pageWide } from './page-wide.ts';

/** Gives the API key or embed token of the moment; asked again before a token ends, and when the API refuses what it gave. */
export type TokenProvider = () => string | Promise<string>;

export interface Settings {
  /** GraphQL address. Absent: /graphql on the origin that this script came from. */
  endpoint?: string;
  tokenProvider?: TokenProvider;
  /** Address of the host page that gives tokens: as text, or as JSON with `token`. */
  tokenEndpoint?: string;
  /** A key for pages that need no provider: an intranet dashboard with a READ key. */
  key?: string;
  /** Texts of the elements that this page says differently, by language: { en: { chart: { lost: 'Dropped out' } } }. */
  texts?: Record<string, TextsOverride>;
  /** Further languages, by tag: each loads a module whose export `texts` has all of them. */
  languages?: Record<string, LoadLanguage>;
}

interface PageSettings {
  settings: Settings;
  listeners: Set<() => void>;
}

// Two copies of the script on one page (two versions, two URLs) register the elements once but each have a `configure`:
// what either says must reach the elements.
const page = pageWide('settings', 1, (): PageSettings => ({ settings: {}, listeners: new Set() }));

/**
 * Says once for all elements of the page where and with which key they ask; an element's own attribute and properties go first.
 * What is not named stays as it was. May be called before or after the elements are on the page, and again.
 */
export function configure(settings: Settings): void {
  Object.assign(page.settings, settings);
  for (const listener of page.listeners) listener();
}

export function pageSettings(): Readonly<Settings> {
  return page.settings;
}

/** Returns the way to stop. */
export function onSettingsChange(listener: () => void): () => void {
  page.listeners.add(listener);
  return () => page.listeners.delete(listener);
}

/** The API beside this script. */
export function defaultEndpoint(): string {
  return `${new URL(import.meta.url).origin}/graphql`;
}
