import { builder } from '../graphql/builder.ts';
import { eventValue, live } from '../graphql/live.ts';
import { ScoringModelRef } from './scoring.schema.ts';
import { newestModels, type ScoringModelRecord } from './scoring-models.ts';

/** Batches are no change of the data, so nobody tells of them. */
const WHILE_SCORING_MS = 500;
/** This only bounds how long a lost hint can go unnoticed. */
const OTHERWISE_MS = 60_000;

builder.subscriptionField('scoringProgress', (t) =>
  t.field({
    type: ScoringModelRef,
    description:
      'The newest scoring model at once, then again as leads are scored by it and when it becomes active, or a newer one is set; about twice a second at most.',
    subscribe: (_root, _args, context) => {
      let isScoring = false;
      return live<ScoringModelRecord>(context, {
        look: async ({ database, workspace }) => {
          const [newest] = await newestModels(database, workspace.id, 1);
          isScoring = newest!.status === 'SCORING';
          return newest!;
        },
        differs: (model, last) =>
          (['version', 'status', 'leadsScored', 'leadsTotal'] as const).some((part) => model[part] !== last[part]),
        lookAgainAfterMs: () => (isScoring ? WHILE_SCORING_MS : OTHERWISE_MS),
        isFinal: () => false,
      });
    },
    resolve: (event) => eventValue(event),
  }),
);
