/** A NUL is in no key, and the database takes none. */
export function readable(key: string): string {
  return key.replaceAll('\0', '\uFFFD');
}
