import { createHmac } from 'node:crypto';
import type { Format } from '../format.ts';
import { oneLine } from './literal.ts';
import { judgeByCode } from './robot-answer.ts';
import { colonOf, robotText, SIGNATURE } from './text.ts';

/** 飞书 (Lark) custom robot: a post of plain lines, 100 messages a minute and 5 a second. With a secret (签名校验) the body is signed. */
export const feishu: Format = {
  write(message, { webhook: { url, locale, secret }, at }) {
    const { title, lines } = robotText(message, locale);
    const colon = colonOf(locale);
    const texts = [...lines.map(([label, said]) => `${label}${colon}${said}`), SIGNATURE];
    const post = { title: oneLine(title), content: texts.map((text) => [{ tag: 'text', text: oneLine(text) }]) };
    const body = {
      ...(secret && signatureOf(secret, at)),
      msg_type: 'post',
      content: { post: { [locale === 'zh' ? 'zh_cn' : 'en_us']: post } },
    };
    return { url, headers: {}, body: JSON.stringify(body) };
  },
  judge: (answer) => judgeByCode(answer, { field: 'code', tooMany: 11_232 }),
  paceMs: 700,
  secret: 'THEIRS',
};

/** sign = base64(HMAC-SHA256(key: "timestamp\nsecret", text: "")), timestamp in seconds. Other than DingTalk, what is signed is the key. */
function signatureOf(secret: string, at: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}
