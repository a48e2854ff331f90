import { perContext } from '../graphql/context.ts';
import { createScorer } from '../journeys/quality-score.ts';
import { activeModel } from './scoring-models.ts';

/** The model that scores are shown by; one statement for each context. */
export const activeModelOf = perContext(({ database, workspace }) => activeModel(database, workspace.id));

/** Its rules, read once. */
export const scorerOf = perContext(async (context) => createScorer((await activeModelOf(context)).rules));
