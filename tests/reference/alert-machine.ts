/**
 * Threshold rules told a second time, from their description and not from the server's code: given what was seen at each recorded point, which
 * events must the log have? Plain and slow on purpose.
 */
export interface ReferenceRule {
  id: string;
  version: number;
  direction: 'ABOVE' | 'BELOW';
  fireAt: number;
  clearAt: number;
  certain: boolean;
  fireAfterSeconds: number;
  recoverAfterSeconds: number;
  minimumSample: number;
  noData: 'KEEP' | 'NOTIFY' | 'CLEAR' | 'BREACH';
  smallSample: 'KEEP' | 'CLEAR';
  immature: 'KEEP' | 'CLEAR';
  turns: boolean;
}

/** A recorded point, as the database has it. Instants in ms. */
export interface ReferencePoint {
  number: number;
  ruleId: string;
  instance: string;
  at: number;
  windowFrom: string;
  value: number | null;
  low: number | null;
  high: number | null;
  sampleSize: number;
  status: string;
  guard: boolean | null;
  eventId: string | null;
  /** The event that was looked at again. */
  rechecks: string | null;
}

export interface ReferenceEvent {
  id: string;
  kind: string;
  ruleId: string;
  instance: string;
  revises: string | null;
}

type Seen = 'bad' | 'good' | 'between' | 'nothing';

function seenAt(rule: ReferenceRule, point: ReferencePoint): Seen {
  const policy = (word: string): Seen => (word === 'CLEAR' ? 'good' : word === 'BREACH' ? 'bad' : 'nothing');
  if (point.value === null) return policy(point.status === 'IMMATURE' ? rule.immature : rule.noData);
  if (point.sampleSize < rule.minimumSample) return policy(rule.smallSample);
  const above = rule.direction === 'ABOVE';
  // Certain: even the end of the interval nearest to the threshold lies beyond it.
  const nearest = rule.certain ? (above ? point.low : point.high) : point.value;
  const beyond = nearest !== null && (above ? nearest > rule.fireAt : nearest < rule.fireAt);
  if (point.guard === false) return 'good';
  if (beyond) return 'bad';
  const over = above ? point.value <= rule.clearAt : point.value >= rule.clearAt;
  return over ? 'good' : 'between';
}

interface Life {
  mood: 'calm' | 'worried' | 'alarmed' | 'hopeful';
  since: number;
  window: string | null;
  hadData: boolean;
  /** The BREACHED under way. */
  breach: string | null;
}

/**
 * Goes through the points in order and says which event each must have made; throws at a point that should not be there, since it changed
 * nothing. `log` gives what only the log knows: which event a point looked at again.
 */
export function eventsOf(
  rules: ReadonlyMap<string, ReferenceRule>,
  points: readonly ReferencePoint[],
  log: readonly ReferenceEvent[],
): { point: number; kind: string | null; revises: string | null }[] {
  const lives = new Map<string, Life>();
  const byId = new Map(log.map((event) => [event.id, event]));
  const expected: { point: number; kind: string | null; revises: string | null }[] = [];
  for (const point of points) {
    const rule = rules.get(point.ruleId)!;
    const key = `${point.ruleId} ${point.instance}`;
    const life: Life = lives.get(key) ?? { mood: 'calm', since: point.at, window: null, hadData: false, breach: null };
    lives.set(key, life);
    const say = (kind: string | null, revises: string | null = null) =>
      expected.push({ point: point.number, kind, revises });
    const seen = seenAt(rule, point);

    if (point.rechecks) {
      const again = byId.get(point.rechecks)!;
      const holds =
        again.kind === 'BREACHED'
          ? seen === 'bad'
          : again.kind === 'RECOVERED'
            ? seen === 'good'
            : point.value === null;
      if (holds) throw new Error(`point ${point.number} takes back ${again.kind}, which still holds`);
      say('REVISED', again.id);
      if (again.kind === 'BREACHED' && life.breach === again.id) Object.assign(life, { mood: 'calm', breach: null });
      if (again.kind === 'RECOVERED') {
        // As the log stood when this was said.
        const said = log.slice(
          0,
          log.findIndex(({ id }) => id === point.eventId),
        );
        const ofLife = said.filter((event) => event.ruleId === point.ruleId && event.instance === point.instance);
        const place = ofLife.findIndex(({ id }) => id === again.id);
        const breach = ofLife.slice(0, place).findLast(({ kind }) => kind === 'BREACHED');
        const isGone = ofLife.some(({ revises }) => revises !== null && revises === breach?.id);
        const isLast = ofLife.slice(place + 1).every(({ kind }) => kind === 'REVISED' || kind === 'NO_DATA');
        if (life.breach === null && breach && !isGone && isLast)
          Object.assign(life, { mood: 'alarmed', since: point.at, breach: breach.id });
      }
      continue;
    }

    const isTold = life.mood === 'alarmed' || life.mood === 'hopeful';
    if (rule.turns && life.window !== null && life.window !== point.windowFrom && life.mood !== 'calm') {
      say(isTold ? 'WINDOW_TURNED' : null);
      Object.assign(life, { mood: 'calm', since: point.at, window: point.windowFrom, breach: null });
      continue;
    }
    life.window = point.windowFrom;
    if (rule.noData === 'NOTIFY' && life.hadData !== (point.value !== null)) {
      life.hadData = !life.hadData;
      say(life.hadData ? null : 'NO_DATA');
      continue;
    }
    const lasted = (seconds: number) => point.at - life.since >= seconds * 1_000;
    const turn = (mood: Life['mood'], kind: string | null) => {
      say(kind);
      Object.assign(life, { mood, since: point.at });
      if (kind === 'BREACHED') life.breach = point.eventId;
      if (mood === 'calm') life.breach = null;
    };
    if (life.mood === 'calm' && seen === 'bad')
      turn(rule.fireAfterSeconds ? 'worried' : 'alarmed', rule.fireAfterSeconds ? null : 'BREACHED');
    else if (life.mood === 'worried' && seen === 'bad' && lasted(rule.fireAfterSeconds)) turn('alarmed', 'BREACHED');
    else if (life.mood === 'worried' && (seen === 'good' || seen === 'between')) turn('calm', null);
    else if (life.mood === 'alarmed' && seen === 'good')
      turn(rule.recoverAfterSeconds ? 'hopeful' : 'calm', rule.recoverAfterSeconds ? null : 'RECOVERED');
    else if (life.mood === 'hopeful' && seen === 'good' && lasted(rule.recoverAfterSeconds)) turn('calm', 'RECOVERED');
    else if (life.mood === 'hopeful' && (seen === 'bad' || seen === 'between')) turn('alarmed', null);
    else throw new Error(`point ${point.number} changes nothing: ${life.mood}, ${seen}`);
  }
  return expected;
}
