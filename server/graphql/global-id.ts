const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What a client sees: base64 of `Type:uuid`. */
export function encodeGlobalId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString('base64');
}

/** An id that nobody gave out names nothing: it is not found, no fault of the request. */
export function decodeGlobalId(globalId: string): { typename: string; id: string } {
  const [, typename, id] = /^([A-Za-z]+):(.+)$/.exec(Buffer.from(globalId, 'base64').toString('utf8')) ?? [];
  return typename && id && isUuid(id) ? { typename, id } : { typename: '', id: '' };
}

/** The uuid inside a global id of that type; undefined for any other. */
export function idOfType(typename: string, globalId: string): string | undefined {
  const found = decodeGlobalId(globalId);
  return found.typename === typename ? found.id : undefined;
}
