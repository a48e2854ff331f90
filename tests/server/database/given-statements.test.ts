import { describe, expect, test } from 'vitest';
import { GivenStatements } from '../../../server/database/given-statements.ts';

const settled = (turns: number, failure?: Error) =>
  new Promise<void>((resolve, reject) => {
    setTimeout(() => (failure ? reject(failure) : resolve()), turns);
  });

describe('statements under way', () => {
  test('are waited for', async () => {
    const statements = new GivenStatements();
    let isDone = false;
    statements.add(
      settled(1),
      settled(5).then(() => {
        isDone = true;
      }),
    );
    expect(await statements.within(async () => 'said')).toBe('said');
    await statements.done();
    expect(isDone).toBe(true);
  });

  test('of which the first fails are told by it, even if others are heard of sooner', async () => {
    const statements = new GivenStatements();
    const told = statements.within(async () => {
      statements.add(settled(1), settled(8, new Error('first')), settled(2, new Error('for that')));
      await settled(3, new Error('and for that'));
    });
    await expect(told).rejects.toThrow('first');
  });

  test('leave a failure of something else as it is', async () => {
    const statements = new GivenStatements();
    const told = statements.within(async () => {
      statements.add(settled(1));
      throw new Error('aborted');
    });
    await expect(told).rejects.toThrow('aborted');
  });
});
