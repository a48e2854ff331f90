import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** Literals by the name of an argument or input field, or by its place, `field(argument:)`; several where all of them are to be tried. */
export type Literals = Readonly<Record<string, string | readonly string[]>>;

/** One field of the schema in an operation of its own. */
export interface Probe {
  /** Type.field, and which of several literals. */
  name: string;
  operation: string;
}

/** Which fields a walk may ask, all without one. */
type Reach = (type: GraphQLObjectType, field: string) => boolean;

/**
 * One probe for each field of each object type in reach of a root, the way there asked with `way`, the field itself with `asked`.
 * An argument that no literal is known for throws: a new one must be thought about.
 */
export function probesOf(
  schema: GraphQLSchema,
  keyword: 'query' | 'subscription',
  way: Literals,
  asked: Literals,
  isInReach: Reach = () => true,
): Probe[] {
  const root = keyword === 'query' ? schema.getQueryType()! : schema.getSubscriptionType()!;
  const ways = new Map<GraphQLObjectType, (inner: string) => string>([[root, (inner) => `${keyword} { ${inner} }`]]);
  const queue = [root];
  const probes: Probe[] = [];
  for (const type of queue) {
    const wrap = ways.get(type)!;
    for (const field of Object.values(type.getFields())) {
      if (!isInReach(type, field.name)) continue;
      const target = getNamedType(field.type);
      for (const call of callsOf(field, asked))
        probes.push({ name: `${type.name}.${call}`, operation: wrap(`${call}${leavesOf(field, isInReach)}`) });
      if (!isObjectType(target) || ways.has(target)) continue;
      const [call] = callsOf(field, way);
      ways.set(target, (inner) => wrap(`${call} { ${inner} }`));
      queue.push(target);
    }
  }
  return probes;
}

/** One probe for each mutation, and for each branch of a @oneOf input. */
export function mutationProbes(schema: GraphQLSchema, asked: Literals): Probe[] {
  return Object.values(schema.getMutationType()!.getFields()).flatMap((field) =>
    callsOf(field, asked).map((call) => ({
      name: call,
      operation: `mutation { ${call}${leavesOf(field, () => true)} }`,
    })),
  );
}

function callsOf(field: GraphQLField<unknown, unknown>, literals: Literals): string[] {
  const calls = combine(field.args.map((argument) => pairsOf(argument, literals, `${field.name}(${argument.name}:)`)));
  return calls.map((pairs) => (pairs.length > 0 ? `${field.name}(${pairs.join(', ')})` : field.name));
}

function pairsOf(input: GraphQLArgument | GraphQLInputField, literals: Literals, place: string): string[] {
  return literalsOf(input.type, input.name, literals, place).map((literal) => `${input.name}: ${literal}`);
}

function literalsOf(type: GraphQLInputType, name: string, literals: Literals, place: string): string[] {
  if (isNonNullType(type)) return literalsOf(type.ofType, name, literals, place);
  const known = literals[place] ?? literals[name];
  // A key named like an input object says nothing about it.
  const isFit = isInputObjectType(getNamedType(type)) ? String(known).startsWith('{') : known !== undefined;
  if (known !== undefined && isFit) {
    const each = typeof known === 'string' ? [known] : known;
    return isListType(type) ? [`[${each.join(', ')}]`] : [...each];
  }
  if (isListType(type)) return literalsOf(type.ofType, name, literals, place).map((literal) => `[${literal}]`);
  if (isEnumType(type)) return [type.getValues()[0]!.name];
  if (!isInputObjectType(type))
    throw new Error(`No literal is known for ${place}, ${type}: give it one, so that the walk tries another tenant's.`);
  const fields = Object.values(type.getFields());
  const pairs = fields.map((field) => pairsOf(field, literals, `${place}.${field.name}`));
  return (type.isOneOf ? pairs.flat().map((pair) => [pair]) : combine(pairs)).map((each) => `{ ${each.join(', ')} }`);
}

/** Every list in turn takes each of its values; the others keep their first. */
function combine(lists: readonly (readonly string[])[]): string[][] {
  const first = lists.map((list) => list[0]!);
  const others = lists.flatMap((list, index) => list.slice(1).map((value) => first.toSpliced(index, 1, value)));
  return [first, ...others];
}

/** The scalar fields of what a field gives, and of what those objects hold, as far as that needs no argument. */
function leavesOf(field: GraphQLField<unknown, unknown>, isInReach: Reach, depth = 3): string {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return '';
  const members = isUnionType(type) ? type.getTypes() : [type as GraphQLObjectType];
  const selections = members.map((member) => {
    const fields = Object.values(member.getFields()).filter(
      ({ name, args }) => isInReach(member, name) && args.every(({ type }) => !isNonNullType(type)),
    );
    const chosen = fields.filter((each) => depth > 0 || !isCompositeType(getNamedType(each.type)));
    const selected = chosen.map((each) => `${each.name}${leavesOf(each, isInReach, depth - 1)}`).join(' ');
    return isUnionType(type) ? `... on ${member.name} { __typename ${selected} }` : selected;
  });
  return ` { __typename ${selections.join(' ')} }`;
}
