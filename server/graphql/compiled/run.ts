import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';

/** What is asked of an object, in the order of the answer. */
export interface Fields {
  typename: string;
  fields: readonly Field[];
  /** Each is. */
  isPlain: boolean;
}

export interface Field {
  /** In the answer. */
  key: string;
  name: string;
  /** Absent: the property of that name. */
  resolve: GraphQLFieldResolver<unknown, Context> | undefined;
  argumentsIn: (run: Run) => Record<string, unknown>;
  infoAt: (path: Path, run: Run) => GraphQLResolveInfo;
  complete: Complete;
  /** A property that stands in the answer as it is: where, nobody asks. Most of a large answer are. */
  isPlain: boolean;
}

/** Makes of what a resolver gave what stands in the answer. */
export interface Complete {
  of: (value: unknown, run: Run, path: Path | undefined) => unknown;
  /** It does not look at the path. */
  isPlain: boolean;
}

/** Where a value stands in the answer, as resolvers are told. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** The compiled way gives no answer with errors: whoever meets this executes the operation the ordinary way. */
export class NotAnswered extends Error {
  constructor() {
    super('This is no answer without errors.');
    this.name = 'NotAnswered';
  }
}

/** One execution. Resolvers that wait do so side by side, and one count tells when the last of them is done. */
export class Run {
  readonly context: Context;
  readonly variables: Record<string, unknown>;
  /** Of fields whose arguments come from variables, by the field's number. */
  readonly argumentsOf: Record<string, unknown>[] = [];
  private waiting = 0;
  private isOver = false;
  private settle = { resolve: () => {}, reject: (_: unknown) => {} };

  constructor(context: Context, variables: Record<string, unknown>) {
    this.context = context;
    this.variables = variables;
  }

  /** What is asked of the root. Fails as soon as anything does. */
  async answer(fields: Fields): Promise<Record<string, unknown>> {
    try {
      const data = runFields(fields, undefined, this, undefined);
      if (this.waiting > 0)
        await new Promise<void>((resolve, reject) => {
          this.settle = { resolve, reject };
        });
      return data;
    } finally {
      this.isOver = true;
    }
  }

  /** Calls `put` with what the promise gives. */
  wait(promise: PromiseLike<unknown>, put: (value: unknown) => void): void {
    this.waiting += 1;
    promise.then(
      (value) => {
        if (this.isOver) return;
        try {
          put(value);
        } catch (error) {
          return this.settle.reject(error);
        }
        this.waiting -= 1;
        if (this.waiting === 0) this.settle.resolve();
      },
      (error) => this.settle.reject(error),
    );
  }
}

export function runFields(
  { typename, fields }: Fields,
  source: unknown,
  run: Run,
  path: Path | undefined,
): Record<string, unknown> {
  const target: Record<string, unknown> = {};
  for (const field of fields) {
    const { key, complete } = field;
    const property = field.isPlain ? (source as Record<string, unknown>)[field.name] : undefined;
    if (property !== undefined && typeof property !== 'object' && typeof property !== 'function') {
      target[key] = complete.of(property, run, undefined);
      continue;
    }
    const place: Path = { prev: path, key, typename };
    const value = resolved(field, source, run, place);
    if (isThenable(value)) {
      // Its place in the order is kept.
      target[key] = null;
      run.wait(value, (found) => {
        target[key] = complete.of(found, run, place);
      });
    } else target[key] = complete.of(value, run, place);
  }
  return target;
}

function resolved({ name, resolve, argumentsIn, infoAt }: Field, source: unknown, run: Run, path: Path): unknown {
  if (resolve) return resolve(source, argumentsIn(run), run.context, infoAt(path, run));
  const object = source as Record<string, unknown>;
  const property = object[name];
  return typeof property === 'function'
    ? property.call(object, argumentsIn(run), run.context, infoAt(path, run))
    : property;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function';
}
