import { expect, test } from 'vitest';
import { toCsv } from '../../../widgets/export/csv.ts';

test('rows end with CRLF after a byte order mark; what needs quotes has them', () => {
  expect(toCsv([['Channel', 'Leads'], ['a,b "c"\nd', '1200'], []])).toBe(
    '\ufeffChannel,Leads\r\n"a,b ""c""\nd",1200\r\n\r\n',
  );
});

test.each(['=1+1', '+cmd|A1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '|calc', '＝1', '=cmd|"/C calc"!A0', '-', '+86 123'])(
  '%j is no formula afterwards',
  (text) => {
    const cell = toCsv([[text]]).slice(1, -2);
    expect(cell.replace(/^"/, '')).toMatch(/^'/);
  },
);

test.each(['-12.5', '+3', '0', '1e-7', '-1.5E+10', '12'])('the number %s stays one', (text) => {
  expect(toCsv([[text]])).toBe(`\ufeff${text}\r\n`);
});
