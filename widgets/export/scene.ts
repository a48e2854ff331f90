import type { Colour } from '../shared/look.ts';

/** What a thing is painted with: one of the widgets' colours. */
export type Ink = Colour;

/** CSS colours by role. */
export type Palette = Record<Ink, string>;

/** One thing of a picture; lengths in px, y downwards. `opacity`: 0 to 1. */
export type Shape =
  | {
      kind: 'rect';
      x: number;
      y: number;
      width: number;
      height: number;
      fill?: Ink;
      stroke?: Ink;
      isHatched?: boolean;
      radius?: number;
      opacity?: number;
    }
  | { kind: 'path'; d: string; fill?: Ink; stroke?: Ink; width?: number; isDashed?: boolean; opacity?: number }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      size: number;
      weight?: number;
      fill: Ink;
      anchor?: 'start' | 'middle' | 'end';
    };

/** A picture that stands alone: drawn as SVG or on a canvas, it is the same. */
export interface Scene {
  width: number;
  height: number;
  /** What it shows, in words. */
  title: string;
  shapes: Shape[];
}

/** Part of a picture, and how high it came out. */
export interface Drawn {
  height: number;
  shapes: Shape[];
}

/** Two hundredths of a pixel: enough for any printer. */
export function round(value: number): number {
  return Math.round(value * 50) / 50;
}
