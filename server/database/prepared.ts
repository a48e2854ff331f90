import { type RawBuilder, sql } from 'kysely';
import { type CompiledStatement, compile } from './database.ts';

/**
 * A statement whose text is composed once, with the values left open: for what is asked again and again about other values, since composing
 * takes longer than asking.
 */
export type Prepared<Values> = (values: Values) => CompiledStatement;

/** A value that comes later. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** SQL for each value by its name: a parameter. */
export type Parameters<Values> = { readonly [Name in keyof Values]: RawBuilder<unknown> };

/** A value that occurs several times is sent once, so all that is made of one must be of one type in SQL. */
export function prepare<Values extends object>(
  names: readonly (keyof Values & string)[],
  compose: (parameters: Parameters<Values>) => RawBuilder<unknown>,
): Prepared<Values> {
  const slots = Object.fromEntries(names.map((name) => [name, sql`${new Slot(name)}`])) as Parameters<Values>;
  const { text, parameters } = compile(compose(slots));
  const used: unknown[] = [];
  const places = parameters.map((parameter) => {
    const known = used.findIndex(
      (each) => each instanceof Slot && parameter instanceof Slot && each.name === parameter.name,
    );
    return known < 0 ? used.push(parameter) : known + 1;
  });
  const numbered = text.replace(/\$(\d+)/g, (_, place: string) => `$${places[Number(place) - 1]}`);
  return (values) => ({
    text: numbered,
    parameters: used.map((each) => (each instanceof Slot ? values[each.name as keyof Values] : each)),
  });
}

/** The same where the values are known and the statement is for once. */
export function parametersOf<Values extends object>(values: Values): Parameters<Values> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, sql`${value}`]),
  ) as unknown as Parameters<Values>;
}
