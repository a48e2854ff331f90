import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Named {
  name: string;
  description: string;
}
interface EditorData {
  valuesOf(type: string): string[];
  htmlCustomData(manifest: unknown): { tags: (Named & { attributes: (Named & { values?: Named[] })[] })[] };
  cssCustomData(manifest: unknown): { properties: Named[]; pseudoElements: Named[] };
  webTypes(
    manifest: unknown,
    version: string,
  ): { contributions: { html: { elements: (Named & { js: { events: (Named & { type: string })[] } })[] } } };
}

const root = new URL('../../../', import.meta.url);
// Plain JavaScript, since builds run it; so its types are said here.
const { valuesOf, htmlCustomData, cssCustomData, webTypes } = (await import(
  new URL('widgets/manifest/editor-data.mjs', root).href
)) as EditorData;
const manifest = JSON.parse(readFileSync(new URL('widgets/custom-elements.json', root), 'utf8')) as unknown;

test('a union of texts is a choice of values; anything else is free text', () => {
  expect(valuesOf("'COHORT' | 'PERIOD' | ''")).toEqual(['COHORT', 'PERIOD']);
  expect(valuesOf('string | KpiFilterInput')).toEqual([]);
  expect(valuesOf("'A' | undefined")).toEqual([]);
});

test('VS Code completes tags, attributes and their values, with what each means', () => {
  const { tags } = htmlCustomData(manifest);
  const chart = tags.find(({ name }) => name === 'funnel-chart')!;
  expect(chart.description).toContain('`funnel-drill-down`');
  const basis = chart.attributes.find(({ name }) => name === 'basis')!;
  expect(basis.values).toEqual([{ name: 'COHORT' }, { name: 'PERIOD' }]);
  expect(chart.attributes.map(({ name }) => name)).not.toContain('key');
});

test.each([
  ['funnel-chart', 'scale', ['linear', 'sqrt']],
  ['kpi-trend', 'grain', ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']],
  ['kpi-trend', 'events', ['on', 'off']],
  ['kpi-event-feed', 'min-severity', ['INFO', 'WARNING', 'CRITICAL']],
] as const)('<%s %s> is chosen from %j', (tag, attribute, values) => {
  const { attributes } = htmlCustomData(manifest).tags.find(({ name }) => name === tag)!;
  expect(attributes.find(({ name }) => name === attribute)!.values).toEqual(values.map((name) => ({ name })));
});

test('VS Code completes custom properties and parts, each once', () => {
  const { properties, pseudoElements } = cssCustomData(manifest);
  const names = [...properties, ...pseudoElements].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['--funnel-accent', '--funnel-feed-height', '::part(figure)']));
  expect(new Set(names).size).toBe(names.length);
});

test('JetBrains knows the events and their types', () => {
  const { elements } = webTypes(manifest, '1.2.3').contributions.html;
  const feed = elements.find(({ name }) => name === 'kpi-event-feed')!;
  const select = feed.js.events.find(({ name }) => name === 'funnel-event-select')!;
  expect(select.type).toBe('FunnelEventSelectEvent');
});
