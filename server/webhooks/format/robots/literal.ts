const LONGEST = 200;

const fullWidth: Record<string, string> = {
  '<': '‹',
  '>': '›',
  '[': '［',
  ']': '］',
  '*': '＊',
  '`': '＇',
  '@': '＠',
  '#': '＃',
};

/**
 * A name or a key that somebody sent, for a robot whose markup cannot be escaped: signs that would mention everyone, make a link or bold
 * become their full-width likes; one line, and not for ever.
 */
export function literal(text: string): string {
  return oneLine(text).replace(/[<>[\]*`@#]/g, (sign) => fullWidth[sign]!);
}

export function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
