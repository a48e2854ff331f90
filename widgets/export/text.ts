/** Wide as in most faces: a CJK character is an em, a capital or a digit about 0.62, other letters 0.52. Pictures are made without a browser too. */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const character of text)
    ems += /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60\uffe0-\uffe6]/.test(character)
      ? 1
      : /[A-Z0-9%@mwMW¥$€]/.test(character)
        ? 0.62
        : /[\s.,:;'|!ilIj·–-]/.test(character)
          ? 0.32
          : 0.54;
  return ems * size;
}

/** Cut with an ellipsis to fit. */
export function shorten(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && widthOf(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** In as many lines as it needs, broken at spaces, and anywhere where there are none. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? []) {
    if (line && widthOf((line + piece).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}
