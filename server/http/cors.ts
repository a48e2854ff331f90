/**
 * Any origin may ask, since keys and not cookies say who asks; `origins` narrows that. An origin that is not listed gets no CORS headers,
 * so its browser keeps the answer from its page.
 */
export function createCors(origins: readonly string[] | undefined) {
  const isAllowed = (origin: string | null): boolean => origin === null || !origins || origins.includes(origin);

  function headersFor(origin: string | null): Record<string, string> {
    if (origin === null || !isAllowed(origin)) return origins ? { vary: 'Origin' } : {};
    return {
      'access-control-allow-origin': origins ? origin : '*',
      // Date: pages then know this server's clock, by which tokens expire.
      'access-control-expose-headers': 'Date, Retry-After, WWW-Authenticate',
      ...(origins ? { vary: 'Origin' } : {}),
    };
  }

  return {
    isAllowed,
    headersFor,

    preflight(request: Request): Response {
      const headers = headersFor(request.headers.get('origin'));
      if (!headers['access-control-allow-origin']) return new Response(null, { status: 204, headers });
      return new Response(null, {
        status: 204,
        headers: {
          ...headers,
          'access-control-allow-methods': 'GET, POST, OPTIONS',
          'access-control-allow-headers': 'Authorization, Content-Type, Accept, Idempotency-Key',
          'access-control-max-age': '86400',
        },
      });
    },

    apply(request: Request, response: Response): Response {
      const { headers } = response;
      for (const [name, value] of Object.entries(headersFor(request.headers.get('origin')))) headers.set(name, value);
      return response;
    },
  };
}

export type Cors = ReturnType<typeof createCors>;
