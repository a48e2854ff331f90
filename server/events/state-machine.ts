import type { KpiEventKind } from './log/kpi-event.ts';

/**
 * The life of one instance of a rule, as a pure function over evaluation points. It knows neither the clock nor the database.
 *
 *   NORMAL ──breach──▶ PENDING ──lasted──▶ FIRING ──clear──▶ RECOVERING ──lasted──▶ NORMAL
 *                      │ otherwise ▲          ▲ ──────────otherwise──────┘
 *                      └─▶ NORMAL             (no event)
 *
 * BREACHED is sent on the way into FIRING, RECOVERED on the way out of RECOVERING. Between the two thresholds nothing new fires and nothing
 * recovers. Where nothing has to last, PENDING and RECOVERING are passed in one step. A calendar window that turns ends what was under way
 * in the old one with a WINDOW_TURNED of its own: the new window has shown nothing yet, so that is no recovery.
 */
export type Phase = 'NORMAL' | 'PENDING' | 'FIRING' | 'RECOVERING';

/**
 * What one look says. BREACH: beyond fireAt. CLEAR: at clearAt or better. BETWEEN: neither. UNKNOWN: it says nothing, and the state stays.
 */
export type Judgement = 'BREACH' | 'CLEAR' | 'BETWEEN' | 'UNKNOWN';

export interface InstanceState {
  phase: Phase;
  /** When the phase began. */
  since: Date;
  /** The first day of the window that it speaks of. */
  windowFrom: string;
  /** Of rules that tell of missing data: whether there were data at the last look. */
  hadData: boolean;
  /** Events made so far. */
  ordinal: number;
  /** The BREACHED that is under way: set in FIRING and RECOVERING alone. */
  breachId: string | null;
}

/** One look. Looks come in order of `at`. */
export interface Look {
  at: Date;
  /** First day of the window. */
  windowFrom: string;
  judgement: Judgement;
  /** Whether there were any data. */
  hasData: boolean;
}

/** What of a rule the machine turns on. */
export interface Timing {
  fireAfterSeconds: number;
  recoverAfterSeconds: number;
  /** Whether the window is a calendar unit, so that its turn ends what was under way. */
  turns: boolean;
  /** Whether missing data are told. */
  tellsOfNoData: boolean;
}

/** A change of state, and the kind of event that it makes, if any. One look may make several, in order. */
export interface Transition {
  before: InstanceState;
  after: InstanceState;
  event: Exclude<KpiEventKind, 'REVISED'> | null;
}

export function initialState(at: Date, windowFrom: string): InstanceState {
  return { phase: 'NORMAL', since: at, windowFrom, hadData: false, ordinal: 0, breachId: null };
}

/**
 * @param breachIdOf gives a BREACHED its id: of the state after it
 * @returns the transitions of one look, in order; none where it changes nothing
 */
export function advance(
  state: InstanceState,
  look: Look,
  timing: Timing,
  breachIdOf: (state: InstanceState) => string,
): Transition[] {
  const transitions: Transition[] = [];
  let current = state;
  const go = (change: Partial<InstanceState>, event: Transition['event'] = null) => {
    const after = { ...current, ...change, ordinal: current.ordinal + (event ? 1 : 0) };
    if (event === 'BREACHED') after.breachId = breachIdOf(after);
    transitions.push({ before: current, after, event });
    current = after;
  };
  const enter = (phase: Phase, event: Transition['event'] = null) =>
    go({ phase, since: look.at, ...(phase === 'NORMAL' && { breachId: null }) }, event);

  if (timing.turns && look.windowFrom !== current.windowFrom) {
    const wasTold = current.phase === 'FIRING' || current.phase === 'RECOVERING';
    if (wasTold) go({ phase: 'NORMAL', since: look.at, windowFrom: look.windowFrom, breachId: null }, 'WINDOW_TURNED');
    else if (current.phase === 'PENDING') go({ phase: 'NORMAL', since: look.at, windowFrom: look.windowFrom });
    else current = { ...current, windowFrom: look.windowFrom };
  } else if (look.windowFrom !== current.windowFrom) current = { ...current, windowFrom: look.windowFrom };

  if (timing.tellsOfNoData && look.hasData !== current.hadData)
    go({ hadData: look.hasData }, look.hasData ? null : 'NO_DATA');
  if (look.judgement === 'UNKNOWN') return transitions;

  const lasted = (seconds: number) => look.at.getTime() - current.since.getTime() >= seconds * 1000;
  if (current.phase === 'NORMAL' && look.judgement === 'BREACH')
    if (timing.fireAfterSeconds === 0) enter('FIRING', 'BREACHED');
    else enter('PENDING');
  else if (current.phase === 'PENDING')
    if (look.judgement !== 'BREACH') enter('NORMAL');
    else if (lasted(timing.fireAfterSeconds)) enter('FIRING', 'BREACHED');
    else return transitions;
  else if (current.phase === 'FIRING' && look.judgement === 'CLEAR')
    if (timing.recoverAfterSeconds === 0) enter('NORMAL', 'RECOVERED');
    else enter('RECOVERING');
  else if (current.phase === 'RECOVERING')
    if (look.judgement !== 'CLEAR') enter('FIRING');
    else if (lasted(timing.recoverAfterSeconds)) enter('NORMAL', 'RECOVERED');
  return transitions;
}

/** When the clock alone may change the state: the end of what has to last. null: it cannot. */
export function deadline({ phase, since }: InstanceState, timing: Timing): Date | null {
  const seconds =
    phase === 'PENDING' ? timing.fireAfterSeconds : phase === 'RECOVERING' ? timing.recoverAfterSeconds : null;
  return seconds === null ? null : new Date(since.getTime() + seconds * 1000);
}
