/**
 * RFC 4180 with a byte order mark, without which Excel takes UTF-8 for something else. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it (OWASP, "CSV injection"); numbers, negative ones too, stay numbers.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const safe =
    /^[=+\-@\t\r\n|％＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
