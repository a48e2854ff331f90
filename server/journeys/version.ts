/**
 * Which way of computing journeys this is. Raise it with every change after which the same facts give other rows: workspaces whose
 * journeys were written another way are rebuilt at the next start.
 */
export const JOURNEYS_VERSION = 3;
