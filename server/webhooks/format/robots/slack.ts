import type { Format } from '../format.ts';
import { oneLine } from './literal.ts';
import { colonOf, robotText, SIGNATURE } from './text.ts';

/** Slack incoming webhook: blocks of mrkdwn, one message a second; its URL is the secret. It says no with a status. */
export const slack: Format = {
  write(message, { webhook: { url, locale } }) {
    const { title, lines } = robotText(message, locale);
    const colon = colonOf(locale);
    const heading = escaped(title);
    const text = [
      `*${heading}*`,
      ...lines.map(([label, said]) => `${escaped(label)}${colon}${escaped(said)}`),
      SIGNATURE,
    ].join('\n');
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
    // What notifications and screen readers say.
    return { url, headers: {}, body: JSON.stringify({ text: heading, blocks }) };
  },
  paceMs: 1_000,
  secret: 'NONE',
};

/** The three signs by which Slack's markup begins a mention or a link. */
function escaped(text: string): string {
  return oneLine(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
