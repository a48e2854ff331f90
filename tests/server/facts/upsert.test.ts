import { describe, expect, test } from 'vitest';
import { writeFacts } from '../../../server/facts/write-facts.ts';
import { engines } from '../../support/database.ts';
import { counts, factsWorld } from './facts-world.ts';

describe.each(engines)('facts go in, on %s', (engine) => {
  const world = factsWorld(engine);
  const lead = { id: 'l1', createdAt: '2026-03-01T10:00:00Z' };
  const stored = async (table = 'leads') => (await world.rows(table))[0]!;

  test('a new fact is accepted, and a channel, owner or product that it names is made', async () => {
    const report = await world.post('leads', [
      { ...lead, channel: 'search', owner: 'ann', product: 'crm', tags: ['a', 'b;c'], attributes: { page: 'x' } },
    ]);
    expect(report).toEqual({
      accepted: 1,
      unchanged: 0,
      rejected: 0,
      deferred: 0,
      errors: [],
      warningCount: 0,
      warnings: [],
    });
    expect(await stored()).toMatchObject({ external_id: 'l1', tags: ['a', 'b;c'], attributes: { page: 'x' } });
    expect(await stored('channels')).toMatchObject({ key: 'search', name: null, kind: null });
    expect(await stored('owners')).toMatchObject({ key: 'ann' });
  });

  test('posting twice changes nothing: all are unchanged and the data version stays', async () => {
    const facts = [{ ...lead, channel: 'search', needMatch: 0.5, tags: ['x'], attributes: { b: 1, a: [1] } }];
    await world.post('leads', facts);
    const version = await world.version();
    expect(counts(await world.post('leads', facts))).toEqual([0, 1, 0, 0]);
    expect(await world.version()).toBe(version);
  });

  test('a field that is absent stays, an explicit null clears', async () => {
    await world.post('leads', [{ ...lead, name: 'Ann', email: 'ann@example.com', channel: 'search', tags: ['a'] }]);
    expect(counts(await world.post('leads', [{ id: 'l1', email: null, channel: null, tags: null }]))).toEqual([
      1, 0, 0, 0,
    ]);
    expect(await stored()).toMatchObject({ name: 'Ann', email: null, channel_id: null, tags: [] });
  });

  test('attributes are merged name by name: absent stays, null takes away', async () => {
    await world.post('leads', [{ ...lead, attributes: { page: 'x', size: 1 } }]);
    await world.post('leads', [{ id: 'l1', attributes: { size: null, seller: { code: 'ß' } } }]);
    expect((await stored()).attributes).toEqual({ page: 'x', seller: { code: 'ß' } });
    expect(counts(await world.post('leads', [{ id: 'l1', attributes: { page: 'x' } }]))).toEqual([0, 1, 0, 0]);
    await world.post('leads', [{ id: 'l1', attributes: null }]);
    expect((await stored()).attributes).toBeNull();
  });

  test('a known fact needs its key alone, a new one all its required fields', async () => {
    await world.post('opportunities', [{ id: 'o7', openedAt: '2026-03-01', amount: '10.50' }]);
    expect(counts(await world.post('opportunities', [{ id: 'o7', wonAt: '2026-03-02' }]))).toEqual([1, 0, 0, 0]);
    expect(await stored('opportunities')).toMatchObject({
      amount: '10.500000',
      won_at: new Date('2026-03-01T16:00:00Z'),
    });
    const report = await world.post('opportunities', [{ id: 'o8', wonAt: '2026-03-02' }, { openedAt: '2026-03-02' }]);
    expect(report.errors).toMatchObject([
      { line: 1, field: 'openedAt', code: 'REQUIRED' },
      { line: 2, field: 'id', code: 'REQUIRED' },
    ]);
  });

  test('null cannot clear a required field', async () => {
    await world.post('leads', [lead]);
    const report = await world.post('leads', [{ id: 'l1', createdAt: null }]);
    expect(report.errors).toMatchObject([{ line: 1, field: 'createdAt', code: 'REQUIRED' }]);
  });

  test('a version older than the stored one is ignored and counted as unchanged; an equal one is applied', async () => {
    const at = (hour: number) => `2026-03-01T${hour}:00:00Z`;
    await world.post('leads', [{ ...lead, name: 'new', updatedAt: at(12) }]);
    expect(counts(await world.post('leads', [{ id: 'l1', name: 'old', updatedAt: at(11) }]))).toEqual([0, 1, 0, 0]);
    expect(counts(await world.post('leads', [{ id: 'l1', deleted: true, updatedAt: at(11) }]))).toEqual([0, 1, 0, 0]);
    expect((await stored()).name).toBe('new');
    expect(counts(await world.post('leads', [{ id: 'l1', name: 'equal', updatedAt: at(12) }]))).toEqual([1, 0, 0, 0]);
    expect(counts(await world.post('leads', [{ id: 'l1', name: 'without' }]))).toEqual([1, 0, 0, 0]);
    expect(await stored()).toMatchObject({ name: 'without', updated_at: new Date(at(12)) });
  });

  test('of one id several times in a request the versions are applied in order', async () => {
    const report = await world.post('leads', [
      { ...lead, name: 'a' },
      { id: 'l1', name: 'b', email: 'x@example.com' },
      { id: 'l1', name: 'b' },
      { id: 'l1', deleted: true },
      { id: 'l1', name: 'c' },
      { ...lead, name: 'd' },
    ]);
    expect(counts(report)).toEqual([4, 1, 1, 0]);
    expect(report.errors).toMatchObject([{ line: 5, field: 'createdAt', code: 'REQUIRED' }]);
    expect(await world.rows('leads')).toMatchObject([{ external_id: 'l1', name: 'd', email: null }]);
  });

  test('a bad line is rejected with line, field and reason; the good ones beside it go in', async () => {
    const report = await world.post('leads', [
      lead,
      'nonsense',
      '',
      '[1]',
      { id: 'l2', createdAt: 'yesterday' },
      { id: 'l3', createdAt: '2026-02-30' },
      { id: 'l4', createdAt: '2026-03-01', needMatch: 1.5 },
      { id: 'l5', createdAt: '2026-03-01', companySize: 1.5 },
      { id: 'l6', createdAt: '2026-03-01', name: 'a\u0000b' },
      { id: 'l7', createdAt: '2026-03-01', name: 'a\ud800b' },
      { id: 'x'.repeat(201), createdAt: '2026-03-01' },
      { id: 'l9', createdAt: '2026-03-01', tags: 7 },
      { id: 'l10', createdAt: '2026-03-01', funnel: 'nope', channel: 'never-made' },
      { id: 'l11', createdAt: '2026-03-01', deleted: 'maybe' },
      { id: 12, createdAt: '2026-03-01' },
    ]);
    expect(counts(report)).toEqual([2, 0, 12, 0]);
    const found = report.errors
      .map(({ line, field, code }) => [line, field, code])
      .sort(([a], [b]) => Number(a) - Number(b));
    expect(found).toEqual([
      [2, undefined, 'INVALID_JSON'],
      [4, undefined, 'INVALID_JSON'],
      [5, 'createdAt', 'INVALID_DATE'],
      [6, 'createdAt', 'INVALID_DATE'],
      [7, 'needMatch', 'OUT_OF_RANGE'],
      [8, 'companySize', 'INVALID_NUMBER'],
      [9, 'name', 'INVALID_TEXT'],
      [10, 'name', 'INVALID_TEXT'],
      [11, 'id', 'TOO_LONG'],
      [12, 'tags', 'INVALID_VALUE'],
      [13, 'funnel', 'UNKNOWN_FUNNEL'],
      [14, 'deleted', 'INVALID_VALUE'],
    ]);
    expect((await world.rows('leads')).map((row) => row.external_id)).toEqual(['l1', '12']);
    expect(await world.rows('channels')).toEqual([]);
  });

  test('at most 100 errors and warnings are listed, all are counted; an unknown field is said once', async () => {
    const report = await world.post(
      'leads',
      Array.from({ length: 250 }, (_, index) => ({ id: `l${index}`, surname: 'x', [`extra${index}`]: 1 })),
    );
    expect([report.rejected, report.errors.length, report.warningCount, report.warnings.length]).toEqual([
      250, 100, 251, 100,
    ]);
    expect(report.warnings[0]).toMatchObject({ line: 1, field: 'surname', code: 'UNKNOWN_FIELD' });
  });

  test('facts keep the number of their first arrival', async () => {
    await world.post('leads', [
      { ...lead, id: 'a' },
      { ...lead, id: 'b' },
    ]);
    await world.post('leads', [
      { id: 'a', name: 'later' },
      { ...lead, id: 'c' },
    ]);
    expect((await world.rows('leads')).map((row) => row.external_id)).toEqual(['a', 'b', 'c']);
  });

  test('writeFacts says what became of each fact', async () => {
    const outcomes = await writeFacts(world.database, world.workspace, 'leads', [lead, { id: 'l2' }, lead]);
    const { id } = await stored();
    expect(outcomes).toEqual([
      { status: 'accepted', id },
      { status: 'rejected', problem: expect.objectContaining({ code: 'REQUIRED', field: 'createdAt' }) },
      { status: 'unchanged', id },
    ]);
  });
});
