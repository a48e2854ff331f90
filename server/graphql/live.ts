import { abortable } from './abortable.ts';
import { createAlarm, sleep } from './alarm.ts';
import { type Context, createContext } from './context.ts';

/** One event of a subscription, with the context that it was found in: its resolvers then see the same moment, and no older answer. */
export interface LiveEvent<Value> {
  context: Context;
  value: Value | Error;
  /** Looks anew with the same context, where that began anew. */
  again(): Promise<LiveEvent<Value>>;
}

export interface Live<Value> {
  /** What to show, read anew. */
  look: (context: Context) => Promise<Value>;
  /** Whether to say it again. */
  differs: (value: Value, last: Value) => boolean;
  /** After how long to look again though nothing changed: the clock moves windows too. */
  lookAgainAfterMs: (context: Context) => number;
  /** Changes closer together than this are told as one; for what costs more to look at than a number. Default: 200. */
  quietMs?: number;
  /** Errors after which there is no point in looking again. */
  isFinal: (error: unknown) => boolean;
}

const QUIET_MS = 200;

/**
 * The value now, then again whenever it differs. It looks only when its reader asked for the next event, so a slow reader gets fewer
 * events, always ends with the latest, and nothing queues up.
 */
export function live<Value>({ services, credential, workspace }: Context, options: Live<Value>) {
  return abortable<LiveEvent<Value>>(async function* (signal) {
    const alarm = createAlarm();
    const stop = services.changes.listen(workspace.id, alarm.ring);
    let last: { value: Value } | undefined;
    let failing = false;
    const eventOf = (context: Context, value: Value | Error): LiveEvent<Value> => ({
      context,
      value,
      async again() {
        try {
          const value = await options.look(context);
          last = { value };
          return eventOf(context, value);
        } catch (error) {
          return eventOf(context, asError(error));
        }
      },
    });
    try {
      while (!signal.aborted) {
        // Read after the change that woke it. Where it cannot be read, `look` says what is wrong.
        const version = await services.dataVersion(workspace.id).catch(() => undefined);
        const context = createContext(services, credential, version);
        try {
          const value = await options.look(context);
          failing = false;
          if (!last || options.differs(value, last.value)) {
            last = { value };
            yield eventOf(context, value);
          }
        } catch (error) {
          // Said once, then tried again quietly until it works.
          if (!failing) yield eventOf(context, asError(error));
          if (options.isFinal(error)) return;
          failing = true;
          last = undefined;
        }
        await sleep(options.quietMs ?? QUIET_MS, signal);
        await alarm.wait(options.lookAgainAfterMs(context), signal);
      }
    } finally {
      stop();
    }
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** For a resolver: the event's value, or its error. */
export function eventValue<Value>({ value }: LiveEvent<Value>): Value {
  if (value instanceof Error) throw value;
  return value;
}
