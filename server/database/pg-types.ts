import pg from 'pg';
import { readInstant, readInstants } from './read-instants.ts';
import { BIGINT, DATE, INSTANT, INSTANTS } from './type-ids.ts';

const parseInstant = pg.types.getTypeParser(INSTANT);
const parseInstants = pg.types.getTypeParser(INSTANTS as number as typeof pg.types.builtins.TIMESTAMPTZ);
const parsers = new Map<number, (text: string) => unknown>([
  [DATE, (text) => text],
  [BIGINT, Number],
  [INSTANT, (text) => readInstant(text) ?? parseInstant(text)],
  [INSTANTS, (text) => readInstants(text) ?? parseInstants(text)],
]);

/** How values come back to those who ask with `Database.query`; its comment says what each type is. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: unknown) => parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
};
