/**
 * What is kept in cells, and how. Raise it with every change after which the same journeys give other cells: workspaces whose cells were
 * kept another way get them anew at the next start.
 */
export const CELLS_VERSION = 1;
