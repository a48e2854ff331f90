import DataLoader from 'dataloader';
import { perContext } from '../graphql/context.ts';

/** Channels by internal id, one statement for all that are asked for together. */
export const channelLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader(async (ids: readonly string[]) => {
      const found = await database.prisma.channel.findMany({
        where: { workspaceId: workspace.id, id: { in: [...ids] } },
      });
      const byId = new Map(found.map((channel) => [channel.id, channel]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
);
