/** Every code that a line can be refused with, and what it means. Codes are stable; messages are for people and may change. */
export const lineCodes = {
  REQUIRED: 'A field that the fact needs is absent or null.',
  INVALID_TEXT:
    'A text is not text, or has characters that no text may have (NUL, half a surrogate pair; in keys any control character).',
  TOO_LONG: 'A text, a list of tags or the attributes are longer than allowed.',
  INVALID_DATE: 'Not an RFC 3339 instant nor a local date (and time), or outside the years 1900 to 2200.',
  INVALID_NUMBER: 'Not a number, or one that cannot be kept exactly.',
  OUT_OF_RANGE: 'A number outside the range of its field.',
  INVALID_VALUE: 'Not one of the values of its field, or of the wrong type.',
  UNKNOWN_REFERENCE:
    'The lead, opportunity or customer that the line names is still unknown at the end of the request.',
  UNKNOWN_FUNNEL: 'The workspace has no funnel of that key.',
  UNKNOWN_STAGE: 'The lead’s funnel has no stage of that key.',
  CURRENCY_MISMATCH: 'An amount in another currency for whose day no rate is known.',
  ERASED: 'The lead that the line is about was erased, and is not taken again.',
  IN_USE: 'Other facts still need what the line deletes.',
  INVALID_JSON: 'The line is not a JSON object.',
  INVALID_ENCODING: 'The line has bytes that are no text in the encoding of the file.',
  LINE_TOO_LONG: 'The line (in CSV: the record) is longer than 1 MiB.',
  TOO_MANY_CELLS: 'The record has more cells than the header has columns.',
  UNCLOSED_QUOTE: 'A quoted cell does not end, or goes on after its closing quote.',
} as const;

/** What is said about a line that goes in nevertheless. */
export const warningCodes = {
  UNKNOWN_FIELD: 'A field (CSV: column) that the kind does not have; it is left out. Said once for each name.',
  UNREADABLE_VALUE: 'A value that a mapping could not read; the fact goes in without that field.',
  LEAD_ERASED: 'A customer whose lead was erased; it goes in without the reference and without a name.',
  DEFERRED_REJECTED: 'A fact that waited for this line’s fact could not go in when it came.',
} as const;

export type LineCode = keyof typeof lineCodes;
export type WarningCode = keyof typeof warningCodes;

/** Why a fact is refused. Returned rather than thrown: bad lines are ordinary, and a stack for each would be slow. */
export class Problem {
  readonly code: LineCode;
  readonly message: string;
  readonly field: string | undefined;

  constructor(code: LineCode, message: string, field?: string) {
    this.code = code;
    this.message = message;
    this.field = field;
  }

  in(field: string): Problem {
    return new Problem(this.code, this.message, field);
  }
}

/** A value as people recognise it in a message, cut to a readable length. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return `'${text.length > 60 ? `${text.slice(0, 57)}…` : text}'`;
}
