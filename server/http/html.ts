/** Markup that is safe to write into a page. Only `html` makes it, so no text gets in unescaped. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | false | null | undefined | readonly Part[];

/** html`<p>${text}</p>`: texts are escaped, markup is kept, lists are joined, false and null are nothing. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(literals.reduce((markup, literal, index) => markup + markupOf(parts[index - 1]) + literal));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(markupOf).join('');
  return part === false || part === null || part === undefined ? '' : escapeHtml(String(part));
}
