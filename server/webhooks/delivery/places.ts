/** How many webhooks a process delivers at once: in all, and of one workspace, so that slow receivers of one hold up no other. */
const IN_ALL = 256;
const OF_A_WORKSPACE = 32;

export interface Places {
  /**
   * A place for a webhook; undefined while it has one already or all are taken. The function returned leaves it, and says of which
   * workspaces some found none meanwhile.
   */
  enter(webhook: { workspaceId: string; id: string }): (() => string[]) | undefined;
}

export function createPlaces({ inAll = IN_ALL, ofAWorkspace = OF_A_WORKSPACE } = {}): Places {
  const taken = new Map<string, Set<string>>();
  const turnedAway = new Set<string>();
  let count = 0;
  return {
    enter({ workspaceId, id }) {
      const own = taken.get(workspaceId) ?? new Set();
      if (own.has(id)) return undefined;
      if (count >= inAll || own.size >= ofAWorkspace) {
        turnedAway.add(workspaceId);
        return undefined;
      }
      taken.set(workspaceId, own.add(id));
      count++;
      return () => {
        own.delete(id);
        if (own.size === 0) taken.delete(workspaceId);
        count--;
        const waiting = [...turnedAway];
        turnedAway.clear();
        return waiting;
      };
    },
  };
}
