/** The facts that decide a lead's way. Instants are milliseconds since 1970. */
export interface LeadFacts {
  createdAt: number;
  /** Explicit moves: to a stage's position (from 1), or lost. Moves to stages that the funnel no longer has are left out before. */
  transitions: readonly { at: number; to: number | 'lost' }[];
  opportunities: readonly { openedAt: number; wonAt: number | null; lostAt: number | null }[];
}

export interface FunnelShape {
  /** How many stages; positions count from 1. */
  stageCount: number;
  /** The first stage of category OPPORTUNITY; null where the funnel has none. */
  opportunityPosition: number | null;
  /** FILL: a skipped stage counts as passed when a later one is entered; STRICT: only its own entry counts. */
  skipPolicy: 'FILL' | 'STRICT';
}

export interface LeadJourney {
  /** By position − 1: when the stage was reached; null where it was not. */
  reachedAt: (number | null)[];
  /** By position − 1: reached by an entry of its own, not by a skip over it. Durations need both ends entered. */
  entered: boolean[];
  /** When it reached a stage further than any before, ascending; its creation is none. */
  advances: number[];
  /** When it became lost, open again, lost, … in turn: lost at t when an odd number of these is at or before t. */
  lostToggles: number[];
  /** When it was open, as known at each of those moments: half-open spans in order, the last one perhaps without end (null). */
  openDuring: [from: number, until: number | null][];
  /** Every stay that has ended, as of any moment, and the one that lasts. */
  stays: Stay[];
}

export interface Stay {
  position: number;
  enteredAt: number;
  /** null: it lasts. */
  leftAt: number | null;
  /** Whoever asks as of a moment in [seenFrom, seenUntil) sees it; null: for good. */
  seenFrom: number;
  seenUntil: number | null;
}

interface Move {
  at: number;
  to: number | 'lost';
}

/** The way of one lead through its funnel: KPI dictionary, rules 3 to 5. A pure function of the lead's facts, in any order. */
export function leadJourney(facts: LeadFacts, funnel: FunnelShape): LeadJourney {
  const entries = entriesOf(facts, funnel);
  const instants = instantsOf(facts, entries);
  const way = reached(entries, facts.createdAt, funnel);
  const toggles = lostToggles(facts, entries, instants);
  return {
    ...way,
    advances: advances(way.reachedAt),
    lostToggles: toggles,
    openDuring: openDuring(facts.createdAt, toggles, way.reachedAt.at(-1) ?? null),
    stays: stays(facts, entries, instants),
  };
}

/** Creation enters the first stage; opening an opportunity and winning one are entries like any other. */
function entriesOf(facts: LeadFacts, { stageCount, opportunityPosition }: FunnelShape): (Move & { to: number })[] {
  const { createdAt, opportunities } = facts;
  const entries = [{ at: createdAt, to: 1 }];
  // An entry before creation counts as at creation.
  for (const { at, to } of facts.transitions) if (to !== 'lost') entries.push({ at: Math.max(at, createdAt), to });
  if (opportunities.length === 0) return entries;
  const openedAt = earliest(opportunities.map((opportunity) => opportunity.openedAt))!;
  if (opportunityPosition !== null) entries.push({ at: Math.max(openedAt, createdAt), to: opportunityPosition });
  const wonAt = earliest(opportunities.map((opportunity) => opportunity.wonAt));
  if (wonAt !== null) entries.push({ at: Math.max(wonAt, createdAt), to: stageCount });
  return entries;
}

function reached(entries: (Move & { to: number })[], createdAt: number, { stageCount, skipPolicy }: FunnelShape) {
  const own = new Array<number | null>(stageCount).fill(null);
  for (const { at, to } of entries) own[to - 1] = earlier(own[to - 1]!, at);
  const reachedAt = [...own];
  if (skipPolicy === 'FILL')
    for (let index = stageCount - 2; index > 0; index--) reachedAt[index] = earlier(own[index]!, reachedAt[index + 1]!);
  reachedAt[0] = createdAt;
  return { reachedAt, entered: own.map((at, index) => at !== null && at === reachedAt[index]) };
}

/**
 * What of `lost` is known at `time`: every explicit loss by then, and the one that opportunities imply: the last lostAt, when all
 * opportunities opened by it are lost. (Which lostAt is the last depends on the time of the question, hence the argument.)
 */
function lossesBy({ createdAt, transitions, opportunities }: LeadFacts, time: number): Move[] {
  const losses = transitions.filter(({ at, to }) => to === 'lost' && at <= time).map(({ at }) => at);
  const isWon = (wonAt: number | null) => wonAt !== null && wonAt <= time;
  const lost = opportunities.filter(({ wonAt, lostAt }) => !isWon(wonAt) && lostAt !== null && lostAt <= time);
  if (lost.length > 0) {
    const last = Math.max(...lost.map(({ lostAt }) => lostAt!));
    const openedByThen = opportunities.filter(({ openedAt }) => openedAt <= last);
    if (openedByThen.every((opportunity) => lost.includes(opportunity))) losses.push(last);
  }
  return losses.map((at) => ({ at: Math.max(at, createdAt), to: 'lost' }));
}

/** Every instant at which what is known of the lead changes, in order. */
function instantsOf({ createdAt, transitions, opportunities }: LeadFacts, entries: Move[]): number[] {
  const instants = new Set<number>();
  for (const { at } of entries) instants.add(at);
  for (const { at } of transitions) instants.add(Math.max(at, createdAt));
  for (const { openedAt, wonAt, lostAt } of opportunities)
    for (const at of [openedAt, wonAt, lostAt]) if (at !== null) instants.add(Math.max(at, createdAt));
  return [...instants].sort((a, b) => a - b);
}

function lostToggles(facts: LeadFacts, entries: Move[], instants: number[]): number[] {
  const toggles: number[] = [];
  const isEverLost =
    facts.transitions.some(({ to }) => to === 'lost') || facts.opportunities.some(({ lostAt }) => lostAt !== null);
  if (!isEverLost) return toggles;
  for (const time of instants) {
    let lastEntry = Number.NEGATIVE_INFINITY;
    for (const { at } of entries) if (at <= time && at > lastEntry) lastEntry = at;
    // At one instant `lost` comes after the stages.
    const isLost = lossesBy(facts, time).some(({ at }) => at >= lastEntry);
    if (isLost !== (toggles.length % 2 === 1)) toggles.push(time);
  }
  return toggles;
}

/** When a lead that reached its stages at these instants reached a further one than before, ascending; its creation is none. */
export function advances(reachedAt: readonly (number | null)[]): number[] {
  const found: number[] = [];
  let furthest = 0;
  const inTime = [...reachedAt.keys()].filter((index) => reachedAt[index] !== null);
  for (const index of inTime.sort((a, b) => reachedAt[a]! - reachedAt[b]! || a - b)) {
    if (index > furthest) found.push(reachedAt[index]!);
    furthest = Math.max(furthest, index);
  }
  return found;
}

/** From creation, with gaps while lost, until won. */
function openDuring(createdAt: number, toggles: readonly number[], wonAt: number | null): LeadJourney['openDuring'] {
  // Lost from each toggle with an even index until the one after it: so open from each bound with an even index here.
  const bounds = [createdAt, ...toggles];
  return bounds.flatMap((from, index): LeadJourney['openDuring'] => {
    if (index % 2 === 1 || (wonAt !== null && wonAt <= from)) return [];
    const until = Math.min(bounds[index + 1] ?? Number.POSITIVE_INFINITY, wonAt ?? Number.POSITIVE_INFINITY);
    return until === from ? [] : [[from, Number.isFinite(until) ? until : null]];
  });
}

/** Implied losses may come and go with the moment of the question; without them a stay once ended stays so. */
function stays(facts: LeadFacts, entries: Move[], instants: number[]): Stay[] {
  const now = staysBy(facts, entries, Number.POSITIVE_INFINITY);
  const isSettled = facts.opportunities.every(({ lostAt }) => lostAt === null);
  if (isSettled) return now;

  const ended: Stay[] = [];
  /** Those that are seen just now, by what they say. One that is taken back may come back, and is seen again from then on. */
  let seen = new Map<string, Stay>();
  for (const time of instants) {
    const still = new Map<string, Stay>();
    for (const stay of staysBy(facts, entries, time)) {
      if (stay.leftAt === null) continue;
      const key = `${stay.position} ${stay.enteredAt} ${stay.leftAt}`;
      const known = seen.get(key) ?? { ...stay, seenFrom: time };
      if (!seen.has(key)) ended.push(known);
      still.set(key, known);
    }
    for (const [key, stay] of seen) if (!still.has(key)) stay.seenUntil = time;
    seen = still;
  }
  return [...ended, ...now.filter(({ leftAt }) => leftAt === null)];
}

/**
 * The stays known at `time`, seen from their last instant on. A stay ends with the entry into another stage or with a loss; entering the
 * stage it is in changes nothing.
 */
function staysBy(facts: LeadFacts, entries: Move[], time: number): Stay[] {
  const moves = [...entries.filter(({ at }) => at <= time), ...lossesBy(facts, time)].sort(inOrder);
  const all: Stay[] = [];
  let current: Stay | undefined;
  for (const { at, to } of moves) {
    if (current && current.position === to) continue;
    if (current) {
      current.leftAt = at;
      current.seenFrom = at;
    }
    current = to === 'lost' ? undefined : { position: to, enteredAt: at, leftAt: null, seenFrom: at, seenUntil: null };
    if (current) all.push(current);
  }
  return all;
}

/** At one instant: stages by position, then `lost`. */
function inOrder(a: Move, b: Move): number {
  return a.at - b.at || rank(a.to) - rank(b.to);
}

function rank(to: number | 'lost'): number {
  return to === 'lost' ? Number.MAX_SAFE_INTEGER : to;
}

function earliest(instants: readonly (number | null)[]): number | null {
  return instants.reduce(earlier, null);
}

/** The earlier of two instants of which either may never have been. */
function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
