import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Whether the operation may ask for one of these fields of what the resolver returns. @skip and @include are not weighed. */
export function selects(info: GraphQLResolveInfo, names: readonly string[]): boolean {
  return selectsAny(info, (name) => names.includes(name));
}

/** Whether it may ask for a field beside these. */
export function selectsBeside(info: GraphQLResolveInfo, names: ReadonlySet<string>): boolean {
  return selectsAny(info, (name) => !names.has(name));
}

function selectsAny({ fieldNodes, fragments }: GraphQLResolveInfo, isMeant: (name: string) => boolean): boolean {
  const isIn = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return isMeant(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet);
      return isIn(fragments[selection.name.value]!.selectionSet);
    });
  return fieldNodes.some(({ selectionSet }) => selectionSet && isIn(selectionSet));
}
