import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  deadline,
  type InstanceState,
  initialState,
  type Judgement,
  type Look,
  type Timing,
  type Transition,
} from '../../../server/events/state-machine.ts';

const start = Date.UTC(2026, 0, 5);
const at = (seconds: number) => new Date(start + seconds * 1000);
const plain: Timing = { fireAfterSeconds: 0, recoverAfterSeconds: 0, turns: false, tellsOfNoData: false };
const judgements: readonly Judgement[] = ['BREACH', 'CLEAR', 'BETWEEN', 'UNKNOWN'];

/** Runs looks ten seconds apart; `windows`: the window that each is in. */
function run(timing: Timing, looks: readonly { judgement: Judgement; hasData?: boolean; window?: string }[]) {
  let state = initialState(at(0), looks[0]?.window ?? '2026-01-01');
  const transitions: Transition[] = [];
  for (const [index, { judgement, hasData = judgement !== 'UNKNOWN', window = '2026-01-01' }] of looks.entries()) {
    const look: Look = { at: at(index * 10), windowFrom: window, judgement, hasData };
    const made = advance(state, look, timing, ({ ordinal }) => `breach ${ordinal}`);
    transitions.push(...made);
    state = made.at(-1)?.after ?? state;
  }
  return { state, transitions, events: transitions.flatMap(({ event }) => event ?? []) };
}

const looks = (text: string) =>
  [...text].map((letter) => ({
    judgement: ({ b: 'BREACH', c: 'CLEAR', '-': 'BETWEEN', '?': 'UNKNOWN' } as const)[letter as 'b'],
  }));

describe('the life of an instance', () => {
  test.each([
    ['fires at once and recovers at once', plain, 'cbc', ['BREACHED', 'RECOVERED']],
    ['does not fire twice while it lasts', plain, 'bbb', ['BREACHED']],
    ['neither recovers nor fires again between the thresholds', plain, 'b-b-b', ['BREACHED']],
    ['does not fire between the thresholds', plain, 'c---', []],
    ['stays as it is where nothing is known', plain, 'b???c', ['BREACHED', 'RECOVERED']],
    ['waits as long as a breach must last', { ...plain, fireAfterSeconds: 20 }, 'bb', []],
    ['fires when it has lasted', { ...plain, fireAfterSeconds: 20 }, 'bbb', ['BREACHED']],
    ['begins to wait anew after a pause', { ...plain, fireAfterSeconds: 20 }, 'bbcbb', []],
    ['a pause between the thresholds is one too', { ...plain, fireAfterSeconds: 20 }, 'bb-bb', []],
    ['does not take the unknown for a pause', { ...plain, fireAfterSeconds: 20 }, 'b?b', ['BREACHED']],
    ['waits as long as a recovery must last', { ...plain, recoverAfterSeconds: 20 }, 'bcc', ['BREACHED']],
    ['recovers when it has lasted', { ...plain, recoverAfterSeconds: 20 }, 'bccc', ['BREACHED', 'RECOVERED']],
    [
      'goes on firing after a relapse, without a second event',
      { ...plain, recoverAfterSeconds: 20 },
      'bcbcc',
      ['BREACHED'],
    ],
    ['a relapse between the thresholds is one too', { ...plain, recoverAfterSeconds: 20 }, 'bc-cc', ['BREACHED']],
  ] satisfies [string, Timing, string, string[]][])('%s', (_, timing, text, events) => {
    expect(run(timing, looks(text)).events).toEqual(events);
  });

  test('a calendar window that turns ends a breach, which is no recovery; the new one may be breached at once', () => {
    const timing = { ...plain, turns: true };
    const turned = [
      { judgement: 'BREACH', window: '2026-01-01' },
      { judgement: 'BREACH', window: '2026-02-01' },
      { judgement: 'CLEAR', window: '2026-03-01' },
    ] as const;
    const { events, transitions } = run(timing, turned);
    expect(events).toEqual(['BREACHED', 'WINDOW_TURNED', 'BREACHED', 'WINDOW_TURNED']);
    expect(transitions[1]!.before.windowFrom).toBe('2026-01-01');
    expect(transitions[1]!.after.windowFrom).toBe('2026-02-01');
  });

  test('a window that turns while nothing was told turns silently, and what was pending begins anew', () => {
    const timing = { ...plain, turns: true, fireAfterSeconds: 10 };
    const months = ['2026-01-01', '2026-02-01', '2026-02-01'];
    const { events } = run(
      timing,
      months.map((window) => ({ judgement: 'BREACH', window })),
    );
    expect(events).toEqual(['BREACHED']);
    expect(
      run(
        timing,
        months.slice(0, 2).map((window) => ({ judgement: 'BREACH', window })),
      ).events,
    ).toEqual([]);
  });

  test('a rolling window moves without a turn', () => {
    const days = ['2026-01-01', '2026-01-02', '2026-01-03'];
    expect(
      run(
        plain,
        days.map((window) => ({ judgement: 'BREACH', window })),
      ).events,
    ).toEqual(['BREACHED']);
  });

  test('missing data are told once each time that they go missing, never of what never had any', () => {
    const timing = { ...plain, tellsOfNoData: true };
    const { events, state } = run(timing, looks('??b??-?'));
    expect(events).toEqual(['BREACHED', 'NO_DATA', 'NO_DATA']);
    expect(state.phase).toBe('FIRING');
  });

  test('says when the clock alone may change it', () => {
    const timing = { ...plain, fireAfterSeconds: 60, recoverAfterSeconds: 30 };
    const pending: InstanceState = { ...initialState(at(0), '2026-01-01'), phase: 'PENDING' };
    expect(deadline(pending, timing)).toEqual(at(60));
    expect(deadline({ ...pending, phase: 'RECOVERING' }, timing)).toEqual(at(30));
    expect(deadline({ ...pending, phase: 'FIRING' }, timing)).toBeNull();
  });
});

describe('every path of up to seven looks', () => {
  const timings: Timing[] = [0, 10, 20].flatMap((fireAfterSeconds) =>
    [0, 10, 20].flatMap((recoverAfterSeconds) =>
      [false, true].map((turns) => ({ fireAfterSeconds, recoverAfterSeconds, turns, tellsOfNoData: false })),
    ),
  );

  function* paths(length: number): Generator<Judgement[]> {
    if (length === 0) return yield [];
    for (const rest of paths(length - 1)) for (const judgement of judgements) yield [judgement, ...rest];
  }

  test('never ends what did not begin, never begins twice, never fires or recovers but by what was seen', () => {
    let count = 0;
    for (const timing of timings)
      for (const path of paths(7)) {
        count++;
        const seen = path.map((judgement, index) => ({
          judgement,
          window: timing.turns && index >= 4 ? '2026-02-01' : '2026-01-01',
        }));
        const { transitions, state } = run(timing, seen);
        let open = false;
        let ordinal = 0;
        for (const { event, after, before } of transitions) {
          if (event && after.ordinal !== ++ordinal) throw new Error(`ordinal: ${path} ${JSON.stringify(timing)}`);
          if (event === 'BREACHED') {
            if (open) throw new Error(`fired twice: ${path} ${JSON.stringify(timing)}`);
            open = true;
          }
          if (event === 'RECOVERED' || event === 'WINDOW_TURNED') {
            if (!open) throw new Error(`ended what did not begin: ${path} ${JSON.stringify(timing)}`);
            open = false;
          }
          // A breach is under way exactly while it was told and not ended.
          if (open !== (after.breachId !== null)) throw new Error(`breachId: ${path} ${JSON.stringify(timing)}`);
          if (open !== (after.phase === 'FIRING' || after.phase === 'RECOVERING'))
            throw new Error(`phase: ${path} ${JSON.stringify(timing)}`);
          if (before.phase === after.phase && !event) throw new Error(`nothing changed: ${path}`);
        }
        expect(open).toBe(state.breachId !== null);
      }
    expect(count).toBe(18 * 4 ** 7);
  });

  test('the same looks seen more often change nothing but for what has to last', () => {
    const looksOf = fc.array(fc.constantFrom(...judgements), { maxLength: 30 });
    fc.assert(
      fc.property(looksOf, (path) => {
        const once = run(
          plain,
          path.map((judgement) => ({ judgement })),
        );
        const twice = run(
          plain,
          path.flatMap((judgement) => [{ judgement }, { judgement }]),
        );
        expect(twice.events).toEqual(once.events);
      }),
    );
  });
});
