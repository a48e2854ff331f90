import { Temporal } from 'temporal-polyfill';
import { plainDate } from '../kpi/calendar.ts';
import { builder } from './builder.ts';
import { InvalidValueError } from './request-error.ts';

builder.scalarType('Date', {
  description: 'A calendar date in the workspace’s time zone: "2026-03-01".',
  serialize: (date) => date,
  parseValue: (value) => {
    if (typeof value === 'string' && plainDate(value)) return value;
    throw invalid(`${show(value)} is no calendar date; write it as "2026-03-01".`);
  },
});

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339 with an offset: "2026-03-01T09:30:00+08:00". Answers are in UTC.',
  serialize: (instant) => instant.toISOString() as unknown as Date,
  parseValue: (value) => {
    if (typeof value === 'string' && INSTANT.test(value)) {
      const instant = readInstant(value);
      if (instant) return instant;
    }
    throw invalid(`${show(value)} is no instant; write it with its offset, as "2026-03-01T09:30:00Z".`);
  },
});

builder.scalarType('Decimal', {
  description: 'An exact decimal number as a string: "1234.50". A number is taken too, read as it is written.',
  serialize: (decimal) => decimal,
  parseValue: (value) => {
    if (typeof value === 'string' && DECIMAL.test(value)) return value;
    if (typeof value === 'number' && DECIMAL.test(String(value))) return String(value);
    throw invalid(`${show(value)} is no decimal number; write it as "1234.50".`);
  },
  parseLiteral: (node) => {
    if (
      (node.kind === 'StringValue' || node.kind === 'IntValue' || node.kind === 'FloatValue') &&
      DECIMAL.test(node.value)
    )
      return node.value;
    throw invalid('That is no decimal number; write it as "1234.50".');
  },
});

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;
const DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/;

function readInstant(text: string): Date | undefined {
  try {
    return new Date(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? 'Nothing';
}

function invalid(message: string): InvalidValueError {
  return new InvalidValueError(message);
}
