import DataLoader from 'dataloader';
import { perContext } from '../graphql/context.ts';
import { countAttempts, readAttempts } from './attempts.ts';
import type { WebhookAttempt } from './webhook.ts';

interface AttemptPage {
  webhookId: string;
  before: string | undefined;
  take: number;
}

/** Pages of histories; those that begin alike, of many webhooks, in one statement. */
export const attemptPageLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<AttemptPage, WebhookAttempt[], string>(
      async (pages) => {
        const found = new Map<string, Promise<WebhookAttempt[]>>();
        const cutOf = ({ before, take }: AttemptPage) => `${before} ${take}`;
        for (const page of pages) {
          if (found.has(cutOf(page))) continue;
          const ids = pages.filter((each) => cutOf(each) === cutOf(page)).map(({ webhookId }) => webhookId);
          found.set(cutOf(page), readAttempts(database, workspace.id, ids, page));
        }
        return Promise.all(
          pages.map(async (page) =>
            (await found.get(cutOf(page))!).filter(({ webhookId }) => webhookId === page.webhookId),
          ),
        );
      },
      { cacheKeyFn: ({ webhookId, before, take }) => `${webhookId} ${before} ${take}` },
    ),
);

/** How many attempts are kept, by the webhook's internal id. */
export const attemptCountLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<string, number>(async (ids) => {
      const counts = new Map((await countAttempts(database, workspace.id, ids)).map(({ id, count }) => [id, count]));
      return ids.map((id) => counts.get(id) ?? 0);
    }),
);
