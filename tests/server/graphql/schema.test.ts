import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { camelCase } from '../../../server/graphql/kpi-set.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { schema } from '../../../server/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(
  ({ name }) => !name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name),
);

test('every type, field, argument and enum value has a description', () => {
  const bare: string[] = [];
  const note = (place: string, { description }: { description?: string | null }) => {
    if (!description?.trim()) bare.push(place);
  };
  for (const type of types) {
    note(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field);
        for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name}:)`, argument);
      }
  }
  expect(bare).toEqual([]);
});

test('a nullable ratio, money or date of an answer says when it is null', () => {
  const silent = types.flatMap((type) =>
    isObjectType(type) && !['Query', 'Mutation', 'Subscription'].includes(type.name)
      ? Object.values(type.getFields())
          .filter(
            ({ type: result, description }) =>
              !String(result).endsWith('!') && !/null|else|Of a ratio/i.test(description ?? ''),
          )
          .map((field) => `${type.name}.${field.name}`)
      : [],
  );
  expect(silent).toEqual([]);
});

test('the sets have one field per KPI that bears their dimension, described with its formula', () => {
  for (const [name, dimension] of [
    ['FunnelKpis', undefined],
    ['StageKpis', 'STAGE'],
    ['ChannelKpis', 'CHANNEL'],
    ['OwnerKpis', 'OWNER'],
  ] as const) {
    const type = schema.getType(name);
    const bearing = definitions.filter(({ dimensions }) => !dimension || dimensions.includes(dimension));
    expect(isObjectType(type) && Object.keys(type.getFields()).sort()).toEqual(
      bearing.map(({ key }) => camelCase(key)).sort(),
    );
    for (const { key, formula } of bearing)
      expect(isObjectType(type) && type.getFields()[camelCase(key)]!.description).toContain(formula.en);
  }
});

test('each connection is one type for its entity, with nodes that are never null', () => {
  const connections = types.filter(({ name }) => name.endsWith('Connection'));
  expect(connections.map(({ name }) => name).sort()).toEqual([
    'AssignmentConnection',
    'ChannelConnection',
    'CustomerConnection',
    'KpiEventConnection',
    'LeadConnection',
    'OpportunityConnection',
    'OwnerConnection',
    'ReminderConnection',
    'WebhookAttemptConnection',
  ]);
  for (const type of connections)
    expect(isObjectType(type) && String(type.getFields().edges!.type)).toBe(
      `[${type.name.replace('Connection', 'Edge')}!]!`,
    );
});

test('schema.graphql is up to date: else run npm run schema:write', () => {
  const printed = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8');
  expect(printed).toContain(printSchema(lexicographicSortSchema(schema)));
});
