import {
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type Complete, type Fields, isThenable, NotAnswered, type Path, runFields } from './run.ts';

/**
 * undefined: what is to be done is only known from the value.
 *
 * @param fieldsOf what is asked of an object of that type
 */
export function completeFor(
  type: GraphQLOutputType,
  fieldsOf: (type: GraphQLObjectType) => Fields | undefined,
): Complete | undefined {
  if (isLeafType(type)) return leaf(type);
  if (isNonNullType(type)) return made(completeFor(type.ofType, fieldsOf), orFail);
  if (isListType(type)) return made(completeFor(type.ofType, fieldsOf), list);
  if (!isObjectType(type) || type.isTypeOf) return undefined;
  return made(fieldsOf(type), object);
}

function made<From>(from: From | undefined, make: (from: From) => Complete): Complete | undefined {
  return from && make(from);
}

function orFail({ of, isPlain }: Complete): Complete {
  return {
    isPlain,
    of(value, run, path) {
      const completed = of(value, run, path);
      if (completed === null) throw new NotAnswered();
      return completed;
    },
  };
}

function leaf(type: GraphQLLeafType): Complete {
  return {
    isPlain: true,
    of(value) {
      if (isAbsent(value)) return null;
      const serialized = type.serialize(value);
      if (isAbsent(serialized)) throw new NotAnswered();
      return serialized;
    },
  };
}

function object(fields: Fields): Complete {
  return {
    isPlain: fields.isPlain,
    of: (value, run, path) => (isAbsent(value) ? null : runFields(fields, value, run, path)),
  };
}

function list({ of, isPlain }: Complete): Complete {
  return {
    isPlain,
    of(value, run, path) {
      if (isAbsent(value)) return null;
      // Other iterables are lists too, but nothing here gives any.
      if (!Array.isArray(value)) throw new NotAnswered();
      const completed: unknown[] = [];
      for (let index = 0; index < value.length; index++) {
        const item = value[index];
        const place: Path | undefined = isPlain ? undefined : { prev: path, key: index, typename: undefined };
        if (isThenable(item)) {
          completed.push(null);
          run.wait(item, (found) => {
            completed[index] = of(found, run, place);
          });
        } else completed.push(of(item, run, place));
      }
      return completed;
    },
  };
}

/** @throws what was given for a value, if it is an error */
function isAbsent(value: unknown): value is null | undefined {
  if (value instanceof Error) throw value;
  return value === null || value === undefined;
}
