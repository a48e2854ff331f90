const expressions = new Map<string, RegExp>();

/** Whether a text matches a pattern of the mapping. A mapping has a handful; each is compiled once. */
export function matches(pattern: string, text: string): boolean {
  let expression = expressions.get(pattern);
  if (!expression) {
    expression = new RegExp(pattern, 'u');
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}
