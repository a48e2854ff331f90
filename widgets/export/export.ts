/** Makes the files that readers take away. A module of its own: loaded when somebody exports, and by the server for `GET /embed`. */
import type { Language } from '../shared/widget.element.ts';
import { toPng } from './canvas.ts';
import { toCsv } from './csv.ts';
import { type ExhibitOptions, exhibitOf } from './exhibits.ts';
import { FunnelExportEvent } from './export-event.ts';
import { paletteOf } from './palettes.ts';
import { sheet } from './sheet.ts';
import { toSvg } from './svg.ts';

export type ExportFormat = 'png' | 'svg' | 'csv';

export interface ExportRequest {
  format: ExportFormat;
  /** The element's tag. */
  tag: string;
  /** What it shows: the data of its document. */
  data: unknown;
  language: Language;
  options: ExhibitOptions;
  /** The element's card, for its colours. */
  card: Element;
}

const WIDTH = 800;
const types: Record<ExportFormat, string> = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv' };

/** Named after element, funnel and days: funnel-chart-sales-2026-01-01-2026-04-01.svg. */
export async function exportFile({ format, tag, data, language, options, card }: ExportRequest): Promise<File> {
  const { caption, name, rows, draw } = exhibitOf(tag, data, language, options);
  const { title, subtitle, notes, asOf } = caption;
  const content = async (): Promise<BlobPart> => {
    // What the figures mean and as of when stands below them, so that the first row is the heading.
    if (format === 'csv') return toCsv([...rows(), [], ...[title, subtitle, ...notes, asOf].map((text) => [text])]);
    const scene = sheet(caption, WIDTH, draw);
    const palette = paletteOf(card);
    return format === 'svg' ? toSvg(scene, palette) : toPng(scene, palette);
  };
  return new File([await content()], `${name}.${format}`, { type: types[format] });
}

/** To the page, which may keep it, then to the reader, as the browser does with downloads. */
export function handOver(host: HTMLElement, format: ExportFormat, file: File): void {
  if (!host.dispatchEvent(new FunnelExportEvent(format, file))) return;
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // Browsers read it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
