import type { Refusal } from '../access/credential.ts';
import type { ErrorCode } from '../graphql/error-codes.ts';

/** What only paths other than /graphql answer. */
type HttpCode = 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'MAINTENANCE_UNDER_WAY' | 'STOPPING' | 'INVALID_PARAMETER';

/** An error in GraphQL's shape, whatever was asked: clients then need one reader. */
export function errorBody(code: ErrorCode | HttpCode, message: string): object {
  return { errors: [{ message, extensions: { code } }] };
}

export function errorResponse(
  status: number,
  code: ErrorCode | HttpCode,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json(errorBody(code, message), { status, headers });
}

/** To whoever has no credential, or none for here. Pages tell the codes apart: an expired token is replaced quietly. */
export function refused(refusal: Refusal): Response {
  if (refusal === 'TOKEN_EXPIRED')
    return errorResponse(401, 'TOKEN_EXPIRED', 'The embed token has expired; get a new one from your own server.', {
      'www-authenticate': 'Bearer error="invalid_token"',
    });
  if (refusal === 'WRONG_ORIGIN')
    return errorResponse(403, 'FORBIDDEN', 'This embed token is only for pages of the origins that it names.');
  return unauthenticated();
}

/** Of a path that is for keys alone. */
export function noToken(): Response {
  return errorResponse(403, 'FORBIDDEN', 'An embed token only asks what widgets ask, at /graphql; come with a key.');
}

export function unauthenticated(): Response {
  return errorResponse(
    401,
    'UNAUTHENTICATED',
    'Send your key as the header "Authorization: Bearer KEY"; it is missing, unknown, expired or revoked.',
    { 'www-authenticate': 'Bearer' },
  );
}

export function notFound(): Response {
  return errorResponse(404, 'NOT_FOUND', 'Nothing is here. The API is at /graphql, the gallery at /.');
}

export function methodNotAllowed(allow: string): Response {
  return errorResponse(405, 'METHOD_NOT_ALLOWED', `Only ${allow} is possible here.`, { allow });
}
