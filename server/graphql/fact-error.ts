import { lineCodes } from '../facts/problem.ts';
import { builder } from './builder.ts';
import { ErrorInterface } from './error-interface.ts';

/** A fact that was refused, for the same reasons and with the same codes as a line of `POST /ingest`. */
export class InvalidFactError extends Error {
  readonly code: string;
  readonly field: string | undefined;

  constructor(code: string, message: string, field?: string) {
    super(message);
    this.name = 'InvalidFactError';
    this.code = code;
    this.field = field;
  }
}

/** The lead that a change names is not known. */
export class LeadNotFoundError extends Error {
  readonly code = 'LEAD_NOT_FOUND';
  readonly externalId: string;

  constructor(externalId: string, advice = 'create it first, or correct the id') {
    super(`There is no lead '${externalId.slice(0, 100)}'; ${advice}.`);
    this.name = 'LeadNotFoundError';
    this.externalId = externalId;
  }
}

builder.objectType(InvalidFactError, {
  name: 'InvalidFactError',
  description: `The fact was refused and nothing changed. Codes are those of POST /ingest: ${Object.keys(lineCodes).join(', ')}.`,
  interfaces: [ErrorInterface],
  fields: (t) => ({
    field: t.string({
      nullable: true,
      description: 'The field at fault, as POST /ingest calls it; null where it is not one field.',
      resolve: ({ field }) => field ?? null,
    }),
  }),
});

builder.objectType(LeadNotFoundError, {
  name: 'LeadNotFoundError',
  description: 'No lead with that externalId in this workspace; nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The id that was asked for.' }),
  }),
});
