import { expect, test } from 'vitest';
import { createSharedMoments } from '../../../server/kpi/shared-moments.ts';

const shanghai = { id: 'w', timeZone: 'Asia/Shanghai', currency: 'CNY' };
const at = (text: string) => new Date(`2026-06-01T${text}Z`);

test('operations speak of the first one’s moment while it is at most a second old and nothing changed', () => {
  const moments = createSharedMoments();
  const of = (time: string, version: number) => moments.at(shanghai, version, at(time)).toISOString().slice(11, 23);
  expect(of('08:00:00.000', 1)).toBe('08:00:00.000');
  expect(of('08:00:00.001', 1)).toBe('08:00:00.000');
  expect(of('08:00:01.000', 1)).toBe('08:00:00.000');
  expect(of('08:00:01.001', 1)).toBe('08:00:01.001');
  expect(of('08:00:01.500', 2)).toBe('08:00:01.500');
  expect(of('08:00:01.600', 2)).toBe('08:00:01.500');
});

test('whoever is behind by a version takes no moment away', () => {
  const moments = createSharedMoments();
  moments.at(shanghai, 2, at('08:00:00.000'));
  expect(moments.at(shanghai, 1, at('08:00:00.010'))).toEqual(at('08:00:00.010'));
  expect(moments.at(shanghai, 2, at('08:00:00.020'))).toEqual(at('08:00:00.000'));
});

test('a moment never lies after the operation, though the clock was set back', () => {
  const moments = createSharedMoments();
  moments.at(shanghai, 1, at('08:00:00.500'));
  expect(moments.at(shanghai, 1, at('08:00:00.400'))).toEqual(at('08:00:00.400'));
});

test('a moment is of the same day in the workspace’s zone', () => {
  const moments = createSharedMoments();
  expect(moments.at(shanghai, 1, at('15:59:59.900'))).toEqual(at('15:59:59.900'));
  expect(moments.at(shanghai, 1, at('15:59:59.999'))).toEqual(at('15:59:59.900'));
  expect(moments.at(shanghai, 1, at('16:00:00.000'))).toEqual(at('16:00:00.000'));
});

test('each workspace has its own, and each operation where it may not be old at all', () => {
  const moments = createSharedMoments();
  moments.at(shanghai, 1, at('08:00:00.000'));
  expect(moments.at({ ...shanghai, id: 'other' }, 1, at('08:00:00.010'))).toEqual(at('08:00:00.010'));
  const own = createSharedMoments(0);
  own.at(shanghai, 1, at('08:00:00.000'));
  expect(own.at(shanghai, 1, at('08:00:00.001'))).toEqual(at('08:00:00.001'));
});
