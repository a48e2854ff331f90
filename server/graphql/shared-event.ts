import { type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql';
import { rightsOf, standingOf } from '../access/credential.ts';
import { type Context, createContext } from './context.ts';
import { untilAnswered } from './until-answered.ts';

/**
 * An event that is the same for all who are told it: `value` is one object for all of them. It is executed once for all subscriptions that
 * ask the same of it with the same rights, and what came of it is one object too, so that it is also written as text once.
 */
export interface SharedEvent {
  readonly value: object;
  /** Events of one page share a context, and with it what is looked up. */
  readonly page: object;
}

/** Where shared events come from. Its generator is for who asks for one after the other; who writes to thousands does without promises. */
export interface SharedSource<Event extends SharedEvent = SharedEvent> extends AsyncGenerator<Event, void, void> {
  /** The next event where it is at hand. 'READ': `read` first. undefined: there is none yet, `onMove` tells when to look again. */
  take(): Event | 'READ' | undefined;
  read(): Promise<void>;
  onMove(listener: () => void): void;
  end(): void;
}

export function isSharedSource(source: object): source is SharedSource {
  return 'take' in source;
}

export function isShared(event: object): event is SharedEvent {
  return 'page' in event;
}

/** What came of an event. */
export interface SharedAnswer {
  result: ExecutionResult;
  /** It could not be told. Who has not been told an event must not be told the next, but comes again with the cursor that he has. */
  isLast: boolean;
}

/** undefined: the key no longer stands. */
export type AnswerShared = (event: SharedEvent) => Promise<SharedAnswer | undefined>;

/** How often an event is executed at most, where something fails that may work another time. */
const ATTEMPTS = 3;
/** How long a look at a key holds for events of the same page. Whose key is revoked meanwhile hears of that otherwise, and at once. */
const CHECKED_MS = 1_000;

/** By event and question. They go with their event. */
const answers = new WeakMap<object, Map<string, Promise<SharedAnswer>>>();
/** By page and whoever holds the stream. */
const checks = new WeakMap<object, Map<string, { at: number; stands: Promise<boolean | undefined> }>>();
/** Contexts of one page, by workspace and rights. */
const contexts = new WeakMap<object, Map<string, Context>>();
const documents = new WeakMap<object, number>();
let lastDocument = 0;

/** How one subscription has its events answered. What fails while the database does not answer is tried again when it does. */
export function createSharedAnswers(args: ExecutionArgs): AnswerShared {
  const { services, credential, workspace } = args.contextValue as Context;
  // Events belong to one workspace; that it is named here makes it impossible to be wrong about that.
  const rights = JSON.stringify([workspace.id, rightsOf(credential)]);
  const holder = JSON.stringify([standingOf(credential), credential.expiresAt]);
  const question = JSON.stringify([rights, numberOf(args.document), args.operationName, args.variableValues]);
  const stands = () => untilAnswered(services.streams.closing, () => services.openKeys.check(credential));

  async function executeOnce({ value, page }: SharedEvent): Promise<SharedAnswer> {
    for (let attempt = 1; ; attempt++) {
      const known = contexts.get(page)?.get(rights);
      const contextValue = known ?? createContext(services, credential, undefined);
      if (!known) remember(contexts, page, rights, contextValue);
      const result = await execute({ ...args, rootValue: value, contextValue });
      const isLast = hasFault(result);
      if (!isLast) return { result, isLast };
      if (attempt === ATTEMPTS) {
        // Who comes again is not given the same failure from memory.
        answers.get(value)?.delete(question);
        return { result, isLast };
      }
      contexts.get(page)?.delete(rights);
      await stands();
    }
  }

  function standsFor(page: object): Promise<boolean | undefined> {
    const known = checks.get(page)?.get(holder);
    const now = performance.now();
    if (known && now - known.at < CHECKED_MS) return known.stands;
    return remember(checks, page, holder, { at: now, stands: stands() }).stands;
  }

  return async (event) => {
    if (!(await standsFor(event.page))) return undefined;
    return answers.get(event.value)?.get(question) ?? remember(answers, event.value, question, executeOnce(event));
  };
}

/** Whether something failed that may work another time: not what was refused on purpose. */
function hasFault({ errors }: ExecutionResult): boolean {
  return Boolean(errors?.some(({ originalError }) => originalError && !(originalError instanceof GraphQLError)));
}

function remember<Value>(memory: WeakMap<object, Map<string, Value>>, of: object, key: string, value: Value): Value {
  const known = memory.get(of) ?? new Map<string, Value>();
  memory.set(of, known.set(key, value));
  return value;
}

/** The same text is parsed once, so a document stands for its text. */
function numberOf(document: object): number {
  const number = documents.get(document) ?? ++lastDocument;
  documents.set(document, number);
  return number;
}
