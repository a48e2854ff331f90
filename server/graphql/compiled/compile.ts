import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { completeFor } from './complete.ts';
import type { Field, Fields } from './run.ts';

/** A query with all that follows from its document looked up. */
export interface CompiledQuery {
  operation: OperationDefinitionNode;
  fields: Fields;
}

/** Of valid documents. undefined: several operations, no query, or something that depends on more than the document. */
export function compile(schema: GraphQLSchema, { definitions }: DocumentNode): CompiledQuery | undefined {
  const operations: OperationDefinitionNode[] = [];
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const [operation, ...others] = operations;
  const root = schema.getQueryType();
  if (!root || operation?.operation !== OperationTypeNode.QUERY || others.length > 0) return undefined;
  let fieldCount = 0;
  const fields = fieldsOf(root, [operation]);
  return fields && { operation, fields };

  function fieldsOf(
    type: GraphQLObjectType,
    nodes: readonly { selectionSet?: SelectionSetNode | undefined }[],
  ): Fields | undefined {
    const asked = new Map<string, FieldNode[]>();
    for (const { selectionSet } of nodes) if (selectionSet && !collect(selectionSet, type, asked)) return undefined;
    const fields: Field[] = [];
    for (const [key, own] of asked) {
      const field = fieldOf(key, own, type);
      if (!field) return undefined;
      fields.push(field);
    }
    return { typename: type.name, fields, isPlain: fields.every((field) => field.isPlain) };
  }

  /** By the name in the answer, in order. false: whether a selection counts is only known when it is executed. */
  function collect({ selections }: SelectionSetNode, type: GraphQLObjectType, into: Map<string, FieldNode[]>): boolean {
    return selections.every((selection) => {
      if (selection.directives && selection.directives.length > 0) return false;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const known = into.get(key);
        if (known) known.push(selection);
        else into.set(key, [selection]);
        // It would be no property of the answer.
        return key !== '__proto__';
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value]! : selection;
      return !isMeant(type, fragment.typeCondition) || collect(fragment.selectionSet, type, into);
    });
  }

  function isMeant(type: GraphQLObjectType, condition: NamedTypeNode | undefined): boolean {
    const named = condition && schema.getType(condition.name.value);
    return named === undefined || named === type || (isAbstractType(named) && schema.isSubType(named, type));
  }

  function fieldOf(key: string, nodes: readonly FieldNode[], parentType: GraphQLObjectType): Field | undefined {
    const node = nodes[0]!;
    const name = node.name.value;
    const definition = name === '__typename' ? TypeNameMetaFieldDef : parentType.getFields()[name];
    const complete = definition && completeFor(definition.type, (type) => fieldsOf(type, nodes));
    if (!complete) return undefined;
    return {
      key,
      name,
      resolve: definition.resolve,
      argumentsIn: argumentsOf(definition, node, fieldCount++),
      infoAt: (path, { variables }) => ({
        fieldName: name,
        fieldNodes: nodes,
        returnType: definition.type,
        parentType,
        path,
        schema,
        fragments,
        rootValue: undefined,
        operation: operation!,
        variableValues: variables,
      }),
      complete,
      isPlain: !definition.resolve && complete.isPlain,
    };
  }
}

/** Read once: before the first execution, or where they come from variables once in each. */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  number: number,
): Field['argumentsIn'] {
  if (!hasVariables(node)) {
    const values = getArgumentValues(definition, node);
    return () => values;
  }
  return ({ argumentsOf: known, variables }) => {
    known[number] ??= getArgumentValues(definition, node, variables);
    return known[number];
  };
}

function hasVariables({ arguments: given = [] }: FieldNode): boolean {
  let has = false;
  for (const argument of given)
    visit(argument, {
      [Kind.VARIABLE]: () => {
        has = true;
      },
    });
  return has;
}
