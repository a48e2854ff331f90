import type { FileTexts } from '../texts.ts';

export const files: FileTexts = {
  open: 'Export',
  as: (format) => `Export as ${format}`,
  failed: 'The file could not be made. Try again in a moment.',
  more: (count) => `… and ${count} more`,
};
