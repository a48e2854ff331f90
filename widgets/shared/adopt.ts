/** One more style sheet, which came with a part of the script. As a constructed sheet, which a strict policy lets pass. */
export function adopt(root: ShadowRoot, sheet: CSSStyleSheet | undefined): void {
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
