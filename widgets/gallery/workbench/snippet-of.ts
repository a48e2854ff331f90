import type { BenchState } from './bench-state.ts';
import { OWN_COLOURS } from './specimen.ts';

/** What a page writes to have the element as it stands here. */
export function snippetOf(tag: string, { attributes, styles, scheme }: BenchState, hasData: boolean): string {
  const said = [...attributes].map(([name, value]) => ` ${name}${value === '' ? '' : `=${quoted(value)}`}`).join('');
  const colours = { ...(scheme === 'own' ? OWN_COLOURS : {}), ...Object.fromEntries(styles) };
  const rules = [
    ...(scheme === 'light' || scheme === 'dark' ? [`  color-scheme: ${scheme};`] : []),
    ...Object.entries(colours).map(([name, value]) => `  ${name}: ${value};`),
  ];
  const parts = [`<${tag}${said}></${tag}>`];
  if (rules.length > 0) parts.push(`<style>\n${tag} {\n${rules.join('\n')}\n}\n</style>`);
  if (hasData)
    parts.push(`<script type="module">
  const response = await fetch('/my-figures.json');
  document.querySelector('${tag}').data = await response.json();
</script>`);
  return parts.join('\n');
}

function quoted(value: string): string {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return escaped.includes('"') ? `'${escaped.replaceAll("'", '&#39;')}'` : `"${escaped}"`;
}
