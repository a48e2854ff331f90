import { z } from 'zod';

/** An object that has these and no others; what else stands in it is answered with what may. */
export function strictObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has ${(issue.keys as string[]).join(', ')}; it can have ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

/** A column, by its header. */
export const column = z.string().min(1, 'is empty; write the name of a column');

/** A regular expression as text. */
export const pattern = z.string().refine(isPattern, 'is no regular expression; write for example ^A_');

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}
