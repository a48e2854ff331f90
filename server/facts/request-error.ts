/** Every code that a whole request can be refused with, and its HTTP status. */
const statuses = {
  UNKNOWN_KIND: 404,
  METHOD_NOT_ALLOWED: 405,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNSUPPORTED_ENCODING: 415,
  INVALID_PARAMETER: 400,
  INVALID_HEADER: 400,
  INVALID_BODY: 400,
  INVALID_IDEMPOTENCY_KEY: 400,
  IDEMPOTENCY_KEY_REUSED: 409,
} as const;

export type RequestCode = keyof typeof statuses;

/** A request that is refused as a whole. */
export class RequestError extends Error {
  readonly code: RequestCode;

  constructor(code: RequestCode, message: string) {
    super(message);
    this.code = code;
  }

  /** `extensions.code` is where GraphQL has it: clients of both need one reader. */
  toResponse(): Response {
    const { code, message } = this;
    const headers: Record<string, string> = code === 'METHOD_NOT_ALLOWED' ? { allow: 'POST' } : {};
    return Response.json({ errors: [{ code, message, extensions: { code } }] }, { status: statuses[code], headers });
  }
}
