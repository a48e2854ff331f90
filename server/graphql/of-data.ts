import type { GraphQLCompositeType, GraphQLField } from 'graphql';

/**
 * Marks a type, or a field, whose values follow from the workspace's data (whose every change raises the data version), the moment and
 * the arguments alone: `extensions: ofData`. Results made of nothing else are shared. Not keys, not how far background work has come.
 */
export const ofData = { ofData: true } as const;

/** Unmarks a field of a type that is marked: what it says may change without the data: `extensions: notOfData`. */
export const notOfData = { ofData: false } as const;

/** Whether a field is marked, by itself or with its type. */
export function isOfData(
  parent: GraphQLCompositeType | null | undefined,
  field: GraphQLField<unknown, unknown> | null | undefined,
): boolean {
  return Boolean(field && (field.extensions.ofData ?? parent?.extensions.ofData));
}
