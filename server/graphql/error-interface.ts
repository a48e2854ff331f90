import { builder } from './builder.ts';

/** What every failure that a caller can act on has in common. */
export interface ActionableError {
  code: string;
  message: string;
}

export const ErrorInterface = builder.interfaceRef<ActionableError>('Error').implement({
  description: 'A failure that the caller can act on. code is stable, message says what to do.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable; for programs.' }),
    message: t.exposeString('message', {
      description: 'Says what to do; for people. It may be worded anew at any time.',
    }),
  }),
});
