import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { mapped, mappedBy, refused } from './mapped.ts';

const lead = (more: object = {}) => ({ kind: 'leads', fields: { id: 'id' }, ...more });

describe('a packed file', () => {
  const mapping = { sources: [{ name: 's', columns: ['id'], facts: [lead()] }] };
  const csv = `id\n${Array.from({ length: 50_000 }, (_, index) => `lead-${index}`).join('\n')}\n`;

  test('is read as it unpacks, whatever its name, also in several members', async () => {
    const whole = await mapped(mapping, gzipSync(csv));
    expect(whole.facts.leads).toHaveLength(50_000);
    const members = await mapped(mapping, Buffer.concat([gzipSync('id\n1\n'), gzipSync('2\n')]));
    expect(members.facts.leads).toEqual([{ id: '1' }, { id: '2' }]);
  });

  test('that is broken is said to be', async () => {
    const packed = gzipSync(csv);
    await expect(mapped(mapping, packed.subarray(0, packed.length - 100))).rejects.toThrow(
      /x\.csv is gzip, but broken \(unexpected end of file\); is it complete\?/,
    );
    const flipped = Buffer.from(packed);
    flipped.fill(0xff, 2_000, 2_100);
    await expect(mapped(mapping, flipped)).rejects.toThrow(/is gzip, but broken/);
    await expect(mapped(mapping, Uint8Array.of(0x1f, 0x8b))).rejects.toThrow(/is gzip, but broken/);
  });
});

describe('hostile input', () => {
  test('names of objects are names of columns like any other', async () => {
    const { facts } = await mappedBy(
      {
        remember: { per: '__proto__', values: { constructor: { column: 'toString' } } },
        facts: [lead({ when: { hasOwnProperty: true }, fields: { id: 'constructor', name: 'valueOf' } })],
      },
      '__proto__,toString,hasOwnProperty,valueOf\na,1,x,y\n',
    );
    expect(facts.leads).toEqual([{ id: '1', name: 'y' }]);
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(refused(JSON.parse(`{ "facts": [{ "kind": "leads", "fields": { "${name}": "a" } }] }`))).toMatch(
        /is no field of leads|it can be used/,
      );
    expect(refused({ facts: [lead({ fields: { createdAt: { column: 'a', date: 'constructor' } } })] })).toMatch(
      /createdAt\.date: is no date format/,
    );
  });

  test('a row longer or shorter than its header, and one with control characters, do not stop the others', async () => {
    const { facts, said } = await mappedBy(
      {
        remember: { per: 'id', values: { kept: { column: 'b' } } },
        facts: [lead({ fields: { id: 'id', name: 'kept' } })],
      },
      'id,b\n1\n2,x,y\n\u0001,z\n3,w\n',
    );
    expect(facts.leads).toEqual([{ id: '1' }, { name: 'z' }, { id: '3', name: 'w' }]);
    expect(said).toEqual([
      [3, 'TOO_MANY_CELLS'],
      [4, 'id', '\u0001'],
    ]);
  });
});
