import { FONT } from '../shared/look.ts';
import type { Palette, Scene, Shape } from './scene.ts';

/** The picture as PNG, twice as fine as on the screen. Drawn, not loaded: a policy without `img-src data:` lets it be. */
export async function toPng({ width, height, shapes }: Scene, palette: Palette, scale = 2): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, width, height);
  const hatch = hatching(palette.lost, scale);
  for (const shape of shapes) draw(context, shape, palette, hatch);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'),
  );
}

function draw(context: CanvasRenderingContext2D, shape: Shape, palette: Palette, hatch: CanvasPattern): void {
  context.save();
  if (shape.kind === 'text') {
    context.font = `${shape.weight ?? 400} ${shape.size}px ${FONT}`;
    context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start');
    context.fillStyle = palette[shape.fill];
    context.fillText(shape.text, shape.x, shape.y);
  } else {
    context.globalAlpha = shape.opacity ?? 1;
    const outline = shape.kind === 'path' ? new Path2D(shape.d) : new Path2D();
    if (shape.kind === 'rect') outline.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0);
    else if (shape.isDashed) context.setLineDash([4, 3]);
    if (shape.fill) {
      context.fillStyle = palette[shape.fill];
      context.fill(outline);
    }
    if (shape.kind === 'rect' && shape.isHatched) {
      context.fillStyle = hatch;
      context.fill(outline);
    }
    if (shape.stroke) {
      context.strokeStyle = palette[shape.stroke];
      context.lineWidth = shape.kind === 'path' ? (shape.width ?? 1) : 1;
      context.lineJoin = 'round';
      context.stroke(outline);
    }
  }
  context.restore();
}

/** Lines from lower left to upper right, six pixels apart. */
function hatching(colour: string, scale: number): CanvasPattern {
  const size = 8 * scale;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d')!;
  context.strokeStyle = colour;
  context.lineWidth = 1.6 * scale;
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - size / 2, size * 1.5);
    context.lineTo(shift + size * 1.5, -size / 2);
  }
  context.stroke();
  const pattern = context.createPattern(tile, 'repeat')!;
  pattern.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}
