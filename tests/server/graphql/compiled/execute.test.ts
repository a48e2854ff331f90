import { execute, GraphQLError, type GraphQLResolveInfo, parse, validate } from 'graphql';
import { createSchema } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { compile } from '../../../../server/graphql/compiled/compile.ts';
import { executeKnown } from '../../../../server/graphql/compiled/execute.ts';

const pathOf = ({ path }: GraphQLResolveInfo) => {
  const keys: (string | number)[] = [];
  for (let place: typeof path | undefined = path; place; place = place.prev) keys.unshift(place.key);
  return keys.join('.');
};

interface Thing {
  name?: unknown;
  size?: unknown;
}
let calls = 0;

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    interface Named { name: String }
    enum Colour { RED GREEN }
    input Where { from: Int! to: Int = 9, names: [String!] }
    type Thing implements Named {
      name: String
      size: Int!
      colour: Colour
      later: Float
      method(plus: Int = 1): Int
      place: String
      parts(first: Int = 2, where: Where): [Thing!]
      loose: [Thing]
      asked: String
    }
    type Query {
      thing(name: String): Thing
      things: [Thing!]!
      named: Named
      none: Thing
      fails: String
      failsLater: String!
      absent: String!
      badEnum: Colour
      noList: [String]
      counted: Int
    }
    type Mutation { counted: Int }
  `,
  resolvers: {
    Thing: {
      colour: () => 'GREEN',
      later: async ({ size }: Thing) => Number(size) / 3,
      place: (_thing: Thing, _args: unknown, _context: unknown, info: GraphQLResolveInfo) => pathOf(info),
      parts: async (_thing: Thing, { first, where }: { first: number; where?: object }) =>
        Array.from({ length: first }, (_, size) => ({ name: JSON.stringify(where), size })),
      loose: () => [null, Promise.resolve({ name: 'waited for', size: 3 }), { name: 'at once', size: 4 }],
      asked: (_thing: Thing, _args: unknown, context: { who: string }, { fieldNodes, fragments, variableValues }) =>
        JSON.stringify([context.who, fieldNodes.length, Object.keys(fragments), variableValues]),
    },
    Named: { __resolveType: () => 'Thing' },
    Query: {
      thing: async (_root: unknown, { name }: { name?: string }) => ({
        name: name ?? null,
        size: 7,
        method: ({ plus }: { plus: number }) => 40 + plus,
      }),
      things: () => [
        { name: 'a', size: 1 },
        { name: 'b', size: 2 },
      ],
      named: () => ({ name: 'any' }),
      none: () => null,
      fails: () => {
        throw new GraphQLError('It failed.', { extensions: { code: 'FAILED' } });
      },
      failsLater: async () => Promise.reject(new GraphQLError('It failed later.')),
      absent: () => null,
      badEnum: () => 'BLUE',
      noList: () => 'text',
      counted: () => ++calls,
    },
    Mutation: { counted: () => ++calls },
  },
});

const fragments = 'fragment Both on Named { name ... on Thing { size } } fragment Own on Thing { colour size }';

test.each<[string, string, Record<string, unknown>?, string?]>([
  ['leaves in order', '{ thing { size name later colour } none { size } }'],
  ['aliases', '{ a: thing(name: "x") { n: name n2: name } b: thing { name } }'],
  ['type names', '{ __typename thing { __typename } named: things { __typename } }'],
  ['lists, and promises in them', '{ things { name later parts { size later } } thing { loose { name later } } }'],
  ['properties that are functions', '{ thing { method m2: method(plus: 2) } }'],
  ['fragments', `{ thing { ...Both ...Own } things { ... on Named { name } ... { size } } } ${fragments}`],
  ['fields that come twice', '{ thing { parts { size } parts { name } } thing { name } }'],
  ['arguments', '{ thing { parts(first: 1, where: { from: 3, names: "x" }) { name } } }'],
  [
    'variables with defaults',
    'query ($n: Int = 1, $to: Int, $names: [String!]) { things { parts(first: $n, where: { from: 1, to: $to, names: $names }) { name size } } }',
    { names: ['a', 'b'] },
  ],
  ['paths', '{ things { p: place parts { place } } }'],
  [
    'what resolvers are told',
    `query ($v: Int = 4) { thing { asked ...Q asked } m: thing { method(plus: $v) } } fragment Q on Thing { asked }`,
  ],
  ['a name', 'query A { thing { name } }', {}, 'A'],
  ['a name that is not there', 'query A { thing { name } }', {}, 'B'],
  ['one of several', 'query A { thing { name } } query B { things { size } }', {}, 'B'],
  ['none of several', 'query A { thing { name } } query B { things { size } }'],
  ['directives', 'query ($yes: Boolean!) { thing { name @skip(if: $yes) size @include(if: $yes) } }', { yes: true }],
  ['types that values tell', '{ named { name __typename } }'],
  ['introspection', '{ __schema { queryType { name } } thing { name } }'],
  ['a key that is no property', '{ __proto__: thing { name } }'],
  ['an error', '{ thing { name } fails }'],
  ['an error later', '{ thing { name } failsLater }'],
  ['a null where none may be', '{ things { name } absent }'],
  ['a value that is none of its type', '{ badEnum thing { name } }'],
  ['a list that is none', '{ noList thing { name } }'],
  ['variables that do not fit', 'query ($n: Int!) { thing { parts(first: $n) { size } } }', { n: 'many' }],
  ['variables that are missing', 'query ($n: Int!) { thing { parts(first: $n) { size } } }'],
])('%s: as graphql-js has it, to the letter', async (_, text, variableValues, operationName) => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const args = { schema, document, variableValues, operationName, contextValue: { who: 'me' } };
  const expected = JSON.stringify(await execute(args));
  expect(JSON.stringify(await executeKnown(args))).toBe(expected);
  expect(JSON.stringify(await executeKnown(args))).toBe(expected);
});

test('a query is executed once, a mutation too', async () => {
  for (const text of ['{ counted thing { name } }', 'mutation { counted }']) {
    const before = calls;
    await executeKnown({ schema, document: parse(text), contextValue: {} });
    expect(calls).toBe(before + 1);
  }
});

test('what follows from the document is compiled, and the rest left to graphql-js', () => {
  const isCompiled = (text: string) => compile(schema, parse(text)) !== undefined;
  expect(isCompiled(`{ thing { ...Both parts(first: 1) { name } } } ${fragments}`)).toBe(true);
  expect(isCompiled('{ named { name } }')).toBe(false);
  expect(isCompiled('{ thing { name @skip(if: true) } }')).toBe(false);
});
