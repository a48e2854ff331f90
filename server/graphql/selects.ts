import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Selection = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Whether the operation may ask for one of these fields of what the resolver returns. @skip and @include are not weighed. */
export function selects(info: Selection, names: readonly string[]): boolean {
  return selectsAny(info, (name) => names.includes(name));
}

/** Whether it may ask for a field beside these. */
export function selectsBeside(info: GraphQLResolveInfo, names: ReadonlySet<string>): boolean {
  return selectsAny(info, (name) => !names.has(name));
}

/** What it may ask for of one of those fields, to look into in the same way; undefined: it does not ask for it. */
export function selectionOf(info: Selection, name: string): Selection | undefined {
  const fieldNodes = fieldsOf(info).filter((field) => field.name.value === name);
  return fieldNodes.length > 0 ? { fieldNodes, fragments: info.fragments } : undefined;
}

function selectsAny(info: Selection, isMeant: (name: string) => boolean): boolean {
  return fieldsOf(info).some(({ name }) => isMeant(name.value));
}

const knownFields = new WeakMap<Selection['fieldNodes'], FieldNode[]>();

/** Of a known document they are looked for once. */
function fieldsOf(selection: Selection): FieldNode[] {
  const known = knownFields.get(selection.fieldNodes) ?? findFields(selection);
  knownFields.set(selection.fieldNodes, known);
  return known;
}

function findFields({ fieldNodes, fragments }: Selection): FieldNode[] {
  const fieldsIn = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet);
      return fieldsIn(fragments[selection.name.value]!.selectionSet);
    });
  return fieldNodes.flatMap(({ selectionSet }) => (selectionSet ? fieldsIn(selectionSet) : []));
}
