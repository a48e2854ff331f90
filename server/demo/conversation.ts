import { DAY, HOUR, MINUTE, workingTime } from './calendar.ts';
import type { ActivityFact, ActivityKind } from './facts.ts';
import type { Path } from './path.ts';
import type { Prospect } from './prospect.ts';
import { createRandom, type Random } from './random.ts';
import { known, type Span } from './span.ts';
import { ANSWERED, ANSWERS_BY_DEPTH, MANNERS, type Manners, NOTES } from './touches.ts';

interface Touch {
  at: number;
  kind: ActivityKind;
  direction: 'OUTBOUND' | 'INBOUND';
}

/** Follow-ups and what comes back, as far as they happened by the horizon, in order of time. */
export function activityFacts(seed: string, prospect: Prospect, path: Path, span: Span): ActivityFact[] {
  const random = createRandom(seed, 'activities', prospect.index);
  const touches = [...greeting(random, prospect, path), ...stages(random, prospect, path)];
  return touches
    .sort((one, other) => one.at - other.at)
    .flatMap((touch, ordinal) => {
      const at = known(span, touch.at);
      if (!at) return [];
      const notes = NOTES[touch.kind];
      const outbound = touch.direction === 'OUTBOUND';
      return [
        {
          id: `activity-${String(prospect.index).padStart(5, '0')}-${ordinal + 1}`,
          lead: prospect.id,
          kind: touch.kind,
          direction: touch.direction,
          at,
          owner: prospect.owner?.key,
          respondedAt: outbound ? known(span, answer(random, prospect, path, touch)) : undefined,
          content: notes && random.chance(NOTED) ? random.pick(notes) : undefined,
        },
      ];
    });
}

const NOTED = 0.35;

/** A prospect who asks, and the first call. */
function* greeting(random: Random, { channel, createdAt }: Prospect, { firstResponseAt }: Path): Generator<Touch> {
  if (random.chance(channel.speaksFirst)) {
    const kind = random.weighted(MANNERS.lead.inboundKinds).kind;
    yield { at: createdAt, kind, direction: 'INBOUND' };
  }
  if (firstResponseAt === undefined) return;
  yield { at: firstResponseAt, kind: random.chance(0.75) ? 'CALL' : 'WECHAT', direction: 'OUTBOUND' };
}

function* stages(random: Random, prospect: Prospect, path: Path): Generator<Touch> {
  const { firstResponseAt, nurturingAt, opportunityAt, endsAt } = path;
  if (firstResponseAt === undefined) return;
  yield* stage(random, prospect, MANNERS.lead, firstResponseAt, nurturingAt ?? endsAt);
  if (nurturingAt === undefined) return;
  yield* stage(random, prospect, MANNERS.nurturing, nurturingAt, opportunityAt ?? endsAt);
  if (opportunityAt === undefined) return;
  yield* stage(random, prospect, MANNERS.opportunity, opportunityAt, endsAt);
}

/** Follow-ups of slow people come late and a question of the prospect waits for them. */
function* stage(random: Random, { owner }: Prospect, manners: Manners, start: number, end: number): Generator<Touch> {
  const slowness = owner?.slowness ?? 2;
  const count = random.whole(...manners.followUps);
  for (let ordinal = 1; ordinal <= count; ordinal++) {
    // Spread over the stay, denser at its beginning, and never after its end.
    const place = ((ordinal - random.fraction()) / count) ** 1.3;
    const at = Math.min(end, workingTime(Math.round(start + (end - start) * place), random.fraction()));
    yield { at, kind: random.weighted(manners.kinds).kind, direction: 'OUTBOUND' };
    if (!random.chance(manners.inbound)) continue;
    const asks = Math.min(end, Math.round(at + random.logNormal(1.5 * DAY, 0.8)));
    yield { at: asks, kind: random.weighted(manners.inboundKinds).kind, direction: 'INBOUND' };
    if (!random.chance(REPLIED)) continue;
    const waits = 5 * MINUTE + random.logNormal(2 * HOUR * slowness, 0.9);
    const replies = workingTime(Math.round(asks + waits), random.fraction());
    yield { at: replies, kind: random.chance(0.6) ? 'WECHAT' : 'CALL', direction: 'OUTBOUND' };
  }
}

/** Questions that get an answer of their own; the others wait for the next follow-up. */
const REPLIED = 0.7;

function answer(random: Random, prospect: Prospect, { depth }: Path, { at, kind }: Touch): number | undefined {
  const answered: Partial<Record<ActivityKind, number>> = ANSWERED[prospect.automated ? 'automated' : 'manual'];
  const chance = (answered[kind] ?? 0) * ANSWERS_BY_DEPTH[depth - 1]!;
  if (!random.chance(chance)) return undefined;
  // A call or a meeting is answered in itself, a message when somebody reads it.
  const atOnce = kind === 'CALL' || kind === 'MEETING' || kind === 'VISIT';
  return Math.round(at + (atOnce ? random.between(1, 20) * MINUTE : random.logNormal(5 * HOUR, 1.2)));
}
