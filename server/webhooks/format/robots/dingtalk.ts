import { createHmac } from 'node:crypto';
import type { Format } from '../format.ts';
import { literal } from './literal.ts';
import { judgeByCode } from './robot-answer.ts';
import { colonOf, robotText, SIGNATURE } from './text.ts';

/** A robot over its limit is shut out for ten minutes. */
const SHUT_OUT_MS = 10 * 60_000;

/** 钉钉 custom robot: Markdown, 20 messages a minute. With a secret (加签) the URL carries when it was sent and a signature of that. */
export const dingtalk: Format = {
  write(message, { webhook: { url, locale, secret }, at }) {
    const { title, lines } = robotText(message, locale);
    const colon = colonOf(locale);
    const text = [
      `#### ${literal(title)}`,
      ...lines.map(([label, said]) => `- ${literal(label)}${colon}${literal(said)}`),
      '',
      SIGNATURE,
    ].join('\n');
    return {
      url: secret ? signedUrl(url, secret, at) : url,
      headers: {},
      body: JSON.stringify({ msgtype: 'markdown', markdown: { title: literal(title), text } }),
    };
  },
  judge: (answer) => judgeByCode(answer, { field: 'errcode', tooMany: 130_101, waitMs: SHUT_OUT_MS }),
  paceMs: 3_000,
  secret: 'THEIRS',
};

/** sign = base64(HMAC-SHA256(key: secret, text: "timestamp\nsecret")), timestamp in milliseconds. */
function signedUrl(url: string, secret: string, at: Date): string {
  const timestamp = String(at.getTime());
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return signed.href;
}
