const ZERO = 0x30;

/** The digit at a place of a text, which whoever calls knows to be there. */
export function digit(text: string, at: number): number {
  return text.charCodeAt(at) - ZERO;
}

export function twoDigits(text: string, from: number): number {
  return 10 * digit(text, from) + digit(text, from + 1);
}
