/** What the table needs once it is large or somebody is at it: in a file of its own. */
export { evidenceOf } from './evidence-of.ts';
export { GridFocus } from './grid-focus.ts';
export { RowWindow } from './row-window.ts';
