import { builder } from '../graphql/builder.ts';

/** The closed lists of words of the threshold log. */

export const KpiEventKindRef = builder.enumType('KpiEventKind', {
  description: 'What an event of the threshold log says.',
  values: {
    BREACHED: { description: 'The threshold is crossed, for as long as the rule asks.' },
    RECOVERED: { description: 'A breach is over, for as long as the rule asks.' },
    NO_DATA: { description: 'There is nothing any more to compute the KPI from.' },
    WINDOW_TURNED: { description: 'A calendar window ended in breach, and the next begins: no recovery.' },
    REVISED: { description: 'An earlier event would not have come, or no longer counts: `revises` says which.' },
  } as const,
});
