import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { ErrorCode } from './error-codes.ts';
import { DEFAULT_PAGE, LARGEST_PAGE } from './page.ts';

/** How large an operation may be. A scorecard of all KPIs with previous, series and breakdown uses about a fifth of each. */
export const limits = {
  /** Names and signs of a document. */
  tokens: 8_000,
  /** Nested selections. */
  depth: 14,
  /** Nested selections of an introspection; the usual one has 14. */
  introspectionDepth: 16,
  aliases: 250,
  /** Values that the answer may hold, and for each separate question to the database as many as QUESTION says. */
  cost: 400_000,
};

/** A scope of its own, or a cut of one, is a statement of its own. */
const QUESTION = 1_000;
const SLICES = 20;
const POINTS = 100;
/** Of a list whose length nobody asked for: stages, opportunities of a lead. */
const ITEMS = 5;

interface Size {
  depth: number;
  introspectionDepth: number;
  aliases: number;
  values: number;
  /** Not multiplied by the items of a list: what is asked of each of them is one statement for all. */
  questions: number;
}
const nothing: Size = { depth: 0, introspectionDepth: 0, aliases: 0, values: 0, questions: 0 };

/** The first limit that a document is over, as an error; undefined for none. Each fragment is measured once, however often it is used. */
export function overLimit(schema: GraphQLSchema, document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const measured = new Map<string, Size>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema.getRootType(node.operation);
    const fault = root && faultOf(measure(node.selectionSet, root));
    if (fault) return fault;
  }
  return undefined;

  function measure(selections: SelectionSetNode, type: GraphQLNamedType): Size {
    let total = nothing;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) total = together(total, measureField(selection, type));
      else if (selection.kind === Kind.FRAGMENT_SPREAD) total = together(total, measureFragment(selection.name.value));
      else {
        const on = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        total = together(total, measure(selection.selectionSet, on ?? type));
      }
    }
    return total;
  }

  function measureFragment(name: string): Size {
    const known = measured.get(name);
    if (known) return known;
    // While it is being measured it counts as nothing: one that spreads itself is refused by validation, and must not hang here.
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const size = fragment && type ? measure(fragment.selectionSet, type) : nothing;
    measured.set(name, size);
    return size;
  }

  function measureField(field: FieldNode, parent: GraphQLNamedType): Size {
    const name = field.name.value;
    const isMeta = name.startsWith('__') && name !== '__typename';
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const type = definition && getNamedType(definition.type);
    const inside =
      field.selectionSet && type && isCompositeType(type)
        ? measure(field.selectionSet, type)
        : field.selectionSet && isMeta
          ? measureMeta(field.selectionSet)
          : nothing;
    const aliases = inside.aliases + (field.alias ? 1 : 0);
    if (isMeta)
      return { ...nothing, introspectionDepth: inside.introspectionDepth + 1, aliases, values: inside.values + 1 };
    return {
      depth: inside.depth + 1,
      introspectionDepth: inside.introspectionDepth,
      aliases,
      values: 1 + inside.values * timesOf(field, type?.name, String(definition?.type)),
      questions: inside.questions + (isQuestion(field, definition?.args ?? []) ? 1 : 0),
    };
  }

  /** Introspection types are not in reach of `measure`; their depth is what can explode. */
  function measureMeta(selections: SelectionSetNode): Size {
    let total = nothing;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const key = `meta ${selection.name.value}`;
        if (!measured.has(key)) {
          measured.set(key, nothing);
          const fragment = fragments.get(selection.name.value);
          if (fragment) measured.set(key, measureMeta(fragment.selectionSet));
        }
        total = together(total, measured.get(key)!);
      } else if (selection.selectionSet) {
        const inside = measureMeta(selection.selectionSet);
        const step = selection.kind === Kind.FIELD ? 1 : 0;
        total = together(total, {
          ...inside,
          introspectionDepth: inside.introspectionDepth + step,
          values: inside.values + 1,
        });
      } else total = together(total, { ...nothing, introspectionDepth: 1, values: 1 });
    }
    return total;
  }
}

function together(a: Size, b: Size): Size {
  return {
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    aliases: a.aliases + b.aliases,
    values: a.values + b.values,
    questions: a.questions + b.questions,
  };
}

function isQuestion({ name }: FieldNode, parameters: readonly GraphQLArgument[]): boolean {
  return parameters.some((each) => each.name === 'scope') || ['previous', 'series', 'breakdown'].includes(name.value);
}

/** How many items of a list each selection below may stand for. */
function timesOf(field: FieldNode, typeName: string | undefined, type: string): number {
  if (typeName?.endsWith('Connection')) return firstOf(field, DEFAULT_PAGE);
  if (field.name.value === 'breakdown') return firstOf(field, SLICES);
  if (field.name.value === 'series') return POINTS;
  // Edges are counted by their connection; questions inside a list of KPIs are told apart by their arguments.
  return type.startsWith('[') && field.name.value !== 'edges' ? ITEMS : 1;
}

function firstOf(field: FieldNode, usual: number): number {
  const given = (field.arguments ?? []).filter(({ name }) => name.value === 'first' || name.value === 'last');
  if (given.length === 0) return usual;
  // A variable may stand for the most.
  return Math.max(
    ...given.map(({ value }) =>
      value.kind === Kind.INT ? Math.min(Math.max(Number(value.value), 1), LARGEST_PAGE) : LARGEST_PAGE,
    ),
  );
}

function faultOf({ depth, introspectionDepth, aliases, values, questions }: Size): GraphQLError | undefined {
  const cost = values + questions * QUESTION;
  if (depth > limits.depth || introspectionDepth > limits.introspectionDepth)
    return fault(
      'TOO_DEEP',
      `The selection is nested ${Math.max(depth, introspectionDepth)} deep; at most ${limits.depth} are served. Ask in several operations.`,
    );
  if (aliases > limits.aliases)
    return fault(
      'TOO_MANY_ALIASES',
      `The operation has ${aliases} aliases; at most ${limits.aliases} are served. kpiValues(keys:) asks for many KPIs without any.`,
    );
  if (cost > limits.cost)
    return fault(
      'TOO_COSTLY',
      `The operation could cost ${cost}, at most ${limits.cost} is served. Ask for fewer items (first), KPIs or scopes at once.`,
    );
  return undefined;
}

function fault(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } });
}
