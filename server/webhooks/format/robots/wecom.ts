import type { Format } from '../format.ts';
import { literal } from './literal.ts';
import { judgeByCode } from './robot-answer.ts';
import { colonOf, robotText, SIGNATURE } from './text.ts';

/** 企业微信 group robot: Markdown of at most 4,096 bytes, 20 messages a minute; the key in its URL is the secret. */
export const wecom: Format = {
  write(message, { webhook: { url, locale } }) {
    const { title, lines } = robotText(message, locale);
    const colon = colonOf(locale);
    const content = [
      `**${literal(title)}**`,
      ...lines.map(([label, text]) => `> ${literal(label)}${colon}${literal(text)}`),
      SIGNATURE,
    ].join('\n');
    return { url, headers: {}, body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }) };
  },
  judge: (answer) => judgeByCode(answer, { field: 'errcode', tooMany: 45_009 }),
  paceMs: 3_000,
  secret: 'NONE',
};
