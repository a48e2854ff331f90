import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Logs say what failed and where, never on whose data: an error of a database brings the row or the parameters with it, and what was erased
 * from the database would stay in the logs.
 */
export function createLogger(destination?: DestinationStream): Logger {
  return pino(
    {
      level: 'warn',
      serializers: {
        err(error: Error) {
          const { type, message, stack, code } = pino.stdSerializers.err(error);
          return { type, message, stack, ...(code !== undefined && { code }) };
        },
      },
    },
    ...(destination ? [destination] : []),
  );
}
