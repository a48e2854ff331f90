import type { FileTexts } from '../texts.ts';

export const files: FileTexts = {
  open: '导出',
  as: (format) => `导出为 ${format}`,
  failed: '未能生成文件，请稍后重试。',
  more: (count) => `……另有 ${count} 行`,
};
