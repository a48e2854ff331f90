import { FONT } from '../shared/look.ts';
import { type Palette, round, type Scene, type Shape } from './scene.ts';

/** The picture as an SVG document: colours and sizes in attributes, so that it stands in any page, mail and drawing program. */
export function toSvg({ width, height, title, shapes }: Scene, palette: Palette): string {
  const paint = (ink: keyof Palette | undefined): string => (ink ? palette[ink] : 'none');
  const hatch =
    `<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<path d="M0 0V6" stroke="${escapeXml(palette.lost)}" stroke-width="1.6"/></pattern>`;
  const body = shapes.map((shape) => draw(shape, paint)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(FONT)}"><title>${escapeXml(title)}</title><defs>${hatch}</defs>
<rect width="${width}" height="${height}" fill="${escapeXml(palette.surface)}"/>
${body}
</svg>`;
}

function draw(shape: Shape, paint: (ink: keyof Palette | undefined) => string): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, stroke, isHatched, radius, opacity } = shape;
      return element('rect', {
        x: round(x),
        y: round(y),
        width: round(width),
        height: round(height),
        rx: radius,
        fill: isHatched ? 'url(#hatch)' : paint(fill),
        stroke: stroke && paint(stroke),
        opacity,
      });
    }
    case 'path': {
      const { d, fill, stroke, width = 1, isDashed, opacity } = shape;
      return element('path', {
        d,
        fill: paint(fill),
        stroke: stroke && paint(stroke),
        'stroke-width': stroke && width,
        'stroke-dasharray': isDashed ? '4 3' : undefined,
        'stroke-linejoin': stroke && 'round',
        opacity,
      });
    }
    case 'text': {
      const { x, y, text, size, weight, fill, anchor } = shape;
      const attributes = {
        x: round(x),
        y: round(y),
        'font-size': size,
        'font-weight': weight,
        fill: paint(fill),
        'text-anchor': anchor,
      };
      return element('text', attributes, text);
    }
  }
}

function element(name: string, attributes: Record<string, string | number | undefined>, text?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return text === undefined ? `<${name}${written}/>` : `<${name}${written}>${escapeXml(text)}</${name}>`;
}

/** For text and attributes; characters that XML has no place for are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
