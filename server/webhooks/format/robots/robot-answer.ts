import type { Answer } from '../../../outbound/outbound.ts';
import type { Outcome } from '../../delivery/outcome.ts';

const MINUTE = 60_000;

/**
 * What a robot says in a body of status 200: a code that is 0 for yes. One that is its way of saying 429 waits a minute, or as long as its
 * platform shuts a robot out.
 */
export function judgeByCode(
  { body }: Answer,
  { field, tooMany, waitMs = MINUTE }: { field: string; tooMany: number; waitMs?: number },
): Outcome {
  const said = parse(body);
  const code = said?.[field];
  if (code === 0) return { error: null };
  if (code === tooMany)
    return {
      error: 'RATE_LIMITED',
      detail: `The robot takes no more messages for now (${field} ${code}).`,
      askedMs: waitMs,
    };
  return {
    error: 'REFUSED',
    detail:
      code === undefined
        ? `The robot answered without ${field}; check the URL.`
        : `The robot refused the message (${field} ${String(code).slice(0, 40)}).`,
  };
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === 'object' && said ? (said as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
