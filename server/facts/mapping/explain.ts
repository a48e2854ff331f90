import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** A line for each thing that is wrong with a mapping: its place, and what may stand there. */
export function explain(issues: readonly Issue[]): string[] {
  return issues.flatMap(closest).map(({ path, message }) => `  ${path.join('.') || 'the whole'}: ${message}`);
}

/**
 * Of something that may be written in several ways, what is wrong with the way that was meant: the one whose own names are all there. Else
 * the ways themselves.
 */
function closest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((way) => way.length > 0 && way.every(({ path }) => path.length > 0));
  if (!meant) return [issue];
  return meant.flatMap((inner) => closest({ ...inner, path: [...issue.path, ...inner.path] }));
}
