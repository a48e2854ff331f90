export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 6;
const MARGIN = 8;

/**
 * Where a popover goes: below its anchor, or above where only that has room, lined up with the anchor's start; never out of the viewport.
 * All in CSS pixels of the viewport.
 */
export function besideAnchor(
  anchor: Box,
  size: { width: number; height: number },
  viewport: { width: number; height: number },
  isRtl: boolean,
): { left: number; top: number } {
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - size.height;
  const fitsBelow = below + size.height + MARGIN <= viewport.height;
  return {
    left: clamp(isRtl ? anchor.left + anchor.width - size.width : anchor.left, viewport.width - size.width),
    top: clamp(fitsBelow || above < MARGIN ? below : above, viewport.height - size.height),
  };
}

function clamp(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most - MARGIN));
}
