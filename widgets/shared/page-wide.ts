/**
 * Something that the page has once, however many copies of the script it loaded: one element's module beside another's, two addresses of the
 * bundle. `version` is raised when the shape changes, so that copies of different versions leave each other alone.
 */
export function pageWide<Value>(name: string, version: number, make: () => Value): Value {
  const symbol = Symbol.for(`funnelgraph.widgets.${name}.${version}`);
  const holder = globalThis as { [key: symbol]: Value | undefined };
  holder[symbol] ??= make();
  return holder[symbol];
}
