import { digits, type Figure, median, show } from './figure.ts';

/** A row of the result. */
export interface Line {
  work: string;
  leads: number | null;
  ours: Figure;
  /** Whom it is compared with; absent where the figure stands alone. */
  rival?: { name: string; figure: Figure };
  /** As issue 4 words it; what bounds the ratio ours / rival, or ours where there is no rival. */
  target?: string;
}

const HEAD = ['work', 'leads', 'Funnelgraph', 'compared with', 'its figure', 'ratio', 'to reach with 1 M leads'];

/** As Markdown. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ work, leads, ours, rival, target }) => [
    work,
    leads === null ? '' : leads.toLocaleString('en'),
    show(ours),
    rival?.name ?? '',
    rival ? show(rival.figure) : '',
    rival ? digits(median(ours.values) / median(rival.figure.values)) : '',
    target ?? '',
  ]);
  const cells = [HEAD, HEAD.map(() => '---'), ...rows];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
