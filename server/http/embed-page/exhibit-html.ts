import type { Exhibit } from '../../../widgets/export/exhibits.ts';
import type { Palette } from '../../../widgets/export/scene.ts';
import { FONT } from '../../../widgets/shared/look.ts';
import { Html, html } from '../html.ts';

/**
 * The picture, and the same figures as a table: mail programs that show no SVG show that. Styles stand in attributes, since many
 * of them drop style sheets.
 */
export function exhibitHtml({ caption, table }: Exhibit, svg: string, { text, muted, line }: Palette): Html {
  const [head = [], ...rows] = table();
  const cell = `padding:5px 12px 5px 0;border-bottom:1px solid ${line};vertical-align:top`;
  const aligned = (column: number): string => `${cell};text-align:${column === 0 ? 'left' : 'right'}`;
  return html`<figure style="margin:0;color:${text};font:14px/1.45 ${FONT}">
${new Html(svg.replace('<svg ', '<svg style="display:block;max-width:100%;height:auto" '))}
<table style="border-collapse:collapse;margin:16px 0;font-size:13px;font-variant-numeric:tabular-nums">
<caption style="text-align:left;padding:0 0 6px;font-weight:600">${caption.title} · ${caption.subtitle}</caption>
<thead><tr>${head.map((each, column) => html`<th scope="col" style="${aligned(column)};color:${muted};font-weight:500">${each}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...figures]) =>
      html`<tr><th scope="row" style="${aligned(0)};font-weight:500">${name}</th>${figures.map((each) => html`<td style="${aligned(1)}">${each}</td>`)}</tr>
`,
  )}</tbody></table>
<figcaption style="color:${muted};font-size:12px">${[...caption.notes, caption.asOf].map((each) => html`${each}<br>`)}</figcaption>
</figure>`;
}

/** The same as a page of its own. */
export function exhibitPage(
  { caption }: Exhibit,
  fragment: Html,
  { locale, palette }: { locale: string; palette: Palette },
): Html {
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${caption.title} · ${caption.subtitle}</title>
<style>body{margin:0;padding:16px;background:${palette.surface}}figure{max-width:1000px}table{display:block;overflow-x:auto}</style>
</head>
<body>
${fragment}
</body>
</html>
`;
}
